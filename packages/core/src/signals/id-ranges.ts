/**
 * Sets of vendor ids as ranges, in order and apart. A few bits can name all 65,535 of them, over
 * and over, so they are never spread out: what reading costs is bounded by what was sent.
 */
import type { BitReader } from './bit-reader.ts'
import type { BitWriter } from './bit-writer.ts'
import { readFibonacci } from './fibonacci.ts'

/** First and last id of each range. */
export type IdRanges = readonly (readonly [first: number, last: number])[]

export const ID_MAX = 65_535
const ID_BITS = 16
const COUNT_BITS = 12

export function hasId(ranges: IdRanges, id: number): boolean {
  return ranges.some(([first, last]) => first <= id && id <= last)
}

/** In order, with what touches or overlaps made one. */
export function toRanges(ranges: IdRanges): IdRanges {
  const merged: [number, number][] = []
  for (const [first, last] of ranges.toSorted(([a], [b]) => a - b)) {
    const before = merged.at(-1)
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last)
    else merged.push([first, last])
  }
  return merged
}

export function rangesOf(ids: readonly number[]): IdRanges {
  return toRanges(ids.map((id) => [id, id]))
}

/** Whether the two have an id in common. */
export function meets(some: IdRanges, others: IdRanges): boolean {
  let [one, other] = [0, 0]
  for (;;) {
    const [mine, theirs] = [some[one], others[other]]
    if (mine === undefined || theirs === undefined) return false
    if (mine[1] < theirs[0]) one += 1
    else if (theirs[1] < mine[0]) other += 1
    else return true
  }
}

/** `Range (Int)`: a count, then ids or pairs of ids, in any order. */
export function readIntRange(bits: BitReader, max: number = ID_MAX): IdRanges {
  const ranges: [number, number][] = []
  const count = bits.number(COUNT_BITS)
  for (let entry = 0; entry < count && !bits.isFaulty; entry += 1) {
    const isGroup = bits.flag()
    const first = bits.number(ID_BITS)
    const last = isGroup ? bits.number(ID_BITS) : first
    if (first < 1 || last < first || last > max) bits.fail('signal_range')
    ranges.push([first, last])
  }
  return bits.isFaulty ? [] : toRanges(ranges)
}

/** `Range (Fibonacci)`: a count, then distances to the id before; always in order. */
export function readFibonacciRange(bits: BitReader, max: number = ID_MAX): IdRanges {
  const ranges: [number, number][] = []
  const count = bits.number(COUNT_BITS)
  let before = 0
  for (let entry = 0; entry < count && !bits.isFaulty; entry += 1) {
    const isGroup = bits.flag()
    const first = before + readFibonacci(bits)
    before = isGroup ? first + readFibonacci(bits) : first
    if (before > max) bits.fail('signal_range')
    ranges.push([first, before])
  }
  return bits.isFaulty ? [] : toRanges(ranges)
}

/** The highest id, then one bit each or a range, as the vendors of a TC string are written. */
export function readVendors(
  bits: BitReader,
  readRange: (bits: BitReader, max: number) => IdRanges = readIntRange,
): IdRanges {
  const max = bits.number(ID_BITS)
  return bits.flag() ? readRange(bits, max) : rangesOf(bits.ids(max))
}

/** One bit each, or a range where that is shorter. */
export function writeVendors(bits: BitWriter, ranges: IdRanges): void {
  const max = ranges.at(-1)?.[1] ?? 0
  const rangeBits = ranges.reduce(
    (sum, [first, last]) => sum + 1 + ID_BITS * (first === last ? 1 : 2),
    COUNT_BITS,
  )
  bits.number(max, ID_BITS).flag(rangeBits < max)
  if (rangeBits >= max) {
    for (let id = 1; id <= max; id += 1) bits.flag(hasId(ranges, id))
    return
  }
  bits.number(ranges.length, COUNT_BITS)
  for (const [first, last] of ranges) {
    bits.flag(last > first).number(first, ID_BITS)
    if (last > first) bits.number(last, ID_BITS)
  }
}
