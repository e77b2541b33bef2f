/**
 * One mail to one person, from the row to the SMTP server:
 *
 *   gate ─▶ contact ─▶ list, window ─▶ items ─▶ compose ─▶ begin (durable) ─▶ SMTP ─▶ end (durable)
 *
 * The gate is asked when the turn comes, and its permit is checked again in the transaction that
 * marks the mail as begun. So whoever said no by then is not written to, and a crash leaves behind
 * a mark, never a second mail.
 */
import { fillWords } from '@equipoise/browser/languages'
import {
  afterSmtp,
  domainOf,
  isNoMailbox,
  mailDuties,
  type SmtpOutcome,
  takePlace,
  warmUpLimit,
} from '@equipoise/core/email'
import { decideRights, type Permit } from '@equipoise/core/law'
import { DAY_MS, formatInstant, type Instant, toInstant } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { Beginning, Begun, Delivery, EmailContact } from '../../store/index.ts'
import { hashLink, makeSession } from '../access/index.ts'
import type { PersonGate } from '../law/index.ts'
import { LINK_SEND } from './ask-link.ts'
import { type ChosenItems, chooseItems, NO_ITEMS, namedItems } from './choose-items.ts'
import { composeLinkMail } from './compose-link-mail.ts'
import { type ComposedMail, composeMail, type MailAsked, signMail } from './compose-mail.ts'
import { confirmAbout, OPT_IN_SEND } from './contacts.ts'
import { type EmailParts, senderOf } from './email-parts.ts'
import { layOut } from './lay-out.ts'
import { findDocument, type MailList, type MailTemplate } from './mail-documents.ts'
import { sealLink } from './mail-links.ts'
import { groundOf, quoted, wordsOfList } from './mail-words.ts'
import { dutiesFor, mailSituation } from './open-for-email.ts'
import { optInTemplate } from './opt-in-template.ts'
import { CAMPAIGN_SEND, dueAtFor, dueLater, isOnlyQuiet, planOf, type SendPlan } from './sends.ts'
import type { SmtpLane } from './smtp-lane.ts'

/** What is remembered between mails, while the process lives. */
export interface DeliveryMemory {
  /** The next free place in each domain's row. */
  readonly places: Map<string, number>
  readonly plans: Map<string, Mailing>
  /** Resolves for all lanes that wait at once, so that what they write shares a commit. */
  readonly beat: () => Promise<void>
  /** What came of mails that are through, on its way to the store. */
  readonly endings: Set<Promise<void>>
}

/** What a mail is made of, whichever way it came about. */
export interface Mailing {
  readonly list: MailList
  readonly template: MailTemplate
  readonly variables: Readonly<Record<string, string>>
  readonly items: number
  readonly categories: readonly string[]
  readonly window?: SendPlan['campaign']['window']
}

/** What became of it: where it is to be put, `sent` to the server, or left as it stands. */
type Fate =
  | { readonly kind: 'drop'; readonly code: string }
  | { readonly kind: 'later'; readonly at: Instant; readonly code: string }
  | {
      readonly kind: 'begun'
      readonly outcome: SmtpOutcome
      readonly address: EmailContact['address']
    }
  | { readonly kind: 'gone' }

/** @throws EquipoiseError `smtp_unreachable`: then nothing is changed. */
export async function deliverMail(
  parts: EmailParts,
  delivery: Delivery,
  { lane, memory }: { readonly lane: SmtpLane; readonly memory: DeliveryMemory },
): Promise<void> {
  const fate = await decideFate(parts, { lane, memory, delivery })
  const ending = memory.beat().then(() => keepFate(parts, delivery, fate))
  // The lane goes on: until it is kept the mail stands as begun, and nobody begins it again.
  if (fate.kind !== 'begun') return ending
  memory.endings.add(ending)
  // Whoever waits for the endings hears of it.
  ending.catch(() => {})
}

