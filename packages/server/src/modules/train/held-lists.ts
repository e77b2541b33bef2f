/**
 * What everybody gives to the training state, in memory: for each person the numbers of their
 * items, one after the other in one array, and what their list was made of.
 *
 * Four bytes an item that somebody holds, and some hundred a person. A list that is replaced goes
 * to the end; where half of the array is dead it is packed anew. A copy for another thread is made
 * in one piece, so that it costs the time of copying bytes.
 */
import { LIST_PEOPLE_MAX, type UnorderedLists } from '@equipoise/core/recommend'
import { assert, type Instant, type SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { NumberedItems } from '../../store/index.ts'
import { ItemSlots } from './item-slots.ts'

/** What one person's part rests on. */
export interface Grounds {
  readonly vouched: boolean
  /** Names what the gate read of them (`PersonGate.standing`), and until when its permit holds. */
  readonly standing: string | undefined
  readonly permittedUntil: Instant
}

/** What one person gives. */
export interface Given extends Grounds {
  /** Distinct ids, in any order. */
  readonly items: readonly string[]
  /** Names what the items were made of; undefined where nobody can say (`Contribution`). */
  readonly madeOf: string | undefined
  readonly until: Instant | undefined
}

interface Held {
  start: number
  length: number
  vouched: boolean
  standing: string | undefined
  permittedUntil: Instant
  madeOf: string | undefined
  until: Instant | undefined
}

export interface ListsLoad {
  readonly subjects: number
  readonly items: number
  readonly interactions: number
}

/** Lists, and which items of theirs may have changed since they were copied before. */
export interface ListsCopy extends UnorderedLists {
  /** 1 by number for an item that somebody holds or held who came, went or changed. */
  readonly touched: Uint8Array
}

const ROOM_MIN = 16

export class HeldLists {
  readonly #people = new Map<SubjectId, Held>()
  readonly #items = new ItemSlots()
  #slots = new Uint32Array(ROOM_MIN)
  /** Up to where the array is used, and how much of that by lists that stand. */
  #end = 0
  #live = 0
  #givers = 0
  /** 1 by number for an item that is touched; one whose number was another's is new, and so too. */
  #touched: number[] = []

  /** How many people give something, how many items they hold, and how many are in all lists. */
  get load(): ListsLoad {
    return { subjects: this.#givers, items: this.#items.size, interactions: this.#live }
  }

  /** Everybody who was put and not forgotten, also those who give nothing now. */
  subjects(): readonly SubjectId[] {
    return [...this.#people.keys()]
  }

  find(subject: SubjectId): Omit<Given, 'items'> | undefined {
    return this.#people.get(subject)
  }

  /**
   * @param numbered the same items, where they have numbers that others of theirs share.
   * @throws EquipoiseError `model_invalid` where there are too many people.
   */
  put(subject: SubjectId, { items, ...given }: Given, numbered?: NumberedItems): void {
    const { vouched } = given
    const before = this.#people.get(subject)
    if (before === undefined && this.#people.size >= LIST_PEOPLE_MAX) {
      const most = `at most ${LIST_PEOPLE_MAX} people are taken`
      throw new EquipoiseError('model_invalid', `Cannot train: ${most}`)
    }
    const slots = (numbered ? this.#items.holdNumbered(numbered) : this.#holdAll(items)).sort()
    if (before && before.vouched === vouched && this.#isList(before, slots)) {
      for (const slot of slots) this.#items.release(slot)
      Object.assign(before, given)
      return
    }
    if (before) this.#release(before)
    for (const slot of slots) this.#touched[slot] = 1
    const start = this.#append(slots)
    this.#people.set(subject, { start, length: slots.length, ...given })
  }

  /** They give what they gave; whether they are vouched for may have changed. */
  keep(subject: SubjectId, grounds: Grounds): void {
    const held = this.#people.get(subject)
    if (held === undefined) return
    if (held.vouched !== grounds.vouched) this.#touch(held)
    Object.assign(held, grounds)
  }

  /** Takes one person out at once. */
  forget(subject: SubjectId): void {
    const held = this.#people.get(subject)
    if (held === undefined) return
    this.#release(held)
    this.#people.delete(subject)
  }

  /** Everybody who gives something, in memory that threads share. What is touched begins anew. */
  copy(): ListsCopy {
    const people = this.#givers
    const starts = new Uint32Array(new SharedArrayBuffer(4 * (people + 1)))
    const slots = new Uint32Array(new SharedArrayBuffer(4 * this.#live))
    const vouched = new Uint8Array(new SharedArrayBuffer(people))
    let [person, end] = [0, 0]
    for (const held of this.#people.values()) {
      if (held.length === 0) continue
      slots.set(this.#listOf(held), end)
      end += held.length
      vouched[person] = held.vouched ? 1 : 0
      person += 1
      starts[person] = end
    }
    const names = this.#items.names()
    const touched = Uint8Array.from(names, (_, slot) => this.#touched[slot] ?? 0)
    this.#touched = []
    return { names, order: this.#items.order(), starts, slots, vouched, touched }
  }

  /** Nothing came of what was copied: what was touched still is. */
  retouch({ touched }: Pick<ListsCopy, 'touched'>): void {
    for (const [slot, is] of touched.entries()) if (is === 1) this.#touched[slot] = 1
  }

  #holdAll(items: readonly string[]): Uint32Array {
    const slots = new Uint32Array(items.length)
    for (const [at, item] of items.entries()) slots[at] = this.#items.hold(item)
    return slots
  }

  #isList(held: Held, slots: Uint32Array): boolean {
    return (
      held.length === slots.length && this.#listOf(held).every((slot, at) => slot === slots[at])
    )
  }

  #listOf({ start, length }: Held): Uint32Array {
    return this.#slots.subarray(start, start + length)
  }

  #touch(held: Held): void {
    for (const slot of this.#listOf(held)) this.#touched[slot] = 1
  }

  #release(held: Held): void {
    this.#touch(held)
    for (const slot of this.#listOf(held)) this.#items.release(slot)
    this.#listOf(held).fill(0)
    this.#live -= held.length
    if (held.length > 0) this.#givers -= 1
    held.length = 0
  }

  #append(slots: Uint32Array): number {
    if (this.#end + slots.length > this.#slots.length) this.#makeRoom(slots.length)
    const start = this.#end
    this.#slots.set(slots, start)
    this.#end += slots.length
    this.#live += slots.length
    if (slots.length > 0) this.#givers += 1
    return start
  }

  /** Packs what lives into an array of up to twice its size. */
  #makeRoom(more: number): void {
    const packed = new Uint32Array(Math.max(ROOM_MIN, 2 * (this.#live + more)))
    let end = 0
    for (const held of this.#people.values()) {
      packed.set(this.#listOf(held), end)
      held.start = end
      end += held.length
    }
    assert(end <= this.#live, 'no more lists than are counted')
    this.#slots = packed
    this.#end = end
  }
}
