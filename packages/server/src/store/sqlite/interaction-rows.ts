/**
 * What subjects did: append-only rows, each sealed, and a fold of them for each purpose that reads
 * often. A profile is the fold up to some row, and the tail since is folded on the way out, so that
 * writes never contend and reads stay short.
 */
import {
  type Instant,
  type Purpose,
  purposeBit,
  purposeMask,
  purposesIn,
  toInstant,
  VERBS,
  type Verb,
} from '@equipoise/core/values'
import type { SubjectSealer } from '../../keys/subject-keys.ts'
import type {
  CollectedInteraction,
  Interaction,
  KeptInteraction,
  ProfileItem,
  VerbSummary,
} from '../store.ts'
import { blobIn, countIn, type Database, integerIn, type Row } from './database.ts'
import { decodeJson, type Engine, encodeJson, type SubjectRow } from './engine.ts'
import { type BasedInteraction, decodeInteraction, encodeInteraction } from './interaction-form.ts'
import type { OpenSubject } from './open-subject.ts'
import type { Tail } from './person-cache.ts'

const ROW = { table: 'interactions', column: 'sealed' }
const FOLD = { table: 'profiles', column: 'sealed' }
const ID_HASH_BYTES = 16
/** Rows after which a profile is folded anew. */
const TAIL_ROWS_MAX = 64

/** Purposes whose profiles are read often enough to keep folded. */
const FOLDED_PURPOSES: readonly Purpose[] = ['site_personalization', 'model_training']

type StoredFold = readonly (readonly [
  item: string,
  verb: number,
  count: number,
  lastAt: number | null,
])[]
type Fold = Map<string, Partial<Record<Verb, VerbSummary>>>

export function insertInteraction(
  { writing, root }: Engine,
  subject: SubjectRow,
  sealer: SubjectSealer,
  seq: number,
  interaction: CollectedInteraction,
): boolean {
  const { id, purposes, basis } = interaction
  const changes = writing.run(
    `INSERT INTO interactions (subject, seq, id_hash, purposes, sealed) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (subject, id_hash) DO NOTHING`,
    subject.key,
    seq,
    idHash(root, subject, id),
    purposeMask(purposes),
    sealer.seal(ROW, encodeInteraction(interaction, basis)),
  )
  return changes > 0
}

function idHash(root: Engine['root'], subject: SubjectRow, id: string): Buffer {
  return root.keyedHash(`interaction|${subject.subject}`, id).subarray(0, ID_HASH_BYTES)
}

export function listInteractions(
  database: Database,
  subject: SubjectRow,
  sealer: SubjectSealer,
): KeptInteraction[] {
  const rows = database.all(
    'SELECT purposes, sealed FROM interactions WHERE subject = ? ORDER BY seq',
    subject.key,
  )
  return rows.map((row) => ({
    ...openInteraction(blobIn(row, 'sealed'), sealer),
    purposes: purposesIn(integerIn(row, 'purposes')),
  }))
}

function openInteraction(sealed: Uint8Array, sealer: SubjectSealer): BasedInteraction {
  return decodeInteraction(sealer.open(ROW, sealed))
}

/** Ends purposes; returns how many rows were kept for them, and the items of those deleted. */
export function endInteractions(
  database: Database,
  subject: SubjectRow,
  sealer: SubjectSealer,
  mask: number,
): { readonly touched: number; readonly gone: readonly string[] } {
  const touched = database.run(
    'UPDATE interactions SET purposes = purposes & ~? WHERE subject = ? AND purposes & ?',
    mask,
    subject.key,
    mask,
  )
  if (touched === 0) return { touched, gone: [] }
  const rows = database.all(
    'SELECT sealed FROM interactions WHERE subject = ? AND purposes = 0',
    subject.key,
  )
  database.run('DELETE FROM interactions WHERE subject = ? AND purposes = 0', subject.key)
  return { touched, gone: itemsOf(rows, sealer) }
}

/** Deletes one interaction; returns its item, undefined where there is none of that id. */
export function deleteInteraction(
  { writing, root }: Engine,
  subject: SubjectRow,
  sealer: SubjectSealer,
  id: string,
): string | undefined {
  const row = writing.get(
    'DELETE FROM interactions WHERE subject = ? AND id_hash = ? RETURNING sealed',
    subject.key,
    idHash(root, subject, id),
  )
  return row === undefined ? undefined : openInteraction(blobIn(row, 'sealed'), sealer).item
}

