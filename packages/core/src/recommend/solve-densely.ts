/**
 * The model's columns by the dense closed form (`solveWeights`): the matrix of all pairs is summed
 * from the lists, solved, and let go. 12 bytes a pair beside what the solver takes.
 */

import type { ContributionLists } from './contribution-lists.ts'
import { triangleAt, triangleSize } from './gram-snapshot.ts'
import type { SolveOptions } from './model-options.ts'
import { assertSolvable, solveWeights } from './solve-weights.ts'
import type { SparseColumns } from './sparse-columns.ts'

/** What a solver makes of everybody's lists. */
export interface SolvedColumns {
  /** Column j holds the sources that speak for item j. */
  readonly columns: SparseColumns
  /** How many vouched people share each entry of `columns` with its target. */
  readonly pairPeople: Int32Array
  /** How many vouched people hold each item. */
  readonly people: Int32Array
}

/** @throws RangeError as `solveWeights`. */
export function solveDensely(
  lists: ContributionLists,
  options: SolveOptions,
  onProgress: (ratio: number) => void = () => {},
): SolvedColumns {
  assertSolvable(lists.ids.length, options)
  const { weights, people } = sumProducts(lists)
  const columns = solveWeights({ ids: lists.ids, weights }, options, onProgress)
  const pairPeople = new Int32Array(columns.rows.length)
  for (let target = 0; target < lists.ids.length; target += 1) {
    const end = columns.starts[target + 1] ?? 0
    for (let entry = columns.starts[target] ?? 0; entry < end; entry += 1) {
      pairPeople[entry] = people[triangleAt(columns.rows[entry] ?? 0, target)] ?? 0
    }
  }
  return {
    columns,
    pairPeople,
    people: Int32Array.from(lists.ids, (_, item) => people[triangleAt(item, item)] ?? 0),
  }
}

/** G of everybody and C of the vouched, as packed lower triangles. */
function sumProducts({ ids, starts, items, weights, vouched }: ContributionLists) {
  const planes = {
    weights: new Float64Array(triangleSize(ids.length)),
    people: new Int32Array(triangleSize(ids.length)),
  }
  for (let person = 0; person + 1 < starts.length; person += 1) {
    const list = items.subarray(starts[person], starts[person + 1])
    const [weight, one] = [weights[person] ?? 0, vouched[person] ?? 0]
    for (let a = 0; a < list.length; a += 1) {
      const row = triangleSize(list[a] ?? 0)
      for (let b = 0; b <= a; b += 1) {
        const at = row + (list[b] ?? 0)
        planes.weights[at] = (planes.weights[at] ?? 0) + weight
        planes.people[at] = (planes.people[at] ?? 0) + one
      }
    }
  }
  return planes
}
