/**
 * Builders of contributions for the tests of the kernels. It ends in `.test.ts` so that it stays
 * out of what is compiled; it tests nothing itself.
 */

import type { ContributionLists } from '@equipoise/core/recommend'
import fc from 'fast-check'

export interface Person {
  readonly items: readonly number[]
  readonly weight: number
  readonly vouched: boolean
}

export const ONE: number = 2 ** 20

export function person(items: readonly number[], weight: number = ONE): Person {
  return { items, weight, vouched: true }
}

export function listsOf(people: readonly Person[], itemCount: number): ContributionLists {
  const items = people.map((one) => one.items.toSorted((a, b) => a - b))
  const starts = [0]
  for (const list of items) starts.push((starts.at(-1) ?? 0) + list.length)
  return {
    ids: Array.from({ length: itemCount }, (_, item) => `i${String(item).padStart(4, '0')}`),
    starts: Uint32Array.from(starts),
    items: Uint32Array.from(items.flat()),
    weights: Uint32Array.from(people, ({ weight }) => weight),
    vouched: Uint8Array.from(people, ({ vouched }) => (vouched ? 1 : 0)),
  }
}

/** Few weights and short ranges, so that equal keys are common. */
export function someLists(itemCount: number, peopleMax = 60): fc.Arbitrary<ContributionLists> {
  const one = fc.record({
    items: fc.uniqueArray(fc.nat(itemCount - 1), { maxLength: itemCount }),
    weight: fc.oneof(fc.constantFrom(ONE, ONE / 2), fc.integer({ min: 1, max: ONE })),
    vouched: fc.boolean(),
  })
  return fc.array(one, { maxLength: peopleMax }).map((people) => listsOf(people, itemCount))
}

/** A drawn shop with a few items that many hold, the same for the same seed. */
export function skewedLists(peopleCount: number, itemCount: number): ContributionLists {
  let state = 1
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const people = Array.from({ length: peopleCount }, (_, at) => {
    const length = 1 + Math.floor(next() * 30)
    const items = Array.from({ length }, () => Math.floor(next() ** 3 * itemCount))
    return { items: [...new Set(items)], weight: 1 + Math.floor(next() * ONE), vouched: at % 3 > 0 }
  })
  return listsOf(people, itemCount)
}