/** Deletes every interaction with the items; returns how many there were. */
export function deleteInteractionsWith(
  database: Database,
  subject: SubjectRow,
  sealer: SubjectSealer,
  items: ReadonlySet<string>,
): number {
  const gone = database
    .all('SELECT seq, sealed FROM interactions WHERE subject = ?', subject.key)
    .filter((row) => items.has(openInteraction(blobIn(row, 'sealed'), sealer).item))
  for (const row of gone) {
    const sql = 'DELETE FROM interactions WHERE subject = ? AND seq = ?'
    database.run(sql, subject.key, integerIn(row, 'seq'))
  }
  return gone.length
}

/** Of those items the ones that no interaction of the subject is with any more. */
export function itemsWithout(
  database: Database,
  subject: SubjectRow,
  sealer: SubjectSealer,
  items: readonly string[],
): ReadonlySet<string> {
  const without = new Set(items)
  if (without.size === 0) return without
  const rows = database.all('SELECT sealed FROM interactions WHERE subject = ?', subject.key)
  for (const item of itemsOf(rows, sealer)) without.delete(item)
  return without
}

function itemsOf(rows: readonly Row[], sealer: SubjectSealer): string[] {
  return rows.map((row) => openInteraction(blobIn(row, 'sealed'), sealer).item)
}

export function readProfile(
  database: Database,
  subject: SubjectRow,
  sealer: SubjectSealer,
  purpose: Purpose,
): readonly ProfileItem[] {
  const { fold } = foldProfile(database, subject, sealer, purpose)
  return [...fold].map(([item, verbs]) => ({ item, verbs }))
}

export interface Appending {
  readonly tail: Tail
  /** The number of the first row that was appended just now. */
  readonly begin: number
  readonly appended: readonly CollectedInteraction[]
}

/**
 * Folds anew the profiles whose tail has grown long, all at once, so that what is in memory of the
 * tail serves them all. What was appended need not be opened again.
 */
export function compactProfiles(
  database: Database,
  opened: OpenSubject,
  { tail, begin, appended }: Appending,
): void {
  tail.unfolded?.push(...appended)
  const through = tail.nextSeq - 1
  if (through - Math.min(...tail.foldedThrough) <= TAIL_ROWS_MAX) return
  for (const [index, purpose] of FOLDED_PURPOSES.entries()) {
    const fold = foldTail(database, opened, { purpose, tail, begin, appended })
    if (fold.size > 0) writeFold(database, opened, { purpose, fold, through })
    // Also where nothing is kept for it: what was looked through is not looked through again.
    tail.foldedThrough[index] = through
  }
  tail.unfolded = []
}

/** The fold as it stands, and all that came after it. */
function foldTail(
  database: Database,
  { subject, sealer }: OpenSubject,
  { purpose, tail, begin, appended }: Appending & { readonly purpose: Purpose },
): Fold {
  const known = tail.unfolded
  const { fold } =
    known === undefined
      ? foldProfile(database, subject, sealer, purpose, begin)
      : readFold(database, { subject, sealer }, purpose)
  for (const interaction of known ?? appended) {
    if (interaction.purposes.includes(purpose)) addToFold(fold, interaction)
  }
  return fold
}

/** Where a person's rows end; the numbers of rows that were taken out may come again. */
export function readTail(database: Database, subject: SubjectRow): Tail {
  const last = database.get('SELECT max(seq) AS n FROM interactions WHERE subject = ?', subject.key)
  const foldedThrough = FOLDED_PURPOSES.map((purpose) => foldedTo(database, subject, purpose))
  const ends = [subject.interactionSeq - 1, last?.['n'] === null ? -1 : countIn(last)]
  const nextSeq = Math.max(...ends, ...foldedThrough) + 1
  const isFolded = foldedThrough.every((through) => through === nextSeq - 1)
  return { nextSeq, foldedThrough, unfolded: isFolded ? [] : undefined }
}

