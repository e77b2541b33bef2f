/**
 * How people buy shoes and clothes: measured on Clothing, Shoes and Jewelry, 5-core (39,387 people,
 * 23,033 items, 278,677 purchases; ../shared/data/amazon-clothing-shoes/sequences.txt), by
 * `statisticsOf`. Two curves, and nothing of that data itself, which is not ours to ship.
 * measured.test.ts measures again where the data is there.
 */

/** How many have at most so many things: [things, share of people]. */
export const HISTORY_SIZES: readonly (readonly [number, number])[] = [
  [4, 0],
  [5, 0.395],
  [6, 0.6139],
  [7, 0.7403],
  [8, 0.8188],
  [9, 0.868],
  [10, 0.902],
  [12, 0.9434],
  [15, 0.9698],
  [20, 0.9878],
  [30, 0.9971],
  [50, 0.9996],
]

/** How much the best sold have of all purchases: [share of items, share of purchases]. */
export const POPULARITY: readonly (readonly [number, number])[] = [
  [0, 0],
  [0.01, 0.0879],
  [0.05, 0.2382],
  [0.1, 0.3502],
  [0.2, 0.4997],
  [0.5, 0.7581],
  [1, 1],
]

/** The value of such a curve at a point between its own, by straight lines. */
export function curveAt(curve: readonly (readonly [number, number])[], x: number): number {
  const next = curve.findIndex(([at]) => at >= x)
  const [x1, y1] = curve[next] ?? curve.at(-1) ?? [0, 0]
  const [x0, y0] = curve[next - 1] ?? [x1, y1]
  return x1 === x0 || next < 0 ? y1 : y0 + ((y1 - y0) * (x - x0)) / (x1 - x0)
}

export interface Statistics {
  readonly sizes: readonly (readonly [number, number])[]
  readonly popularity: readonly (readonly [number, number])[]
}

/** The same curves of other histories: each the items of one person. */
export function statisticsOf(histories: readonly (readonly unknown[])[]): Statistics {
  const counts = new Map<unknown, number>()
  for (const item of histories.flat()) counts.set(item, (counts.get(item) ?? 0) + 1)
  const sold = [...counts.values()].sort((a, b) => b - a)
  const all = sold.reduce((sum, count) => sum + count, 0)
  const held = (share: number): number =>
    sold.slice(0, Math.round(share * sold.length)).reduce((sum, count) => sum + count, 0) / all
  const atMost = (size: number): number =>
    histories.filter(({ length }) => length <= size).length / histories.length
  return {
    sizes: HISTORY_SIZES.map(([size]) => [size, atMost(size)]),
    popularity: POPULARITY.map(([share]) => [share, held(share)]),
  }
}
