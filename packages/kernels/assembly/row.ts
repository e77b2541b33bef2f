/**
 * One row of G and the neighbours in it. The sum of a pair is one 64-bit addition a person: weights
 * stand above bit 22, vouched people below it, so that the people counts cost nothing.
 */

import {
  candidateKeys,
  candidateSums,
  candidates,
  firstKept,
  holderLists,
  items,
  keptRow,
  keys,
  lists,
  neighboursMax,
  ordinals,
  outLengths,
  outPeople,
  outRows,
  outThresholds,
  outValues,
  peopleStarts,
  selection,
  starts,
  sums,
  terms,
  touched,
} from './state'

const NO_SLOT: u32 = 0xffffffff

/** Adds up what an item shares with every other, and marks which those are. */
export function addRow(item: u32): void {
  let at = holderLists + ((load<u32>(peopleStarts + ((item as usize) << 2)) as usize) << 2)
  const end = holderLists + ((load<u32>(peopleStarts + ((item as usize) << 2), 4) as usize) << 2)
  for (; at < end; at += 4) {
    const person = load<u32>(at) as usize
    const term = load<u64>(terms + (person << 3))
    let entry = lists + ((load<u32>(starts + (person << 2)) as usize) << 2)
    const last = lists + ((load<u32>(starts + (person << 2), 4) as usize) << 2)
    for (; entry < last; entry += 4) {
      const other = load<u32>(entry) as usize
      const sum = sums + (other << 3)
      store<u64>(sum, load<u64>(sum) + term)
      const mark = touched + ((other >> 6) << 3)
      store<u64>(mark, load<u64>(mark) | ((1 as u64) << ((other & 63) as u64)))
    }
  }
}

/**
 * Takes the sums up again, leaving zeros: keeps the row if that is wanted, and writes the nearest
 * neighbours of a target by ascending rank.
 */
export function takeRow(item: u32, slot: u32): void {
  const kept: usize = item >= firstKept ? keptRow(item) : 0
  const words = touched + ((((items as usize) + 63) >> 6) << 3)
  let count: usize = 0
  let first: usize = 0
  let bar: f64 = 0
  let full = (neighboursMax as usize) + max<usize>(neighboursMax, 256)
  for (let word = touched; word < words; word += 8, first += 64) {
    let bits = load<u64>(word)
    if (bits === 0) continue
    store<u64>(word, 0)
    do {
      const rank = first + (ctz<u64>(bits) as usize)
      bits &= bits - 1
      const sum = load<u64>(sums + (rank << 3))
      store<u64>(sums + (rank << 3), 0)
      if (rank === (item as usize)) continue
      const weight = sum >> 22
      if (kept !== 0 && rank < (item as usize)) store<f32>(kept + (rank << 2), weight as f32)
      const key = (weight as f64) * load<f64>(keys + (rank << 3))
      if (key < bar) continue
      store<f64>(candidateKeys + (count << 3), key)
      store<u64>(candidateSums + (count << 3), sum)
      store<u32>(candidates + (count << 2), rank as u32)
      count += 1
    } while (bits !== 0)
    if (count < full) continue
    memory.copy(selection, candidateKeys, count << 3)
    bar = largest(neighboursMax, count)
    count = keepFrom(bar, count)
    full = count + max<usize>(neighboursMax, 256)
  }
  if (slot !== NO_SLOT) choose(slot, count)
}

/** Drops the candidates below a key that so many others reach; those at it stay. */
function keepFrom(bar: f64, count: usize): usize {
  let kept: usize = 0
  for (let at: usize = 0; at < count; at += 1) {
    const key = load<f64>(candidateKeys + (at << 3))
    store<f64>(candidateKeys + (kept << 3), key)
    store<u64>(candidateSums + (kept << 3), load<u64>(candidateSums + (at << 3)))
    store<u32>(candidates + (kept << 2), load<u32>(candidates + (at << 2)))
    kept += (key >= bar) as usize
  }
  return kept
}

function choose(slot: u32, count: usize): void {
  const wanted = neighboursMax as usize
  let threshold: f64 = 0
  let ordinalMax: u32 = 0xffffffff
  if (count >= wanted) {
    memory.copy(selection, candidateKeys, count << 3)
    threshold = largest(wanted, count)
    ordinalMax = lastOfTied(threshold, count, wanted)
  }
  const first = (slot as usize) * wanted
  let length: usize = 0
  for (let at: usize = 0; at < count; at += 1) {
    const key = load<f64>(candidateKeys + (at << 3))
    if (key < threshold) continue
    const rank = load<u32>(candidates + (at << 2))
    if (key === threshold && load<u32>(ordinals + ((rank as usize) << 2)) > ordinalMax) continue
    const sum = load<u64>(candidateSums + (at << 3))
    const to = (first + length) << 2
    store<u32>(outRows + to, rank)
    store<u32>(outPeople + to, (sum as u32) & 0x3fffff)
    store<f32>(outValues + to, (sum >> 22) as f32)
    length += 1
  }
  store<u32>(outLengths + ((slot as usize) << 2), length as u32)
  store<f64>(outThresholds + ((slot as usize) << 3), threshold)
}

/** The last ordinal that is still in, among those whose key is the threshold itself. */
function lastOfTied(threshold: f64, count: usize, wanted: usize): u32 {
  let above: usize = 0
  let tied: usize = 0
  for (let at: usize = 0; at < count; at += 1) {
    const key = load<f64>(candidateKeys + (at << 3))
    if (key > threshold) above += 1
    if (key !== threshold) continue
    const rank = load<u32>(candidates + (at << 2)) as usize
    store<f64>(selection + (tied << 3), -(load<u32>(ordinals + (rank << 2)) as f64))
    tied += 1
  }
  if (above + tied <= wanted) return 0xffffffff
  return -largest(wanted - above, tied) as u32
}

/** The n-th largest of the first `count` numbers of `selection`, which it moves about (Hoare). */
function largest(n: usize, count: usize): f64 {
  let low: isize = 0
  let high: isize = (count as isize) - 1
  const wanted = (n as isize) - 1
  while (low < high) {
    const pivot = middleOf(low, (low + high) >> 1, high)
    let i = low
    let j = high
    while (i <= j) {
      while (at(i) > pivot) i += 1
      while (at(j) < pivot) j -= 1
      if (i <= j) {
        const swapped = at(i)
        store<f64>(selection + ((i as usize) << 3), at(j))
        store<f64>(selection + ((j as usize) << 3), swapped)
        i += 1
        j -= 1
      }
    }
    if (wanted <= j) high = j
    else if (wanted >= i) low = i
    else break
  }
  return at(wanted)
}

function at(index: isize): f64 {
  return load<f64>(selection + ((index as usize) << 3))
}

function middleOf(low: isize, middle: isize, high: isize): f64 {
  const a = at(low)
  const b = at(middle)
  const c = at(high)
  return max<f64>(min<f64>(a, b), min<f64>(max<f64>(a, b), c))
}
