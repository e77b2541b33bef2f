/** Starts trainings for the API and remembers how far the running one has come. */
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
}

const IDLE: TrainingView = { state: 'idle', stage: null, ratio: 0 }

export function watchTraining({ trainer }: App, onError: (error: unknown) => void): TrainingWatch {
  let view = IDLE
  return {
    read: () => view,
    start() {
      if (trainer.isRunning) {
        throw new EquipoiseError('training_running', 'Cannot train: a training runs')
      }
      view = { state: 'running', stage: null, ratio: 0 }
      trainer
        .train(({ stage, ratio }) => {
          view = { state: 'running', stage, ratio }
        })
        .then(
          () => {
            view = IDLE
          },
          (error: unknown) => {
            view = { ...view, state: 'failed' }
            onError(error)
          },
        )
      return view
    },
  }
}
