/** Builds a model in a thread of its own, so that decisions go on meanwhile. */
import { Worker } from 'node:worker_threads'
import { EquipoiseError } from '../../errors.ts'
import type { BuildTask, Built, DigestTask, ThreadMessage, ThreadTask } from './build-worker.ts'

export interface BuildRun {
  /** Called with the ratio done, 0 to 1. */
  readonly onProgress?: (ratio: number) => void
  /** Aborting ends the thread. */
  readonly signal: AbortSignal
}

/**
 * @throws EquipoiseError `model_invalid` where no model can be made of it; `training_disturbed`.
 */
export async function buildInThread(task: BuildTask, run: BuildRun): Promise<Built> {
  const message = await runThread({ kind: 'build', task }, run)
  if (message.kind !== 'built') throw new TypeError('Cannot use a digest for a model')
  return message.built
}

/** SHA-256 of the contributions, hexadecimal. */
export async function digestInThread(task: DigestTask, run: BuildRun): Promise<string> {
  const message = await runThread({ kind: 'digest', task }, run)
  if (message.kind !== 'digested') throw new TypeError('Cannot use a model for a digest')
  return message.digest
}

type Answer = Exclude<ThreadMessage, { kind: 'progress' | 'failed' }>

function runThread(task: ThreadTask, { onProgress, signal }: BuildRun): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(stopped())
    const worker = new Worker(new URL('./build-worker.ts', import.meta.url), { workerData: task })
    let isStopped = false
    const stop = (): void => {
      isStopped = true
      // Not before the thread is gone: what it may be writing is tidied up afterwards.
      void worker.terminate()
    }
    signal.addEventListener('abort', stop, { once: true })
    worker.on('message', (message: ThreadMessage) => {
      if (message.kind === 'progress') onProgress?.(message.ratio)
      else if (message.kind === 'failed') reject(new EquipoiseError('model_invalid', message.says))
      else resolve(message)
    })
    worker.on('error', reject)
    worker.on('exit', (code) => {
      signal.removeEventListener('abort', stop)
      const died = new EquipoiseError('internal', `Cannot train: the builder ended with ${code}`)
      reject(isStopped ? stopped() : died)
    })
  })
}

/** What ends a training that was stopped. */
export function stopped(): EquipoiseError {
  return new EquipoiseError('training_disturbed', 'Cannot go on with a training: it was stopped')
}
