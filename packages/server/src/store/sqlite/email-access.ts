/** Email about one person: under a permit, or under their rights. */
import type { Permit } from '@equipoise/core/law'
import { assert, type Purpose } from '@equipoise/core/values'
import { SealError } from '../../keys/seal.ts'
import type {
  ContactReader,
  ContactWriter,
  EmailContact,
  MailReader,
  MailWriter,
} from '../email-port.ts'
import {
  askCenterAccess,
  endCenterAccess,
  findCenterAccess,
  listCenterAccess,
  openCenterAccess,
  putLink,
} from './center-rows.ts'
import type { Database } from './database.ts'
import { findContact, putContact, removeContact } from './email-contact-rows.ts'
import {
  beginDelivery,
  endDeliveries,
  findDelivery,
  listDeliveries,
  noteTracked,
  planDelivery,
} from './email-outbox-rows.ts'
import { liftSuppression, suppress } from './email-suppressions.ts'
import type { Engine } from './engine.ts'
import { type OpenSubject, sealerOf } from './open-subject.ts'
import { checkPermit } from './permit-check.ts'

export function mailReader(engine: Engine, database: Database, permit: Permit): MailReader {
  const open = opener(engine, database, permit)
  return {
    async findContact() {
      return findContact(database, open('email_marketing'))
    },
    async findDelivery(key) {
      return findDelivery(database, open('email_marketing', 'email_tracking'), key)
    },
    async listDeliveries() {
      return listDeliveries(database, open('email_marketing'))
    },
  }
}

export function mailWriter(engine: Engine, permit: Permit): MailWriter {
  const { writing } = engine
  const open = opener(engine, writing, permit)
  return {
    ...mailReader(engine, writing, permit),
    async beginDelivery(beginning) {
      // Marketing goes to no suppressed mailbox, whatever the reason.
      return beginDelivery(engine, open('email_marketing'), { ...beginning, despite: [] })
    },
    async planDelivery({ send, subject }, plan) {
      const opened = open('email_marketing')
      assert(opened.subject.subject === subject, 'a mail to the person whom the permit is of')
      return planDelivery(engine, opened, send, plan)
    },
    async noteTracked(key, what) {
      return noteTracked(writing, open('email_tracking'), key, what)
    },
  }
}

function opener(
  engine: Engine,
  database: Database,
  permit: Permit,
): (...purposes: Purpose[]) => OpenSubject {
  return (...purposes) => {
    const { terms, row } = checkPermit(engine, database, permit)
    assert(purposes.includes(terms.purpose), `a permit for ${purposes.join(' or ')}`)
    return { subject: row, sealer: sealerOf(engine, row) }
  }
}

export function contactReader(database: Database, open: () => OpenSubject): ContactReader {
  return {
    async findContact() {
      return findContact(database, open())
    },
    async listDeliveries() {
      return listDeliveries(database, open())
    },
    async findCenterAccess(access) {
      return findCenterAccess(database, open(), access)
    },
    async listCenterAccess() {
      return listCenterAccess(database, open())
    },
  }
}

export function contactWriter(engine: Engine, open: Opening): ContactWriter {
  const { writing, mailboxes } = engine
  return {
    ...contactReader(writing, open),
    async putContact(contact, pendingUntil) {
      putContact(engine, open('consent', 'correction'), contact, pendingUntil)
    },
    async removeContact() {
      return removeContact(writing, open('consent', 'correction', 'erasure').subject.key)
    },
    async suppressContact(reason) {
      suppressOwn(engine, open(), reason)
    },
    async liftSuppression() {
      const contact = findContact(writing, open('consent'))
      if (contact) liftSuppression(writing, mailboxes.mailbox(contact.address))
    },
    async beginDelivery(beginning) {
      return beginDelivery(engine, open('consent'), beginning)
    },
    async planDelivery({ send, subject }, plan) {
      const opened = open('consent')
      assert(opened.subject.subject === subject, 'a mail to the person whose rights these are')
      return planDelivery(engine, opened, send, plan)
    },
    async askCenterAccess(asked) {
      askCenterAccess(engine, open('access'), asked)
    },
    async beginCenterLink(beginning, link) {
      const opened = open('access')
      const begun = beginDelivery(engine, opened, beginning)
      if (begun === 'begun') putLink(writing, opened, beginning.key.occurrence, link)
      return begun
    },
    async openCenterAccess(access, session) {
      return openCenterAccess(writing, open('access'), access, session)
    },
    async endCenterAccess(access) {
      endCenterAccess(writing, open('access', 'correction'), access)
    },
  }
}

type Opening = (...acts: ('access' | 'consent' | 'correction' | 'erasure')[]) => OpenSubject

/** A row that was altered holds up no withdrawal and no erasure: nothing is sent from it either. */
function findReadable(database: Database, opened: OpenSubject): EmailContact | undefined {
  try {
    return findContact(database, opened)
  } catch (error) {
    if (error instanceof SealError) return undefined
    throw error
  }
}

/** What is kept for `email_marketing` alone goes with it; that a mail began stays, unnamed. */
export function endEmail(database: Database, { subject }: OpenSubject): number {
  endDeliveries(database, subject.key)
  return removeContact(database, subject.key) ? 1 : 0
}

/** Where the person has an address, nobody is to write to it again. */
export function suppressOwn(
  { writing, mailboxes }: Engine,
  opened: OpenSubject,
  reason: Parameters<typeof suppress>[2],
): void {
  const contact = findReadable(writing, opened)
  if (contact) suppress(writing, mailboxes.mailbox(contact.address), reason)
}
