/**
 * Builders for the tests in this folder: people with items, matrices and models made of them. It
 * ends in `.test.ts` so that it stays out of what core compiles to; it tests nothing itself.
 */

import fc from 'fast-check'
import { buildModel } from './build-model.ts'
import type { ContributionLists } from './contribution-lists.ts'
import { GramMatrix } from './gram-matrix.ts'
import { writeSnapshot } from './gram-snapshot.ts'
import type { HistoryItem } from './interaction-value.ts'
import type { RecommendModel } from './model.ts'
import type { ModelOptions } from './model-options.ts'
import { orderLists } from './order-lists.ts'
import { solveDensely } from './solve-densely.ts'
import { subjectWeight } from './subject-weight.ts'

/** Items of three categories; two of the names order differently as bytes and as UTF-16. */
export const ITEMS: readonly string[] = [
  ...['a1', 'a2', 'a3', 'a4', 'a～', 'a😀'],
  ...['b1', 'b2', 'b3', 'b4'],
  ...['c1', 'c2', 'c3'],
]

export const OPTIONS: ModelOptions = {
  exponentTenths: 5,
  lambda: 2,
  dropout: 0.3,
  neighboursMax: 8,
  popularityTenths: 0,
  halfLifeItems: 0,
}

/** An item's category is its first letter. */
export function categoriesOf(item: string): string[] {
  return [item.slice(0, 1)]
}

/** The items of one person: distinct, in any order. */
export const itemsOfOne: fc.Arbitrary<string[]> = fc.uniqueArray(fc.constantFrom(...ITEMS), {
  minLength: 1,
})

export const itemsOfMany: fc.Arbitrary<string[][]> = fc.array(itemsOfOne, {
  minLength: 1,
  maxLength: 25,
})

export const histories: fc.Arbitrary<HistoryItem[]> = fc.uniqueArray(
  fc.record({
    item: fc.constantFrom(...ITEMS, 'never seen'),
    value: fc.double({ min: -1, max: 1, noNaN: true }),
  }),
  { selector: ({ item }) => item },
)

/** A matrix of people all of whom are vouched for. */
export function matrixOf(people: readonly string[][], nodesMax = 100): GramMatrix {
  const matrix = new GramMatrix(nodesMax)
  for (const items of people) matrix.add(items, weightOf(items), true)
  return matrix
}

export function weightOf(items: readonly string[]): number {
  return subjectWeight(items.length, OPTIONS.exponentTenths)
}

export function modelOf(
  people: readonly string[][],
  options: Partial<ModelOptions> = {},
): RecommendModel {
  const lists = listsOf(people)
  const used = { ...OPTIONS, ...options }
  return buildModel({ lists, solved: solveDensely(lists, used), categoriesOf, options: used })
}

/** Everybody's lists; all are vouched for but those named. */
export function listsOf(
  people: readonly (readonly string[])[],
  unvouched: readonly number[] = [],
): ContributionLists {
  const names = [...new Set(people.flat())]
  const starts = Uint32Array.from([0, ...people.map(({ length }) => length)])
  for (let person = 0; person < people.length; person += 1) {
    starts[person + 1] = (starts[person + 1] ?? 0) + (starts[person] ?? 0)
  }
  const slots = Uint32Array.from(people.flat(), (item) => names.indexOf(item))
  const vouched = Uint8Array.from(people, (_, person) => (unvouched.includes(person) ? 0 : 1))
  return orderLists({ names, starts, slots, vouched }, OPTIONS.exponentTenths)
}

/** The canonical bytes of a matrix as text, to compare. */
export function bytesOf(matrix: GramMatrix): string {
  return Buffer.concat([...writeSnapshot(matrix.snapshot())]).toString('hex')
}
