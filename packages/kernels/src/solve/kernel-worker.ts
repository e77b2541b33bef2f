/** A worker: it runs its part of each phase that it is told, and says when it is done. */

import { parentPort, workerData } from 'node:worker_threads'
import { openKernels } from './kernels.ts'
import { type Phase, runPhase } from './phases.ts'

export interface WorkerTask {
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
  readonly worker: number
  readonly people: number
}

// The task is what crew.ts hands over.
const { module, memory, worker, people } = workerData as WorkerTask
const kernels = openKernels(module, memory, worker)
parentPort?.on('message', (phase: Phase) => {
  for (const _ of runPhase(kernels, phase, people));
  parentPort?.postMessage(phase)
})
