/**
 * What subjects did: rows of one or more interactions, sealed together, and a fold of them for each
 * purpose that reads often. A profile is the fold up to some row; the rows since, and what has
 * arrived after them, are folded on the way out, so that writes never contend and reads stay short.
 *
 * Which purposes each of a row's interactions is kept for stands with it, sealed; beside the row
 * stand the bits of all of them, so that rows of no interest are not opened. A row of an earlier
 * version is of one, and those bits are its own.
 */
import {
  type Instant,
  PURPOSES,
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
import { blobIn, countIn, type Database, integerIn, type Row } from './database.ts'
import { decodeJson, type Engine, encodeJson, type SubjectKey } from './engine.ts'
import {
  decodeInteractions,
  InteractionsDraft,
  type MaskedInteraction,
} from './interaction-form.ts'
import { HASH_BYTES } from './known-ids.ts'
import type { KeyedSubject, OpenSubject } from './open-subject.ts'
import { beforeOf, limitOf } from './paged.ts'

const ROW = { table: 'interactions', column: 'sealed' }
const FOLD = { table: 'profiles', column: 'sealed' }
const ALL_PURPOSES = purposeMask(PURPOSES)
/** So that what is opened to read or to change one stays small. */
const SEALED_TOGETHER_MAX = 64
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

/** Takes in what a person did after their others; returns how many were no duplicates. */
export function arrive(
  intake: Intake,
  root: Engine['root'],
  subject: SubjectKey,
  interactions: readonly CollectedInteraction[],
): number {
  const kind = hashKind(subject)
  const arriving = interactions.map((interaction) => ({
    hash: hashOf(root, kind, interaction.id),
    interaction,
    purposes: purposeMask(interaction.purposes),
  }))
  return intake.add(subject, arriving)
}

function hashKind({ subject }: SubjectKey): string {
  return `interaction|${subject}`
}

/** The keyed hash of an id, a character a byte. */
function hashOf(root: Engine['root'], kind: string, id: string): string {
  return root.keyedHashText(kind, id).slice(0, HASH_BYTES)
}

/** Writes interactions after the others of their person, so many sealed together. */
export function placeArrivals(
  database: Database,
  { subject, sealer }: KeyedSubject,
  arrivals: readonly (MaskedInteraction & Pick<Arrival, 'seq' | 'hash'>)[],
): void {
  for (let at = 0; at < arrivals.length; at += SEALED_TOGETHER_MAX) {
    const together = arrivals.slice(at, at + SEALED_TOGETHER_MAX)
    database.run(
      `INSERT INTO interactions (subject, seq, id_hashes, purposes, sealed)
       VALUES (?, ?, ?, ?, ?)`,
      subject.key,
      together[0]?.seq ?? 0,
      Buffer.from(together.map(({ hash }) => hash).join(''), 'latin1'),
      maskOf(together),
      sealMany(sealer, together),
    )
  }
}

/** As `placeArrivals`, of what a process left: what is there already is left out. */
export function placeLeft(
  { writing, root }: Pick<Engine, 'writing' | 'root'>,
  { subject, sealer }: KeyedSubject,
  left: readonly MaskedInteraction[],
): void {
  const rows = rowsOf(writing, subject)
  const known = new Set(rows.flatMap(hashesIn))
  let seq = lastSeqIn(rows.at(-1))
  const kind = hashKind(subject)
  const arrivals = left.flatMap((one) => {
    const hash = hashOf(root, kind, one.interaction.id)
    if (known.has(hash)) return []
    known.add(hash)
    seq += 1
    return [{ ...one, hash, seq }]
  })
  placeArrivals(writing, { subject, sealer }, arrivals)
}

const draft = new InteractionsDraft()

function sealMany(sealer: SubjectSealer, many: readonly MaskedInteraction[]): Uint8Array {
  draft.beginMany()
  for (const { interaction, purposes } of many) draft.add(interaction, purposes)
  return draft.seal((bytes) => sealer.seal(ROW, bytes))
}

function maskOf(many: readonly { readonly purposes: number }[]): number {
  return many.reduce((mask, { purposes }) => mask | purposes, 0)
}

/** The rows of a person, in order; of some purposes alone, where a mask is given. */
function rowsOf(database: Database, { key }: SubjectKey, mask: number = ALL_PURPOSES): Row[] {
  return database.all(
    `SELECT seq, id_hashes, purposes, sealed FROM interactions
     WHERE subject = ? AND purposes & ? ORDER BY seq`,
    key,
    mask,
  )
}

function hashesIn(row: Row): string[] {
  const bytes = Buffer.from(blobIn(row, 'id_hashes')).toString('latin1')
  const count = bytes.length / HASH_BYTES
  return Array.from({ length: count }, (_, n) => bytes.slice(n * HASH_BYTES, (n + 1) * HASH_BYTES))
}

function lastSeqIn(row: Row | undefined): number {
  if (!row) return -1
  return integerIn(row, 'seq') + blobIn(row, 'id_hashes').length / HASH_BYTES - 1
}

/** @param based false leaves out what the decisions rested on. */
function openRow(row: Row, sealer: SubjectSealer, based: boolean): readonly MaskedInteraction[] {
  const bytes = sealer.open(ROW, blobIn(row, 'sealed'))
  return decodeInteractions(bytes, integerIn(row, 'purposes'), based)
}

/** Seals anew what is left of a row; deletes it where nothing is. */
function replaceRow(
  database: Database,
  { subject, sealer }: KeyedSubject,
  row: Row,
  left: readonly (MaskedInteraction & { readonly hash: string })[],
): void {
  const seq = integerIn(row, 'seq')
  if (left.length === 0) {
    database.run('DELETE FROM interactions WHERE subject = ? AND seq = ?', subject.key, seq)
    return
  }
  database.run(
    `UPDATE interactions SET id_hashes = ?, purposes = ?, sealed = ?
     WHERE subject = ? AND seq = ?`,
    Buffer.from(left.map(({ hash }) => hash).join(''), 'latin1'),
    maskOf(left),
    sealMany(sealer, left),
    subject.key,
    seq,
  )
}

/** What a row holds, each with the hash of its id. */
function openHashed(row: Row, sealer: SubjectSealer) {
  const hashes = hashesIn(row)
  return openRow(row, sealer, true).map((one, n) => ({ ...one, hash: hashes[n] ?? '' }))
}

/** In the order of their coming. */
export function listInteractions(
  { database, arrivals }: InteractionSource,
  { subject, sealer }: OpenSubject,
): KeptInteraction[] {
  const placed = rowsOf(database, subject).flatMap((row) => openRow(row, sealer, true))
  return [...placed, ...arrivals(subject.subject)].map(keptOf)
}

/** How many interactions of a person are in the table. */
export function countInteractions(database: Database, { key }: SubjectKey): number {
  const sql = `SELECT coalesce(sum(length(id_hashes)), 0) / ${HASH_BYTES} AS n FROM interactions
    WHERE subject = ?`
  return countIn(database.get(sql, key))
}

/** The latest that came first: what has arrived, then the rows. A removal may show one twice. */
export function pageInteractions(
  { database, arrivals }: InteractionSource,
  { subject, sealer }: OpenSubject,
  page: Page,
): Paged<KeptInteraction> {
  const before = beforeOf(page)
  const found: Placed[] = arrivals(subject.subject)
    .filter(({ seq }) => seq < before)
    .slice(-limitOf(page))
    .toReversed()
  const rows = database.all(
    `SELECT seq, id_hashes, purposes, sealed FROM interactions WHERE subject = ? AND seq < ?
     ORDER BY seq DESC LIMIT ?`,
    subject.key,
    found.at(-1)?.seq ?? before,
    limitOf(page) - found.length,
  )
  for (const row of rows) {
    if (found.length >= limitOf(page)) break
    const first = integerIn(row, 'seq')
    const inOrder = openRow(row, sealer, true).map((one, n) => ({ ...one, seq: first + n }))
    found.push(...inOrder.filter(({ seq }) => seq < before).toReversed())
  }
  const wanted = found.slice(0, page.count)
  const next = found.length > page.count ? wanted.at(-1)?.seq : undefined
  return { entries: wanted.map(keptOf), next }
}

/** seq: where it stands among the others. It falls by one where one before it in a row goes. */
type Placed = MaskedInteraction & { readonly seq: number }

function keptOf({ interaction, purposes }: MaskedInteraction): KeptInteraction {
  const { id, item, verb, at, basis } = interaction
  return { id, item, verb, at, basis, purposes: purposesIn(purposes) }
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

/** Ends purposes; returns how many were kept for them, and the items of those deleted. */
export function endInteractions(
  database: Database,
  { subject, sealer }: OpenSubject,
  mask: number,
): { readonly touched: number; readonly gone: readonly string[] } {
  let touched = 0
  const gone: string[] = []
  for (const row of rowsOf(database, subject, mask)) {
    const all = openHashed(row, sealer)
    const after = all.map((one) => ({ ...one, purposes: one.purposes & ~mask }))
    touched += all.filter(({ purposes }) => (purposes & mask) !== 0).length
    gone.push(...after.flatMap((one) => (one.purposes === 0 ? [one.interaction.item] : [])))
    const left = after.filter(({ purposes }) => purposes !== 0)
    replaceRow(database, { subject, sealer }, row, left)
  }
  if (touched > 0) countRemoval(database, subject)
  return { touched, gone }
}

/** Deletes one interaction; returns its item, undefined where there is none of that id. */
export function deleteInteraction(
  { writing, root }: Engine,
  { subject, sealer }: OpenSubject,
  id: string,
): string | undefined {
  const hash = hashOf(root, hashKind(subject), id)
  const rows = writing.all(
    `SELECT seq, id_hashes, purposes, sealed FROM interactions
     WHERE subject = ? AND instr(id_hashes, ?) > 0`,
    subject.key,
    Buffer.from(hash, 'latin1'),
  )
  for (const row of rows) {
    const all = openHashed(row, sealer)
    const gone = all.find((one) => one.hash === hash)
    if (!gone) continue
    const left = all.filter((one) => one !== gone)
    replaceRow(writing, { subject, sealer }, row, left)
    countRemoval(writing, subject)
    return gone.interaction.item
  }
  return undefined
}

/** Deletes every interaction with the items; returns how many there were. */
export function deleteInteractionsWith(
  database: Database,
  { subject, sealer }: OpenSubject,
  items: ReadonlySet<string>,
): number {
  let gone = 0
  for (const row of rowsOf(database, subject)) {
    const all = openHashed(row, sealer)
    const left = all.filter(({ interaction }) => !items.has(interaction.item))
    if (left.length === all.length) continue
    gone += all.length - left.length
    replaceRow(database, { subject, sealer }, row, left)
  }
  if (gone > 0) countRemoval(database, subject)
  return gone
}

/** Of those items the ones that no interaction of the subject is with any more. */
export function itemsWithout(
  database: Database,
  { subject, sealer }: OpenSubject,
  items: readonly string[],
): ReadonlySet<string> {
  const without = new Set(items)
  if (without.size === 0) return without
  for (const row of rowsOf(database, subject)) {
    for (const { interaction } of openRow(row, sealer, false)) without.delete(interaction.item)
  }
  return without
}

/** The number of the last of a person's interactions; -1 where there is none. */
export function lastSeq(
  { database, arrivals }: InteractionSource,
  { subject, key }: SubjectKey,
): number {
  const arrived = arrivals(subject).at(-1)
  if (arrived) return arrived.seq
  const row = database.get(
    `SELECT seq + length(id_hashes) / ${HASH_BYTES} - 1 AS n FROM interactions
     WHERE subject = ? ORDER BY seq DESC LIMIT 1`,
    key,
  )
  return row === undefined ? -1 : integerIn(row, 'n')
}

/**
 * Names what is kept of a person's interactions (`ProfileReader.readProgress`).
 *
 * @param placed the number of the last that is in its place, where that is known.
 */
export function progressOf(
  source: InteractionSource,
  row: SubjectKey & { readonly removals: number },
  placed?: number,
): string {
  const arrived = source.arrivals(row.subject).at(-1)?.seq
  return `${arrived ?? placed ?? lastSeq(source, row)}/${row.removals}`
}

/** Counts that something was taken out: a number may then come to stand for another one. */
function countRemoval(database: Database, { key }: SubjectKey): void {
  database.run('UPDATE subjects SET interaction_seq = interaction_seq + 1 WHERE subject = ?', key)
}

export function readProfile(
  { database, arrivals }: InteractionSource,
  { subject, sealer }: OpenSubject,
  purpose: Purpose,
): readonly ProfileItem[] {
  const [folded] = foldRows(database, { subject, sealer }, [purpose])
  const fold: Fold = folded?.fold ?? new Map()
  const bit = purposeBit(purpose)
  for (const { interaction, purposes } of arrivals(subject.subject)) {
    if ((purposes & bit) !== 0) addToFold(fold, interaction)
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
  for (const { purpose, bit, fold } of folds) {
    for (const { interaction, purposes } of moving) {
      if ((purposes & bit) !== 0) addToFold(fold, interaction)
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
  readonly bit: number
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
    `SELECT seq, id_hashes, purposes, sealed FROM interactions
     WHERE subject = ? AND seq > ? AND seq < ? AND purposes & ? ORDER BY seq`,
    subject.key,
    // A fold ends where a row does.
    Math.min(...folds.map(({ through }) => through)),
    before,
    purposeMask(purposes),
  )
  for (const row of rows) {
    const [seq, mask] = [integerIn(row, 'seq'), integerIn(row, 'purposes')]
    const taking = folds.filter(({ bit, through }) => seq > through && (mask & bit) !== 0)
    if (taking.length === 0) continue
    const many = openRow(row, sealer, false)
    for (const one of taking) {
      for (const { interaction, purposes: kept } of many) {
        if ((kept & one.bit) !== 0) addToFold(one.fold, interaction)
      }
      one.through = lastSeqIn(row)
      one.tail += many.length
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
  { purpose, fold, through }: Omit<Folded, 'bit'>,
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
