/**
 * Interactions gathered row by row, with ids turned into ordinals, whatever the ids look like. What
 * comes out is canonical: subjects and items in UTF-8 byte order, one entry for each pair, so that
 * a data set means the same in whatever order its rows stand.
 */

import { compareUtf8 } from '../values/bytes.ts'
import type { ItemLists } from './item-lists.ts'

export interface Interactions {
  /** In UTF-8 byte order. */
  readonly subjects: readonly string[]
  /** In UTF-8 byte order; `lists` names an item by its place here. */
  readonly items: readonly string[]
  /** The items of each subject. */
  readonly lists: ItemLists
  /** When each entry of `lists.items` was met last, in milliseconds UTC; NaN where undated. */
  readonly times: Float64Array<ArrayBuffer>
  /** Which parts of the data set each entry stands in: a sum of `PART`s. */
  readonly parts: Uint8Array<ArrayBuffer>
}

/** Where a row may stand, in a data set that comes divided. */
export const PART = { train: 1, test: 2, validation: 4, candidate: 8 } as const
export type Part = (typeof PART)[keyof typeof PART]

export interface RowOptions {
  /** Milliseconds UTC; undated where nobody knows. */
  readonly at?: number | undefined
  /** `train` where the data set is not divided. */
  readonly part?: Part
}

export class InteractionTable {
  readonly #subjects = new Ordinals()
  readonly #items = new Ordinals()
  #rows = new Rows(1_024)

  /** How many rows were added. */
  get rowCount(): number {
    return this.#rows.count
  }

  add(
    subject: string,
    item: string,
    { at = Number.NaN, part = PART.train }: RowOptions = {},
  ): void {
    this.#rows.add({ subject: this.#subjects.of(subject), item: this.#items.of(item), at, part })
  }

  /** A subject who may have no interaction. */
  addSubject(subject: string): void {
    this.#subjects.of(subject)
  }

  /** O(n log n). */
  finish(): Interactions {
    const subjects = this.#subjects.sorted()
    const items = this.#items.sorted()
    return { subjects: subjects.ids, items: items.ids, ...this.#rows.toLists(subjects, items) }
  }
}

interface Sorted {
  readonly ids: readonly string[]
  /** From the order of arrival to the order of bytes. */
  readonly placeOf: Uint32Array<ArrayBuffer>
}

class Ordinals {
  readonly #ordinals = new Map<string, number>()

  of(id: string): number {
    const known = this.#ordinals.get(id)
    if (known !== undefined) return known
    const ordinal = this.#ordinals.size
    this.#ordinals.set(id, ordinal)
    return ordinal
  }

  sorted(): Sorted {
    const ids = [...this.#ordinals.keys()].sort(compareUtf8)
    const placeOf = new Uint32Array(ids.length)
    for (const [place, id] of ids.entries()) placeOf[this.#ordinals.get(id) ?? -1] = place
    return { ids, placeOf }
  }
}

interface Row {
  readonly subject: number
  readonly item: number
  readonly at: number
  readonly part: Part
}

class Rows {
  count = 0
  #subjects: Uint32Array<ArrayBuffer>
  #items: Uint32Array<ArrayBuffer>
  #times: Float64Array<ArrayBuffer>
  #parts: Uint8Array<ArrayBuffer>

  constructor(capacity: number) {
    this.#parts = new Uint8Array(capacity)
    this.#subjects = new Uint32Array(capacity)
    this.#items = new Uint32Array(capacity)
    this.#times = new Float64Array(capacity)
  }

  add({ subject, item, at, part }: Row): void {
    if (this.count === this.#subjects.length) this.#grow()
    this.#subjects[this.count] = subject
    this.#items[this.count] = item
    this.#times[this.count] = at
    this.#parts[this.count] = part
    this.count += 1
  }

  toLists(subjects: Sorted, items: Sorted): Omit<Interactions, 'subjects' | 'items'> {
    const { rowsOf, starts: begins } = this.#rowsBySubject(subjects)
    const starts = new Uint32Array(subjects.ids.length + 1)
    const kept = new Uint32Array(this.count)
    const times = new Float64Array(this.count)
    const parts = new Uint8Array(this.count)
    let end = 0
    for (let subject = 0; subject < subjects.ids.length; subject += 1) {
      const begin = end
      const rows = rowsOf.subarray(begins[subject], begins[subject + 1])
      const places = rows.map((row) => items.placeOf[this.#items[row] ?? 0] ?? 0)
      const order = rows.map((_, at) => at).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0))
      for (const at of order) {
        const [place, time] = [places[at] ?? 0, this.#times[rows[at] ?? 0] ?? Number.NaN]
        const isAgain = end > begin && kept[end - 1] === place
        const into = isAgain ? end - 1 : end
        kept[into] = place
        times[into] = isAgain ? later(times[into], time) : time
        parts[into] = (parts[into] ?? 0) | (this.#parts[rows[at] ?? 0] ?? 0)
        end = into + 1
      }
      starts[subject + 1] = end
    }
    const lists = { itemCount: items.ids.length, starts, items: kept.slice(0, end) }
    return { lists, times: times.slice(0, end), parts: parts.slice(0, end) }
  }

  #rowsBySubject({ ids, placeOf }: Sorted): {
    readonly rowsOf: Uint32Array
    readonly starts: Uint32Array
  } {
    const starts = new Uint32Array(ids.length + 1)
    for (let row = 0; row < this.count; row += 1) {
      const place = placeOf[this.#subjects[row] ?? 0] ?? 0
      starts[place + 1] = (starts[place + 1] ?? 0) + 1
    }
    for (let place = 0; place < ids.length; place += 1) {
      starts[place + 1] = (starts[place + 1] ?? 0) + (starts[place] ?? 0)
    }
    const next = starts.slice()
    const rowsOf = new Uint32Array(this.count)
    for (let row = 0; row < this.count; row += 1) {
      const place = placeOf[this.#subjects[row] ?? 0] ?? 0
      rowsOf[next[place] ?? 0] = row
      next[place] = (next[place] ?? 0) + 1
    }
    return { rowsOf, starts }
  }

  #grow(): void {
    const capacity = this.#subjects.length * 2
    const before = [this.#subjects, this.#items, this.#times, this.#parts] as const
    this.#subjects = new Uint32Array(capacity)
    this.#items = new Uint32Array(capacity)
    this.#times = new Float64Array(capacity)
    this.#subjects.set(before[0])
    this.#items.set(before[1])
    this.#times.set(before[2])
    this.#parts = new Uint8Array(capacity)
    this.#parts.set(before[3])
  }
}

/** An undated time is earlier than any other. */
function later(a: number | undefined, b: number): number {
  if (a === undefined || Number.isNaN(a)) return b
  return Number.isNaN(b) ? a : Math.max(a, b)
}
