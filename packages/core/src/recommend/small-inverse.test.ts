/** The textbook inverse of a small regularized Gram matrix, for tests to compare with. */

import type { Person } from './local-lists.test.ts'
import { WEIGHT_ONE } from './subject-weight.ts'

/** (G + diag(λ + p/(1−p)·G_ii))⁻¹ by Gauss and Jordan. */
export function invertedBy(
  people: readonly Person[],
  itemCount: number,
  options: { readonly lambda: number; readonly dropout: number },
): readonly (readonly number[])[] {
  const rows = Array.from({ length: itemCount }, (_, i) =>
    Array.from({ length: 2 * itemCount }, (_, j): number => (j === itemCount + i ? 1 : 0)),
  )
  for (const { items, weight } of people) {
    for (const i of items) for (const j of items) add(rows, i, j, weight)
  }
  const emphasis = options.dropout / (1 - options.dropout)
  for (let i = 0; i < itemCount; i += 1) {
    add(rows, i, i, options.lambda * WEIGHT_ONE + emphasis * (rows[i]?.[i] ?? 0))
  }
  for (let i = 0; i < itemCount; i += 1) {
    const pivot = rows[i]?.[i] ?? 0
    const row = (rows[i] ?? []).map((value) => value / pivot)
    for (let other = 0; other < itemCount; other += 1) {
      const factor = rows[other]?.[i] ?? 0
      rows[other] = (rows[other] ?? []).map((value, at) => value - factor * (row[at] ?? 0))
    }
    rows[i] = row
  }
  return rows.map((row) => row.slice(itemCount))
}

function add(rows: number[][], i: number, j: number, value: number): void {
  const row = rows[i] ?? []
  row[j] = (row[j] ?? 0) + value
}