interface Carried {
  readonly lane: SmtpLane
  readonly memory: DeliveryMemory
  readonly delivery: Delivery
}

async function decideFate(parts: EmailParts, carried: Carried): Promise<Fate> {
  const { delivery, memory } = carried
  if (delivery.send === LINK_SEND) return deliverLink(parts, carried)
  const mailing = await mailingOf(parts, memory, delivery.send)
  if (typeof mailing === 'string') return { kind: 'drop', code: mailing }
  if (delivery.send.startsWith(OPT_IN_SEND)) return deliverOptIn(parts, carried, mailing)
  const situation = await mailSituation(parts, delivery.subject)
  try {
    return await parts.gate.act(delivery.subject, situation, (person) =>
      deliverTo(parts, carried, { person, mailing }),
    )
  } catch (error) {
    if (!(error instanceof EquipoiseError)) throw error
    if (error.code === 'consent_changed')
      return { kind: 'later', at: soon(parts), code: error.code }
    if (error.code === 'template_invalid') return { kind: 'drop', code: error.code }
    if (error.code === 'key_missing') return { kind: 'drop', code: error.code }
    throw error
  }
}

function soon({ now }: EmailParts): Instant {
  return toInstant(now() + 1_000)
}

/** What is sent, as it was frozen or as it stands; or why nothing is any more. */
async function mailingOf(
  parts: EmailParts,
  { plans }: DeliveryMemory,
  send: string,
): Promise<Mailing | string> {
  const known = plans.get(send)
  if (known) return known
  if (send.startsWith(CAMPAIGN_SEND)) {
    const found = await parts.store.read('system', async (reader) => reader.findEmailSend(send))
    if (found === undefined || found.status === 'stopped') return 'stopped'
    const { campaign, template, list } = planOf(found)
    const mailing = { ...campaign, template, list }
    plans.set(send, mailing)
    return mailing
  }
  const [kind, id = ''] = send.split('/')
  if (kind === 'opt-in') {
    const list = await findDocument(parts, 'list', id)
    if (list === undefined) return 'list_gone'
    return { list, template: optInTemplate(list), variables: {}, items: 0, categories: [] }
  }
  const automation = await findDocument(parts, 'automation', id)
  if (automation === undefined || !automation.enabled) return 'stopped'
  const list = await findDocument(parts, 'list', automation.list)
  const template = await findDocument(parts, 'template', automation.template)
  return list && template ? { ...automation, list, template } : 'template_gone'
}

interface Turn {
  readonly person: PersonGate
  readonly mailing: Mailing
}

async function deliverTo(parts: EmailParts, carried: Carried, turn: Turn): Promise<Fate> {
  const { person, mailing } = turn
  const decision = person.decide('email_marketing')
  if (decision.outcome === 'refused') return refusedFate(person, decision.reasons)
  const { permit } = decision
  const { delivery } = carried
  const { contact, plan } = await parts.store.read(permit, async (reader) => ({
    contact: await reader.findContact(),
    plan: (await reader.findDelivery(delivery))?.plan,
  }))
  if (contact === undefined) return { kind: 'drop', code: 'no_contact' }
  if (contact.lists[mailing.list.id]?.standing !== 'confirmed') {
    return { kind: 'drop', code: 'not_on_list' }
  }
  const dueAt = dueAtFor(parts, { window: mailing.window }, { contact, person })
  if (dueAt === undefined) return { kind: 'drop', code: 'no_window' }
  if (dueAt > parts.now()) return { kind: 'later', at: dueAt, code: 'window' }
  const duties = dutiesFor(person, decision.packs)
  if (duties.postalAddress && parts.mail.postalAddress === undefined) {
    return { kind: 'drop', code: 'postal_address_missing' }
  }
  const placed = placeFor(parts, carried, contact)
  if (placed !== undefined) return placed
  const items =
    plan === undefined
      ? await chooseItems(parts, delivery.subject, mailing)
      : planned(parts, plan, mailing.list)
  const asked: MailAsked = {
    key: delivery,
    to: contact.address,
    laidOut: layOut(mailing.template, items.ids.length),
    values: { ...mailing.variables, ...contactValues(contact), ...items.values },
    list: mailing.list,
    duties,
    why: groundOf(mailing.list, decision.basis, items.rung),
    tracked: person.decide('email_tracking').outcome === 'permitted',
  }
  const composed = composeMail(parts, asked)
  const begin = beginUnder(parts, permit)
  return transmit(parts, carried, { composed, contact, items, begin })
}

