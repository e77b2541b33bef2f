/**
 * Sends: a campaign as it was when it was started, and the row of people that it goes to. One
 * campaign is one send: started twice, it is the same one. Whoever is in the row is asked about
 * again when their turn comes.
 */
import {
  type DeliveryState,
  fromLocalTime,
  nextInWindow,
  recipientZones,
} from '@equipoise/core/email'
import {
  formatInstant,
  type Instant,
  parseInstant,
  type SubjectId,
  toInstant,
} from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { EmailContact, EmailSend } from '../../store/index.ts'
import type { PersonGate } from '../law/index.ts'
import { type EmailParts, senderOf } from './email-parts.ts'
import { checkWhole } from './lay-out.ts'
import {
  getDocument,
  type MailCampaign,
  type MailList,
  type MailTemplate,
  type MailWindow,
  toSendWindow,
} from './mail-documents.ts'
import { mailSituation } from './open-for-email.ts'

export const CAMPAIGN_SEND = 'campaign/'
const PAGE_PEOPLE = 200

/** What is frozen when it is started. */
export interface SendPlan {
  readonly campaign: MailCampaign
  readonly template: MailTemplate
  readonly list: MailList
  /** Of whom nothing is kept: how many were left out, and why. */
  readonly leftOut: Readonly<Record<string, number>>
}

export interface SendStatus {
  readonly send: string
  readonly campaign: string
  readonly status: EmailSend['status'] | 'done'
  readonly startedAt: string
  readonly states: Readonly<Record<DeliveryState, number>>
  readonly codes: Readonly<Record<string, number>>
  readonly leftOut: Readonly<Record<string, number>>
}

/**
 * Starts a campaign's one send; `started` is false where it was started before.
 *
 * @throws EquipoiseError `not_found`, `template_invalid`, `email_not_set_up`: then nothing is sent.
 */
export async function startSend(
  parts: EmailParts,
  id: string,
): Promise<{ readonly send: string; readonly started: boolean }> {
  const campaign = await getDocument(parts, 'campaign', id)
  const list = await getDocument(parts, 'list', campaign.list)
  const template = await getDocument(parts, 'template', campaign.template)
  checkWhole(template, Object.keys(campaign.variables))
  senderOf(parts)
  if (parts.mail.smtp === null) {
    throw new EquipoiseError('email_not_set_up', 'Cannot send without EQUIPOISE_SMTP_HOST')
  }
  const send = `${CAMPAIGN_SEND}${id}`
  const plan: SendPlan = { campaign, template, list, leftOut: {} }
  const started = await parts.store.transact('system', (writer) =>
    writer.createEmailSend({
      send,
      status: 'preparing',
      body: JSON.stringify(plan),
      cursor: undefined,
      startedAt: parts.now(),
    }),
  )
  return { send, started }
}

/** Ends what is still waiting of it. Returns how many mails will not go. */
export async function stopSend({ store }: EmailParts, id: string): Promise<number> {
  const send = `${CAMPAIGN_SEND}${id}`
  return store.transact('system', async (writer) => {
    if ((await writer.findEmailSend(send)) === undefined) {
      throw new EquipoiseError('not_found', 'Cannot find a send of the campaign')
    }
    await writer.updateEmailSend(send, { status: 'stopped' })
    return writer.dropQueued(send, 'stopped')
  })
}

/**
 * Puts people in the row, some at a time; after a crash it goes on where it was.
 *
 * @param signal ends it early, between people.
 */
export async function prepareSend(
  parts: EmailParts,
  send: EmailSend,
  signal: AbortSignal,
): Promise<void> {
  const plan = planOf(send)
  const leftOut: Record<string, number> = { ...plan.leftOut }
  for (let { cursor } = send; !signal.aborted; ) {
    const after: SubjectId | undefined = cursor
    const people = await parts.store.read('system', async (reader) =>
      reader.listEmailContacts(after, PAGE_PEOPLE),
    )
    const places = await Promise.all(people.map((subject) => placeOf(parts, plan, subject)))
    const coming = places.flatMap((place, index) => {
      const subject = people[index]
      if (typeof place !== 'string') return subject === undefined ? [] : [{ subject, dueAt: place }]
      leftOut[place] = (leftOut[place] ?? 0) + 1
      return []
    })
    const isLast = people.length < PAGE_PEOPLE
    cursor = people.at(-1)
    const body = JSON.stringify({ ...plan, leftOut } satisfies SendPlan)
    const isStopped = await parts.store.transact('system', async (writer) => {
      const now = await writer.findEmailSend(send.send)
      if (now?.status !== 'preparing') return true
      await writer.enqueue(send.send, coming)
      const status = isLast ? ({ status: 'started' } as const) : {}
      await writer.updateEmailSend(send.send, { ...status, body, cursor })
      return isLast
    })
    if (isStopped) return
  }
}

