/** The published model on disk. To replace it is to publish another. */
import { decodeModel, type RecommendModel } from '@equipoise/core/recommend'
import type { RootKeys } from '../../keys/root-keys.ts'
import { SealedFile } from './sealed-file.ts'

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

export class ModelFile {
  readonly #file: SealedFile<ModelManifest>

  constructor(directory: string, root: RootKeys) {
    this.#file = new SealedFile(directory, 'model', root)
  }

  publish(manifest: ModelManifest, model: Uint8Array): void {
    this.#file.replace(manifest.model, { manifest, bytes: model })
  }

  withdraw(): void {
    this.#file.withdraw()
  }

  /** Undefined where none is published, and where its file does not open: it is then built anew. */
  load(): PublishedModel | undefined {
    const content = this.#file.load()
    if (content === undefined) return undefined
    const model = decodeModel(content.bytes)
    return model.ok ? { manifest: content.manifest, model: model.value } : undefined
  }
}
