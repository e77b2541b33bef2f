/**
 * A file that is replaced as a whole, such as the published model: sealed under a key of its own,
 * which is replaced with every content. The replacing of the key file is the moment that counts;
 * the key before it is gone then, and with it every copy of the content before. Nothing here enters
 * a backup: all of it is made anew from the store.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { syncFolder, writeKeyFileParts } from '../../keys/key-file.ts'
import type { RootKeys } from '../../keys/root-keys.ts'
import { KEY_BYTES, SealError, sealParts, unseal } from '../../keys/seal.ts'

export interface SealedContent<Manifest> {
  readonly manifest: Manifest
  readonly bytes: Uint8Array
}

/** A content to be, which anybody may write who has this; it counts once it is adopted. */
export interface Draft {
  readonly file: string
  readonly path: string
  readonly key: Uint8Array
  readonly bound: Uint8Array
}

/** Seals a content, part by part, and writes it where its draft says. */
export function writeDraft({ path, key, bound }: Draft, parts: Iterable<Uint8Array>): void {
  writeKeyFileParts(path, sealParts(key, parts, bound))
}

interface Pointer<Manifest> {
  readonly file: string
  readonly key: string
  readonly manifest: Manifest
}

export class SealedFile<Manifest> {
  readonly #name: string
  readonly #folder: string
  readonly #root: RootKeys
  /** Files that somebody may be writing just now. */
  readonly #drafts = new Set<string>()

  /** @param name of the folder, and of the secret that points into it. */
  constructor(directory: string, name: string, root: RootKeys) {
    this.#name = name
    this.#folder = join(directory, name)
    this.#root = root
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    // What a process left half written, under a key that is gone with it.
    this.#removeAllBut(this.#pointer()?.file)
  }

  /** @param name another one than that of the content before. */
  replace(name: string, { manifest, bytes }: SealedContent<Manifest>): void {
    const draft = this.draft(name)
    writeDraft(draft, [bytes])
    this.adopt(draft, manifest)
  }

  /** A draft under a new key, which is in memory alone until it is adopted. */
  draft(name: string): Draft {
    const file = `${name}.sealed`
    const path = join(this.#folder, file)
    this.#drafts.add(file)
    return { file, path, key: randomBytes(KEY_BYTES), bound: this.#bound(file) }
  }

  /** Puts what was written to a draft in place of the content before. */
  adopt({ file, key }: Draft, manifest: Manifest): void {
    const pointer: Pointer<Manifest> = { file, key: toBase64(key), manifest }
    this.#root.writeSecret(this.#name, Buffer.from(JSON.stringify(pointer)))
    this.#drafts.delete(file)
    this.#removeAllBut(file)
  }

  /** Forgets a draft, written or not, that nobody is writing any more. */
  discard({ file, path }: Draft): void {
    this.#drafts.delete(file)
    for (const one of [path, `${path}.new`]) rmSync(one, { force: true })
  }

  /** Takes the content away: its key first, then its file. */
  withdraw(): void {
    this.#root.writeSecret(this.#name, Buffer.from('null'))
    this.#removeAllBut(undefined)
  }

  /** Undefined where there is none, and where it does not open. */
  load(): SealedContent<Manifest> | undefined {
    const pointer = this.#pointer()
    if (!pointer) return undefined
    const path = join(this.#folder, pointer.file)
    if (!existsSync(path)) return undefined
    const key = Buffer.from(pointer.key, 'base64')
    const bytes = open(key, readFileSync(path), this.#bound(pointer.file))
    return bytes === undefined ? undefined : { manifest: pointer.manifest, bytes }
  }

  #pointer(): Pointer<Manifest> | undefined {
    const secret = this.#root.readSecret(this.#name)
    if (secret === undefined) return undefined
    // Written by this class alone, under the root key.
    return (JSON.parse(secret.toString('utf8')) as Pointer<Manifest> | null) ?? undefined
  }

  #removeAllBut(kept: string | undefined): void {
    for (const file of readdirSync(this.#folder)) {
      if (file === kept || this.#drafts.has(file.replace(/\.new$/, ''))) continue
      const path = join(this.#folder, file)
      writeFileSync(path, '')
      rmSync(path)
    }
    syncFolder(this.#folder)
  }

  #bound(file: string): Buffer {
    return Buffer.from(`${this.#root.tenant}|${this.#name}|${file}`)
  }
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

/** A file that was altered or cut short is as good as none. */
function open(key: Uint8Array, sealed: Uint8Array, bound: Uint8Array): Uint8Array | undefined {
  try {
    return unseal(key, sealed, bound)
  } catch (error) {
    if (error instanceof SealError) return undefined
    throw error
  }
}