/** When their turn is, or why it never is. */
async function placeOf(
  parts: EmailParts,
  plan: SendPlan,
  subject: SubjectId,
): Promise<Instant | string> {
  const person = await parts.gate.open(subject, await mailSituation(parts, subject))
  const decision = person.decide('email_marketing')
  if (decision.outcome === 'refused' && !isOnlyQuiet(decision.reasons)) {
    return decision.reasons[0]?.code ?? 'refused'
  }
  if (decision.outcome === 'refused') return dueLater(person)
  const contact = await parts.store
    .read(decision.permit, async (reader) => reader.findContact())
    .catch(changed)
  if (contact === 'consent_changed') return contact
  if (contact?.lists[plan.list.id]?.standing !== 'confirmed') return 'not_on_list'
  return dueAtFor(parts, plan.campaign, { contact, person }) ?? 'no_window'
}

/** Whoever changed their mind in this very moment is out. */
function changed(error: unknown): 'consent_changed' {
  if (error instanceof EquipoiseError && error.code === 'consent_changed') return error.code
  throw error
}

export function isOnlyQuiet(reasons: readonly { readonly code: string }[]): boolean {
  return reasons.length > 0 && reasons.every(({ code }) => code === 'quiet_hours')
}

export function dueLater(person: PersonGate): Instant | 'quiet_hours' {
  return person.answer('email_marketing').retryAt ?? 'quiet_hours'
}

interface Recipient {
  readonly contact: EmailContact
  readonly person: PersonGate
}

/** From the send's time on, within its window, by the recipient's own clock. */
export function dueAtFor(
  { mail, now }: EmailParts,
  {
    sendAt,
    window,
  }: { readonly sendAt?: string | undefined; readonly window?: MailWindow | undefined },
  { contact, person }: Recipient,
): Instant | undefined {
  const zones = recipientZones({ zone: contact.zone, region: person.residence }, mail.zone)
  const from = sendAt === undefined ? now() : (parseInstant(sendAt) ?? fromLocalTime(sendAt, zones))
  if (from === undefined) return undefined
  const begin = toInstant(Math.max(from, now()))
  return nextInWindow(begin, window === undefined ? undefined : toSendWindow(window), zones)
}

export function planOf({ body }: Pick<EmailSend, 'body'>): SendPlan {
  return JSON.parse(body) as SendPlan // written by startSend and prepareSend alone
}

/** @throws EquipoiseError `not_found`. */
export async function readSend(parts: EmailParts, id: string): Promise<SendStatus> {
  const send = `${CAMPAIGN_SEND}${id}`
  const found = await parts.store.read('system', async (reader) => reader.findEmailSend(send))
  if (found === undefined)
    throw new EquipoiseError('not_found', 'Cannot find a send of the campaign')
  const counts = await parts.store.read('system', async (reader) => reader.countDeliveries(send))
  const states = { queued: 0, sending: 0, sent: 0, failed: 0, in_doubt: 0, dropped: 0 }
  const codes: Record<string, number> = {}
  for (const { state, code, count } of counts) {
    states[state] += count
    if (code !== '') codes[code] = (codes[code] ?? 0) + count
  }
  const isDone = found.status === 'started' && states.queued + states.sending === 0
  const { campaign, leftOut } = planOf(found)
  return {
    send,
    campaign: campaign.id,
    status: isDone ? 'done' : found.status,
    startedAt: formatInstant(found.startedAt),
    states,
    codes,
    leftOut,
  }
}
