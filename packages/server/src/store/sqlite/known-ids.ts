/**
 * Whether a person has an interaction of some id already, mostly without asking the table: a Bloom
 * filter of the ids' keyed hashes for each person who is often written about (Bloom 1970). It may
 * say "perhaps", in about one of a hundred cases, and then the table is asked; it never says "no"
 * of one that is there. The hashes are uniform, so that their own bytes serve as the filter's.
 */
import type { SubjectId } from '@equipoise/core/values'
import { blobIn, type Database } from './database.ts'
import type { SubjectKey } from './engine.ts'

const PEOPLE_MAX = 4_096
/** So many times the table is asked about a person before their ids are read for a filter. */
const ASKED_MAX = 32
const ASKED_PEOPLE_MAX = 16_384
/** Of somebody with more the table is asked each time. */
const IDS_MAX = 16_384
const BITS_PER_ID = 10
/** Bits of each hash: four, of 32 bits each. */
const PARTS = 4
const WORD_BITS = 32

interface Filter {
  readonly words: Uint32Array
  readonly idsMax: number
  ids: number
}

export class KnownIds {
  readonly #database: Database
  /** Undefined for somebody with too many. */
  readonly #filters = new Map<SubjectId, Filter | undefined>()
  /** How often the table was asked about who has no filter yet. */
  readonly #asked = new Map<SubjectId, number>()

  constructor(database: Database) {
    this.#database = database
  }

  has({ subject, key }: SubjectKey, hash: Uint8Array): boolean {
    if (!this.#filters.has(subject) && this.#isWorthIt(subject)) this.#load({ subject, key })
    const filter = this.#filters.get(subject)
    if (filter && !mayHold(filter, hash)) return false
    const sql = 'SELECT 1 FROM interactions WHERE subject = ? AND id_hash = ?'
    return this.#database.get(sql, key, hash) !== undefined
  }

  /** Notes an id that was added; noting one in vain makes no answer wrong. */
  note(subject: SubjectId, hash: Uint8Array): void {
    const filter = this.#filters.get(subject)
    if (!filter) return
    if (filter.ids >= filter.idsMax) this.#filters.delete(subject)
    else add(filter, hash)
  }

  forget(subject: SubjectId): void {
    this.#filters.delete(subject)
    this.#asked.delete(subject)
  }

  clear(): void {
    this.#filters.clear()
    this.#asked.clear()
  }

  /** Reading all ids of a person costs as much as asking for many of them one by one. */
  #isWorthIt(subject: SubjectId): boolean {
    const asked = (this.#asked.get(subject) ?? 0) + 1
    if (asked > ASKED_MAX) {
      this.#asked.delete(subject)
      return true
    }
    if (this.#asked.size >= ASKED_PEOPLE_MAX) this.#asked.clear()
    this.#asked.set(subject, asked)
    return false
  }

  #load({ subject, key }: SubjectKey): void {
    if (this.#filters.size >= PEOPLE_MAX) {
      const oldest = this.#filters.keys().next().value
      if (oldest !== undefined) this.#filters.delete(oldest)
    }
    const rows = this.#database.all(
      `SELECT id_hash FROM interactions WHERE subject = ? LIMIT ${IDS_MAX + 1}`,
      key,
    )
    if (rows.length > IDS_MAX) {
      this.#filters.set(subject, undefined)
      return
    }
    const filter = newFilter(2 * rows.length + 64)
    for (const row of rows) add(filter, blobIn(row, 'id_hash'))
    this.#filters.set(subject, filter)
  }
}

function newFilter(idsMax: number): Filter {
  return { words: new Uint32Array(Math.ceil((idsMax * BITS_PER_ID) / WORD_BITS)), idsMax, ids: 0 }
}

function add(filter: Filter, hash: Uint8Array): void {
  const { words } = filter
  for (let part = 0; part < PARTS; part += 1) {
    const bit = bitOf(filter, hash, part)
    words[bit >>> 5] = (words[bit >>> 5] ?? 0) | (1 << (bit & 31))
  }
  filter.ids += 1
}

function mayHold(filter: Filter, hash: Uint8Array): boolean {
  for (let part = 0; part < PARTS; part += 1) {
    const bit = bitOf(filter, hash, part)
    if ((((filter.words[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 0) return false
  }
  return true
}

function bitOf({ words }: Filter, hash: Uint8Array, part: number): number {
  const at = part * 4
  const [a = 0, b = 0, c = 0, d = 0] = [hash[at], hash[at + 1], hash[at + 2], hash[at + 3]]
  return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) % (words.length * WORD_BITS)
}
