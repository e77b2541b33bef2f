/**
 * Lists of items, one after the other in one array: list r stands from `starts[r]` up to
 * `starts[r + 1]`, distinct and ascending. Items are ordinals below `itemCount`. Buffers are plain,
 * so that they can be transferred between threads.
 */

import { assert } from '../values/assert.ts'

export interface ItemLists {
  readonly itemCount: number
  readonly starts: Uint32Array<ArrayBuffer>
  readonly items: Uint32Array<ArrayBuffer>
}

export function listCount(lists: ItemLists): number {
  return lists.starts.length - 1
}

/** A view of one list. */
export function listAt(lists: ItemLists, list: number): Uint32Array<ArrayBuffer> {
  return lists.items.subarray(lists.starts[list] ?? 0, lists.starts[list + 1] ?? 0)
}

export function listLength(lists: ItemLists, list: number): number {
  return (lists.starts[list + 1] ?? 0) - (lists.starts[list] ?? 0)
}

/** @param lists each with distinct ordinals below `itemCount`, in any order. */
export function toItemLists(itemCount: number, lists: readonly Iterable<number>[]): ItemLists {
  const starts = new Uint32Array(lists.length + 1)
  const sorted = lists.map((list) => Uint32Array.from(list).sort())
  for (const [index, list] of sorted.entries()) {
    const isDistinct = list.every((item, at) => at === 0 || item !== list[at - 1])
    assert(isDistinct && (list.at(-1) ?? -1) < itemCount, `distinct items below ${itemCount}`)
    starts[index + 1] = (starts[index] ?? 0) + list.length
  }
  const items = new Uint32Array(starts[lists.length] ?? 0)
  for (const [index, list] of sorted.entries()) items.set(list, starts[index])
  return { itemCount, starts, items }
}

/** For each item, the lists that hold it. */
export function invertLists(lists: ItemLists): ItemLists {
  const starts = new Uint32Array(lists.itemCount + 1)
  for (const item of lists.items) starts[item + 1] = (starts[item + 1] ?? 0) + 1
  for (let item = 0; item < lists.itemCount; item += 1) {
    starts[item + 1] = (starts[item + 1] ?? 0) + (starts[item] ?? 0)
  }
  const next = starts.slice()
  const items = new Uint32Array(lists.items.length)
  for (let list = 0; list < listCount(lists); list += 1) {
    const end = lists.starts[list + 1] ?? 0
    for (let entry = lists.starts[list] ?? 0; entry < end; entry += 1) {
      const item = lists.items[entry] ?? 0
      const at = next[item] ?? 0
      items[at] = list
      next[item] = at + 1
    }
  }
  return { itemCount: listCount(lists), starts, items }
}

/** How many lists hold each item. */
export function countPeople(lists: ItemLists): Uint32Array<ArrayBuffer> {
  const people = new Uint32Array(lists.itemCount)
  for (const item of lists.items) people[item] = (people[item] ?? 0) + 1
  return people
}
