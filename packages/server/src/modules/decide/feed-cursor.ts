/**
 * Where a feed goes on. A cursor holds what the page has been given, as short fingerprints, so that
 * nothing comes twice and nothing is lost, however the order changes between two pages; since when
 * the feed is read, so that what is published meanwhile does not push in; and how far the last ad
 * is away. It is kept nowhere here, and says nothing that the page was not given.
 *
 * Form: base64url of a version (1 byte), an instant in ms (6), items since the last ad (1), and 8
 * bytes of SHA-256 an entry, in the order in which they were given.
 */
import { createHash } from 'node:crypto'
import { DAY_MS, type Instant, toInstant } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { Catalogue } from '../catalogue/index.ts'

/** A feed ends after so many entries, and begins anew. */
export const FEED_ENTRIES_MAX = 1_000
const VERSION = 1
const HEAD_BYTES = 8
const PRINT_BYTES = 8
const SINCE_MAX = 255
/** How long a feed may be read on: later it begins anew. */
const LIFETIME_MS = DAY_MS

export const CURSOR_LENGTH_MAX: number = Math.ceil(
  ((HEAD_BYTES + FEED_ENTRIES_MAX * PRINT_BYTES) / 3) * 4,
)

export interface FeedPlace {
  readonly asOf: Instant
  readonly since: number
  /** Fingerprints, the last entry last. */
  readonly given: readonly string[]
}

export function formatFeedCursor({ asOf, since, given }: FeedPlace): string {
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeUInt8(VERSION)
  head.writeUIntBE(asOf, 1, 6)
  head.writeUInt8(Math.min(since, SINCE_MAX), HEAD_BYTES - 1)
  return Buffer.concat([head, Buffer.from(given.join(''), 'latin1')]).toString('base64url')
}

/** @throws EquipoiseError `invalid_request` where it is not one of ours, or too old. */
export function parseFeedCursor(text: string, now: Instant): FeedPlace {
  const bytes = Buffer.from(text, 'base64url')
  const rest = bytes.length - HEAD_BYTES
  const isWhole = rest >= 0 && rest % PRINT_BYTES === 0 && rest <= FEED_ENTRIES_MAX * PRINT_BYTES
  if (!isWhole || bytes[0] !== VERSION || bytes.toString('base64url') !== text) throw unreadable()
  const asOf = bytes.readUIntBE(1, 6)
  if (asOf > now || asOf < now - LIFETIME_MS) throw unreadable()
  const prints = bytes.toString('latin1', HEAD_BYTES)
  const given = Array.from({ length: rest / PRINT_BYTES }, (_, at) =>
    prints.slice(at * PRINT_BYTES, (at + 1) * PRINT_BYTES),
  )
  return { asOf: toInstant(asOf), since: bytes.readUInt8(HEAD_BYTES - 1), given }
}

/** Eight bytes as a text of eight characters. */
export function fingerprintOf(id: string): string {
  return createHash('sha256').update(id).digest().toString('latin1', 0, PRINT_BYTES)
}

interface Fingerprints {
  readonly ofItem: ReadonlyMap<string, string>
  readonly itemOf: ReadonlyMap<string, string>
}

/** Made once a catalogue, and anew after a change of it. */
const MADE = new WeakMap<object, Fingerprints>()

export function fingerprintsOf(catalogue: Catalogue): Fingerprints {
  const entries = catalogue.entries()
  const known = MADE.get(entries)
  if (known !== undefined) return known
  const pairs = entries.map(({ id }) => [id, fingerprintOf(id)] as const)
  const made = { ofItem: new Map(pairs), itemOf: new Map(pairs.map(([id, print]) => [print, id])) }
  MADE.set(entries, made)
  return made
}

function unreadable(): EquipoiseError {
  return new EquipoiseError(
    'invalid_request',
    'Cannot go on with the feed: want the "next" of an answer at most a day old',
  )
}
