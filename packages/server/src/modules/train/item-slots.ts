/** Numbers for the ids of items that somebody holds; what nobody holds has no name here. */
import { byName } from '@equipoise/core/recommend'
import { assert } from '@equipoise/core/values'
import type { NumberedItems } from '../../store/index.ts'

export class ItemSlots {
  readonly #slots = new Map<string, number>()
  /** By slot; empty where it is free. */
  readonly #names: string[] = []
  readonly #holders: number[] = []
  readonly #free: number[] = []
  /** The slots that numbers of a table had last; a slot may be another's by now. */
  readonly #numbered = new WeakMap<readonly string[], (number | undefined)[]>()
  /** As `order` told it last, and the numbers named since: those may be free again by now. */
  #ordered = new Uint32Array()
  readonly #added = new Set<number>()
  #isAnyGone = false

  /** How many items somebody holds. */
  get size(): number {
    return this.#slots.size
  }

  /** The ids by number, those of free numbers empty. A copy. */
  names(): readonly string[] {
    return this.#names.slice()
  }

  /**
   * The numbers with a name, by the bytes of their names. What came and went since it was asked
   * last is put in its place, which costs far less than to sort all again.
   */
  order(): Uint32Array {
    if (this.#added.size === 0 && !this.#isAnyGone) return this.#ordered
    const isOld = (slot: number): boolean => this.#names[slot] !== '' && !this.#added.has(slot)
    const added = [...this.#added].filter((slot) => this.#names[slot] !== '')
    this.#ordered = merge(this.#ordered.filter(isOld), added, byName(this.#names))
    this.#added.clear()
    this.#isAnyGone = false
    return this.#ordered
  }

  nameOf(slot: number): string {
    const name = this.#names[slot]
    assert(name !== undefined, `a name for slot ${slot}`)
    return name
  }

  /** The number of an item, one holder more. */
  hold(item: string): number {
    const slot = this.#slots.get(item) ?? this.#take(item)
    this.#holders[slot] = (this.#holders[slot] ?? 0) + 1
    return slot
  }

  /**
   * The same of many, by numbers that others share: to look a name up costs ten times as much as to
   * see that a slot has it.
   */
  holdNumbered({ names, numbers }: NumberedItems): Uint32Array<ArrayBuffer> {
    const known = this.#numbered.get(names) ?? []
    this.#numbered.set(names, known)
    const slots = new Uint32Array(numbers.length)
    for (let at = 0; at < numbers.length; at += 1) {
      const number = numbers[at] ?? 0
      const name = names[number] ?? ''
      const before = known[number]
      if (before !== undefined && this.#names[before] === name) {
        this.#holders[before] = (this.#holders[before] ?? 0) + 1
        slots[at] = before
      } else {
        assert(name !== '', `a name for number ${number}`)
        const slot = this.hold(name)
        while (known.length <= number) known.push(undefined)
        known[number] = slot
        slots[at] = slot
      }
    }
    return slots
  }

  /** One holder less: with the last one the name goes. */
  release(slot: number): void {
    const holders = (this.#holders[slot] ?? 0) - 1
    assert(holders >= 0, `a holder of slot ${slot}`)
    this.#holders[slot] = holders
    if (holders > 0) return
    this.#slots.delete(this.nameOf(slot))
    this.#names[slot] = ''
    this.#isAnyGone = true
    this.#free.push(slot)
  }

  #take(item: string): number {
    const slot = this.#free.pop() ?? this.#names.length
    this.#slots.set(item, slot)
    this.#names[slot] = item
    this.#holders[slot] = 0
    this.#added.add(slot)
    return slot
  }
}

/** @param ordered in order; @param added in any. */
function merge(
  ordered: Uint32Array,
  added: readonly number[],
  compare: (a: number, b: number) => number,
): Uint32Array<ArrayBuffer> {
  const sorted = added.toSorted(compare)
  const merged = new Uint32Array(ordered.length + sorted.length)
  for (let [at, from, place] = [0, 0, 0]; place < merged.length; place += 1) {
    const [old, next] = [ordered[from], sorted[at]]
    const isOld = next === undefined || (old !== undefined && compare(old, next) < 0)
    merged[place] = (isOld ? old : next) ?? 0
    if (isOld) from += 1
    else at += 1
  }
  return merged
}
