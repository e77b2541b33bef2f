/**
 * The order of the work. `prepare` is done by one worker, and all of it before anyone goes on;
 * `keep` and `solve` by all of them, each taking the next few items that nobody has taken.
 */

import type { Kernels } from './kernels.ts'

export type Phase = 'prepare' | 'keep' | 'solve'

export const PHASES: readonly Phase[] = ['prepare', 'keep', 'solve']

/** People a call: some milliseconds at most, unless histories are very long. */
const PEOPLE_CHUNK = 4096
const TARGETS_CHUNK = 4

/** Runs one worker's part of a phase, pausing after every small part of it. */
export function* runPhase(kernels: Kernels, phase: Phase, people: number): Generator<void> {
  if (phase === 'prepare') {
    yield* overPeople(people, kernels.tally)
    kernels.tabulate()
    yield* overPeople(people, kernels.turn)
    kernels.clearSums()
  } else if (phase === 'keep') {
    yield* overPeople(people, kernels.record)
    while (kernels.keepRows(TARGETS_CHUNK) > 0) yield
  } else {
    while (kernels.solveTargets(TARGETS_CHUNK) > 0) yield
  }
}

function* overPeople(people: number, call: (from: number, to: number) => void): Generator<void> {
  for (let from = 0; from < people; from += PEOPLE_CHUNK) {
    call(from, Math.min(people, from + PEOPLE_CHUNK))
    yield
  }
}
