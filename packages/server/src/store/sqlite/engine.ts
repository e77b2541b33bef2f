/** What the parts of the SQLite store share: two connections, the keys, the clock. */
import { formatId, type Instant, type SubjectId } from '@equipoise/core/values'
import type { RootKeys } from '../../keys/root-keys.ts'
import { bytesOf, type SubjectKeys, textOfBytes } from '../../keys/subject-keys.ts'
import type { Arrivals } from './arrivals.ts'
import { blobIn, type Database, integerIn, type Row } from './database.ts'
import type { MailboxHashes } from './email-suppressions.ts'
import type { PersonCache } from './person-cache.ts'
import type { Scrubber } from './scrubber.ts'

export interface Engine {
  /** The one connection that writes, and that a writer reads through. */
  readonly writing: Database
  /** Sees only what is committed. */
  readonly reading: Database
  readonly keys: SubjectKeys
  readonly people: PersonCache
  readonly mailboxes: MailboxHashes
  readonly arrivals: Arrivals
  readonly scrubber: Scrubber
  readonly root: RootKeys
  readonly now: () => Instant
  /** Runs after the commit and before the transaction is reported done. */
  readonly afterCommit: (act: () => void) => void
  /** Runs where the transaction's own part is rolled back. */
  readonly onRollback: (act: () => void) => void
}

/** A subject's id, and its bytes as the tables have them. */
export interface SubjectKey {
  readonly subject: SubjectId
  readonly key: Uint8Array
}

export interface SubjectRow extends SubjectKey {
  readonly consentRevision: number
  /** How often interactions were taken out: the column's name is of an earlier use. */
  readonly removals: number
  /** Another text after any change of consent or of the row. */
  readonly standing: string
  readonly row: Row
}

export function findSubjectRow(database: Database, subject: SubjectId): SubjectRow | undefined {
  const key = bytesOf(subject)
  const row = database.get(
    'SELECT consent_revision, interaction_seq, sealed FROM subjects WHERE subject = ?',
    key,
  )
  return row && { subject, key, ...standingOf(row), row }
}

/** The next so many, in the order of their ids. */
export function listSubjectRows(
  database: Database,
  after: SubjectId | undefined,
  count: number,
): readonly SubjectRow[] {
  const rows = database.all(
    `SELECT subject, consent_revision, interaction_seq, sealed FROM subjects
     WHERE subject > ? ORDER BY subject LIMIT ?`,
    after === undefined ? BEFORE_ALL : bytesOf(after),
    count,
  )
  return rows.map(subjectRowIn)
}

/** @param row with the columns that `listSubjectRows` asks for, and any others. */
export function subjectRowIn(row: Row): SubjectRow {
  const key = blobIn(row, 'subject')
  return { subject: formatId('sub', key), key, ...standingOf(row), row }
}

/** Comes before every subject. */
export const BEFORE_ALL: Uint8Array = new Uint8Array(0)
/** Of a sealed value the last bytes are its tag, another one whenever it is sealed. */
const TAG_BYTES = 16

function standingOf(row: Row): Pick<SubjectRow, 'consentRevision' | 'removals' | 'standing'> {
  const consentRevision = integerIn(row, 'consent_revision')
  const tag = textOfBytes(blobIn(row, 'sealed').subarray(-TAG_BYTES))
  return {
    consentRevision,
    removals: integerIn(row, 'interaction_seq'),
    standing: `${consentRevision} ${tag}`,
  }
}

export function encodeJson(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value))
}

/** Reads what `encodeJson` wrote and a seal protected; the caller names the form it was given. */
export function decodeJson<T>(bytes: Uint8Array): T {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
  // What was sealed is what is opened, byte for byte.
  return JSON.parse(text) as T
}
