/**
 * What subjects did: append-only rows, each sealed, and a fold of them for each purpose that reads
 * often. A profile is the fold up to some row; the rows since, and what has arrived after them, are
 * folded on the way out, so that writes never contend and reads stay short.
 */
import {
  type Instant,
  type Purpose,
  purposeBit,
  purposeMask,
  purposesIn,
  type SubjectId,
  toInstant,
  VERBS,
  type Verb,
} from '@equipoise/core/values'
import type { SubjectSealer } from '../../keys/subject-keys.ts'
import type {
  CollectedInteraction,
  Interaction,
  KeptInteraction,
  Page,
  Paged,
  ProfileItem,
  VerbSummary,
} from '../store.ts'
import type { Arrival, Intake } from './arrivals.ts'
import { blobIn, type Database, integerIn, type Row } from './database.ts'
import { decodeJson, type Engine, encodeJson, type SubjectKey } from './engine.ts'
import {
  type BasedInteraction,
  decodeBare,
  decodeInteraction,
  encodeInteraction,
} from './interaction-form.ts'
import type { KeyedSubject, OpenSubject } from './open-subject.ts'
import { beforeOf, limitOf } from './paged.ts'

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

/**
 * Takes an interaction in after the others of its person; false where one of that id is kept.
 */
export function arrive(
  intake: Intake,
  root: Engine['root'],
  { subject, sealer }: OpenSubject,
  interaction: CollectedInteraction,
): boolean {
  const { id, item, verb, at, basis } = interaction
  const mask = purposeMask(interaction.purposes)
  return intake.add(subject, {
    hash: idHash(root, subject, id),
    purposes: mask,
    kept: { id, item, verb, at, basis, purposes: purposesOf(mask) },
    seal: () => sealer.seal(ROW, encodeInteraction(interaction, basis)),
  })
}

const PURPOSES_OF = new Map<number, readonly Purpose[]>()

/** One list for each set of purposes, however many interactions are kept for it. */
function purposesOf(mask: number): readonly Purpose[] {
  const known = PURPOSES_OF.get(mask) ?? purposesIn(mask)
  PURPOSES_OF.set(mask, known)
  return known
}

function idHash(root: Engine['root'], subject: SubjectKey, id: string): Buffer {
  return root.keyedHash(`interaction|${subject.subject}`, id).subarray(0, ID_HASH_BYTES)
}

/** In the order of their coming. */
export function listInteractions(
  { database, arrivals }: InteractionSource,
  { subject, sealer }: OpenSubject,
): KeptInteraction[] {
  const rows = database.all(
    'SELECT purposes, sealed FROM interactions WHERE subject = ? ORDER BY seq',
    subject.key,
  )
  const kept = rows.map((row) => ({
    ...openInteraction(blobIn(row, 'sealed'), sealer),
    purposes: purposesIn(integerIn(row, 'purposes')),
  }))
  return [...kept, ...arrivals(subject.subject).map((arrival) => arrival.kept)]
}

/** The latest that came first: what has arrived, then the rows. */
export function pageInteractions(
  { database, arrivals }: InteractionSource,
  { subject, sealer }: OpenSubject,
  page: Page,
): Paged<KeptInteraction> {
  const before = beforeOf(page)
  const arrived = arrivals(subject.subject)
    .filter(({ seq }) => seq < before)
    .slice(-limitOf(page))
    .toReversed()
    .map(({ seq, kept }) => ({ seq, open: () => kept }))
  const rows = database.all(
    `SELECT seq, purposes, sealed FROM interactions WHERE subject = ? AND seq < ?
     ORDER BY seq DESC LIMIT ?`,
    subject.key,
    arrived.at(-1)?.seq ?? before,
    limitOf(page) - arrived.length,
  )
  const others = rows.map((row) => ({
    seq: integerIn(row, 'seq'),
    open: () => ({
      ...openInteraction(blobIn(row, 'sealed'), sealer),
      purposes: purposesIn(integerIn(row, 'purposes')),
    }),
  }))
  const all = [...arrived, ...others]
  const wanted = all.slice(0, page.count)
  const next = all.length > page.count ? wanted.at(-1)?.seq : undefined
  return { entries: wanted.map(({ open }) => open()), next }
}

/** Where a person's interactions are read: the rows, and what came after them. */
export interface InteractionSource {
  readonly database: Database
  readonly arrivals: (subject: SubjectId) => readonly Arrival[]
}

/** Of a reader: what is committed; of a writer: what its transaction would commit. */
export function interactionSource(engine: Engine, database: Database): InteractionSource {
  const seen = database === engine.writing ? 'under way' : 'committed'
  return { database, arrivals: (subject) => engine.arrivals.list(subject, seen) }
}

function openInteraction(sealed: Uint8Array, sealer: SubjectSealer): BasedInteraction {
  return decodeInteraction(sealer.open(ROW, sealed))
}

function openBare(sealed: Uint8Array, sealer: SubjectSealer): Interaction {
  return decodeBare(sealer.open(ROW, sealed))
}

/** Ends purposes; returns how many rows were kept for them, and the items of those deleted. */
export function endInteractions(
  database: Database,
  { subject, sealer }: OpenSubject,
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
  { subject, sealer }: OpenSubject,
  id: string,
): string | undefined {
  const row = writing.get(
    'DELETE FROM interactions WHERE subject = ? AND id_hash = ? RETURNING sealed',
    subject.key,
    idHash(root, subject, id),
  )
  return row === undefined ? undefined : openBare(blobIn(row, 'sealed'), sealer).item
}

