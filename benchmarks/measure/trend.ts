/**
 * A straight line through measurements over time, with its interval. Memory rises and falls with
 * each collection of garbage, so that neighbours tell the same: the line goes through means of
 * twelve equal stretches, which hardly do.
 */

export interface Point {
  readonly at: number
  readonly value: number
}

export interface Trend {
  /** Of the value, for one of the unit of time. */
  readonly slope: number
  /** 95 % interval of the slope. */
  readonly low: number
  readonly high: number
  readonly mean: number
}

const STRETCHES = 12
/** Student's t for 95 % and ten degrees of freedom: twelve means less two. */
const T_95 = 2.228

/** @throws Error for fewer than two points a stretch. */
export function trendOf(points: readonly Point[]): Trend {
  if (points.length < 2 * STRETCHES) throw new Error(`Cannot tell a trend of ${points.length}`)
  const means = Array.from({ length: STRETCHES }, (_, index) => {
    const from = Math.floor((index * points.length) / STRETCHES)
    const to = Math.floor(((index + 1) * points.length) / STRETCHES)
    return meanOf(points.slice(from, to))
  })
  const { at: middle, value: mean } = meanOf(means)
  const spread = sumOf(means, ({ at }) => (at - middle) ** 2)
  const slope = sumOf(means, ({ at, value }) => (at - middle) * (value - mean)) / spread
  const left = sumOf(means, ({ at, value }) => (value - mean - slope * (at - middle)) ** 2)
  const margin = T_95 * Math.sqrt(left / (STRETCHES - 2) / spread)
  return { slope, low: slope - margin, high: slope + margin, mean }
}

function meanOf(points: readonly Point[]): Point {
  return {
    at: sumOf(points, ({ at }) => at) / points.length,
    value: sumOf(points, ({ value }) => value) / points.length,
  }
}

function sumOf(points: readonly Point[], of: (point: Point) => number): number {
  return points.reduce((sum, point) => sum + of(point), 0)
}
