/**
 * The only things core uses that are in every runtime but not in the language's own library.
 * Core compiles without Node's and the DOM's types, so that I/O cannot creep in.
 */
declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean })
  decode(input?: Uint8Array): string
}
