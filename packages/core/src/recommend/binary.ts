/**
 * Numbers and texts as bytes, little-endian on every machine, and a reader that refuses anything
 * short, long or absurd before it allocates for it.
 */

import { concatBytes, utf8 } from '../values/bytes.ts'

/** Says that bytes are not what they should be; whoever reads a whole format catches it. */
export class MalformedBytes extends Error {}

/** Where the machine writes numbers as the format does, arrays of them are copied as they are. */
const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

function copiedBytes({
  buffer,
  byteOffset,
  byteLength,
}: Uint32Array | Int32Array | Float64Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength))
}

export function uint32Bytes(values: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const isOfFourBytes = values instanceof Uint32Array || values instanceof Int32Array
  if (IS_LITTLE_ENDIAN && isOfFourBytes) return copiedBytes(values)
  const view = new DataView(new ArrayBuffer(4 * values.length))
  for (let i = 0; i < values.length; i += 1) view.setUint32(4 * i, values[i] ?? 0, true)
  return new Uint8Array(view.buffer)
}

export function float64Bytes(values: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  if (IS_LITTLE_ENDIAN && values instanceof Float64Array) return copiedBytes(values)
  const view = new DataView(new ArrayBuffer(8 * values.length))
  for (let i = 0; i < values.length; i += 1) view.setFloat64(8 * i, values[i] ?? 0, true)
  return new Uint8Array(view.buffer)
}

/** As `uint32Bytes`, of the array's own memory where it is as the format: to be read at once. */
export function uint32View(values: Uint32Array | Int32Array): Uint8Array {
  return IS_LITTLE_ENDIAN ? viewOf(values) : uint32Bytes(values)
}

/** As `float64Bytes`, of the array's own memory where it is as the format: to be read at once. */
export function float64View(values: Float64Array): Uint8Array {
  return IS_LITTLE_ENDIAN ? viewOf(values) : float64Bytes(values)
}

function viewOf(values: Uint32Array | Int32Array | Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}

/** Writes an integer below 2^53 as 64 bits, without a detour through BigInt. */
export function setUint64(view: DataView, at: number, value: number): void {
  view.setUint32(at, value >>> 0, true)
  view.setUint32(at + 4, Math.floor(value / 2 ** 32), true)
}

/** How many texts, the length in bytes of each, and all of them as UTF-8. */
export function textBytes(texts: readonly string[]): Uint8Array<ArrayBuffer> {
  const encoded = texts.map(utf8)
  const lengths = uint32Bytes(encoded.map((text) => text.length))
  return concatBytes(uint32Bytes([texts.length]), lengths, ...encoded)
}

export class BinaryReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    // Not as what it may be beside: a Buffer's `slice` would be no copy.
    this.#bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  uint32(): number {
    return this.uint32s(1)[0] ?? 0
  }

  uint32s(count: number): Uint32Array<ArrayBuffer> {
    const start = this.#take(4 * count)
    if (IS_LITTLE_ENDIAN) return new Uint32Array(this.#bytes.slice(start, start + 4 * count).buffer)
    const values = new Uint32Array(count)
    for (let i = 0; i < count; i += 1) values[i] = this.#view.getUint32(start + 4 * i, true)
    return values
  }

  uint8s(count: number): Uint8Array<ArrayBuffer> {
    const start = this.#take(count)
    return Uint8Array.from(this.#bytes.subarray(start, start + count))
  }

  /** Counts of people: integers below 2^31. */
  counts(count: number): Int32Array<ArrayBuffer> {
    const values = this.uint32s(count)
    if (values.some((value) => value >= 2 ** 31)) throw new MalformedBytes('a count is negative')
    return Int32Array.from(values)
  }

  float64s(count: number): Float64Array<ArrayBuffer> {
    const start = this.#take(8 * count)
    if (IS_LITTLE_ENDIAN) {
      return new Float64Array(this.#bytes.slice(start, start + 8 * count).buffer)
    }
    const values = new Float64Array(count)
    for (let i = 0; i < count; i += 1) values[i] = this.#view.getFloat64(start + 8 * i, true)
    return values
  }

  texts(): string[] {
    const lengths = this.uint32s(this.uint32())
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    return Array.from(lengths, (length) => {
      const start = this.#take(length)
      try {
        return decoder.decode(this.#bytes.subarray(start, start + length))
      } catch {
        throw new MalformedBytes('a text is not UTF-8')
      }
    })
  }

  end(): void {
    const left = this.#bytes.length - this.#at
    if (left > 0) throw new MalformedBytes(`${left} bytes follow the end`)
  }

  #take(length: number): number {
    const start = this.#at
    const missing = start + length - this.#bytes.length
    if (missing > 0) throw new MalformedBytes(`${missing} bytes are missing`)
    this.#at += length
    return start
  }
}
