/**
 * Which audiences may run now: those of at least k people, of which no two differ by fewer than k.
 * Whoever runs both of two that differ by one person learns from what each of them is shown what
 * that person is like; so the one that was made later does not run, and its campaigns show their
 * contextual creatives instead, which nobody can tell from a refusal.
 *
 * The guard is on both sides of a difference, A without B and B without A, and a side without
 * anybody counts as one of fewer than k: whether an audience runs would tell of the one person who
 * is there or not. Only where the conditions of one imply those of the other is a side always
 * empty, so that it tells nothing.
 */
import { type AudienceCondition, implies } from './audience.ts'
import type { AudienceCounts } from './audience-counts.ts'

export const AUDIENCE_PEOPLE_FLOOR = 50

/** `floor` cannot be lowered. `apple` is what Apple's ad platform asks for. */
export const AUDIENCE_PRESETS = { floor: 50, default: 100, strict: 1_000, apple: 5_000 } as const
export type AudiencePreset = keyof typeof AUDIENCE_PRESETS

type Counted = Pick<AudienceCounts, 'sizeOf' | 'difference'>

export interface Audience {
  readonly id: string
  readonly conditions: readonly AudienceCondition[]
}

/**
 * @param audiences those that are wanted, the first made first.
 * @param k at least `AUDIENCE_PEOPLE_FLOOR`; less counts as that.
 */
export function runningAudiences(
  counts: Counted,
  audiences: readonly Audience[],
  k: number,
): ReadonlySet<string> {
  const least = Math.max(AUDIENCE_PEOPLE_FLOOR, k)
  const running: Audience[] = []
  for (const one of audiences) {
    if (counts.sizeOf(one.id) < least) continue
    if (running.every((other) => mayBothRun(counts, [one, other], least))) running.push(one)
  }
  return new Set(running.map(({ id }) => id))
}

function mayBothRun(counts: Counted, [a, b]: readonly [Audience, Audience], k: number): boolean {
  const isWide = (one: Audience, other: Audience): boolean =>
    implies(one.conditions, other.conditions) || counts.difference(one.id, other.id) >= k
  return isWide(a, b) && isWide(b, a)
}

/**
 * A size as it is shown: rounded to two digits, in tens at least, and 0 below the floor. Single
 * people of a small audience would tell whether somebody came to be in it.
 */
export function shownSize(people: number, floor: number = AUDIENCE_PEOPLE_FLOOR): number {
  if (people < floor) return 0
  const step = 10 ** Math.max(1, Math.floor(Math.log10(people)) - 1)
  return Math.round(people / step) * step
}
