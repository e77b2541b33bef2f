/** The published model on disk. To replace it is to publish another. */
import { decodeModel, type RecommendModel } from '@equipoise/core/recommend'
import type { RootKeys } from '../../keys/root-keys.ts'
import { type Draft, SealedFile } from './sealed-file.ts'

/** What is known of a published model beside its numbers. */
export interface ModelManifest {
  /** Names the build; a new one has another. */
  readonly model: string
  readonly builtAt: number
  /** A removal of this revision or before is not in the model. */
  readonly stateRevision: number
  readonly subjects: number
  readonly items: number
  /** How many items there are in the lists of all people. */
  readonly nonZeros: number
  /** How many columns were solved for it; the others held from the model before. */
  readonly columns: number
  /** From the beginning of the training to its end. */
  readonly seconds: number
  /** SHA-256, hexadecimal, of the contributions that it was built from and of its weights. */
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

  /** Where a model to be is written to. @param name names the build. */
  draft(name: string): Draft {
    return this.#file.draft(name)
  }

  /** Publishes what was written to a draft. */
  publish(draft: Draft, manifest: ModelManifest): void {
    this.#file.adopt(draft, manifest)
  }

  /** Forgets a draft, written or not, that nobody is writing any more. */
  discard(draft: Draft): void {
    this.#file.discard(draft)
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
