/**
 * The bytes of a decision token before they are sealed, always as many:
 *
 *   impression (16) | propensity (8, 0 for none)
 *   which there are, with how specific it is (1)
 *   subject (16) | model (16) | decided at (6) | slot | rung
 *   of an ad: campaign | price (6) | country (2, where one was told)
 *   item, or of an ad its creative | how many contributions (1)
 *   of each contribution: kind (1), percent (1), people (4), name
 *
 * A text is its length (1) and UTF-8. A name is none (255), a text, or, where it is longer than
 * `NAME_BYTES_MAX`, a hash of 16 bytes (254): it is then found again in the catalogue. An item of
 * up to `ITEM_BYTES_MAX` stands as it is, whether it is listed there or not.
 */

import { hash } from 'node:crypto'
import { SPECIFICITY_LEVELS, type SpecificityLevel } from '@equipoise/core/channels'
import {
  formatId,
  type ImpressionId,
  type Instant,
  Memo,
  parseId,
  type SubjectId,
  toInstant,
} from '@equipoise/core/values'
import type { ShownContribution } from '../../store/index.ts'

export const PLAIN_BYTES = 304
export const IMPRESSION_BYTES = 16
const ID_BYTES = 16
const NAME_BYTES_MAX = 40
const ITEM_BYTES_MAX = 200
const [NONE, HASHED] = [255, 254]
/** Tokens name kinds by their places here: new ones go to the end. */
const KINDS: readonly string[] = [
  'item',
  'category',
  'popularity',
  'rest',
  'attribute',
  'word',
  'page',
  'audience',
]
const [HAS_SUBJECT, HAS_MODEL, IS_AD, HAS_COUNTRY] = [1, 2, 4, 8]
/** Above these bits the level stands, its place from 1 on; 0 for none. */
const LEVEL_SHIFT = 4
const PRICE_BYTES = 6
const COUNTRY_BYTES = 2

/** What all tokens of one decision say. */
export interface DecidedFor {
  /** Undefined where nobody known was decided for. */
  readonly subject: SubjectId | undefined
  readonly slot: string
  readonly decidedAt: Instant
  readonly rung: string
  readonly model: string | undefined
}

/** What the token of one item says beside that. */
export interface ItemDecided {
  readonly item: string
  readonly contributions: readonly ShownContribution[]
  /** The chance that exploration gave it its place, above 0; undefined where none did. */
  readonly propensity?: number | undefined
  /** How specific it is. */
  readonly level?: SpecificityLevel | undefined
  /** Where it is an ad: `item` is then its creative. */
  readonly ad?: DecidedAd | undefined
}

export interface DecidedAd {
  readonly campaign: string
  /** In thousandths of a minor unit. */
  readonly price: number
  /** Two letters: where the page said that it is shown. */
  readonly country?: string | undefined
}

export interface DecidedShowing extends DecidedFor, ItemDecided {
  readonly impression: ImpressionId
}

/** Finds an item's id, or another name of the catalogue, by the hash of it. */
export type FindName = (hash: string) => string | undefined

/**
 * Writes the tokens of one decision, one after the other.
 *
 * @param impressions `IMPRESSION_BYTES` random bytes for each.
 * @param plains `PLAIN_BYTES` for each, all 0.
 */
export function writeTokens(
  decision: DecidedFor,
  items: readonly ItemDecided[],
  impressions: Uint8Array,
  plains: Buffer = Buffer.alloc(items.length * PLAIN_BYTES),
): Buffer {
  const head = headOf(decision)
  for (let place = 0; place < items.length; place += 1) {
    const one = items[place]
    if (one === undefined) continue
    const start = place * PLAIN_BYTES
    for (let at = 0; at < IMPRESSION_BYTES; at += 1) {
      plains[start + at] = impressions[place * IMPRESSION_BYTES + at] ?? 0
    }
    plains.writeDoubleBE(one.propensity ?? 0, start + IMPRESSION_BYTES)
    const headAt = start + IMPRESSION_BYTES + 8
    plains.set(head, headAt)
    const into = new Room(plains, headAt + head.length, start + PLAIN_BYTES)
    const level = one.level === undefined ? 0 : SPECIFICITY_LEVELS.indexOf(one.level) + 1
    plains[headAt] = (plains[headAt] ?? 0) | (level << LEVEL_SHIFT)
    if (one.ad !== undefined) {
      const told = one.ad.country === undefined ? IS_AD : IS_AD | HAS_COUNTRY
      plains[headAt] = (plains[headAt] ?? 0) | told
      into.ad(one.ad)
    }
    if (!into.name(one.item, ITEM_BYTES_MAX)) throw new RangeError(CANNOT_FIT)
    writeContributions(into, one.contributions)
  }
  head.fill(0)
  return plains
}

