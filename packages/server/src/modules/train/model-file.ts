/**
 * The published model on disk: sealed under a key of its own, which is replaced with every model.
 * The replacing of the key file is the moment of publication; the key before it is gone then, and
 * with it every copy of the model before. Nothing here enters a backup: a model is rebuilt from the
 * state.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeModel, type RecommendModel } from '@equipoise/core/recommend'
import { syncFolder, writeKeyFile } from '../../keys/key-file.ts'
import type { RootKeys } from '../../keys/root-keys.ts'
import { KEY_BYTES, SealError, seal, unseal } from '../../keys/seal.ts'

const SECRET = 'model'

/** What is known of a published model beside its numbers. */
export interface ModelManifest {
  /** Names the build; a new one has another. */
  readonly model: string
  readonly builtAt: number
  /** A removal of this revision or before is not in the model. */
  readonly stateRevision: number
  readonly subjects: number
  readonly items: number
  readonly nonZeros: number
  /** SHA-256, hexadecimal, of the state that it was built from and of its weights. */
  readonly digests: { readonly gram: string; readonly weights: string }
}

export interface PublishedModel {
  readonly manifest: ModelManifest
  readonly model: RecommendModel
}

interface Pointer {
  readonly file: string
  readonly key: string
  readonly manifest: ModelManifest
}

export class ModelFile {
  readonly #folder: string
  readonly #root: RootKeys

  constructor(directory: string, root: RootKeys) {
    this.#folder = join(directory, 'model')
    this.#root = root
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
  }

  publish(manifest: ModelManifest, model: Uint8Array): void {
    const key = randomBytes(KEY_BYTES)
    const file = `${manifest.model}.sealed`
    writeKeyFile(join(this.#folder, file), seal(key, model, this.#bound(file)))
    const pointer: Pointer = { file, key: key.toString('base64'), manifest }
    this.#root.writeSecret(SECRET, Buffer.from(JSON.stringify(pointer)))
    this.#removeAllBut(file)
  }

  /** Takes the published model away: its key first, then its file. */
  withdraw(): void {
    this.#root.writeSecret(SECRET, Buffer.from('null'))
    this.#removeAllBut(undefined)
  }

  /** Undefined where none is published, and where its file does not open: it is then built anew. */
  load(): PublishedModel | undefined {
    const pointer = this.#pointer()
    if (!pointer) return undefined
    const path = join(this.#folder, pointer.file)
    if (!existsSync(path)) return undefined
    const key = Buffer.from(pointer.key, 'base64')
    const bytes = openModel(key, readFileSync(path), this.#bound(pointer.file))
    const model = bytes === undefined ? undefined : decodeModel(bytes)
    return model?.ok ? { manifest: pointer.manifest, model: model.value } : undefined
  }

  #pointer(): Pointer | undefined {
    const secret = this.#root.readSecret(SECRET)
    if (secret === undefined) return undefined
    // Written by this class alone, under the root key.
    return (JSON.parse(secret.toString('utf8')) as Pointer | null) ?? undefined
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
    return Buffer.from(`${this.#root.tenant}|model|${file}`)
  }
}

/** A file that was altered or cut short is as good as none. */
function openModel(key: Uint8Array, sealed: Uint8Array, bound: Uint8Array): Uint8Array | undefined {
  try {
    return unseal(key, sealed, bound)
  } catch (error) {
    if (error instanceof SealError) return undefined
    throw error
  }
}
