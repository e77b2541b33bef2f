/**
 * Which of some ids a person has interactions of already, mostly without asking the table: a Bloom
 * filter of the ids' keyed hashes for each person who is often written about (Bloom 1970). It may
 * say "perhaps", in about one of a hundred cases, and then the table is asked; it never says "no"
 * of one that is there. The hashes are uniform, so that their own bytes serve as the filter's.
 *
 * A hash is a text of sixteen characters, a byte each.
 */
import type { SubjectId } from '@equipoise/core/values'
import { blobIn, countIn, type Database } from './database.ts'
import type { SubjectKey } from './engine.ts'

export const HASH_BYTES = 16
/** So many times the table is asked about a person before their ids are read for a filter. */
const ASKED_MAX = 4
const ASKED_PEOPLE_MAX = 16_384
/** Of somebody with more there is no filter. */
const IDS_MAX = 1_048_576
const FILTERS_BYTES_MAX = 64 << 20
/** Where more are asked for, all ids of the person are read once. */
const ONE_BY_ONE_MAX = 4
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
  #filtersBytes = 0
  /** How often the table was asked about who has no filter yet. */
  readonly #asked = new Map<SubjectId, number>()

  constructor(database: Database) {
    this.#database = database
  }

  /** Of these the hashes that the person has. */
  known(
    { subject, key }: SubjectKey,
    asked: readonly { readonly hash: string }[],
  ): ReadonlySet<string> {
    if (!this.#filters.has(subject) && this.#isWorthIt(subject)) this.#load({ subject, key })
    const filter = this.#filters.get(subject)
    const perhaps = asked.flatMap(({ hash }) => (filter && !mayHold(filter, hash, 0) ? [] : [hash]))
    if (perhaps.length <= ONE_BY_ONE_MAX) {
      return new Set(perhaps.filter((hash) => this.#isThere(key, hash)))
    }
    return this.#amongAll(key, new Set(perhaps))
  }

  /** Notes an id that was added; noting one in vain makes no answer wrong. */
  note(subject: SubjectId, hash: string): void {
    const filter = this.#filters.get(subject)
    if (!filter) return
    if (filter.ids >= filter.idsMax) this.#drop(subject)
    else add(filter, hash, 0)
  }

  forget(subject: SubjectId): void {
    this.#drop(subject)
    this.#asked.delete(subject)
  }

  clear(): void {
    this.#filters.clear()
    this.#filtersBytes = 0
    this.#asked.clear()
  }

  #isThere(key: Uint8Array, hash: string): boolean {
    const sql = 'SELECT 1 FROM interactions WHERE subject = ? AND instr(id_hashes, ?) > 0'
    return this.#database.get(sql, key, Buffer.from(hash, 'latin1')) !== undefined
  }

  #amongAll(key: Uint8Array, asked: ReadonlySet<string>): ReadonlySet<string> {
    const known = new Set<string>()
    for (const hashes of this.#hashesOf(key)) {
      for (let at = 0; at < hashes.length; at += HASH_BYTES) {
        const hash = hashes.slice(at, at + HASH_BYTES)
        if (asked.has(hash)) known.add(hash)
      }
    }
    return known
  }

  /** Of each row all hashes, one after another. */
  #hashesOf(key: Uint8Array): string[] {
    const rows = this.#database.all('SELECT id_hashes FROM interactions WHERE subject = ?', key)
    return rows.map((row) => {
      const bytes = blobIn(row, 'id_hashes')
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
    })
  }

  /** Reading all ids of a person costs little more than asking for one of them. */
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
    const sql =
      'SELECT coalesce(sum(length(id_hashes)), 0) AS n FROM interactions WHERE subject = ?'
    const ids = countIn(this.#database.get(sql, key)) / HASH_BYTES
    if (ids > IDS_MAX) {
      this.#filters.set(subject, undefined)
      return
    }
    const filter = newFilter(2 * ids + 64)
    for (const hashes of this.#hashesOf(key)) {
      for (let at = 0; at < hashes.length; at += HASH_BYTES) add(filter, hashes, at)
    }
    this.#filtersBytes += bytesOf(filter)
    this.#filters.set(subject, filter)
    for (const oldest of this.#filters.keys()) {
      if (this.#filtersBytes <= FILTERS_BYTES_MAX || oldest === subject) break
      this.#drop(oldest)
    }
  }

  #drop(subject: SubjectId): void {
    const filter = this.#filters.get(subject)
    if (filter) this.#filtersBytes -= bytesOf(filter)
    this.#filters.delete(subject)
  }
}

/** With what an entry of a map takes, roughly. */
function bytesOf({ words }: Filter): number {
  return words.byteLength + 256
}

function newFilter(idsMax: number): Filter {
  return { words: new Uint32Array(Math.ceil((idsMax * BITS_PER_ID) / WORD_BITS)), idsMax, ids: 0 }
}

function add(filter: Filter, hashes: string, at: number): void {
  const { words } = filter
  for (let part = 0; part < PARTS; part += 1) {
    const bit = bitOf(filter, hashes, at + part * 4)
    words[bit >>> 5] = (words[bit >>> 5] ?? 0) | (1 << (bit & 31))
  }
  filter.ids += 1
}

function mayHold(filter: Filter, hashes: string, at: number): boolean {
  for (let part = 0; part < PARTS; part += 1) {
    const bit = bitOf(filter, hashes, at + part * 4)
    if ((((filter.words[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 0) return false
  }
  return true
}

function bitOf({ words }: Filter, hashes: string, at: number): number {
  const high = (hashes.charCodeAt(at) << 24) | (hashes.charCodeAt(at + 1) << 16)
  const low = (hashes.charCodeAt(at + 2) << 8) | hashes.charCodeAt(at + 3)
  return ((high | low) >>> 0) % (words.length * WORD_BITS)
}