/** Undefined where the item has to be found in the catalogue, and is there no more. */
export function readToken(plain: Buffer, findName: FindName): DecidedShowing | undefined {
  const from = new Reading(plain, findName)
  const impression = formatId('imp', from.bytes(IMPRESSION_BYTES))
  const propensity = from.bytes(8).readDoubleBE()
  const [which = 0] = from.bytes(1)
  const [subject, model] = [from.bytes(ID_BYTES), from.bytes(ID_BYTES)]
  const decidedAt = toInstant(from.bytes(6).readUIntBE(0, 6))
  const [slot, rung] = [from.name(), from.name()]
  const ad = which & IS_AD ? from.ad((which & HAS_COUNTRY) > 0) : undefined
  const item = from.name()
  const contributions = from.contributions()
  if (typeof item !== 'string') return undefined
  return {
    impression,
    subject: which & HAS_SUBJECT ? formatId('sub', subject) : undefined,
    slot: slot ?? '',
    item,
    decidedAt,
    rung: rung ?? '',
    model: which & HAS_MODEL ? formatId('mod', model) : undefined,
    contributions,
    propensity: propensity > 0 ? propensity : undefined,
    level: SPECIFICITY_LEVELS[(which >> LEVEL_SHIFT) - 1],
    ad,
  }
}

/** Of many names, those that may travel as a hash: by it. */
export function longNames(names: Iterable<string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const name of names) if (isLong(name, NAME_BYTES_MAX)) found.set(hashOf(name), name)
  return found
}

/** Written for each decision, and copied at once. */
const HEAD = Buffer.alloc(PLAIN_BYTES)

function headOf({ subject, model, decidedAt, slot, rung }: DecidedFor): Buffer {
  const head = HEAD.fill(0)
  head[0] = (subject === undefined ? 0 : HAS_SUBJECT) | (model === undefined ? 0 : HAS_MODEL)
  if (subject !== undefined) head.set(idBytes('sub', subject), 1)
  if (model !== undefined) head.set(idBytes('mod', model), 1 + ID_BYTES)
  head.writeUIntBE(decidedAt, 1 + 2 * ID_BYTES, 6)
  const into = new Room(head, 1 + 2 * ID_BYTES + 6, PLAIN_BYTES)
  into.name(slot, NAME_BYTES_MAX)
  into.name(rung, NAME_BYTES_MAX)
  return head.subarray(0, into.at)
}

function idBytes(prefix: string, id: string): Uint8Array {
  const bytes = parseId(prefix, id)
  if (bytes === undefined) throw new TypeError('Cannot make a token: an id is not of our form')
  return bytes
}

const CANNOT_FIT = 'Cannot fit a decision into its token'

/** An explanation is replaced, never changed: its bytes are written once. */
const WRITTEN = new Memo<readonly ShownContribution[], Uint8Array>()

/** Empty where they are more than any token has room for. */
function bytesOf(told: readonly ShownContribution[]): Uint8Array {
  const known = WRITTEN.find(told)
  if (known !== undefined) return known
  const bytes = Buffer.alloc(PLAIN_BYTES)
  const into = new Room(bytes, 0, PLAIN_BYTES)
  const fits = into.contributions(told)
  return WRITTEN.keep(told, fits ? Uint8Array.from(bytes.subarray(0, into.at)) : NO_BYTES)
}

const NO_BYTES = new Uint8Array(0)

/** Where names are too long to fit, what speaks least goes into the rest. */
function writeContributions(into: Room, told: readonly ShownContribution[]): void {
  const written = bytesOf(told)
  if (written.length > 0 && into.put(written)) return
  const { at } = into
  let contributions = told
  while (!into.contributions(contributions)) {
    into.at = at
    contributions = withoutSmallest(contributions)
  }
}

function withoutSmallest(contributions: readonly ShownContribution[]): ShownContribution[] {
  const named = contributions.filter(({ kind }) => kind !== 'rest')
  const smallest = named.pop()
  if (smallest === undefined) throw new RangeError(CANNOT_FIT)
  if (named.length === 0) return []
  const before = contributions.find(({ kind }) => kind === 'rest')?.percent ?? 0
  const percent = smallest.percent + before
  return [...named, { kind: 'rest', id: null, percent, support: null }]
}

