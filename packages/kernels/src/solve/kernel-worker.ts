/**
 * A worker: it is told once what it works on, then runs its part of each phase that it is told, and
 * says when it is done.
 */

import { parentPort, workerData } from 'node:worker_threads'
import { type Kernels, openKernels } from './kernels.ts'
import { type Phase, runPhase } from './phases.ts'

export interface WorkerTask {
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
  readonly people: number
}

let kernels: Kernels | undefined
let people = 0
parentPort?.on('message', (message: WorkerTask | Phase) => {
  if (typeof message === 'string') return run(message)
  people = message.people
  // Its number is what crew.ts hands over.
  kernels = openKernels(message.module, message.memory, workerData as number)
})

function run(phase: Phase): void {
  if (kernels === undefined) throw new Error('Broken invariant: expected a task')
  for (const _ of runPhase(kernels, phase, people));
  parentPort?.postMessage(phase)
}
