/**
 * What a person said: a fold of their consent records up to some leaf, sealed, and the records
 * since, which are folded on the way out. So one more record costs the same however many there are,
 * and so does asking what stands.
 *
 * Each record since is held to its leaf's commitment, and as many have to be there as the revision
 * counts. What the fold holds is not opened again: whether those rows are whole, listing them and
 * verifying the ledger tell.
 */
import {
  type ConsentFold,
  type ConsentRecord,
  EMPTY_FOLD,
  foldRecord,
  parseConsentLeaf,
} from '@equipoise/core/consent'
import { encodeRecord, opens } from '@equipoise/core/ledger'
import { EquipoiseError } from '../../errors.ts'
import { SealError } from '../../keys/seal.ts'
import { textOfBytes } from '../../keys/subject-keys.ts'
import type { Page, Paged } from '../store.ts'
import { blobIn, type Database, integerIn, type Row } from './database.ts'
import { decodeJson, encodeJson } from './engine.ts'
import { hmacSha256, listActs, type OpenedAct, openAct, openActsBefore } from './ledger-rows.ts'
import type { OpenSubject } from './open-subject.ts'

const PLACE = { table: 'consent_folds', column: 'sealed' }
const MARK_PLACE = { table: 'consent_marks', column: 'sealed' }
/** Records after which a person is folded anew. */
const TAIL_RECORDS_MAX = 16

interface StoredFold {
  readonly through: number
  readonly fold: ConsentFold
}

interface Read {
  readonly fold: ConsentFold
  /** The last leaf in it; -1 for none. */
  readonly through: number
  /** How many records were folded to read it. */
  readonly tail: number
}

/** Nothing can be relied on where a record was altered, lost, or put in another's place. */
export function readConsentFold(
  database: Database,
  opened: OpenSubject,
): ConsentFold | 'unverifiable' {
  const read = readFold(database, opened)
  return read === undefined ? 'unverifiable' : read.fold
}

/** Folds anew what has grown long. Called with each record that is appended. */
export function compactConsent(database: Database, opened: OpenSubject): void {
  const read = readFold(database, opened)
  if (read === undefined || read.tail < TAIL_RECORDS_MAX) return
  const { fold, through } = read
  const { subject, sealer } = opened
  const stored = encodeJson({ through, fold } satisfies StoredFold)
  database.run(
    `INSERT INTO consent_folds (subject, sealed) VALUES (?, ?)
     ON CONFLICT (subject) DO UPDATE SET sealed = excluded.sealed`,
    subject.key,
    sealer.seal(PLACE, stored),
  )
  database.run(
    'INSERT INTO consent_marks (subject, revision, sealed) VALUES (?, ?, ?)',
    subject.key,
    fold.count,
    sealer.seal(MARK_PLACE, stored),
  )
}

/**
 * What stood after so many records, for each number asked: from the mark before it, or from where
 * the one before it ended, whichever is nearer.
 *
 * @throws EquipoiseError `ledger_broken` where what it takes was altered or lost.
 */
export function readConsentAt(
  database: Database,
  opened: OpenSubject,
  revisions: readonly number[],
): ReadonlyMap<number, ConsentFold> {
  const found = new Map<number, ConsentFold>()
  let reached = UNFOLDED
  for (const revision of [...new Set(revisions)].toSorted((a, b) => a - b)) {
    const read = whereOpen(() => {
      const mark = findMark(database, opened, revision)
      const from = mark !== undefined && mark.fold.count > reached.fold.count ? mark : reached
      return foldUpTo(database, opened, { from, revision })
    })
    if (read === undefined) throw broken()
    reached = read
    found.set(revision, read.fold)
  }
  return found
}

/** The nearest one that is not past that many records. */
function findMark(
  database: Database,
  { subject, sealer }: OpenSubject,
  revision: number,
): StoredFold | undefined {
  const row = database.get(
    `SELECT revision, sealed FROM consent_marks WHERE subject = ? AND revision <= ?
     ORDER BY revision DESC LIMIT 1`,
    subject.key,
    revision,
  )
  if (row === undefined) return undefined
  const mark = decodeJson<StoredFold>(sealer.open(MARK_PLACE, blobIn(row, 'sealed')))
  // A mark of another number was put there by somebody else.
  return mark.fold.count === integerIn(row, 'revision') ? mark : undefined
}

function foldUpTo(
  database: Database,
  opened: OpenSubject,
  { from, revision }: { readonly from: StoredFold; readonly revision: number },
): Read | undefined {
  const wanted = revision - from.fold.count
  const rows = database.all(`${ACTS_SINCE} LIMIT ?`, opened.subject.key, from.through, wanted)
  return rows.length === wanted ? foldRows(from, opened, rows) : undefined
}

/**
 * The same of many people who follow each other, in their order: records of whoever was never
 * folded are read together.
 */
