/**
 * The block of G among a target's neighbours, scaled to a diagonal of ones, as a lower triangle:
 * rows stand in groups of four, all four as long as the last of them, so that the 4 × 4 corner on
 * the diagonal is there in full.
 *
 * Neighbours come by ascending rank. Against an item that is kept, a row is read out of its row of
 * G. For the others, each neighbour's place is appended to the lists of its people; then every pair
 * in a list shares that person. People are taken by the length of their lists, because a processor
 * that has to guess the length of each loop anew spends most of its time on wrong guesses.
 */

import * as slot from '../src/solve/slots'
import {
  firstKept,
  holderLists,
  keptRow,
  lengths,
  met,
  peopleStarts,
  records,
  rowPlaces,
  sorted,
  triangle,
  vectors,
} from './state'

/** @param ranks where the ranks of the neighbours stand; @param stride bytes of one vector. */
export function fillBlock(ranks: usize, count: usize, stride: usize): void {
  let light: usize = 0
  for (let a: usize = 0; a < count; a += 1) {
    light += (load<u32>(ranks + (a << 2)) < firstKept) as usize
  }
  addLight(ranks, light)
  for (let a = light; a < count; a += 1) {
    gather(keptRow(load<u32>(ranks + (a << 2))), ranks, a)
  }
  for (let a: usize = 0; a < count; a += 1) scaleRow(a, vectors + 6 * stride)
  pad(count)
}

/** Where row a starts. */
export function rowOf(a: usize): usize {
  const group = a >> 2
  return triangle + ((group * (group + 1)) << 5) + (a & 3) * ((group + 1) << 4)
}

/** Adds up, as floats, what the neighbours that are not kept share among each other. */
function addLight(ranks: usize, light: usize): void {
  if (light === 0) return
  let metCount: usize = 0
  for (let a: usize = 0; a < light; a += 1) {
    metCount = append(a as u32, load<u32>(ranks + (a << 2)), metCount)
  }
  const width: usize = load<u32>(slot.SMALL_SUMS << 2) !== 0 ? 4 : 8
  const groups = (light + 3) >> 2
  memory.fill(triangle, 0, groups * (groups + 1) * (width << 3))
  for (let a: usize = 0; a < light; a += 1) {
    store<u32>(rowPlaces + (a << 2), (triangle + (rowOf(a) - triangle) * (width >> 2)) as u32)
  }
  const longest = sortByLength(metCount, light)
  if (width === 4) {
    addPairs(longest)
    for (let a: usize = 1; a < light; a += 1) toFloats(a)
  } else {
    addLargePairs(longest)
    for (let a: usize = 1; a < light; a += 1) toFloatsFromLarge(a)
  }
}

/** Puts a neighbour's place on the list of each of its people. No branch depends on whose. */
function append(a: u32, rank: u32, metCount: usize): usize {
  let count = metCount
  let at = holderLists + ((load<u32>(peopleStarts + ((rank as usize) << 2)) as usize) << 2)
  const end = holderLists + ((load<u32>(peopleStarts + ((rank as usize) << 2), 4) as usize) << 2)
  for (; at < end; at += 4) {
    const record = records + ((load<u32>(at) as usize) << 4)
    const last = load<u32>(record)
    store<u16>(last as usize, a as u16)
    store<u32>(record, last + 2)
    store<u32>(met + (count << 2), record as u32)
    count += (last === load<u32>(record, 4)) as usize
  }
  return count
}

/** Sorts the people met by the length of their lists, and ends the lists; gives the longest. */
function sortByLength(metCount: usize, light: usize): usize {
  memory.fill(lengths, 0, (light + 2) << 2)
  let longest: usize = 0
  for (let at: usize = 0; at < metCount; at += 1) {
    const record = load<u32>(met + (at << 2)) as usize
    const length = ((load<u32>(record) - load<u32>(record, 4)) >> 1) as usize
    const counted = lengths + (length << 2)
    store<u32>(counted, load<u32>(counted, 4) + 1, 4)
    longest = max<usize>(longest, length)
  }
  for (let length: usize = 1; length <= longest; length += 1) {
    const counted = lengths + (length << 2)
    store<u32>(counted, load<u32>(counted) + load<u32>(counted, 4), 4)
  }
  for (let at: usize = 0; at < metCount; at += 1) {
    const record = load<u32>(met + (at << 2)) as usize
    const first = load<u32>(record, 4)
    const next = lengths + (((load<u32>(record) - first) >> 1) << 2)
    const place = load<u32>(next)
    store<u32>(next, place + 1)
    store<u32>(sorted + ((place as usize) << 2), record as u32)
    store<u32>(record, first)
  }
  return longest
}

