/**
 * Builders of contributions for tests of the local model. It ends in `.test.ts` so that it stays
 * out of what core compiles to; it tests nothing itself.
 */

import fc from 'fast-check'
import type { ContributionLists } from './contribution-lists.ts'

export interface Person {
  readonly items: readonly number[]
  readonly weight: number
  readonly vouched: boolean
}

export function listsOf(people: readonly Person[], itemCount: number): ContributionLists {
  const items = people.map((person) => [...person.items].sort((a, b) => a - b))
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
export function peopleWith(itemCount: number, peopleMax = 40): fc.Arbitrary<Person[]> {
  const person = fc.record({
    items: fc.uniqueArray(fc.nat(itemCount - 1), { maxLength: itemCount }),
    weight: fc.oneof(fc.constantFrom(1 << 20, 1 << 19), fc.integer({ min: 1, max: 1 << 20 })),
    vouched: fc.boolean(),
  })
  return fc.array(person, { maxLength: peopleMax })
}
