/**
 * The kernels' doors. Each call does a small part of the work, so that the engine can swap its
 * first, slow translation of them for the optimised one, and so that a stop is noticed.
 */

import * as slot from '../src/solve/slots'
import { fillBlock } from './block'
import { addRow, takeRow } from './row'
import { solveBlock } from './solve'
import {
  copy,
  firstKept,
  items,
  neighboursMax,
  ordinals,
  outLengths,
  outPeople,
  outRows,
  outValues,
  places,
  scales,
  slots,
  targetCount,
  targets,
  touched,
  vectors,
} from './state'

export { clearSums, record, tabulate, tally, turn } from './prepare'
export { open } from './state'

const UNCHOSEN: u32 = 0xffffffff

/** Adds up and keeps some rows of G; 0 where none is left. */
export function keepRows(chunk: u32): u32 {
  const count = items - firstKept
  const from = atomic.add<u32>(slot.NEXT << 2, chunk)
  if (from >= count) return 0
  const to = min<u32>(from + chunk, count)
  for (let at = from; at < to; at += 1) {
    if (atomic.load<u32>(slot.STOP << 2) !== 0) return 0
    const rank = items - 1 - at
    addRow(rank)
    takeRow(rank, load<u32>(slots + ((rank as usize) << 2)))
    atomic.add<u32>(slot.DONE << 2, 1)
  }
  return to - from
}

/** Solves for the weights of some targets; 0 where none is left. */
export function solveTargets(chunk: u32): u32 {
  const from = atomic.add<u32>(slot.NEXT << 2, chunk)
  if (from >= targetCount) return 0
  const to = min<u32>(from + chunk, targetCount)
  for (let target = from; target < to; target += 1) {
    if (atomic.load<u32>(slot.STOP << 2) !== 0) return 0
    solveTarget(target)
    atomic.add<u32>(slot.DONE << 2, 1)
  }
  return to - from
}

function solveTarget(target: u32): void {
  const length = outLengths + ((target as usize) << 2)
  if (load<u32>(length) === UNCHOSEN) {
    const rank = load<u32>(targets + ((target as usize) << 2))
    addRow(rank)
    takeRow(rank, target)
  }
  const count = load<u32>(length) as usize
  if (count === 0) return
  const first = ((target as usize) * (neighboursMax as usize)) << 2
  const stride = (((neighboursMax as usize) + 3) & ~3) << 2
  const scaleVector = vectors + 6 * stride
  for (let at: usize = 0; at < stride >> 2; at += 1) {
    const place = at << 2
    const isIn = at < count
    const rank = isIn ? load<u32>(outRows + first + place) : 0
    const scale: f32 = isIn ? load<f32>(scales + ((rank as usize) << 2)) : 0
    store<f32>(scaleVector + place, scale)
    store<f32>(vectors + place, isIn ? load<f32>(outValues + first + place) * scale : 0)
  }
  fillBlock(outRows + first, count, stride)
  solveBlock(count, stride)
  writeOut(first, count, stride)
}

/** Puts a solved column in the order of the items' ordinals. */
function writeOut(first: usize, count: usize, stride: usize): void {
  memory.copy(copy, outPeople + first, count << 2)
  for (let at: usize = 0; at < count; at += 1) {
    const rank = load<u32>(outRows + first + (at << 2)) as usize
    const ordinal = load<u32>(ordinals + (rank << 2)) as usize
    const mark = touched + ((ordinal >> 6) << 3)
    store<u64>(mark, load<u64>(mark) | ((1 as u64) << ((ordinal & 63) as u64)))
    store<u16>(places + (ordinal << 1), at as u16)
  }
  const solution = vectors + stride
  const scaleVector = vectors + 6 * stride
  const words = touched + ((((items as usize) + 63) >> 6) << 3)
  let to = first
  let base: usize = 0
  for (let word = touched; word < words; word += 8, base += 64) {
    let bits = load<u64>(word)
    if (bits === 0) continue
    store<u64>(word, 0)
    for (; bits !== 0; bits &= bits - 1, to += 4) {
      const ordinal = base + (ctz<u64>(bits) as usize)
      const at = (load<u16>(places + (ordinal << 1)) as usize) << 2
      store<u32>(outRows + to, ordinal as u32)
      store<u32>(outPeople + to, load<u32>(copy + at))
      store<f32>(outValues + to, load<f32>(solution + at) * load<f32>(scaleVector + at))
    }
  }
}
