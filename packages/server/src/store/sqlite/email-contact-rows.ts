/** A person's contact: one sealed row. */
import type { Instant, SubjectId } from '@equipoise/core/values'
import { formatId } from '@equipoise/core/values'
import { bytesOf } from '../../keys/subject-keys.ts'
import type { EmailContact } from '../email-port.ts'
import { blobIn, type Database } from './database.ts'
import { decodeJson, encodeJson } from './engine.ts'
import type { KeyedSubject } from './open-subject.ts'

const PLACE = { table: 'email_contacts', column: 'sealed' }
const BEFORE_ALL = new Uint8Array(0)

export function findContact(
  database: Database,
  { subject, sealer }: KeyedSubject,
): EmailContact | undefined {
  const row = database.get('SELECT sealed FROM email_contacts WHERE subject = ?', subject.key)
  if (row === undefined) return undefined
  return decodeJson<EmailContact>(sealer.open(PLACE, blobIn(row, 'sealed')))
}

export function putContact(
  database: Database,
  { subject, sealer }: KeyedSubject,
  contact: EmailContact,
  pendingUntil: Instant | undefined,
): void {
  database.run(
    `INSERT INTO email_contacts (subject, pending_until, sealed) VALUES (?, ?, ?)
     ON CONFLICT (subject) DO UPDATE
       SET pending_until = excluded.pending_until, sealed = excluded.sealed`,
    subject.key,
    pendingUntil ?? null,
    sealer.seal(PLACE, encodeJson(contact)),
  )
}

export function removeContact(database: Database, key: Uint8Array): boolean {
  return database.run('DELETE FROM email_contacts WHERE subject = ?', key) > 0
}

export function sweepContacts(database: Database, at: Instant): number {
  return database.run('DELETE FROM email_contacts WHERE pending_until < ?', at)
}

export function listContacts(
  database: Database,
  after: SubjectId | undefined,
  count: number,
): SubjectId[] {
  const rows = database.all(
    'SELECT subject FROM email_contacts WHERE subject > ? ORDER BY subject LIMIT ?',
    after === undefined ? BEFORE_ALL : bytesOf(after),
    count,
  )
  return rows.map((row) => formatId('sub', blobIn(row, 'subject')))
}
