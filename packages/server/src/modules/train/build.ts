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
  await using builder = startBuilder(run.signal)
  return await builder.build(task, run.onProgress)
}

/** SHA-256 of the contributions, hexadecimal. */
export async function digestInThread(task: DigestTask, { signal }: BuildRun): Promise<string> {
  await using thread = new OneTaskThread(signal)
  return (await thread.run({ kind: 'digest', task }, 'digested')).digest
}

/** @throws EquipoiseError as `buildInThread`. */
export async function planInThread(task: PlanTask, { signal }: BuildRun): Promise<BuildPlan> {
  await using thread = new OneTaskThread(signal)
  return (await thread.run({ kind: 'plan', task }, 'planned')).plan
}

/** Builds one model, and is gone when it is disposed of. */
export interface Builder extends AsyncDisposable {
  /** @throws EquipoiseError as `buildInThread`. */
  build(task: BuildTask, onProgress?: (ratio: number) => void): Promise<Built>
}

/** Starts the thread ahead of its task: it loads while people are still read. */
export function startBuilder(signal: AbortSignal): Builder {
  const thread = new OneTaskThread(signal)
  return {
    async build(task, onProgress) {
      return (await thread.run({ kind: 'build', task }, 'built', onProgress)).built
    },
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  }
}

type Answer = Exclude<ThreadMessage, { kind: 'progress' | 'failed' }>

class OneTaskThread implements AsyncDisposable {
  readonly #worker: Worker
  readonly #died: Promise<never>
  #unlisten = (): void => {}

  constructor(signal: AbortSignal) {
    const worker = new Worker(new URL('./build-worker.ts', import.meta.url))
    this.#worker = worker
    this.#died = new Promise((_, reject) => {
      // Not before the thread is gone: what it may be writing is tidied up afterwards.
      const stop = (): unknown => worker.terminate()
      signal.addEventListener('abort', stop, { once: true })
      this.#unlisten = () => signal.removeEventListener('abort', stop)
      worker.on('error', reject)
      worker.on('exit', (code) => {
        const died = new EquipoiseError('internal', `Cannot train: the builder ended with ${code}`)
        reject(signal.aborted ? stopped() : died)
      })
      if (signal.aborted) stop()
    })
    // Told by whoever runs a task; without one there is nobody to tell.
    this.#died.catch(() => {})
  }

  async run<Kind extends Answer['kind']>(
    task: ThreadTask,
    kind: Kind,
    onProgress?: (ratio: number) => void,
  ): Promise<Extract<Answer, { kind: Kind }>> {
    const answered = new Promise<Answer>((resolve, reject) => {
      this.#worker.on('message', (message: ThreadMessage) => {
        if (message.kind === 'progress') onProgress?.(message.ratio)
        else if (message.kind === 'failed')
          reject(new EquipoiseError('model_invalid', message.says))
        else resolve(message)
      })
    })
    this.#worker.postMessage(task)
    const answer = await Promise.race([answered, this.#died])
    assert(answer.kind === kind, `an answer of the kind "${kind}"`)
    // Just compared.
    return answer as Extract<Answer, { kind: Kind }>
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#unlisten()
    await this.#worker.terminate()
  }
}

/** What ends a training that was stopped. */
export function stopped(): EquipoiseError {
  return new EquipoiseError('training_disturbed', 'Cannot go on with a training: it was stopped')
}
