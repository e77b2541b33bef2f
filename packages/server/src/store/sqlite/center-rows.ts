/** Ways into the privacy center by email: one sealed row each. */
import { formatId, type Instant, toInstant } from '@equipoise/core/values'
import type {
  CenterAccess,
  CenterWriter,
  FoundCenterAccess,
  KeptCenterAccess,
} from '../center-port.ts'
import { blobIn, type Database, integerIn, type Row } from './database.ts'
import { occurrenceOf, planDelivery } from './email-outbox-rows.ts'
import { decodeJson, type Engine, encodeJson } from './engine.ts'
import type { KeyedSubject } from './open-subject.ts'

const PLACE = { table: 'center_access', column: 'sealed' }
const KEPT_MAX = 100

export function findByHash(
  database: Database,
  kind: 'link' | 'session',
  hash: Uint8Array,
  at: Instant,
): FoundCenterAccess | undefined {
  const column = { link: 'link', session: 'session' }[kind]
  const row = database.get(
    `SELECT subject, access FROM center_access WHERE ${column} = ? AND until > ?`,
    hash,
    at,
  )
  if (row === undefined) return undefined
  return { subject: formatId('sub', blobIn(row, 'subject')), access: textOf(row) }
}

export function findCenterAccess(
  database: Database,
  { subject, sealer }: KeyedSubject,
  access: string,
): KeptCenterAccess | undefined {
  const sql = 'SELECT * FROM center_access WHERE subject = ? AND access = ?'
  const row = database.get(sql, subject.key, bytesIn(access))
  return row === undefined ? undefined : parseRow(row, { subject, sealer })
}

export function listCenterAccess(
  database: Database,
  { subject, sealer }: KeyedSubject,
): KeptCenterAccess[] {
  const sql = 'SELECT * FROM center_access WHERE subject = ? ORDER BY until DESC LIMIT ?'
  const rows = database.all(sql, subject.key, KEPT_MAX)
  return rows.map((row) => parseRow(row, { subject, sealer }))
}

export function askCenterAccess(
  engine: Pick<Engine, 'writing' | 'root'>,
  { subject, sealer }: KeyedSubject,
  { send, occurrence, at, until, access }: Parameters<CenterWriter['askCenterAccess']>[0],
): void {
  engine.writing.run(
    'INSERT INTO center_access (subject, access, until, sealed) VALUES (?, ?, ?, ?)',
    subject.key,
    occurrenceOf(engine.root, subject.subject, send, occurrence),
    until,
    sealer.seal(PLACE, encodeJson(access)),
  )
  planDelivery(engine, { subject, sealer }, send, { occurrence, items: [], dueAt: at })
}

/** A link that was used stays used, whatever mail of it is tried again. */
export function putLink(
  database: Database,
  { subject }: KeyedSubject,
  access: string,
  link: Uint8Array,
): boolean {
  const changed = database.run(
    'UPDATE center_access SET link = ? WHERE subject = ? AND access = ? AND session IS NULL',
    link,
    subject.key,
    bytesIn(access),
  )
  return changed > 0
}

export function openCenterAccess(
  database: Database,
  opened: KeyedSubject,
  access: string,
  { session, until, openedAt, isSameBrowser }: Parameters<CenterWriter['openCenterAccess']>[1],
): boolean {
  const kept = findCenterAccess(database, opened, access)
  if (kept === undefined) return false
  const { askedAt, browser, language } = kept
  const sealed: CenterAccess = { askedAt, browser, language, openedAt, isSameBrowser }
  const changed = database.run(
    `UPDATE center_access SET link = NULL, session = ?, until = ?, sealed = ?
     WHERE subject = ? AND access = ? AND link IS NOT NULL`,
    session,
    until,
    opened.sealer.seal(PLACE, encodeJson(sealed)),
    opened.subject.key,
    bytesIn(access),
  )
  return changed > 0
}

export function endCenterAccess(
  database: Database,
  { subject }: KeyedSubject,
  access: string,
): void {
  const sql = 'DELETE FROM center_access WHERE subject = ? AND access = ?'
  database.run(sql, subject.key, bytesIn(access))
}

export function sweepCenterAccess(database: Database, at: Instant): number {
  return database.run('DELETE FROM center_access WHERE until <= ?', at)
}

function parseRow(row: Row, { sealer }: KeyedSubject): KeptCenterAccess {
  return {
    ...decodeJson<CenterAccess>(sealer.open(PLACE, blobIn(row, 'sealed'))),
    access: textOf(row),
    until: toInstant(integerIn(row, 'until')),
  }
}

function textOf(row: Row): string {
  return Buffer.from(blobIn(row, 'access')).toString('base64url')
}

function bytesIn(access: string): Uint8Array {
  return Buffer.from(access, 'base64url')
}
