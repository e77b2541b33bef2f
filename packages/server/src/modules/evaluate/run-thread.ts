/** Evaluates or tunes in a thread of its own. */
import { Worker } from 'node:worker_threads'
import { EquipoiseError } from '../../errors.ts'
import type { OnStage } from './evaluate-plan.ts'
import type { ThreadMessage, ThreadTask } from './evaluate-worker.ts'
import type { Evaluation, EvaluationTask, TuneTask, Tuning } from './evaluation.ts'

export interface ThreadRun {
  readonly onProgress: OnStage
  /** Aborting ends the thread. */
  readonly signal?: AbortSignal | undefined
}

/** @throws EquipoiseError as `evaluatePlan`. */
export async function evaluate(task: EvaluationTask, run: ThreadRun): Promise<Evaluation> {
  const outcome = await runThread({ kind: 'evaluate', task }, run)
  // A thread answers what it was asked.
  return outcome as Evaluation
}

/** @throws EquipoiseError as `tunePlan`. */
export async function tune(task: TuneTask, run: ThreadRun): Promise<Tuning> {
  const outcome = await runThread({ kind: 'tune', task }, run)
  // A thread answers what it was asked.
  return outcome as Tuning
}

function runThread(
  task: ThreadTask,
  { onProgress, signal }: ThreadRun,
): Promise<Evaluation | Tuning> {
  return new Promise((resolve, reject) => {
    const file = new URL('./evaluate-worker.ts', import.meta.url)
    const worker = new Worker(file, { workerData: task })
    const stop = (): void => {
      reject(new EquipoiseError('shutting_down', 'Cannot go on evaluating: it was stopped'))
      void worker.terminate()
    }
    if (signal?.aborted) stop()
    signal?.addEventListener('abort', stop, { once: true })
    worker.on('message', (message: ThreadMessage) => {
      if (message.kind === 'progress') onProgress(message.stage, message.ratio)
      else if (message.kind === 'done') resolve(message.outcome)
      else reject(new EquipoiseError(message.code, message.says))
    })
    worker.on('error', reject)
    worker.on('exit', (code) => {
      signal?.removeEventListener('abort', stop)
      reject(new EquipoiseError('internal', `Cannot evaluate: the thread ended with ${code}`))
    })
  })
}
