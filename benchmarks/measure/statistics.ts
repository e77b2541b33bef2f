/** Medians and percentiles of measurements. */

/** @param ratio 0 to 1: the value that this part of the measurements does not exceed. */
export function percentile(values: readonly number[], ratio: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const index = Math.min(sorted.length - 1, Math.floor(ratio * sorted.length))
  return sorted[index] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

export function round(value: number, digits: number = 3): number {
  return Number(value.toFixed(digits))
}
