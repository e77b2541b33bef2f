/**
 * Contributions as a page gets them: at most five, in whole percents, and no score anywhere.
 *
 * A percent is a part of all that speaks, for or against: what each contribution says without its
 * sign, over the sum of these. One that speaks against is negative. So the percents without their
 * signs sum to exactly 100 (largest remainders), and one that speaks against is not hidden in a
 * smaller one that speaks for. What comes to less than half a percent is left out.
 */

import { assert } from '../values/assert.ts'
import { Memo } from '../values/memo.ts'
import type { Contribution } from './contribution.ts'

export const PAGE_CONTRIBUTIONS_MAX = 5

export interface PageContribution extends Omit<Contribution, 'share'> {
  /** An integer, -100 to 100 and not 0; negative where it speaks against. */
  readonly percent: number
}

/** An explanation is replaced, never changed: what a page is told of it is made once. */
const TOLD = new Memo<readonly Contribution[], readonly PageContribution[]>()

/**
 * The largest contributions, all others merged into the rest: for the same list the same one.
 *
 * @param contributions largest first, the rest last: as `explain` and the rungs give them.
 */
export function toPageContributions(
  contributions: readonly Contribution[],
): readonly PageContribution[] {
  return TOLD.find(contributions) ?? TOLD.keep(contributions, tell(contributions))
}

function tell(contributions: readonly Contribution[]): PageContribution[] {
  const told = mergeBeyond(contributions, PAGE_CONTRIBUTIONS_MAX)
  const percents = wholePercents(told.map(({ share }) => share))
  return told
    .map(({ kind, id, support }, index) => ({ kind, id, percent: percents[index] ?? 0, support }))
    .filter(({ percent }) => percent !== 0)
}

/**
 * The largest contributions, so many at most: all others are merged into the rest, so that the
 * shares still sum to the same.
 *
 * @param contributions largest first, the rest last.
 * @param most at least 1.
 */
export function mergeBeyond(
  contributions: readonly Contribution[],
  most: number,
): readonly Contribution[] {
  if (contributions.length <= most) return contributions
  const named = contributions.slice(0, most - 1)
  const others = contributions.slice(most - 1)
  const share = others.reduce((sum, other) => sum + other.share, 0)
  return [...named, { kind: 'rest', id: null, share, support: null }]
}

/** Percents whose magnitudes sum to 100; all 0 where there is nothing to divide. */
function wholePercents(shares: readonly number[]): number[] {
  let total = 0
  for (const share of shares) {
    assert(Number.isFinite(share), 'finite shares')
    total += Math.abs(share)
  }
  if (total === 0) return shares.map(() => 0)
  const exact = shares.map((share) => (Math.abs(share) / total) * 100)
  const whole = exact.map(Math.floor)
  let missing = 100
  for (const percent of whole) missing -= percent
  for (; missing > 0; missing -= 1) {
    const next = largestRemainder(exact, whole)
    whole[next] = (whole[next] ?? 0) + 1
  }
  return whole.map((percent, index) => ((shares[index] ?? 0) < 0 ? -percent : percent))
}

/** Of which percent most is left over; the first where several are alike. */
function largestRemainder(exact: readonly number[], whole: readonly number[]): number {
  let best = 0
  for (let at = 1; at < exact.length; at += 1) {
    if (remainderAt(exact, whole, at) > remainderAt(exact, whole, best)) best = at
  }
  return best
}

function remainderAt(exact: readonly number[], whole: readonly number[], at: number): number {
  return (exact[at] ?? 0) - (whole[at] ?? 0)
}
