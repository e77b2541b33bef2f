/**
 * The outbox: one row a mail and person. What is about to be sent is marked in the transaction
 * that checks once more whether it may be; a row is never taken from a state that it is not in.
 */
import { DELIVERY_STATES, type DeliveryState } from '@equipoise/core/email'
import { formatId, type Instant, type SubjectId, toInstant } from '@equipoise/core/values'
import { bytesOf } from '../../keys/subject-keys.ts'
import type {
  Beginning,
  Begun,
  Delivery,
  DeliveryDetail,
  DeliveryKey,
  EmailSystemWriter,
  KeptDelivery,
  MailWriter,
} from '../email-port.ts'
import { blobIn, countIn, type Database, integerIn, type Row, textIn } from './database.ts'
import { findContact } from './email-contact-rows.ts'
import { findSuppression, takeOfDay } from './email-suppressions.ts'
import { decodeJson, type Engine, encodeJson } from './engine.ts'
import type { KeyedSubject } from './open-subject.ts'

const PLACE = { table: 'email_outbox', column: 'sealed' }
const OCCURRENCE_BYTES = 16
const KEPT_MAX = 1_000
/** Of each mail, so many openings and so many followed links are kept: the first. */
const TRACKED_MAX = 20

/** What every mail of a campaign to one person is about: the campaign. */
const ONCE: Uint8Array = new Uint8Array(OCCURRENCE_BYTES)

function stateNumber(state: DeliveryState): number {
  return DELIVERY_STATES.indexOf(state)
}

function stateOf(row: Row): DeliveryState {
  return DELIVERY_STATES[integerIn(row, 'state')] ?? 'in_doubt'
}

type Where = readonly [key: Uint8Array, send: string, occurrence: Uint8Array]

function where({ send, subject, occurrence }: DeliveryKey): Where {
  return [bytesOf(subject), send, Buffer.from(occurrence, 'base64url')]
}

export function enqueue(
  database: Database,
  send: string,
  deliveries: Parameters<EmailSystemWriter['enqueue']>[1],
): number {
  let came = 0
  for (const { subject, dueAt } of deliveries) {
    came += database.run(
      `INSERT INTO email_outbox (send, subject, occurrence, state, due_at, attempts, code)
       VALUES (?, ?, ?, 0, ?, 0, '') ON CONFLICT DO NOTHING`,
      send,
      bytesOf(subject),
      ONCE,
      dueAt,
    )
  }
  return came
}

/** What a planned mail is known by: nobody can tell from it what it is about. */
export function occurrenceOf(
  root: Engine['root'],
  subject: SubjectId,
  send: string,
  occurrence: string,
): Uint8Array {
  const hash = root.keyedHash(`email|${subject}`, `${send}\0${occurrence}`)
  return hash.subarray(0, OCCURRENCE_BYTES)
}

export function planDelivery(
  { writing, root }: Pick<Engine, 'writing' | 'root'>,
  { subject, sealer }: KeyedSubject,
  send: string,
  { occurrence, items, dueAt }: Parameters<MailWriter['planDelivery']>[1],
): boolean {
  const planned = writing.run(
    `INSERT INTO email_outbox (send, subject, occurrence, state, due_at, attempts, code, sealed)
     VALUES (?, ?, ?, 0, ?, 0, '', ?) ON CONFLICT DO NOTHING`,
    send,
    subject.key,
    occurrenceOf(root, subject.subject, send, occurrence),
    dueAt,
    sealer.seal(PLACE, encodeJson({ plan: items } satisfies DeliveryDetail)),
  )
  return planned > 0
}

export function beginDelivery(
  { writing, mailboxes }: Pick<Engine, 'writing' | 'mailboxes'>,
  { subject, sealer }: KeyedSubject,
  { key, address, detail, day, perDayMax, despite = [] }: Beginning,
): Begun {
  if (key.subject !== subject.subject) return 'gone'
  const sql = 'SELECT state FROM email_outbox WHERE subject = ? AND send = ? AND occurrence = ?'
  const row = writing.get(sql, ...where(key))
  if (row === undefined || stateOf(row) !== 'queued') return 'gone'
  if (findContact(writing, { subject, sealer })?.address !== address) return 'changed'
  const suppressed = findSuppression(writing, mailboxes.mailbox(address))
  if (suppressed !== undefined && !despite.includes(suppressed)) return 'suppressed'
  const domain = mailboxes.domain(address)
  if (!takeOfDay(writing, { day, domain, max: perDayMax })) return 'paced'
  writing.run(
    `UPDATE email_outbox SET state = ?, attempts = attempts + 1, sealed = ?
     WHERE subject = ? AND send = ? AND occurrence = ?`,
    stateNumber('sending'),
    sealer.seal(PLACE, encodeJson(detail)),
    ...where(key),
  )
  return 'begun'
}

export function moveDelivery(
  database: Database,
  key: DeliveryKey,
  from: DeliveryState,
  { state, dueAt, code }: Parameters<EmailSystemWriter['moveDelivery']>[2],
): boolean {
  const moved = database.run(
    `UPDATE email_outbox SET state = ?, due_at = coalesce(?, due_at), code = ?
     WHERE subject = ? AND send = ? AND occurrence = ? AND state = ?`,
    stateNumber(state),
    dueAt ?? null,
    code,
    ...where(key),
    stateNumber(from),
  )
  return moved > 0
}

