/**
 * People's addresses, and what they chose about mail. Putting an address on a list permits nothing:
 * whether anything is sent, the gate says each time. A list that asks first sends one mail that
 * asks, and a person's own act on its page is what is recorded as consent (double opt-in).
 */
import { type EmailAddress, parseEmailAddress } from '@equipoise/core/email'
import { decideRights } from '@equipoise/core/law'
import {
  DAY_MS,
  formatId,
  type Instant,
  type Region,
  type SubjectId,
  toInstant,
} from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type {
  EmailContact,
  EmailRelationship,
  KeptDelivery,
  RightsWriter,
} from '../../store/index.ts'
import { recordConsent } from '../consent/index.ts'
import { findSubject, identityIn, type SubjectReference } from '../subjects/index.ts'
import type { EmailParts } from './email-parts.ts'
import { getDocument, invalid, isMailZone } from './mail-documents.ts'
import { addressMark, openLink } from './mail-links.ts'

export interface Subscription {
  readonly address: string
  readonly list: string
  readonly zone?: string | undefined
  readonly region?: Region | undefined
  readonly fields?: Readonly<Record<string, string>> | undefined
  readonly relationship?: EmailRelationship | undefined
  /** Where and how they confirmed it already; else a list that asks first asks. */
  readonly proof?: string | undefined
  /** Whatever the list says, they are asked: whoever gave the address may be anybody. */
  readonly mustAsk?: boolean | undefined
  /** They asked again themselves after a no: only then are they asked by mail. */
  readonly again?: boolean | undefined
}

export interface Subscribed {
  readonly subject: SubjectId
  readonly standing: 'pending' | 'confirmed'
  /** Whether a mail that asks is on its way, and if not, why. */
  readonly asking: 'no' | 'queued' | 'asked_already' | 'suppressed'
}

/** Nobody who does not confirm is kept longer. */
export const PENDING_DAYS = 7
const ASKED_MAX = 3
const FIELDS_MAX = 20
const FIELD_LENGTH_MAX = 200
const FIELD = /^[a-z][A-Za-z0-9]{0,31}$/

export const OPT_IN_SEND = 'opt-in/'

/**
 * @throws EquipoiseError `address_invalid`, `email_invalid`, `not_found` for the list,
 *   `invalid_subject`.
 */
export async function subscribe(
  parts: EmailParts,
  reference: SubjectReference,
  asked: Subscription,
): Promise<Subscribed> {
  const address = readAddress(asked.address)
  checkSubscription(asked)
  const list = await getDocument(parts, 'list', asked.list)
  const { store, now, random } = parts
  const known = await findSubject(store, reference)
  const identity = 'subject' in reference ? undefined : identityIn(reference)
  if (known === undefined && identity === undefined) {
    throw new EquipoiseError('not_found', 'Cannot find the subject')
  }
  const subject = known ?? formatId('sub', random(16))
  const asks = asked.mustAsk === true || (list.doubleOptIn && asked.proof === undefined)
  const suppressed = await store.read('system', async (reader) => reader.findSuppression(address))
  return store.transact(decideRights('consent', subject, now()), async (writer) => {
    if (known === undefined && identity !== undefined) {
      const { region } = asked
      const about = { region, ageBand: undefined, vouched: true, createdAt: now() }
      await writer.createSubject(identity, about)
    }
    const before = await writer.findContact()
    const contact = withList(parts, before, { address, asks, asked })
    await writer.putContact(contact, isConfirmed(contact) ? undefined : pendingUntil(parts.now()))
    const { standing } = contact.lists[list.id] ?? { standing: 'pending' }
    const isPending = standing === 'pending'
    const asking = isPending ? await askByMail(parts, writer, { subject, asked, suppressed }) : 'no'
    return { subject, standing: isPending ? 'pending' : 'confirmed', asking }
  })
}

function isConfirmed({ lists }: EmailContact): boolean {
  return Object.values(lists).some(({ standing }) => standing !== 'pending')
}

function pendingUntil(since: Instant): Instant {
  return toInstant(since + PENDING_DAYS * DAY_MS)
}

/**
 * The device's anonymous person turns out to be somebody: mail goes on, but whoever gave the
 * address on that device comes in by it no more.
 */
export async function distrustContact(writer: RightsWriter): Promise<void> {
  for (const { access } of await writer.listCenterAccess()) await writer.endCenterAccess(access)
  const contact = await writer.findContact()
  if (contact === undefined) return
  const until = isConfirmed(contact) ? undefined : pendingUntil(contact.createdAt)
  await writer.putContact({ ...contact, provenAt: undefined, isOfDevice: true }, until)
}

/** @throws EquipoiseError `address_invalid`; it does not say the address. */
export function readAddress(text: unknown): EmailAddress {
  const parsed = parseEmailAddress(text)
  if (parsed.ok) return parsed.value
  throw new EquipoiseError('address_invalid', `Cannot use the address: ${parsed.issues[0]?.says}`)
}

