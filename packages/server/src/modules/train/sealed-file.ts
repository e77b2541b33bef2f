/**
 * A file that is replaced as a whole, such as the published model: sealed under a key of its own,
 * which is replaced with every content. The replacing of the key file is the moment that counts;
 * the key before it is gone then, and with it every copy of the content before. Nothing here enters
 * a backup: all of it is made anew from the store.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { syncFolder, writeKeyFile } from '../../keys/key-file.ts'
import type { RootKeys } from '../../keys/root-keys.ts'
import { KEY_BYTES, SealError, seal, unseal } from '../../keys/seal.ts'

export interface SealedContent<Manifest> {
  readonly manifest: Manifest
  readonly bytes: Uint8Array
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

  /** @param name of the folder, and of the secret that points into it. */
  constructor(directory: string, name: string, root: RootKeys) {
    this.#name = name
    this.#folder = join(directory, name)
    this.#root = root
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
  }

  /** @param name another one than that of the content before. */
  replace(name: string, { manifest, bytes }: SealedContent<Manifest>): void {
    const key = randomBytes(KEY_BYTES)
    const file = `${name}.sealed`
    writeKeyFile(join(this.#folder, file), seal(key, bytes, this.#bound(file)))
    const pointer: Pointer<Manifest> = { file, key: key.toString('base64'), manifest }
    this.#root.writeSecret(this.#name, Buffer.from(JSON.stringify(pointer)))
    this.#removeAllBut(file)
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
      if (file === kept) continue
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

/** A file that was altered or cut short is as good as none. */
function open(key: Uint8Array, sealed: Uint8Array, bound: Uint8Array): Uint8Array | undefined {
  try {
    return unseal(key, sealed, bound)
  } catch (error) {
    if (error instanceof SealError) return undefined
    throw error
  }
}