export function doubtSending(database: Database): number {
  return database.run(
    `UPDATE email_outbox SET state = ?, code = 'interrupted' WHERE state = ?`,
    stateNumber('in_doubt'),
    stateNumber('sending'),
  )
}

export function dropQueued(database: Database, send: string, code: string): number {
  return database.run(
    'UPDATE email_outbox SET state = ?, code = ? WHERE send = ? AND state = ?',
    stateNumber('dropped'),
    code,
    send,
    stateNumber('queued'),
  )
}

/** What is queued is not sent, and of what was sent nothing is kept but that it was. */
export function endDeliveries(database: Database, key: Uint8Array): void {
  database.run(
    `UPDATE email_outbox SET state = ?, code = 'withdrawn' WHERE subject = ? AND state = ?`,
    stateNumber('dropped'),
    key,
    stateNumber('queued'),
  )
  database.run('UPDATE email_outbox SET sealed = NULL WHERE subject = ?', key)
}

export function listDueDeliveries(database: Database, at: Instant, count: number): Delivery[] {
  const rows = database.all(
    `SELECT send, subject, occurrence, state, attempts FROM email_outbox
     WHERE state = 0 AND due_at <= ? ORDER BY due_at LIMIT ?`,
    at,
    count,
  )
  return rows.map((row) => ({
    send: textIn(row, 'send'),
    subject: formatId('sub', blobIn(row, 'subject')),
    occurrence: Buffer.from(blobIn(row, 'occurrence')).toString('base64url'),
    state: stateOf(row),
    attempts: integerIn(row, 'attempts'),
  }))
}

export function nextDeliveryAt(database: Database): Instant | undefined {
  const row = database.get(
    'SELECT due_at FROM email_outbox WHERE state = 0 ORDER BY due_at LIMIT 1',
  )
  return row === undefined ? undefined : toInstant(integerIn(row, 'due_at'))
}

export function countDeliveries(
  database: Database,
  send: string,
): { state: DeliveryState; code: string; count: number }[] {
  const rows = database.all(
    `SELECT state, code, count(*) AS n FROM email_outbox WHERE send = ?
     GROUP BY state, code ORDER BY state, code`,
    send,
  )
  return rows.map((row) => ({
    state: stateOf(row),
    code: textIn(row, 'code'),
    count: countIn(row),
  }))
}

export function findDelivery(
  database: Database,
  { subject, sealer }: KeyedSubject,
  key: DeliveryKey,
): DeliveryDetail | undefined {
  if (key.subject !== subject.subject) return undefined
  const sql = 'SELECT sealed FROM email_outbox WHERE subject = ? AND send = ? AND occurrence = ?'
  const row = database.get(sql, ...where(key))
  return row === undefined ? undefined : openDetail(row, { subject, sealer })
}

export function noteTracked(
  database: Database,
  opened: KeyedSubject,
  key: DeliveryKey,
  { at, url }: Parameters<MailWriter['noteTracked']>[1],
): boolean {
  const detail = findDelivery(database, opened, key)
  if (detail === undefined) return false
  const { opened: times = [], followed = [] } = detail
  const noted: DeliveryDetail =
    url === undefined
      ? { ...detail, opened: [...times, at].slice(0, TRACKED_MAX) }
      : { ...detail, followed: [...followed, { url, at }].slice(0, TRACKED_MAX) }
  database.run(
    'UPDATE email_outbox SET sealed = ? WHERE subject = ? AND send = ? AND occurrence = ?',
    opened.sealer.seal(PLACE, encodeJson(noted)),
    ...where(key),
  )
  return true
}

/** Latest begun first. */
export function listDeliveries(
  database: Database,
  { subject, sealer }: KeyedSubject,
): KeptDelivery[] {
  const rows = database.all(
    'SELECT send, state, code, sealed FROM email_outbox WHERE subject = ? LIMIT ?',
    subject.key,
    KEPT_MAX,
  )
  const kept = rows.map((row) => ({
    send: textIn(row, 'send'),
    state: stateOf(row),
    code: textIn(row, 'code'),
    ...openDetail(row, { subject, sealer }),
  }))
  return kept.toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0))
}

function openDetail(row: Row, { sealer }: KeyedSubject): DeliveryDetail {
  if (row['sealed'] === null) return {}
  return decodeJson<DeliveryDetail>(sealer.open(PLACE, blobIn(row, 'sealed')))
}

/** Takes what was noted of openings and links out again: the yes to it is over. */
export function forgetTracked(database: Database, { subject, sealer }: KeyedSubject): number {
  const rows = database.all(
    `SELECT send, occurrence, sealed FROM email_outbox
     WHERE subject = ? AND sealed IS NOT NULL`,
    subject.key,
  )
  let forgotten = 0
  for (const row of rows) {
    const { opened, followed, ...detail } = openDetail(row, { subject, sealer })
    if (opened === undefined && followed === undefined) continue
    forgotten += database.run(
      'UPDATE email_outbox SET sealed = ? WHERE subject = ? AND send = ? AND occurrence = ?',
      sealer.seal(PLACE, encodeJson(detail)),
      subject.key,
      textIn(row, 'send'),
      blobIn(row, 'occurrence'),
    )
  }
  return forgotten
}
