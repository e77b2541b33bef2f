/** Builds a model in a thread of its own, so that decisions go on meanwhile. */
import { Worker } from 'node:worker_threads'
import { assert } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type {
  BuildTask,
  Built,
  DigestTask,
  PlanTask,
  ThreadMessage,
  ThreadTask,
} from './build-worker.ts'
import type { BuildPlan } from './plan-build.ts'

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
  return (await runThread({ kind: 'build', task }, 'built', run)).built
}

/** SHA-256 of the contributions, hexadecimal. */
export async function digestInThread(task: DigestTask, run: BuildRun): Promise<string> {
  return (await runThread({ kind: 'digest', task }, 'digested', run)).digest
}

/** @throws EquipoiseError as `buildInThread`. */
export async function planInThread(task: PlanTask, run: BuildRun): Promise<BuildPlan> {
  return (await runThread({ kind: 'plan', task }, 'planned', run)).plan
}

type Answer = Exclude<ThreadMessage, { kind: 'progress' | 'failed' }>

async function runThread<Kind extends Answer['kind']>(
  task: ThreadTask,
  kind: Kind,
  run: BuildRun,
): Promise<Extract<Answer, { kind: Kind }>> {
  const answer = await answerOf(task, run)
  assert(answer.kind === kind, `an answer of the kind "${kind}"`)
  // Just compared.
  return answer as Extract<Answer, { kind: Kind }>
}

function answerOf(task: ThreadTask, { onProgress, signal }: BuildRun): Promise<Answer> {
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
