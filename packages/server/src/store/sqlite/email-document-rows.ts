/** Documents of email and sends: nothing in them is about anybody. */
import { formatId, type SubjectId, toInstant } from '@equipoise/core/values'
import { bytesOf } from '../../keys/subject-keys.ts'
import {
  EMAIL_DOCUMENT_KINDS,
  type EmailDocument,
  type EmailDocumentKind,
  type EmailSend,
  type EmailSystemReader,
  type EmailSystemWriter,
} from '../email-port.ts'
import { findByHash, sweepCenterAccess } from './center-rows.ts'
import { blobIn, type Database, integerIn, type Row, textIn } from './database.ts'
import { listContacts, listContactsAt, sweepContacts } from './email-contact-rows.ts'
import {
  countDeliveries,
  doubtSending,
  dropQueued,
  enqueue,
  listDueDeliveries,
  moveDelivery,
  nextDeliveryAt,
} from './email-outbox-rows.ts'
import {
  countSuppressions,
  findSuppression,
  type MailboxHashes,
  suppress,
} from './email-suppressions.ts'
import type { Engine } from './engine.ts'

const DOCUMENTS_MAX = 10_000

export function emailSystemReader(database: Database, mailboxes: MailboxHashes): EmailSystemReader {
  return {
    async findEmailDocument(kind, id) {
      const sql = 'SELECT * FROM email_documents WHERE kind = ? AND id = ?'
      const row = database.get(sql, kind, id)
      return row === undefined ? undefined : parseDocument(row)
    },
    async listEmailDocuments(kind) {
      const sql = 'SELECT * FROM email_documents WHERE kind = ? ORDER BY id LIMIT ?'
      return database.all(sql, kind, DOCUMENTS_MAX).map(parseDocument)
    },
    async findEmailSend(send) {
      const row = database.get('SELECT * FROM email_sends WHERE send = ?', send)
      return row === undefined ? undefined : parseSend(row)
    },
    async listEmailSends() {
      const sql = 'SELECT * FROM email_sends ORDER BY started_at DESC, send LIMIT ?'
      return database.all(sql, DOCUMENTS_MAX).map(parseSend)
    },
    async listEmailContacts(after, count) {
      return listContacts(database, after, count)
    },
    async listDueDeliveries(at, count) {
      return listDueDeliveries(database, at, count)
    },
    async nextDeliveryAt() {
      return nextDeliveryAt(database)
    },
    async countDeliveries(send) {
      return countDeliveries(database, send)
    },
    async countSuppressions() {
      return countSuppressions(database)
    },
    async findSuppression(address) {
      return findSuppression(database, mailboxes.mailbox(address))
    },
    async listContactsAt(address, count) {
      return listContactsAt(database, mailboxes.mailbox(address), count)
    },
    async findCenterAccess(kind, hash, at) {
      return findByHash(database, kind, hash, at)
    },
  }
}

export function emailSystemWriter({ writing, mailboxes }: Engine): EmailSystemWriter {
  return {
    ...emailSystemReader(writing, mailboxes),
    async putEmailDocument({ kind, id, body, updatedAt }) {
      writing.run(
        `INSERT INTO email_documents (kind, id, body, updated_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (kind, id) DO UPDATE
           SET body = excluded.body, updated_at = excluded.updated_at`,
        kind,
        id,
        body,
        updatedAt,
      )
    },
    async deleteEmailDocument(kind, id) {
      return writing.run('DELETE FROM email_documents WHERE kind = ? AND id = ?', kind, id) > 0
    },
    async createEmailSend({ send, status, body, cursor, startedAt }) {
      const created = writing.run(
        `INSERT INTO email_sends (send, status, body, cursor, started_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (send) DO NOTHING`,
        send,
        status,
        body,
        cursorOf(cursor),
        startedAt,
      )
      return created > 0
    },
    async updateEmailSend(send, { status, body, cursor }) {
      writing.run(
        `UPDATE email_sends SET status = coalesce(?, status), body = coalesce(?, body),
           cursor = coalesce(?, cursor) WHERE send = ?`,
        status ?? null,
        body ?? null,
        cursorOf(cursor),
        send,
      )
    },
    async enqueue(send, deliveries) {
      return enqueue(writing, send, deliveries)
    },
    async moveDelivery(key, from, to) {
      return moveDelivery(writing, key, from, to)
    },
    async doubtSending() {
      return doubtSending(writing)
    },
    async dropQueued(send, code) {
      return dropQueued(writing, send, code)
    },
    async suppress(address, reason) {
      suppress(writing, mailboxes.mailbox(address), reason)
    },
    async sweepContacts(at) {
      return sweepContacts(writing, at)
    },
    async sweepCenterAccess(at) {
      return sweepCenterAccess(writing, at)
    },
  }
}

function cursorOf(subject: SubjectId | undefined): Uint8Array | null {
  return subject === undefined ? null : bytesOf(subject)
}

function parseDocument(row: Row): EmailDocument {
  const kind = textIn(row, 'kind')
  return {
    kind: EMAIL_DOCUMENT_KINDS.find((one): one is EmailDocumentKind => one === kind) ?? 'list',
    id: textIn(row, 'id'),
    body: textIn(row, 'body'),
    updatedAt: toInstant(integerIn(row, 'updated_at')),
  }
}

const STATUSES = ['preparing', 'started', 'stopped'] as const

function parseSend(row: Row): EmailSend {
  const status = textIn(row, 'status')
  return {
    send: textIn(row, 'send'),
    // What is not known is not sent.
    status: STATUSES.find((one) => one === status) ?? 'stopped',
    body: textIn(row, 'body'),
    cursor: row['cursor'] === null ? undefined : formatId('sub', blobIn(row, 'cursor')),
    startedAt: toInstant(integerIn(row, 'started_at')),
  }
}
