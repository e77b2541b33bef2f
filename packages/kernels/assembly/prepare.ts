/** Turns the lists around: from items by person to people by item, items named by their rank. */

import * as slot from '../src/solve/slots'
import {
  emphasis,
  firstKept,
  holderLists,
  holders,
  items,
  keys,
  light,
  lists,
  neighboursMax,
  peopleStarts,
  pool,
  ranks,
  records,
  ridge,
  scales,
  selves,
  starts,
  sums,
  terms,
  vouchedPeople,
} from './state'

/** Names the items of some people by rank, in place, and adds up what each item alone has. */
export function tally(from: u32, to: u32): void {
  for (let person = from; person < to; person += 1) {
    const term = load<u64>(terms + ((person as usize) << 3))
    let at = lists + ((load<u32>(starts + ((person as usize) << 2)) as usize) << 2)
    const end = lists + ((load<u32>(starts + ((person as usize) << 2), 4) as usize) << 2)
    const counted = end - at > 4
    let few: u32 = 0
    for (; at < end; at += 4) {
      const rank = load<u32>(ranks + ((load<u32>(at) as usize) << 2))
      store<u32>(at, rank)
      few += (rank < firstKept) as u32
      const self = selves + ((rank as usize) << 3)
      store<u64>(self, load<u64>(self) + (term >> 22))
      const vouched = vouchedPeople + ((rank as usize) << 2)
      store<u32>(vouched, load<u32>(vouched) + ((term & 1) as u32))
      if (counted) {
        const count = peopleStarts + ((rank as usize) << 2)
        store<u32>(count, load<u32>(count, 4) + 1, 4)
      }
    }
    store<u16>(light + ((person as usize) << 1), (few < neighboursMax ? few : neighboursMax) as u16)
  }
}

/** From counts to places, and the numbers by item that follow from its own sums. */
export function tabulate(): void {
  let sum: u32 = 0
  let largest: u64 = 0
  for (let rank: u32 = 0; rank < items; rank += 1) {
    const at = rank as usize
    sum += load<u32>(peopleStarts + (at << 2), 4)
    store<u32>(peopleStarts + (at << 2), sum, 4)
    store<u64>(sums + (at << 3), load<u32>(peopleStarts + (at << 2)))
    const self = load<u64>(selves + (at << 3)) as f64
    if (rank < firstKept) largest = max<u64>(largest, load<u64>(selves + (at << 3)))
    store<f64>(keys + (at << 3), 1.0 / sqrt<f64>(load<u32>(holders + (at << 2)) as f64))
    store<f32>(scales + (at << 2), (1.0 / sqrt<f64>(self + (ridge + emphasis * self))) as f32)
  }
  store<u32>(slot.SMALL_SUMS << 2, (largest < 0x80000000) as u32)
}

/** Lists some people with each of their items. Who holds one item alone pairs with nothing. */
export function turn(from: u32, to: u32): void {
  for (let person = from; person < to; person += 1) {
    let at = lists + ((load<u32>(starts + ((person as usize) << 2)) as usize) << 2)
    const end = lists + ((load<u32>(starts + ((person as usize) << 2), 4) as usize) << 2)
    if (end - at <= 4) continue
    for (; at < end; at += 4) {
      const next = sums + ((load<u32>(at) as usize) << 3)
      const place = load<u64>(next)
      store<u64>(next, place + 1)
      store<u32>(holderLists + ((place as usize) << 2), person)
    }
  }
}

export function clearSums(): void {
  memory.fill(sums, 0, (items as usize) << 3)
}

/** Where the next person's list starts. */
let nextList: usize = 0

/** A worker's own record of each person: end and start of their list in a block, and weight. */
export function record(from: u32, to: u32): void {
  if (from === 0) nextList = pool
  for (let person = from; person < to; person += 1) {
    const at = records + ((person as usize) << 4)
    store<u32>(at, nextList as u32)
    store<u32>(at, nextList as u32, 4)
    store<u32>(at, (load<u64>(terms + ((person as usize) << 3)) >> 22) as u32, 8)
    nextList += (load<u16>(light + ((person as usize) << 1)) as usize) << 1
  }
}
