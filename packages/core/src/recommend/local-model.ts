/**
 * The local model, specified: "EASE on a neighbourhood". For each target j the m items nearest to
 * it are chosen, and the closed form of EASE (Steck 2019, eq. 8) with the diagonal of the full-rank
 * EDLAE (Steck 2020) is solved on those alone:
 *
 *   G_ij = Σ_u W_u [i ∈ u][j ∈ u],  key(i → j) = G_ij / √d_i,  N = the m largest keys
 *   (G_NN + diag(λ·2^20 + p/(1−p)·G_ii)) w = G_Nj
 *
 * d_i counts everybody who holds i. All sums are exact integers, neighbours are in a total order
 * (key, then the smaller ordinal), and each column is solved from nothing, so that a column is a
 * function of the set of contributions alone: whoever computes it, and whatever came and went.
 *
 * This is the readable form, of which `@equipoise/kernels` is the fast one: the same neighbours and
 * counts to the last bit, weights within 1e-5. O(people's pairs + m² · iterations) a target.
 */

import { type ContributionLists, checkLists } from './contribution-lists.ts'
import type { LocalColumns } from './local-columns.ts'
import { checkSolveOptions, type SolveOptions } from './model-options.ts'
import { solveConjugate } from './solve-conjugate.ts'
import { WEIGHT_ONE } from './subject-weight.ts'

/** What is known of an item by walking through the lists of those who hold it. */
interface GramRow {
  readonly weights: Float64Array
  readonly people: Int32Array
}

/**
 * Solves every column.
 *
 * @throws RangeError for malformed lists or options out of range.
 */
export function solveLocalModel(lists: ContributionLists, options: SolveOptions): LocalColumns {
  const targets = Uint32Array.from(lists.ids, (_, item) => item)
  return solveLocalColumns(lists, options, targets)
}

/** Solves the columns of some targets: the same bits as in the whole model. */
export function solveLocalColumns(
  lists: ContributionLists,
  options: SolveOptions,
  targets: Uint32Array<ArrayBuffer>,
): LocalColumns {
  checkLists(lists)
  checkSolveOptions(options)
  const holders = holdersOf(lists)
  const rowOf = (item: number): GramRow => gramRow(lists, holders[item] ?? [])
  const emphasis = options.dropout / (1 - options.dropout)
  const starts = [0]
  const rows: number[] = []
  const values: number[] = []
  const pairPeople: number[] = []
  const thresholds: number[] = []
  for (const target of targets) {
    const row = rowOf(target)
    const { neighbours, threshold } = nearest(row, target, holders, options.neighboursMax)
    const block = neighbours.map((item) => {
      const { weights } = rowOf(item)
      return Float64Array.from(neighbours, (other) => weights[other] ?? 0)
    })
    for (const [at, line] of block.entries()) {
      const own = line[at] ?? 0
      line[at] = own + (options.lambda * WEIGHT_ONE + emphasis * own)
    }
    const right = Float64Array.from(neighbours, (item) => row.weights[item] ?? 0)
    rows.push(...neighbours)
    values.push(...solveConjugate(block, right))
    pairPeople.push(...neighbours.map((item) => row.people[item] ?? 0))
    thresholds.push(threshold)
    starts.push(rows.length)
  }
  return {
    targets,
    columns: {
      starts: Uint32Array.from(starts),
      rows: Uint32Array.from(rows),
      values: Float64Array.from(values),
    },
    pairPeople: Int32Array.from(pairPeople),
    thresholds: Float64Array.from(thresholds),
    people: vouchedPeople(lists),
  }
}

/** How near an item is to a target, from what they share and how many hold the item. */
export function neighbourKey(weight: number, holderCount: number): number {
  return weight * (1 / Math.sqrt(holderCount))
}

/** The people of each item, in their order. */
function holdersOf({ ids, starts, items }: ContributionLists): readonly number[][] {
  const holders: number[][] = ids.map(() => [])
  for (let person = 0; person + 1 < starts.length; person += 1) {
    for (const item of items.subarray(starts[person], starts[person + 1])) {
      holders[item]?.push(person)
    }
  }
  return holders
}

function gramRow(lists: ContributionLists, holders: readonly number[]): GramRow {
  const weights = new Float64Array(lists.ids.length)
  const people = new Int32Array(lists.ids.length)
  for (const person of holders) {
    for (const item of lists.items.subarray(lists.starts[person], lists.starts[person + 1])) {
      weights[item] = (weights[item] ?? 0) + (lists.weights[person] ?? 0)
      people[item] = (people[item] ?? 0) + (lists.vouched[person] ?? 0)
    }
  }
  return { weights, people }
}

function nearest(
  { weights }: GramRow,
  target: number,
  holders: readonly number[][],
  neighboursMax: number,
): { neighbours: number[]; threshold: number } {
  const candidates: { item: number; key: number }[] = []
  for (const [item, weight] of weights.entries()) {
    if (weight === 0 || item === target) continue
    candidates.push({ item, key: neighbourKey(weight, holders[item]?.length ?? 0) })
  }
  const kept = candidates
    .toSorted((a, b) => b.key - a.key || a.item - b.item)
    .slice(0, neighboursMax)
  const isFull = kept.length === neighboursMax
  return {
    neighbours: kept.map(({ item }) => item).toSorted((a, b) => a - b),
    threshold: isFull ? (kept.at(-1)?.key ?? 0) : 0,
  }
}

function vouchedPeople({
  ids,
  starts,
  items,
  vouched,
}: ContributionLists): Int32Array<ArrayBuffer> {
  const people = new Int32Array(ids.length)
  for (let person = 0; person + 1 < starts.length; person += 1) {
    for (const item of items.subarray(starts[person], starts[person + 1])) {
      people[item] = (people[item] ?? 0) + (vouched[person] ?? 0)
    }
  }
  return people
}
