/** Numbers for the ids of items that somebody holds; what nobody holds has no name here. */
import { assert } from '@equipoise/core/values'

export class ItemSlots {
  readonly #slots = new Map<string, number>()
  /** By slot; empty where it is free. */
  readonly #names: string[] = []
  readonly #holders: number[] = []
  readonly #free: number[] = []

  /** How many items somebody holds. */
  get size(): number {
    return this.#slots.size
  }

  /** The ids by number, those of free numbers empty. A copy. */
  names(): readonly string[] {
    return this.#names.slice()
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

  /** One holder less: with the last one the name goes. */
  release(slot: number): void {
    const holders = (this.#holders[slot] ?? 0) - 1
    assert(holders >= 0, `a holder of slot ${slot}`)
    this.#holders[slot] = holders
    if (holders > 0) return
    this.#slots.delete(this.nameOf(slot))
    this.#names[slot] = ''
    this.#free.push(slot)
  }

  #take(item: string): number {
    const slot = this.#free.pop() ?? this.#names.length
    this.#slots.set(item, slot)
    this.#names[slot] = item
    this.#holders[slot] = 0
    return slot
  }
}
