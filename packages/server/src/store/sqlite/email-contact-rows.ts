/** A person's contact: one sealed row. */
import type { Instant, SubjectId } from '@equipoise/core/values'
import { formatId } from '@equipoise/core/values'
import { bytesOf } from '../../keys/subject-keys.ts'
import type { EmailContact } from '../email-port.ts'
import { blobIn, type Database } from './database.ts'
import { decodeJson, type Engine, encodeJson } from './engine.ts'
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
  { writing, mailboxes }: Pick<Engine, 'writing' | 'mailboxes'>,
  { subject, sealer }: KeyedSubject,
  contact: EmailContact,
  pendingUntil: Instant | undefined,
): void {
  writing.run(
    `INSERT INTO email_contacts (subject, pending_until, mailbox, sealed) VALUES (?, ?, ?, ?)
     ON CONFLICT (subject) DO UPDATE SET pending_until = excluded.pending_until,
       mailbox = excluded.mailbox, sealed = excluded.sealed`,
    subject.key,
    pendingUntil ?? null,
    contact.provenAt === undefined ? null : mailboxes.mailbox(contact.address),
    sealer.seal(PLACE, encodeJson(contact)),
  )
}

/** People who have shown that they read mail to that address. */
export function listContactsAt(database: Database, mailbox: Buffer, count: number): SubjectId[] {
  const sql = 'SELECT subject FROM email_contacts WHERE mailbox = ? ORDER BY subject LIMIT ?'
  const rows = database.all(sql, mailbox, count)
  return rows.map((row) => formatId('sub', blobIn(row, 'subject')))
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