/** After the sort, those with lists of one length end where `lengths` says. */
function addPairs(longest: usize): void {
  for (let length: usize = 2; length <= longest; length += 1) {
    let at = sorted + ((load<u32>(lengths + ((length - 1) << 2)) as usize) << 2)
    const end = sorted + ((load<u32>(lengths + (length << 2)) as usize) << 2)
    for (; at < end; at += 4) {
      const record = load<u32>(at) as usize
      addPairsOf(load<u32>(record, 4) as usize, length << 1, load<u32>(record, 8))
    }
  }
}

function addPairsOf(list: usize, bytes: usize, weight: u32): void {
  for (let p: usize = 2; p < bytes; p += 2) {
    const row = load<u32>(rowPlaces + ((load<u16>(list + p) as usize) << 2)) as usize
    for (let q: usize = 0; q < p; q += 2) {
      const sum = row + ((load<u16>(list + q) as usize) << 2)
      store<u32>(sum, load<u32>(sum) + weight)
    }
  }
}

/** The same with sums of 64 bits, for when people weigh more than 32 can hold. */
function addLargePairs(longest: usize): void {
  for (let length: usize = 2; length <= longest; length += 1) {
    let at = sorted + ((load<u32>(lengths + ((length - 1) << 2)) as usize) << 2)
    const end = sorted + ((load<u32>(lengths + (length << 2)) as usize) << 2)
    for (; at < end; at += 4) {
      const record = load<u32>(at) as usize
      addLargePairsOf(load<u32>(record, 4) as usize, length << 1, load<u32>(record, 8))
    }
  }
}

function addLargePairsOf(list: usize, bytes: usize, weight: u64): void {
  for (let p: usize = 2; p < bytes; p += 2) {
    const row = load<u32>(rowPlaces + ((load<u16>(list + p) as usize) << 2)) as usize
    for (let q: usize = 0; q < p; q += 2) {
      const sum = row + ((load<u16>(list + q) as usize) << 3)
      store<u64>(sum, load<u64>(sum) + weight)
    }
  }
}

/** Integers to floats, in place. */
function toFloats(a: usize): void {
  const row = rowOf(a)
  for (let b: usize = 0; b < a; b += 4) {
    v128.store(row + (b << 2), f32x4.convert_i32x4_s(v128.load(row + (b << 2))))
  }
}

/** Row by row the floats take up the front half of the place; what they cover has been read. */
function toFloatsFromLarge(a: usize): void {
  const from = load<u32>(rowPlaces + (a << 2)) as usize
  const row = rowOf(a)
  for (let b: usize = 0; b < a; b += 1) {
    store<f32>(row + (b << 2), load<u64>(from + (b << 3)) as f32)
  }
}

/** What a kept row shares with the neighbours before it. */
function gather(kept: usize, ranks: usize, a: usize): void {
  const row = rowOf(a)
  for (let b: usize = 0; b < a; b += 1) {
    store<f32>(row + (b << 2), load<f32>(kept + ((load<u32>(ranks + (b << 2)) as usize) << 2)))
  }
}

/** Scales a row, and mirrors what of it stands in the corner on the diagonal. */
function scaleRow(a: usize, scaleVector: usize): void {
  const row = rowOf(a)
  const corner = a & ~3
  const scale = load<f32>(scaleVector + (a << 2))
  const scales = f32x4.splat(scale)
  for (let at: usize = 0; at < corner << 2; at += 16) {
    const both = f32x4.mul(scales, v128.load(scaleVector + at))
    v128.store(row + at, f32x4.mul(v128.load(row + at), both))
  }
  for (let b = corner; b < a; b += 1) {
    const both = scale * load<f32>(scaleVector + (b << 2))
    const value = load<f32>(row + (b << 2)) * both
    store<f32>(row + (b << 2), value)
    store<f32>(rowOf(b) + (a << 2), value)
  }
  store<f32>(row + (a << 2), 1)
}

/** The rows up to a whole group are those of the unit matrix. */
function pad(count: usize): void {
  const corner = count & ~3
  for (let a = count; (a & 3) !== 0; a += 1) {
    const row = rowOf(a)
    for (let b: usize = 0; b <= a; b += 1) {
      store<f32>(row + (b << 2), 0)
      if (b >= corner) store<f32>(rowOf(b) + (a << 2), 0)
    }
    store<f32>(row + (a << 2), 1)
  }
}