/** What is left of the room for a token, filled from `at` on. */
class Room {
  at: number
  readonly #bytes: Buffer
  readonly #end: number

  constructor(bytes: Buffer, at: number, end: number) {
    this.#bytes = bytes
    this.at = at
    this.#end = end
  }

  /** There is always room: it comes before everything of any length. */
  ad({ campaign, price, country }: DecidedAd): void {
    this.name(campaign, NAME_BYTES_MAX)
    this.at = this.#bytes.writeUIntBE(price, this.at, PRICE_BYTES)
    if (country !== undefined) {
      this.at += this.#bytes.write(country, this.at, COUNTRY_BYTES, 'latin1')
    }
  }

  /** False where there is no room for them. */
  put(bytes: Uint8Array): boolean {
    if (this.at + bytes.length > this.#end) return false
    this.#bytes.set(bytes, this.at)
    this.at += bytes.length
    return true
  }

  /** False where there is no room for all. */
  contributions(told: readonly ShownContribution[]): boolean {
    if (this.at >= this.#end) return false
    this.#bytes[this.at] = told.length
    this.at += 1
    return told.every((one) => this.#contribution(one))
  }

  /** False where there is no room for it. */
  name(name: string | null, bytesMax: number): boolean {
    if (name === null) return this.#mark(NONE)
    if (isLong(name, bytesMax)) {
      if (!this.#mark(HASHED) || this.at + ID_BYTES > this.#end) return false
      this.at += this.#bytes.write(hashOf(name), this.at, ID_BYTES, 'latin1')
      return true
    }
    const start = this.at + 1
    if (start > this.#end) return false
    const room = this.#end - start
    const length = this.#bytes.write(name, start, room)
    // No part of a character is written: where there is room for another one, none is missing.
    if (length > room - 4 && length < Buffer.byteLength(name)) return false
    this.#bytes[this.at] = length
    this.at = start + length
    return true
  }

  #contribution({ kind, id, percent, support }: ShownContribution): boolean {
    if (this.at + 6 > this.#end) return false
    this.#bytes[this.at] = KINDS.indexOf(kind)
    this.#bytes.writeInt8(percent, this.at + 1)
    this.#bytes.writeUInt32BE(support ?? 0, this.at + 2)
    this.at += 6
    return this.name(id, NAME_BYTES_MAX)
  }

  #mark(byte: number): boolean {
    if (this.at >= this.#end) return false
    this.#bytes[this.at] = byte
    this.at += 1
    return true
  }
}

/** Reads what was written by `writeTokens` alone, and opened. */
class Reading {
  #at = 0
  readonly #bytes: Buffer
  readonly #findName: FindName

  constructor(bytes: Buffer, findName: FindName) {
    this.#bytes = bytes
    this.#findName = findName
  }

  bytes(count: number): Buffer {
    this.#at += count
    return this.#bytes.subarray(this.#at - count, this.#at)
  }

  /** Null where there is none, undefined where it is in the catalogue no more. */
  name(): string | null | undefined {
    const [length = NONE] = this.bytes(1)
    if (length === NONE) return null
    if (length === HASHED) return this.#findName(this.bytes(ID_BYTES).toString('latin1'))
    return this.bytes(length).toString('utf8')
  }

  ad(hasCountry: boolean): DecidedAd {
    const campaign = this.name() ?? ''
    const price = this.bytes(PRICE_BYTES).readUIntBE(0, PRICE_BYTES)
    const country = hasCountry ? this.bytes(COUNTRY_BYTES).toString('latin1') : undefined
    return { campaign, price, ...(country !== undefined && { country }) }
  }

  contributions(): ShownContribution[] {
    const [count = 0] = this.bytes(1)
    return Array.from({ length: count }, () => this.#contribution())
  }

  /** A reason whose name is found no more is told as the rest. */
  #contribution(): ShownContribution {
    const head = this.bytes(6)
    const [percent, support] = [head.readInt8(1), head.readUInt32BE(2)]
    const id = this.name()
    if (id === undefined) return { kind: 'rest', id: null, percent, support: null }
    return { kind: KINDS[head[0] ?? 0] ?? 'rest', id, percent, support: support || null }
  }
}

function isLong(name: string, bytesMax: number): boolean {
  // A UTF-16 unit is at most three bytes of UTF-8.
  return 3 * name.length > bytesMax && Buffer.byteLength(name) > bytesMax
}

/** 16 bytes of SHA-256, a character a byte. */
function hashOf(name: string): string {
  return hash('sha256', name, 'binary').slice(0, ID_BYTES)
}
