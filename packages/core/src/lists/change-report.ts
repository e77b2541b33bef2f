/** What one step of re-ranking changed, and what it cost: the same form for every step. */
import type { Candidate } from './candidate.ts'

export const RERANK_STEPS = [
  'boost',
  'fresh',
  'novelty',
  'calibrate',
  'diversify',
  'longTail',
  'rotate',
  'cap',
  'spread',
  'sequence',
  'explore',
] as const

export type RerankStep = (typeof RERANK_STEPS)[number]

export interface ChangeReport {
  readonly step: RerankStep
  /** Ids that are in the list because of this step, best first. */
  readonly movedIn: readonly string[]
  /** Ids that are no longer in the list. */
  readonly movedOut: readonly string[]
  /** Those in the list before and after, elsewhere in it: places from 1. */
  readonly moved: readonly { readonly id: string; readonly from: number; readonly to: number }[]
  /**
   * The scores of the list before, summed, less those after: what the step gave up, in units of the
   * score. Negative where it took in better ones, as a boost before it makes possible.
   */
  readonly scoreCost: number
}

/** Compares the first `count` of a pool before and after a step. */
export function reportChange(
  step: RerankStep,
  before: readonly Candidate[],
  after: readonly Candidate[],
  count: number,
): ChangeReport {
  const [was, is] = [before.slice(0, count), after.slice(0, count)]
  const placeBefore = new Map(was.map(({ id }, at) => [id, at + 1]))
  const placeAfter = new Map(is.map(({ id }, at) => [id, at + 1]))
  return {
    step,
    movedIn: is.flatMap(({ id }) => (placeBefore.has(id) ? [] : [id])),
    movedOut: was.flatMap(({ id }) => (placeAfter.has(id) ? [] : [id])),
    moved: is.flatMap(({ id }, at) => {
      const from = placeBefore.get(id)
      return from === undefined || from === at + 1 ? [] : [{ id, from, to: at + 1 }]
    }),
    scoreCost: sumOfScores(was) - sumOfScores(is),
  }
}

/** Whether the list is another one than before. */
export function hasChanged({ movedIn, movedOut, moved }: ChangeReport): boolean {
  return movedIn.length + movedOut.length + moved.length > 0
}

function sumOfScores(list: readonly Candidate[]): number {
  return list.reduce((sum, { score }) => sum + score, 0)
}