function planned(parts: EmailParts, plan: readonly string[], list: MailList): ChosenItems {
  if (plan.length === 0) return NO_ITEMS
  return namedItems(parts, plan, { list, why: wordsOfList(list).words.youChose })
}

function refusedFate(person: PersonGate, reasons: readonly { readonly code: string }[]): Fate {
  const later = isOnlyQuiet(reasons) ? dueLater(person) : undefined
  if (typeof later === 'number') return { kind: 'later', at: later, code: 'quiet_hours' }
  return { kind: 'drop', code: reasons[0]?.code ?? 'refused' }
}

export function contactValues({ fields }: Pick<EmailContact, 'fields'>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, text]) => [`contact.${name}`, text]))
}

/** Undefined where it may go now. */
function placeFor(
  { mail, now }: EmailParts,
  { memory: { places } }: Carried,
  { address }: EmailContact,
): Fate | undefined {
  const domain = domainOf(address)
  const taken = takePlace(places.get(domain), now(), mail.perDomainPerMinute)
  if (taken.goesAt > now() + 100) return { kind: 'later', at: taken.goesAt, code: 'paced' }
  places.set(domain, taken.next)
  return undefined
}

type Begin = (beginning: Beginning) => Promise<Begun>

function beginUnder({ store }: EmailParts, permit: Permit<'email_marketing'>): Begin {
  return (beginning) => store.transact(permit, async (writer) => writer.beginDelivery(beginning))
}

interface Transmission {
  readonly composed: ComposedMail
  readonly contact: EmailContact
  readonly items: ChosenItems
  readonly begin: Begin
}

async function transmit(
  parts: EmailParts,
  { lane, delivery, memory }: Carried,
  { composed, contact, items, begin }: Transmission,
): Promise<Fate> {
  const { now, mail } = parts
  const signed = await signMail(parts, composed, { key: delivery, to: contact.address })
  // Before anything is marked: while the server is away, nobody's mail is put in doubt.
  await lane.open()
  await memory.beat()
  const at = now()
  const begun = await begin({
    key: delivery,
    address: contact.address,
    detail: detailOf(composed, items, at),
    day: formatInstant(at).slice(0, 10),
    perDayMax: Math.min(warmUpLimit(mail.warmUp, at), Number.MAX_SAFE_INTEGER),
  })
  if (begun === 'paced') return { kind: 'later', at: nextDay(at), code: 'warm_up' }
  if (begun === 'gone') return { kind: 'gone' }
  if (begun !== 'begun') return { kind: 'drop', code: begun }
  return { kind: 'begun', outcome: await lane.send(signed), address: contact.address }
}

function detailOf({ messageId, subject }: ComposedMail, { rung, ids }: ChosenItems, at: Instant) {
  return { messageId, subject, rung, items: ids, at }
}

function nextDay(at: Instant): Instant {
  return toInstant((Math.floor(at / DAY_MS) + 1) * DAY_MS)
}

