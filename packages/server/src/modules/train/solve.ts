/** Solves in a thread of its own, so that decisions go on meanwhile. */
import { Worker } from 'node:worker_threads'
import { EquipoiseError } from '../../errors.ts'
import type { SolveMessage, SolveTask } from './solve-worker.ts'

export interface Solved {
  readonly model: Uint8Array
  /** The canonical bytes of the weights, for their digest. */
  readonly weights: Uint8Array
}

/** @throws EquipoiseError `model_invalid` where the matrix cannot be solved. */
export function solve(
  task: SolveTask,
  onProgress: (ratio: number) => void,
  signal?: AbortSignal,
): Promise<Solved> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./solve-worker.ts', import.meta.url), { workerData: task })
    const stop = (): void => {
      reject(
        new EquipoiseError('training_disturbed', 'Cannot go on with a training: it was stopped'),
      )
      void worker.terminate()
    }
    signal?.addEventListener('abort', stop, { once: true })
    worker.on('message', (message: SolveMessage) => {
      if (message.kind === 'progress') onProgress(message.ratio)
      else if (message.kind === 'model') resolve(message)
      else reject(new EquipoiseError('model_invalid', message.says))
    })
    worker.on('error', reject)
    worker.on('exit', (code) => {
      signal?.removeEventListener('abort', stop)
      reject(new EquipoiseError('internal', `Cannot train: the solver ended with ${code}`))
    })
  })
}
