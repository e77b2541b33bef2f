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
import type { Page, Paged } from '../store.ts'
import { blobIn, type Database } from './database.ts'
import { decodeJson, encodeJson } from './engine.ts'
import { hmacSha256, listActs, type OpenedAct, openActsBefore } from './ledger-rows.ts'
import type { OpenSubject } from './open-subject.ts'

const PLACE = { table: 'consent_folds', column: 'sealed' }
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
  database.run(
    `INSERT INTO consent_folds (subject, sealed) VALUES (?, ?)
     ON CONFLICT (subject) DO UPDATE SET sealed = excluded.sealed`,
    opened.subject.key,
    opened.sealer.seal(PLACE, encodeJson({ through, fold } satisfies StoredFold)),
  )
}

function readFold(database: Database, { subject, sealer }: OpenSubject): Read | undefined {
  try {
    const row = database.get('SELECT sealed FROM consent_folds WHERE subject = ?', subject.key)
    const { through, fold } =
      row === undefined
        ? { through: -1, fold: EMPTY_FOLD }
        : decodeJson<StoredFold>(sealer.open(PLACE, blobIn(row, 'sealed')))
    const acts = listActs(database, { subject: subject.key, sealer, kind: 'consent' }, through)
    const records = acts.map((act) => parseConsentLeaf(subject.subject, act.record))
    const readable = records.filter((record) => record !== undefined)
    const isWhole =
      readable.length === records.length &&
      fold.count + records.length === subject.consentRevision &&
      acts.every((act) => isOfItsLeaf(database, act))
    if (!isWhole) return undefined
    return {
      fold: readable.reduce(foldRecord, fold),
      through: acts.at(-1)?.leaf ?? through,
      tail: acts.length,
    }
  } catch (error) {
    if (error instanceof SealError) return undefined
    throw error
  }
}

function isOfItsLeaf(database: Database, { leaf, record, secret }: OpenedAct): boolean {
  const row = database.get('SELECT commitment FROM ledger_leaves WHERE leaf = ?', leaf)
  if (row === undefined) return false
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
    return list().map(({ record }) => parseConsentLeaf(subject.subject, record) ?? fail())
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
