/**
 * The solver's thread: numbers in, a model's bytes out. Only facts cross; a permit could not.
 */
import { parentPort, workerData } from 'node:worker_threads'
import {
  buildModel,
  encodeModel,
  type GramSnapshot,
  type ModelOptions,
  weightBytes,
} from '@equipoise/core/recommend'

export interface SolveTask {
  readonly items: GramSnapshot
  readonly categories: GramSnapshot
  /** The categories of each item of the matrix, primary first. */
  readonly categoriesOf: ReadonlyMap<string, readonly string[]>
  readonly options: ModelOptions
}

export type SolveMessage =
  | { readonly kind: 'progress'; readonly ratio: number }
  | { readonly kind: 'model'; readonly model: Uint8Array; readonly weights: Uint8Array }
  | { readonly kind: 'failed'; readonly says: string }

function solve(task: SolveTask): void {
  const post = (message: SolveMessage): void => parentPort?.postMessage(message)
  try {
    const categoriesOf = (item: string): readonly string[] => task.categoriesOf.get(item) ?? []
    const model = buildModel({ ...task, categoriesOf }, (ratio) =>
      post({ kind: 'progress', ratio }),
    )
    post({ kind: 'model', model: encodeModel(model), weights: weightBytes(model) })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    post({ kind: 'failed', says: error.message })
  }
}

// The task is what `solve.ts` handed over.
solve(workerData as SolveTask)
