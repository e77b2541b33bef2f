/**
 * Everybody's contributions at once, as plain numbers: who holds which items, how much each person
 * weighs and who is vouched for. It is what the local model is made of, and can be cut out of the
 * people's own sealed lists in one pass; no matrix is kept.
 */

import { EXPONENT_TENTHS_MAX, subjectWeights, WEIGHT_ONE } from './subject-weight.ts'

export interface ContributionLists {
  /** Items in UTF-8 byte order; an item is named by its place here, its ordinal. */
  readonly ids: readonly string[]
  /** Person u holds `items[starts[u]]` up to `items[starts[u + 1]]`: people + 1 numbers. */
  readonly starts: Uint32Array
  /** Ordinals, ascending within each person's list. */
  readonly items: Uint32Array
  /** The weight of each person: an integer, 1 to 2^20. */
  readonly weights: Uint32Array
  /** 1 for a person who is vouched for, else 0. */
  readonly vouched: Uint8Array
}

/** More people than this in one model are refused: the sums of pairs stay exact in 64 bits. */
export const LIST_PEOPLE_MAX: number = 2 ** 22 - 1

/** What is wrong with the shape of some lists, as the end of a sentence; undefined if nothing. */
export function listsIssue(lists: ContributionLists): string | undefined {
  const { starts, items, weights, vouched } = lists
  const people = starts.length - 1
  if (people < 0) return 'starts are empty, expected one number more than people'
  if (people > LIST_PEOPLE_MAX) return `there are ${people} people, expected ${LIST_PEOPLE_MAX}`
  if (weights.length !== people) return `weights are ${weights.length}, expected ${people}`
  if (vouched.length !== people) return `vouched are ${vouched.length}, expected ${people}`
  if (starts[0] !== 0) return 'the first list does not start at 0'
  if (starts[people] !== items.length) {
    return `the last list ends at ${starts[people]}, expected ${items.length}`
  }
  return undefined
}

/**
 * What is wrong with the lists of the people from `first` up to `end`: so that millions can be
 * looked at a part at a time. Their shape has been found good before.
 */
export function listIssue(
  lists: ContributionLists,
  first: number,
  end: number,
): string | undefined {
  const { ids, starts, items, weights, vouched } = lists
  for (let person = first; person < end; person += 1) {
    const from = starts[person] ?? 0
    const to = starts[person + 1] ?? 0
    if (to < from) return `the list of person ${person} ends before it starts`
    const weight = weights[person] ?? 0
    if (weight < 1 || weight > WEIGHT_ONE) {
      return `the weight of person ${person} is "${weight}", expected 1 to ${WEIGHT_ONE}`
    }
    if ((vouched[person] ?? 0) > 1) return `the vouching of person ${person} is not 0 or 1`
    let before = -1
    for (let at = from; at < to; at += 1) {
      const item = items[at] ?? 0
      if (item >= ids.length) return `person ${person} holds item ${item} of ${ids.length}`
      if (item <= before) return `the items of person ${person} are not ascending`
      before = item
    }
  }
  return undefined
}

/** @throws RangeError naming the first thing that is wrong with the lists. */
export function checkLists(lists: ContributionLists): void {
  const issue = listsIssue(lists) ?? listIssue(lists, 0, lists.starts.length - 1)
  if (issue !== undefined) throw new RangeError(`Cannot read contributions: ${issue}`)
}

/**
 * The weight of each list by the number of its items (`subjectWeight`); an empty list weighs one.
 *
 * @param exponentTenths an integer, 0 to 10.
 * @throws RangeError where the exponent is out of range.
 */
export function listWeights(starts: Uint32Array, exponentTenths: number): Uint32Array<ArrayBuffer> {
  const isInRange = exponentTenths >= 0 && exponentTenths <= EXPONENT_TENTHS_MAX
  if (!Number.isInteger(exponentTenths) || !isInRange) {
    const expected = `expected an integer from 0 to ${EXPONENT_TENTHS_MAX}`
    throw new RangeError(`Cannot weigh lists: exponentTenths is "${exponentTenths}", ${expected}`)
  }
  const counts = new Uint32Array(Math.max(0, starts.length - 1))
  let most = 0
  for (let person = 0; person < counts.length; person += 1) {
    const count = (starts[person + 1] ?? 0) - (starts[person] ?? 0)
    counts[person] = Math.max(1, count)
    most = Math.max(most, count)
  }
  const weights = subjectWeights(Math.max(1, most), exponentTenths)
  return counts.map((count) => weights[count] ?? 0)
}