function checkSubscription({ zone, fields = {}, proof }: Subscription): void {
  if (zone !== undefined && !isMailZone(zone)) throw invalid('zone', 'an IANA time zone')
  const entries = Object.entries(fields)
  const fit = entries.every(
    ([name, text]) => FIELD.test(name) && text.length <= FIELD_LENGTH_MAX && text.isWellFormed(),
  )
  if (entries.length > FIELDS_MAX || !fit) {
    throw invalid('fields', `up to ${FIELDS_MAX} texts of up to ${FIELD_LENGTH_MAX} characters`)
  }
  if (proof !== undefined && proof.trim() === '') throw invalid('proof', 'where it is proven')
}

interface Putting {
  readonly address: EmailAddress
  readonly asks: boolean
  readonly asked: Subscription
}

/** At another address nothing is confirmed any more. */
function withList(
  { now }: EmailParts,
  before: EmailContact | undefined,
  { address, asks, asked }: Putting,
): EmailContact {
  const at = now()
  const same = before?.address === address ? before : undefined
  const standing = asks ? 'pending' : 'confirmed'
  const was = same?.lists[asked.list]
  const isAskedAnew = asks && same?.isOfDevice === true
  const stands = was?.standing === 'confirmed' && !isAskedAnew ? was : { standing, since: at }
  return {
    address,
    zone: asked.zone ?? before?.zone,
    fields: asked.fields ?? before?.fields ?? {},
    lists: { ...same?.lists, [asked.list]: stands } as EmailContact['lists'], // as it stands above
    watches: before?.watches ?? [],
    relationship: asked.relationship ?? before?.relationship,
    provenAt: same?.provenAt ?? (asks || asked.proof === undefined ? undefined : at),
    createdAt: before?.createdAt ?? at,
  }
}

interface Asking {
  readonly subject: SubjectId
  readonly asked: Subscription
  readonly suppressed: string | undefined
}

/** One mail a day asks, and three in all: an address that somebody else typed is left in peace. */
async function askByMail(
  { now }: EmailParts,
  writer: RightsWriter,
  { subject, asked, suppressed }: Asking,
): Promise<Subscribed['asking']> {
  const mayAgain = asked.again === true && (suppressed === 'withdrawn' || suppressed === 'erased')
  if (suppressed !== undefined && !mayAgain) return 'suppressed'
  const send = `${OPT_IN_SEND}${asked.list}`
  const sent = (await writer.listDeliveries()).filter((one) => one.send === send)
  if (sent.length >= ASKED_MAX) return 'asked_already'
  const day = Math.floor(now() / DAY_MS)
  const plan = { occurrence: `day|${day}`, items: [], dueAt: now() }
  return (await writer.planDelivery({ send, subject }, plan)) ? 'queued' : 'asked_already'
}

/** What the link of a mail that asks is bound to: the list, and the address that it went to. */
export function confirmAbout({ root }: EmailParts, list: string, address: EmailAddress): string {
  return `${list}|${addressMark(root, address)}`
}

/**
 * The person confirms, by the link that was sent to their address: this is their consent.
 * Undefined where the link is not ours, or is of an address or person that is no more.
 */
export async function confirmList(parts: EmailParts, token: string): Promise<string | undefined> {
  const link = openLink(parts.root, 'confirm', token)
  const [list = '', mark] = link?.about.split('|') ?? []
  const contact = link && (await findOwnContact(parts, link.subject))
  if (link === undefined || contact === undefined) return undefined
  if (addressMark(parts.root, contact.address) !== mark || !Object.hasOwn(contact.lists, list))
    return undefined
  const found = await getDocument(parts, 'list', list)
  await parts.store.transact(decideRights('consent', link.subject, parts.now()), async (writer) => {
    const now = await writer.findContact()
    if (now === undefined) return
    const confirmed = { standing: 'confirmed', since: parts.now() } as const
    await writer.liftSuppression()
    const lists = { ...now.lists, [list]: confirmed }
    const provenAt = now.isOfDevice === true ? undefined : parts.now()
    await writer.putContact({ ...now, lists, provenAt }, undefined)
  })
  const { subject } = link
  if (await stands(parts, subject, 'given')) return found.title
  await recordConsent(
    parts,
    { subject },
    {
      action: 'give',
      purposes: ['email_marketing'],
      evidence: `Double opt-in for the list "${list}": the link in the mail that asked was used`,
      by: 'subject',
      explicit: true,
      region: undefined,
      ageBand: undefined,
      vouched: false,
    },
  )
  return found.title
}

async function stands({ gate }: EmailParts, subject: SubjectId, status: string): Promise<boolean> {
  return (await gate.open(subject)).consentOf('email_marketing').status === status
}

