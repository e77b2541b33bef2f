/**
 * Columns made of what pairs of items share: for each target j, the sources i with the largest
 * s_i · t_j · Σ_{u holds i and j} w_u. Cosine similarity and RP3beta are two choices of s, t and w.
 *
 * No matrix of pairs is kept: the row of an item is summed up from the lists of its people, used
 * and forgotten. Cost: Σ_u |u|² additions; memory: the columns kept and one row.
 */

import type { SparseColumns } from '../recommend/sparse-columns.ts'
import { BestItems } from './best-items.ts'
import { type ItemLists, invertLists, listCount } from './item-lists.ts'

export interface PairWeights {
  /** w_u, one a list. */
  readonly list: Float64Array
  /** s_i and t_j, one an item each. */
  readonly source: Float64Array
  readonly target: Float64Array
}

/**
 * @param entriesMax how many sources a target keeps; of equal ones, those of smaller ordinal.
 * @param onProgress called now and then with the ratio done, 0 to 1.
 */
export function pairColumns(
  lists: ItemLists,
  weights: PairWeights,
  entriesMax: number,
  onProgress: (ratio: number) => void = () => {},
): SparseColumns {
  const { itemCount } = lists
  const holders = invertLists(lists)
  const row = new RowOfPairs(lists, weights.list)
  const best = new BestItems(Math.min(entriesMax, itemCount))
  const columns = new GrowingColumns(itemCount)
  for (let target = 0; target < itemCount; target += 1) {
    if (target % 500 === 0) onProgress(target / itemCount)
    best.clear()
    const [from, to] = [holders.starts[target] ?? 0, holders.starts[target + 1] ?? 0]
    const scale = weights.target[target] ?? 0
    row.sum(holders.items.subarray(from, to), (source, shared) => {
      if (source === target) return
      const value = (weights.source[source] ?? 0) * scale * shared
      if (value > 0 && value >= best.floor) best.offer(source, value)
    })
    columns.append(target, best)
  }
  onProgress(1)
  return columns.finish()
}

/** How many numbers a list of each length adds: Σ_u |u|², what `pairColumns` costs. */
export function pairCost(lists: ItemLists): number {
  let cost = 0
  for (let list = 0; list < listCount(lists); list += 1) {
    cost += ((lists.starts[list + 1] ?? 0) - (lists.starts[list] ?? 0)) ** 2
  }
  return cost
}

class RowOfPairs {
  readonly #lists: ItemLists
  readonly #weights: Float64Array
  readonly #sums: Float64Array<ArrayBuffer>
  readonly #touched: Uint32Array<ArrayBuffer>

  constructor(lists: ItemLists, weights: Float64Array) {
    this.#lists = lists
    this.#weights = weights
    this.#sums = new Float64Array(lists.itemCount)
    this.#touched = new Uint32Array(lists.itemCount)
  }

  /** Weights are above zero, so that a sum of zero is an item not met yet. */
  sum(holders: Uint32Array, visit: (item: number, shared: number) => void): void {
    const { starts, items } = this.#lists
    const [weights, sums, touched] = [this.#weights, this.#sums, this.#touched]
    let count = 0
    for (let at = 0; at < holders.length; at += 1) {
      const list = holders[at] ?? 0
      const weight = weights[list] ?? 0
      const end = starts[list + 1] ?? 0
      for (let entry = starts[list] ?? 0; entry < end; entry += 1) {
        const item = items[entry] ?? 0
        const before = sums[item] ?? 0
        if (before === 0) {
          touched[count] = item
          count += 1
        }
        sums[item] = before + weight
      }
    }
    for (let at = 0; at < count; at += 1) {
      const item = touched[at] ?? 0
      visit(item, sums[item] ?? 0)
      sums[item] = 0
    }
  }
}

/** Columns whose number of entries is not known beforehand. */
class GrowingColumns {
  readonly #starts: Uint32Array<ArrayBuffer>
  #rows: Uint32Array<ArrayBuffer> = new Uint32Array(1_024)
  #values: Float64Array<ArrayBuffer> = new Float64Array(1_024)
  #end = 0

  constructor(columns: number) {
    this.#starts = new Uint32Array(columns + 1)
  }

  append(column: number, best: BestItems): void {
    const kept: [number, number][] = []
    best.each((item, score) => kept.push([item, score]))
    kept.sort(([a], [b]) => a - b)
    this.#reserve(kept.length)
    for (const [row, value] of kept) {
      this.#rows[this.#end] = row
      this.#values[this.#end] = value
      this.#end += 1
    }
    this.#starts[column + 1] = this.#end
  }

  finish(): SparseColumns {
    return {
      starts: this.#starts,
      rows: this.#rows.slice(0, this.#end),
      values: this.#values.slice(0, this.#end),
    }
  }

  #reserve(count: number): void {
    const needed = this.#end + count
    if (needed <= this.#rows.length) return
    const capacity = Math.max(needed, this.#rows.length * 2)
    const [rows, values] = [this.#rows, this.#values]
    this.#rows = new Uint32Array(capacity)
    this.#values = new Float64Array(capacity)
    this.#rows.set(rows)
    this.#values.set(values)
  }
}
