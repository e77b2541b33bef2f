/**
 * What a list starts from beside a profile, as the same weighted items that a profile is: so that
 * the same scoring and the same explanation serve both.
 *
 *   similarTo   one item                        1
 *   basket      what is bought together         1 each
 *   session     what was looked at, in order    ½^(age / 5), the last one at age 0
 *   like        more like these                 1 each
 *   continue    what was played, in order       1 each
 *   unlike      not like these, beside any      −1 each
 */
import type { HistoryItem } from '../recommend/index.ts'

export const START_KINDS = ['similarTo', 'basket', 'session', 'like', 'continue'] as const

export type StartKind = (typeof START_KINDS)[number]

export interface StartingPoint {
  readonly kind: StartKind
  /** In the order of their happening, where there is one. */
  readonly items: readonly string[]
  readonly unlike: readonly string[]
}

const SESSION_HALF_LIFE_ITEMS = 5

/** One value an item: the latest mention counts; an item both liked and unliked comes to 0. */
export function startHistory({ kind, items, unlike }: StartingPoint): HistoryItem[] {
  const values = new Map<string, number>()
  for (const [at, item] of items.entries()) {
    const age = kind === 'session' ? items.length - 1 - at : 0
    values.set(item, 2 ** (-age / SESSION_HALF_LIFE_ITEMS))
  }
  for (const item of new Set(unlike)) values.set(item, (values.get(item) ?? 0) - 1)
  return Array.from(values, ([item, value]) => ({ item, value }))
}

/** Two lists of weighted items as one: the values of an item that is in both are added. */
export function addHistories(
  one: readonly HistoryItem[],
  other: readonly HistoryItem[],
): HistoryItem[] {
  const values = new Map<string, number>()
  for (const { item, value } of [...one, ...other]) {
    values.set(item, (values.get(item) ?? 0) + value)
  }
  return Array.from(values, ([item, value]) => ({ item, value }))
}