/** Deletes every interaction with the items; returns how many there were. */
export function deleteInteractionsWith(
  database: Database,
  { subject, sealer }: OpenSubject,
  items: ReadonlySet<string>,
): number {
  const gone = database
    .all('SELECT seq, sealed FROM interactions WHERE subject = ?', subject.key)
    .filter((row) => items.has(openBare(blobIn(row, 'sealed'), sealer).item))
  for (const row of gone) {
    const sql = 'DELETE FROM interactions WHERE subject = ? AND seq = ?'
    database.run(sql, subject.key, integerIn(row, 'seq'))
  }
  return gone.length
}

/** Of those items the ones that no interaction of the subject is with any more. */
export function itemsWithout(
  database: Database,
  { subject, sealer }: OpenSubject,
  items: readonly string[],
): ReadonlySet<string> {
  const without = new Set(items)
  if (without.size === 0) return without
  const rows = database.all('SELECT sealed FROM interactions WHERE subject = ?', subject.key)
  for (const item of itemsOf(rows, sealer)) without.delete(item)
  return without
}

function itemsOf(rows: readonly Row[], sealer: SubjectSealer): string[] {
  return rows.map((row) => openBare(blobIn(row, 'sealed'), sealer).item)
}

export function readProfile(
  { database, arrivals }: InteractionSource,
  { subject, sealer }: OpenSubject,
  purpose: Purpose,
): readonly ProfileItem[] {
  const [folded] = foldRows(database, { subject, sealer }, [purpose])
  const fold: Fold = folded?.fold ?? new Map()
  for (const { kept } of arrivals(subject.subject)) {
    if (kept.purposes.includes(purpose)) addToFold(fold, kept)
  }
  return [...fold].map(([item, verbs]) => ({ item, verbs }))
}

/**
 * Folds anew the profiles whose tail grows long with what is about to be moved, which is folded
 * from memory: it need not be opened. Returns how many rows were opened for it.
 */
export function compactProfiles(
  database: Database,
  { subject, sealer }: KeyedSubject,
  moving: readonly Arrival[],
): number {
  const [first, last] = [moving[0]?.seq ?? 0, moving.at(-1)?.seq ?? 0]
  const folded = foldedTo(database, subject)
  const long = FOLDED_PURPOSES.filter((purpose) => {
    const through = folded.get(purposeBit(purpose)) ?? -1
    // Where all that is to be folded is in memory, it is not left to be opened later.
    const isAllHere = through === first - 1 && moving.length > TAIL_ROWS_MAX / 2
    return isAllHere || last - through > TAIL_ROWS_MAX
  })
  if (long.length === 0) return 0
  const folds = foldRows(database, { subject, sealer }, long, first)
  for (const { purpose, fold } of folds) {
    for (const { kept } of moving) {
      if (kept.purposes.includes(purpose)) addToFold(fold, kept)
    }
    // Also where it is empty: what was looked through is not looked through again.
    writeFold(database, { subject, sealer }, { purpose, fold, through: last })
  }
  return Math.max(...folds.map(({ tail }) => tail))
}

/** Up to which row each purpose is folded, by its bit. */
function foldedTo(database: Database, { key }: SubjectKey): ReadonlyMap<number, number> {
  const rows = database.all('SELECT purpose, through_seq FROM profiles WHERE subject = ?', key)
  return new Map(rows.map((row) => [integerIn(row, 'purpose'), integerIn(row, 'through_seq')]))
}

/** After rows were taken out, a fold that held them is made anew from those that are left. */
export function refoldProfiles(database: Database, { subject, sealer }: OpenSubject): void {
  const folded = [...foldedTo(database, subject).keys()].flatMap(purposesIn)
  database.run('DELETE FROM profiles WHERE subject = ?', subject.key)
  for (const { tail, ...made } of foldRows(database, { subject, sealer }, folded)) {
    if (tail > TAIL_ROWS_MAX) writeFold(database, { subject, sealer }, made)
  }
}

interface Folded {
  readonly purpose: Purpose
  readonly fold: Fold
  readonly through: number
}

/**
 * The folds that are kept, with the rows since: each row is opened once, for all of them.
 *
 * @param before only rows before that one are counted.
 */
function foldRows(
  database: Database,
  { subject, sealer }: KeyedSubject,
  purposes: readonly Purpose[],
  before: number = Number.MAX_SAFE_INTEGER,
): readonly (Folded & { readonly tail: number })[] {
  const folds = purposes.map((purpose) => openProfile(database, { subject, sealer }, purpose))
  const rows = database.all(
    `SELECT seq, purposes, sealed FROM interactions
     WHERE subject = ? AND seq > ? AND seq < ? AND purposes & ? ORDER BY seq`,
    subject.key,
    Math.min(...folds.map(({ through }) => through)),
    before,
    purposeMask(purposes),
  )
  for (const row of rows) {
    const [seq, mask] = [integerIn(row, 'seq'), integerIn(row, 'purposes')]
    const taking = folds.filter(({ bit, through }) => seq > through && (mask & bit) !== 0)
    if (taking.length === 0) continue
    const interaction = openBare(blobIn(row, 'sealed'), sealer)
    for (const one of taking) {
      addToFold(one.fold, interaction)
      one.through = seq
      one.tail += 1
    }
  }
  return folds
}

function openProfile(database: Database, { subject, sealer }: KeyedSubject, purpose: Purpose) {
  const bit = purposeBit(purpose)
  const row = database.get(
    'SELECT through_seq, sealed FROM profiles WHERE subject = ? AND purpose = ?',
    subject.key,
    bit,
  )
  const fold: Fold =
    row === undefined ? new Map() : openFold(sealer.open(FOLD, blobIn(row, 'sealed')))
  const through = row === undefined ? -1 : integerIn(row, 'through_seq')
  return { purpose, bit, fold, through, tail: 0 }
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

function writeFold(
  database: Database,
  { subject, sealer }: KeyedSubject,
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