/**
 * Ends all marketing mail to the person of the link, at once and for good (RFC 8058). Whether there
 * is such a person, nobody is told: the answer is the same.
 *
 * @param how what the record says of it.
 * @returns false where the link is not one of ours.
 */
export async function unsubscribe(parts: EmailParts, token: string, how: string): Promise<boolean> {
  const link =
    openLink(parts.root, 'unsubscribe', token) ?? openLink(parts.root, 'preferences', token)
  if (link === undefined) return false
  await endMail(parts, link.subject, how)
  return true
}

/** A no that says nothing new is the one that stands. */
export async function endMail(parts: EmailParts, subject: SubjectId, how: string): Promise<void> {
  if (await stands(parts, subject, 'withdrawn')) return
  await noFor(parts, subject, 'email_marketing', how)
}

async function noFor(
  parts: EmailParts,
  subject: SubjectId,
  purpose: 'email_marketing' | 'email_tracking',
  how: string,
): Promise<void> {
  try {
    await recordConsent(
      parts,
      { subject },
      {
        action: 'withdraw',
        purposes: [purpose],
        evidence: how,
        by: 'subject',
        explicit: true,
        region: undefined,
        ageBand: undefined,
        vouched: false,
      },
    )
  } catch (error) {
    // Erased: their mailbox is suppressed, and there is nothing left to withdraw.
    if (!(error instanceof EquipoiseError) || error.code !== 'not_found') throw error
  }
}

export interface MailChoices {
  readonly lists: readonly { readonly id: string; readonly title: string }[]
  readonly isTracked: boolean
  /** The mail that the link came in. */
  readonly mail: KeptDelivery | undefined
}

/** What the preferences page shows: never the address, since mails are passed on. */
export async function readChoices(
  parts: EmailParts,
  token: string,
): Promise<MailChoices | 'unknown' | undefined> {
  const link = openLink(parts.root, 'preferences', token)
  if (link === undefined) return undefined
  const contact = await findOwnContact(parts, link.subject)
  if (contact === undefined) return 'unknown'
  const confirmed = Object.entries(contact.lists).filter(([, one]) => one.standing === 'confirmed')
  const lists = await Promise.all(
    confirmed.map(async ([id]) => {
      const found = await parts.store.read('system', (reader) =>
        reader.findEmailDocument('list', id),
      )
      const { title = id } = found === undefined ? {} : JSON.parse(found.body)
      return { id, title: String(title) }
    }),
  )
  const person = await parts.gate.open(link.subject)
  const mails = await parts.store.read(
    decideRights('access', link.subject, parts.now()),
    async (reader) => reader.listDeliveries(),
  )
  return {
    lists,
    isTracked: person.decide('email_tracking').outcome === 'permitted',
    mail: mails.find(({ send }) => send === link.send),
  }
}

/** Leaves one list, or ends being followed: from the preferences page, where only a no is said. */
export async function sayNo(
  parts: EmailParts,
  token: string,
  what: { readonly list: string } | 'tracking',
): Promise<boolean> {
  const link = openLink(parts.root, 'preferences', token)
  if (link === undefined) return false
  const { subject } = link
  if (what === 'tracking') {
    await noFor(parts, subject, 'email_tracking', 'Said on the preferences page of a mail')
    return true
  }
  await changeContact(parts, subject, (contact) => {
    if (!Object.hasOwn(contact.lists, what.list)) return contact
    const left = { standing: 'left', since: parts.now() } as const
    return { ...contact, lists: { ...contact.lists, [what.list]: left } }
  })
  return true
}

/** The person asks to be told when an item is back. */
export async function watchItem(
  parts: EmailParts,
  subject: SubjectId,
  item: string,
): Promise<void> {
  const WATCHES_MAX = 50
  const found = await changeContact(parts, subject, (contact) => {
    const others = contact.watches.filter((one) => one.item !== item)
    const watches = [{ item, since: parts.now() }, ...others].slice(0, WATCHES_MAX)
    return { ...contact, watches }
  })
  if (!found) throw new EquipoiseError('not_found', 'Cannot find a contact of the subject')
}

async function changeContact(
  { store, now }: EmailParts,
  subject: SubjectId,
  change: (contact: EmailContact) => EmailContact,
): Promise<boolean> {
  try {
    return await store.transact(decideRights('correction', subject, now()), async (writer) => {
      const contact = await writer.findContact()
      if (contact === undefined) return false
      await writer.putContact(change(contact), undefined)
      return true
    })
  } catch (error) {
    if (error instanceof EquipoiseError && error.code === 'not_found') return false
    throw error
  }
}

async function findOwnContact(
  { store, now }: EmailParts,
  subject: SubjectId,
): Promise<EmailContact | undefined> {
  try {
    return await store.read(decideRights('access', subject, now()), async (reader) =>
      reader.findContact(),
    )
  } catch (error) {
    if (error instanceof EquipoiseError && error.code === 'not_found') return undefined
    throw error
  }
}
