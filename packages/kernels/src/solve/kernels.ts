/** The compiled kernels, and what they are called with. */

import { readFileSync } from 'node:fs'

export interface Kernels {
  open(worker: number): void
  tally(from: number, to: number): void
  tabulate(): void
  turn(from: number, to: number): void
  clearSums(): void
  record(from: number, to: number): void
  keepRows(chunk: number): number
  solveTargets(chunk: number): number
}

export const KERNELS_FILE: URL = new URL('../../kernels.wasm', import.meta.url)

let compiled: WebAssembly.Module | undefined

/** Reads and compiles the kernels, once. */
export function compileKernels(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(KERNELS_FILE))
  return compiled
}

/** The kernels for one worker, over a memory whose head is written. */
export function openKernels(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  worker: number,
): Kernels {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  // The exports are those of assembly/index.ts.
  const kernels = exports as unknown as Kernels
  kernels.open(worker)
  return kernels
}