export function listConsentFolds(
  database: Database,
  people: readonly OpenSubject[],
): readonly (ConsentFold | 'unverifiable')[] {
  const [first, last] = [people[0]?.subject.key, people.at(-1)?.subject.key]
  if (first === undefined || last === undefined) return []
  const isFolded = new Set(
    database
      .all('SELECT subject FROM consent_folds WHERE subject BETWEEN ? AND ?', first, last)
      .map((row) => textOfBytes(blobIn(row, 'subject'))),
  )
  const rows = groupRows(database.all(ACTS_OF_UNFOLDED, first, last))
  return people.map((opened) => {
    const name = textOfBytes(opened.subject.key)
    if (isFolded.has(name)) return readConsentFold(database, opened)
    const read = whereOpen(() => foldOn(UNFOLDED, opened, rows.get(name) ?? []))
    return read === undefined ? 'unverifiable' : read.fold
  })
}

function groupRows(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const name = textOfBytes(blobIn(row, 'subject'))
    const group = groups.get(name)
    if (group) group.push(row)
    else groups.set(name, [row])
  }
  return groups
}

const ACTS_OF_UNFOLDED = `SELECT acts.subject, acts.leaf, acts.sealed, commitment FROM acts
  LEFT JOIN ledger_leaves ON ledger_leaves.leaf = acts.leaf
  WHERE acts.subject BETWEEN ? AND ? AND acts.kind = 'consent'
  AND NOT EXISTS (SELECT 1 FROM consent_folds WHERE consent_folds.subject = acts.subject)
  ORDER BY acts.subject, acts.leaf`

const ACTS_SINCE = `SELECT acts.leaf, acts.sealed, commitment FROM acts
  LEFT JOIN ledger_leaves ON ledger_leaves.leaf = acts.leaf
  WHERE acts.subject = ? AND acts.kind = 'consent' AND acts.leaf > ? ORDER BY acts.leaf`

const UNFOLDED: StoredFold = { through: -1, fold: EMPTY_FOLD }

function readFold(database: Database, opened: OpenSubject): Read | undefined {
  const { subject, sealer } = opened
  return whereOpen(() => {
    const row = database.get('SELECT sealed FROM consent_folds WHERE subject = ?', subject.key)
    const before =
      row === undefined
        ? UNFOLDED
        : decodeJson<StoredFold>(sealer.open(PLACE, blobIn(row, 'sealed')))
    return foldOn(before, opened, database.all(ACTS_SINCE, subject.key, before.through))
  })
}

/** Undefined where a record was altered. */
function whereOpen(read: () => Read | undefined): Read | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof SealError) return undefined
    throw error
  }
}

/** Whole only where as many are there as the person's revision counts. */
function foldOn(from: StoredFold, opened: OpenSubject, rows: readonly Row[]): Read | undefined {
  const isWhole = from.fold.count + rows.length === opened.subject.consentRevision
  return isWhole ? foldRows(from, opened, rows) : undefined
}

/** @param rows of the acts since, each with the commitment of its leaf. */
function foldRows(
  { through, fold }: StoredFold,
  { subject, sealer }: OpenSubject,
  rows: readonly Row[],
): Read | undefined {
  let folded = fold
  let last = through
  for (const row of rows) {
    last = integerIn(row, 'leaf')
    const act = openAct(last, blobIn(row, 'sealed'), sealer)
    const record = parseConsentLeaf(subject.subject, act.whole)
    if (record === undefined || !isOfItsLeaf(row, act)) return undefined
    folded = foldRecord(folded, record)
  }
  return { fold: folded, through: last, tail: rows.length }
}

function isOfItsLeaf(row: Row, { record, secret }: OpenedAct): boolean {
  if (row['commitment'] === null) return false
  const opening = { record: encodeRecord(record), secret }
  return opens(blobIn(row, 'commitment'), opening, hmacSha256)
}

/**
 * Every record, in their order.
 *
 * @throws EquipoiseError `ledger_broken` where one was altered or lost.
 */
export function listConsent(database: Database, opened: OpenSubject): readonly ConsentRecord[] {
  const { subject, sealer } = opened
  const records = openWhole(opened, () =>
    listActs(database, { subject: subject.key, sealer, kind: 'consent' }),
  )
  const distinct = new Set(records.map(({ id }) => id)).size
  if (records.length === subject.consentRevision && distinct === records.length) return records
  throw broken()
}

/** Latest first; a record's number is its place among the person's own, from 0. */
export function pageConsent(
  database: Database,
  opened: OpenSubject,
  { before, count }: Page,
): Paged<ConsentRecord> {
  const { subject, sealer } = opened
  const end = Math.min(before ?? subject.consentRevision, subject.consentRevision)
  const wanted = Math.min(count, end)
  const entries = openWhole(opened, () =>
    openActsBefore(
      database,
      { subject: subject.key, sealer, kind: 'consent' },
      { count: wanted, skipped: subject.consentRevision - end },
    ),
  )
  if (entries.length !== wanted) throw broken()
  return { entries, next: end - wanted > 0 ? end - wanted : undefined }
}

/** @throws EquipoiseError `ledger_broken`. */
function openWhole(
  { subject }: OpenSubject,
  list: () => readonly OpenedAct[],
): readonly ConsentRecord[] {
  try {
    return list().map(({ whole }) => parseConsentLeaf(subject.subject, whole) ?? fail())
  } catch (error) {
    if (error instanceof SealError) throw broken(error)
    throw error
  }
}

function fail(): never {
  throw broken()
}

function broken(cause?: Error): EquipoiseError {
  return new EquipoiseError(
    'ledger_broken',
    'Cannot list consent: a record was altered or lost',
    cause && { cause },
  )
}
