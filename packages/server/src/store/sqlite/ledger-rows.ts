/**
 * The ledger's rows. An act is sealed with its subject's key, together with the secret of its
 * commitment; only the commitment is a leaf. When the subject's key is destroyed, the leaf stays
 * and speaks of nobody.
 */
import { createHash, randomBytes } from 'node:crypto'
import {
  appendLeaf,
  commit,
  EMPTY_FRONTIER,
  encodeRecord,
  formatFrontier,
  type LedgerRecord,
  type LongTexts,
  leafHash,
  type MerkleFrontier,
  parseFrontier,
  restoreRecord,
  SECRET_SIZE_BYTES,
  shortenRecord,
} from '@equipoise/core/ledger'
import { EquipoiseError } from '../../errors.ts'
import { hmacOnce } from '../../keys/keyed-hash.ts'
import { SealError } from '../../keys/seal.ts'
import type { SubjectSealer } from '../../keys/subject-keys.ts'
import type { KeptAct, Page, Paged } from '../store.ts'
import { blobIn, type Database, integerIn, textIn } from './database.ts'
import { decodeJson, encodeJson } from './engine.ts'

const PLACE = { table: 'acts', column: 'sealed' }
const FRONTIER = 'ledger_frontier'

export type OpenedAct = KeptAct

export function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest()
}

export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  return Buffer.from(hmacOnce(key, message), 'latin1')
}

export function readFrontier(database: Database): MerkleFrontier {
  const row = database.get('SELECT value FROM meta WHERE name = ?', FRONTIER)
  if (row === undefined) return EMPTY_FRONTIER
  const frontier = parseFrontier(textIn(row, 'value'))
  if (!frontier.ok)
    throw new EquipoiseError('ledger_broken', 'Cannot read the ledger: its head is malformed')
  return frontier.value
}

/**
 * Appends a leaf that commits to the record, to its long texts by their digest; returns what opens
 * it.
 */
export function appendToLedger(
  database: Database,
  whole: LedgerRecord,
): KeptAct & { readonly texts: LongTexts } {
  const { record, texts } = shortenRecord(whole, sha256)
  const frontier = readFrontier(database)
  const secret = randomBytes(SECRET_SIZE_BYTES)
  const commitment = commit(encodeRecord(record), secret, hmacSha256)
  const grown = appendLeaf(frontier, leafHash(commitment, sha256), sha256)
  database.run(
    'INSERT INTO ledger_leaves (leaf, commitment) VALUES (?, ?)',
    frontier.size,
    commitment,
  )
  database.run(
    'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    FRONTIER,
    formatFrontier(grown),
  )
  return { leaf: frontier.size, record, whole, secret, texts }
}

/** Appends a leaf and keeps what it commits to, sealed, with the subject. */
export function appendAct(
  database: Database,
  subject: Uint8Array,
  sealer: SubjectSealer,
  whole: LedgerRecord,
): void {
  const { leaf, record, secret, texts } = appendToLedger(database, whole)
  const opened: StoredAct = { record, secret: Buffer.from(secret).toString('base64') }
  const isShort = Object.keys(texts).length === 0
  const opening = encodeJson(isShort ? opened : { ...opened, texts })
  database.run(
    'INSERT INTO acts (subject, leaf, kind, sealed) VALUES (?, ?, ?, ?)',
    subject,
    leaf,
    record.kind,
    sealer.seal(PLACE, opening),
  )
}

/** Whose acts, opened by what, of which kind. */
export interface ActsOf {
  readonly subject: Uint8Array
  readonly sealer: SubjectSealer
  readonly kind: LedgerRecord['kind']
}

/**
 * In the order of their leaves.
 *
 * @param after only those of later leaves.
 * @throws SealError where a row was altered.
 */
export function listActs(
  database: Database,
  { subject, sealer, kind }: ActsOf,
  after: number = -1,
): OpenedAct[] {
  const rows = database.all(
    'SELECT leaf, sealed FROM acts WHERE subject = ? AND kind = ? AND leaf > ? ORDER BY leaf',
    subject,
    kind,
    after,
  )
  return rows.map((row) => openAct(integerIn(row, 'leaf'), blobIn(row, 'sealed'), sealer))
}

/** So many, the latest first, leaving out the latest of all. @throws SealError as `listActs`. */
export function openActsBefore(
  database: Database,
  { subject, sealer, kind }: ActsOf,
  { count, skipped }: { readonly count: number; readonly skipped: number },
): OpenedAct[] {
  const rows = database.all(
    `SELECT acts.leaf, sealed FROM acts JOIN (
       SELECT leaf FROM acts WHERE subject = ? AND kind = ? ORDER BY leaf DESC LIMIT ? OFFSET ?
     ) AS wanted ON wanted.leaf = acts.leaf
     WHERE acts.subject = ? ORDER BY acts.leaf DESC`,
    subject,
    kind,
    count,
    skipped,
    subject,
  )
  return rows.map((row) => openAct(integerIn(row, 'leaf'), blobIn(row, 'sealed'), sealer))
}

/** Of every kind, latest first; a page ends before the leaf of that number. */
export function pageActs(
  database: Database,
  { subject, sealer }: Omit<ActsOf, 'kind'>,
  page: Page,
): Paged<KeptAct> {
  const rows = database.all(
    'SELECT leaf, sealed FROM acts WHERE subject = ? AND leaf < ? ORDER BY leaf DESC LIMIT ?',
    subject,
    page.before ?? Number.MAX_SAFE_INTEGER,
    page.count + 1,
  )
  const entries = rows
    .slice(0, page.count)
    .map((row) => openAct(integerIn(row, 'leaf'), blobIn(row, 'sealed'), sealer))
  return { entries, next: rows.length > page.count ? entries.at(-1)?.leaf : undefined }
}

export function findAct(
  database: Database,
  { subject, sealer }: Omit<ActsOf, 'kind'>,
  leaf: number,
): KeptAct | undefined {
  const row = database.get('SELECT sealed FROM acts WHERE subject = ? AND leaf = ?', subject, leaf)
  return row === undefined ? undefined : openAct(leaf, blobIn(row, 'sealed'), sealer)
}

export function openAct(leaf: number, sealed: Uint8Array, sealer: SubjectSealer): OpenedAct {
  const { record, secret, texts = {} } = decodeJson<StoredAct>(sealer.open(PLACE, sealed))
  const whole = restoreRecord(record, texts, sha256)
  if (whole === undefined) throw new SealError('Cannot open an act: a text of it is another')
  return { leaf, record, whole, secret: Buffer.from(secret, 'base64') }
}

/** What is sealed of an act: texts are those that the record names by their digest. */
interface StoredAct {
  readonly record: LedgerRecord
  readonly secret: string
  readonly texts?: LongTexts
}
