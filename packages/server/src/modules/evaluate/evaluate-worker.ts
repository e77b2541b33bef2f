/** The thread in which models are built and asked: a server that waits for it goes on serving. */
import { parentPort, workerData } from 'node:worker_threads'
import { EquipoiseError, type ErrorCode } from '../../errors.ts'
import { evaluatePlan } from './evaluate-plan.ts'
import type { Evaluation, EvaluationTask, TuneTask, Tuning } from './evaluation.ts'
import { tunePlan } from './tune-plan.ts'

export type ThreadTask =
  | { readonly kind: 'evaluate'; readonly task: EvaluationTask }
  | { readonly kind: 'tune'; readonly task: TuneTask }

export type ThreadMessage =
  | { readonly kind: 'progress'; readonly stage: string; readonly ratio: number }
  | { readonly kind: 'done'; readonly outcome: Evaluation | Tuning }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly says: string }

async function work(given: ThreadTask): Promise<void> {
  const post = (message: ThreadMessage): void => parentPort?.postMessage(message)
  const onStage = (stage: string, ratio: number): void => post({ kind: 'progress', stage, ratio })
  try {
    const outcome =
      given.kind === 'evaluate'
        ? await evaluatePlan(given.task, onStage)
        : await tunePlan(given.task, onStage)
    post({ kind: 'done', outcome })
  } catch (error) {
    if (!(error instanceof EquipoiseError)) throw error
    post({ kind: 'failed', code: error.code, says: error.message })
  }
}

// The task is what `run-thread.ts` handed over.
await work(workerData as ThreadTask)
