/** Starts trainings for the API, remembers how far the running one has come, and ends it. */
import type { App } from '../app.ts'
import { EquipoiseError } from '../errors.ts'

export interface TrainingView {
  readonly state: 'idle' | 'running' | 'failed'
  readonly stage: string | null
  readonly ratio: number
}

export interface TrainingWatch {
  /** @throws EquipoiseError `training_running`. */
  start(): TrainingView
  read(): TrainingView
  /** Ends a training that was started here; the published model stays as it is. */
  cancel(): Promise<TrainingView>
}

const IDLE: TrainingView = { state: 'idle', stage: null, ratio: 0 }

export function watchTraining({ trainer }: App, onError: (error: unknown) => void): TrainingWatch {
  let view = IDLE
  let canceller = new AbortController()
  let over = Promise.resolve()
  return {
    read: () => view,
    start() {
      if (trainer.isRunning) {
        throw new EquipoiseError('training_running', 'Cannot train: a training runs')
      }
      view = { state: 'running', stage: null, ratio: 0 }
      canceller = new AbortController()
      const { signal } = canceller
      over = trainer
        .train(({ stage, ratio }) => {
          view = { state: 'running', stage, ratio }
        }, signal)
        .then(
          () => {
            view = IDLE
          },
          (error: unknown) => {
            view = signal.aborted ? IDLE : { ...view, state: 'failed' }
            if (!signal.aborted) onError(error)
          },
        )
      return view
    },
    async cancel() {
      canceller.abort()
      await over
      return view
    },
  }
}
