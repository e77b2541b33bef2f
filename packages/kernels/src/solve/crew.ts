/**
 * Those who work on a shared memory: some threads, or this one alone. They start while the memory
 * is still filled. Whoever cancels, or the first thread that dies, ends it for all; afterwards no
 * thread is left.
 */

import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { WorkerTask } from './kernel-worker.ts'
import { openKernels } from './kernels.ts'
import { type Phase, runPhase } from './phases.ts'

export interface Crew extends AsyncDisposable {
  /** Says once what they work on, before the first phase. */
  begin(task: WorkerTask): void
  /** Runs a phase to its end. */
  run(phase: Phase): Promise<void>
}

/** This thread yields to others after so long. */
const TURN_MS = 10

/** @param workers threads; 0 for this one alone. */
export function gatherCrew(workers: number, signal?: AbortSignal): Crew {
  return workers === 0 ? new OwnThread(signal) : new Threads(workers, signal)
}

class OwnThread implements Crew {
  readonly #signal: AbortSignal | undefined
  #task: WorkerTask | undefined

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal
  }

  begin(task: WorkerTask): void {
    this.#task = task
  }

  async run(phase: Phase): Promise<void> {
    if (this.#task === undefined) throw new Error('Broken invariant: expected a task')
    const { module, memory, people } = this.#task
    const kernels = openKernels(module, memory, 0)
    let turnEndsAt = performance.now() + TURN_MS
    for (const _ of runPhase(kernels, phase, people)) {
      if (performance.now() < turnEndsAt) continue
      await setImmediate()
      this.#signal?.throwIfAborted()
      turnEndsAt = performance.now() + TURN_MS
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

class Threads implements Crew {
  readonly #workers: readonly Worker[]
  readonly #failed: Promise<never>
  #unlisten = (): void => {}

  constructor(count: number, signal: AbortSignal | undefined) {
    this.#workers = Array.from({ length: count }, (_, worker) => {
      return new Worker(new URL('./kernel-worker.ts', import.meta.url), { workerData: worker })
    })
    this.#failed = new Promise((_, reject) => {
      const stop = (): void => reject(signal?.reason)
      signal?.addEventListener('abort', stop, { once: true })
      this.#unlisten = () => signal?.removeEventListener('abort', stop)
      for (const worker of this.#workers) {
        worker.on('error', (cause) => reject(new Error('A kernel worker failed', { cause })))
        worker.on('exit', (code) => reject(new Error(`A kernel worker ended with ${code}`)))
      }
    })
    // A failure between two phases is told by the next one, and must not end the process.
    this.#failed.catch(() => {})
  }

  begin(task: WorkerTask): void {
    for (const worker of this.#workers) worker.postMessage(task)
  }

  async run(phase: Phase): Promise<void> {
    const called = phase === 'prepare' ? this.#workers.slice(0, 1) : this.#workers
    const done = called.map((worker) => {
      const answered = new Promise((resolve) => worker.once('message', resolve))
      worker.postMessage(phase)
      return answered
    })
    await Promise.race([this.#failed, Promise.all(done)])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#unlisten()
    await Promise.all(this.#workers.map((worker) => worker.terminate()))
  }
}