/** Not marketing, and not under a permit: it asks the person who asked for it, and no one else. */
async function deliverOptIn(parts: EmailParts, carried: Carried, mailing: Mailing): Promise<Fate> {
  const { delivery } = carried
  const { list, template } = mailing
  const rights = () => decideRights('consent', delivery.subject, parts.now())
  const contact = await parts.store.read(rights(), async (reader) => reader.findContact())
  if (contact?.lists[list.id]?.standing !== 'pending') return { kind: 'drop', code: 'not_pending' }
  const placed = placeFor(parts, carried, contact)
  if (placed !== undefined) return placed
  const about = confirmAbout(parts, list.id, contact.address)
  const token = sealLink(parts.root, 'confirm', { ...delivery, about })
  const asked: MailAsked = {
    key: delivery,
    to: contact.address,
    laidOut: layOut(template, 0),
    values: { confirmUrl: `${senderOf(parts).linkOrigin}/email/confirm/${token}` },
    list,
    duties: mailDuties([], ''),
    why: fillWords(wordsOfList(list).words.whyGiven, { list: quoted(list.title) }),
    tracked: false,
  }
  const begin: Begin = (beginning) =>
    parts.store.transact(rights(), async (writer) =>
      writer.beginDelivery({ ...beginning, despite: ['withdrawn', 'erased'] }),
    )
  const composed = composeMail(parts, asked)
  return transmit(parts, carried, { composed, contact, items: NO_ITEMS, begin })
}

/**
 * A person's own way to what is held of them: no marketing, so that a no to marketing does not stop
 * it (docs/decisions/0050). To a mailbox that is not there nothing is sent.
 */
async function deliverLink(parts: EmailParts, carried: Carried): Promise<Fate> {
  const { delivery } = carried
  const { store, root, now } = parts
  const rights = () => decideRights('access', delivery.subject, now())
  try {
    const { contact, access } = await store.read(rights(), async (reader) => ({
      contact: await reader.findContact(),
      access: await reader.findCenterAccess(delivery.occurrence),
    }))
    if (contact?.provenAt === undefined) return { kind: 'drop', code: 'no_contact' }
    if (access === undefined || access.until <= now()) return { kind: 'drop', code: 'lapsed' }
    const placed = placeFor(parts, carried, contact)
    if (placed !== undefined) return placed
    const secret = makeSession(parts.random)
    const { language, until } = access
    const composed = composeLinkMail(parts, { key: delivery, secret, language, until })
    const link = hashLink(root, secret)
    const begin: Begin = (beginning) =>
      store.transact(rights(), async (writer) =>
        writer.beginCenterLink({ ...beginning, despite: DESPITE }, link),
      )
    return await transmit(parts, carried, { composed, contact, items: NO_ITEMS, begin })
  } catch (error) {
    const isGone = error instanceof EquipoiseError && error.code === 'not_found'
    if (isGone) return { kind: 'gone' }
    throw error
  }
}

const DESPITE = ['withdrawn', 'complaint', 'erased', 'imported'] as const

/** What was decided becomes durable; of a mail that was sent, what came of it. */
async function keepFate({ store, now }: EmailParts, delivery: Delivery, fate: Fate): Promise<void> {
  switch (fate.kind) {
    case 'gone':
      return
    case 'drop':
      await store.transact('system', async (writer) =>
        writer.moveDelivery(delivery, 'queued', { state: 'dropped', code: fate.code }),
      )
      return
    case 'later':
      await store.transact('system', async (writer) =>
        writer.moveDelivery(delivery, 'queued', {
          state: 'queued',
          dueAt: fate.at,
          code: fate.code,
        }),
      )
      return
    case 'begun': {
      const step = afterSmtp(fate.outcome, delivery.attempts + 1, now())
      const enhanced = fate.outcome.kind === 'refused' ? fate.outcome.enhanced : undefined
      await store.transact('system', async (writer) => {
        await writer.moveDelivery(delivery, 'sending', step)
        if (isNoMailbox(enhanced)) await writer.suppress(fate.address, 'bounced')
      })
    }
  }
}

/** Where a send is to be stopped, or a document changed, what is remembered of it goes. */
export function forgetPlans({ plans }: DeliveryMemory): void {
  plans.clear()
}
