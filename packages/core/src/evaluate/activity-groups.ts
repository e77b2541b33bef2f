/** Divides the people asked by how long a history they show: four groups of about the same size. */

import { type ItemLists, listCount, listLength } from './item-lists.ts'

export interface CaseGroup {
  /** Such as `5–12 items`. */
  readonly name: string
  /** Indices of cases, ascending. */
  readonly cases: Uint32Array<ArrayBuffer>
}

const GROUPS = 4

/** People of one length stay together, so that there may be fewer groups, and none is empty. */
export function activityGroups(histories: ItemLists): readonly CaseGroup[] {
  const lengths = Array.from({ length: listCount(histories) }, (_, at) => listLength(histories, at))
  const sorted = lengths.toSorted((a, b) => a - b)
  const bounds = Array.from({ length: GROUPS - 1 }, (_, at) => {
    return sorted[Math.floor(((at + 1) * sorted.length) / GROUPS)] ?? 0
  })
  const members = Map.groupBy(
    lengths.keys(),
    (index) => bounds.filter((bound) => (lengths[index] ?? 0) >= bound).length,
  )
  return [...members]
    .toSorted(([a], [b]) => a - b)
    .map(([, cases]) => ({ name: nameOf(cases, lengths), cases: Uint32Array.from(cases) }))
}

/** Groups that somebody else made; who is in none is in no group. */
export function groupsBy(
  subjects: readonly string[],
  groupOf: (subject: string) => string | undefined,
): readonly CaseGroup[] {
  const members = Map.groupBy(subjects.keys(), (index) => groupOf(subjects[index] ?? ''))
  return [...members].flatMap(([name, cases]) =>
    name === undefined ? [] : [{ name, cases: Uint32Array.from(cases) }],
  )
}

/** The mean over a group, without missing values (NaN); NaN where there is none. */
export function meanOfGroup(values: Float64Array, { cases }: CaseGroup): number {
  const told = [...cases]
    .map((index) => values[index] ?? Number.NaN)
    .filter((v) => !Number.isNaN(v))
  return told.reduce((sum, value) => sum + value, 0) / told.length
}

function nameOf(cases: readonly number[], lengths: readonly number[]): string {
  let [least, most] = [Number.POSITIVE_INFINITY, 0]
  for (const index of cases) {
    least = Math.min(least, lengths[index] ?? 0)
    most = Math.max(most, lengths[index] ?? 0)
  }
  return least === most ? `${least} items` : `${least}–${most} items`
}
