/**
 * From lists as they come, of items by any numbers and in any order, to lists as the model reads
 * them: items in byte order of their ids, each list ascending. What comes out is a function of who
 * holds what; which number an item had counts for nothing.
 */

import { assert } from '../values/assert.ts'
import { compareUtf8 } from '../values/bytes.ts'
import { type ContributionLists, listWeights } from './contribution-lists.ts'

export interface UnorderedLists {
  /** The id of each item by its number; whatever stands for a number that nobody holds. */
  readonly names: readonly string[]
  /** The numbers that are held, by the bytes of their ids, where it is known: it spares a sort. */
  readonly order?: Uint32Array
  /** Person u holds `slots[starts[u]]` up to `slots[starts[u + 1]]`: people + 1 numbers. */
  readonly starts: Uint32Array
  /** Numbers of items, distinct within a list, in any order. */
  readonly slots: Uint32Array
  /** 1 for a person who is vouched for, else 0. */
  readonly vouched: Uint8Array
}

/**
 * Only items that somebody holds come out. O(interactions), and sorting within lists.
 *
 * @param exponentTenths how contributions are weighted (`subjectWeight`): an integer, 0 to 10.
 */
export function orderLists(
  { names, order, starts, slots, vouched }: UnorderedLists,
  exponentTenths: number,
): ContributionLists {
  const held = inOrder(names, order ?? heldOf(names, slots).sort(byName(names)))
  const ordinals = new Uint32Array(names.length)
  for (let ordinal = 0; ordinal < held.length; ordinal += 1) ordinals[held[ordinal] ?? 0] = ordinal
  const items = slots.map((slot) => ordinals[slot] ?? 0)
  for (let person = 0; person + 1 < starts.length; person += 1) {
    sortWithin(items, starts[person] ?? 0, starts[person + 1] ?? 0)
  }
  const ids = Array.from(held, (slot) => names[slot] ?? '')
  return { ids, starts, items, weights: listWeights(starts, exponentTenths), vouched }
}

/** So few numbers are put in order one by one: to call for it takes longer. */
const FEW = 24

function sortWithin(items: Uint32Array, from: number, to: number): void {
  if (to - from > FEW) {
    items.subarray(from, to).sort()
    return
  }
  for (let at = from + 1; at < to; at += 1) {
    const item = items[at] ?? 0
    let place = at
    while (place > from && (items[place - 1] ?? 0) > item) {
      items[place] = items[place - 1] ?? 0
      place -= 1
    }
    items[place] = item
  }
}

/** The numbers that occur, ascending. */
function heldOf(names: readonly string[], slots: Uint32Array): Uint32Array {
  const isHeld = new Uint8Array(names.length)
  for (const slot of slots) {
    assert(slot < names.length, 'a name for every item')
    isHeld[slot] = 1
  }
  return Uint32Array.from(names.keys()).filter((slot) => isHeld[slot] === 1)
}

/** Compares numbers by the bytes of their ids. */
export function byName(names: readonly string[]): (a: number, b: number) => number {
  return (a, b) => compareUtf8(names[a] ?? '', names[b] ?? '')
}

function inOrder(names: readonly string[], order: Uint32Array): Uint32Array {
  const compare = byName(names)
  for (let place = 1; place < order.length; place += 1) {
    assert(compare(order[place - 1] ?? 0, order[place] ?? 0) < 0, 'distinct ids in byte order')
  }
  return order
}