function foldedTo(database: Database, subject: SubjectRow, purpose: Purpose): number {
  const row = database.get(
    'SELECT through_seq FROM profiles WHERE subject = ? AND purpose = ?',
    subject.key,
    purposeBit(purpose),
  )
  return row === undefined ? -1 : integerIn(row, 'through_seq')
}

/** After rows were taken out, a fold that held them is made anew from those that are left. */
export function refoldProfiles(
  database: Database,
  subject: SubjectRow,
  sealer: SubjectSealer,
): void {
  const folded = database.all('SELECT purpose FROM profiles WHERE subject = ?', subject.key)
  database.run('DELETE FROM profiles WHERE subject = ?', subject.key)
  for (const row of folded) {
    const [purpose] = purposesIn(integerIn(row, 'purpose'))
    if (purpose === undefined) continue
    const { fold, tail, through } = foldProfile(database, subject, sealer, purpose)
    if (tail > TAIL_ROWS_MAX) writeFold(database, { subject, sealer }, { purpose, fold, through })
  }
}

/** @param before only rows before that one are counted. */
function foldProfile(
  database: Database,
  subject: SubjectRow,
  sealer: SubjectSealer,
  purpose: Purpose,
  before: number = Number.MAX_SAFE_INTEGER,
): { readonly fold: Fold; readonly tail: number; readonly through: number } {
  const bit = purposeBit(purpose)
  const { fold, after } = readFold(database, { subject, sealer }, purpose)
  const rows = database.all(
    `SELECT seq, sealed FROM interactions
     WHERE subject = ? AND seq > ? AND seq < ? AND purposes & ? ORDER BY seq`,
    subject.key,
    after,
    before,
    bit,
  )
  for (const row of rows) addToFold(fold, openInteraction(blobIn(row, 'sealed'), sealer))
  const last = rows.at(-1)
  return { fold, tail: rows.length, through: last === undefined ? after : integerIn(last, 'seq') }
}

/** The fold as it was written last, and up to which row it goes. */
function readFold(
  database: Database,
  { subject, sealer }: OpenSubject,
  purpose: Purpose,
): { readonly fold: Fold; readonly after: number } {
  const snapshot = database.get(
    'SELECT through_seq, sealed FROM profiles WHERE subject = ? AND purpose = ?',
    subject.key,
    purposeBit(purpose),
  )
  if (snapshot === undefined) return { fold: new Map(), after: -1 }
  const fold = openFold(sealer.open(FOLD, blobIn(snapshot, 'sealed')))
  return { fold, after: integerIn(snapshot, 'through_seq') }
}

function addToFold(fold: Fold, { item, verb, at }: Omit<Interaction, 'id'>): void {
  const verbs = fold.get(item) ?? {}
  const before = verbs[verb]
  verbs[verb] = { count: (before?.count ?? 0) + 1, lastAt: later(before?.lastAt, at) }
  fold.set(item, verbs)
}

function later(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return a > b ? a : b
}

interface Folded {
  readonly purpose: Purpose
  readonly fold: Fold
  readonly through: number
}

function writeFold(
  database: Database,
  { subject, sealer }: OpenSubject,
  { purpose, fold, through }: Folded,
): void {
  const stored: StoredFold = [...fold].flatMap(([item, verbs]) =>
    VERBS.flatMap((verb, index) => {
      const summary = verbs[verb]
      return summary ? [[item, index, summary.count, summary.lastAt ?? null] as const] : []
    }),
  )
  database.run(
    `INSERT INTO profiles (subject, purpose, through_seq, sealed) VALUES (?, ?, ?, ?)
     ON CONFLICT (subject, purpose)
     DO UPDATE SET through_seq = excluded.through_seq, sealed = excluded.sealed`,
    subject.key,
    purposeBit(purpose),
    through,
    sealer.seal(FOLD, encodeJson(stored)),
  )
}

function openFold(bytes: Uint8Array): Fold {
  const fold: Fold = new Map()
  for (const [item, index, count, lastAt] of decodeJson<StoredFold>(bytes)) {
    const verb = VERBS[index]
    if (verb === undefined) continue
    const verbs = fold.get(item) ?? {}
    verbs[verb] = { count, lastAt: lastAt === null ? undefined : toInstant(lastAt) }
    fold.set(item, verbs)
  }
  return fold
}
