/**
 * Looks at everybody with a contact, and plans the mails that automations call for. What a person
 * did is read only under their permit for personalization, and what they are written under theirs
 * for email; without both there is no basket to remind of.
 */
import { setImmediate as letOthersGo } from 'node:timers/promises'
import { type AutomationFacts, type AutomationMail, nextMail } from '@equipoise/core/email'
import type { Permit } from '@equipoise/core/law'
import type { SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { EmailContact, KeptDelivery, ProfileItem } from '../../store/index.ts'
import type { PersonGate } from '../law/index.ts'
import type { EmailParts } from './email-parts.ts'
import { listDocuments, type MailAutomation } from './mail-documents.ts'
import { mailSituation } from './open-for-email.ts'

export const AUTOMATION_SEND = 'automation/'
const PAGE_PEOPLE = 50
/** At one look; the next one goes on from there. */
const LOOK_PEOPLE_MAX = 5_000

/**
 * Goes on after that person, for so many people; returns after whom to go on the next time, and
 * undefined where it was at the end.
 */
export async function planAutomations(
  parts: EmailParts,
  from: SubjectId | undefined,
  signal: AbortSignal,
): Promise<SubjectId | undefined> {
  const all = await listDocuments(parts, 'automation')
  const enabled = all.filter((one) => one.enabled)
  if (enabled.length === 0) return undefined
  let after = from
  for (let seen = 0; seen < LOOK_PEOPLE_MAX && !signal.aborted; seen += PAGE_PEOPLE) {
    const last: SubjectId | undefined = after
    const people = await parts.store.read('system', async (reader) =>
      reader.listEmailContacts(last, PAGE_PEOPLE),
    )
    for (const subject of people) await planFor(parts, enabled, subject)
    after = people.at(-1)
    if (people.length < PAGE_PEOPLE) return undefined
    await letOthersGo()
  }
  return after
}

async function planFor(
  parts: EmailParts,
  automations: readonly MailAutomation[],
  subject: SubjectId,
): Promise<number> {
  try {
    const situation = await mailSituation(parts, subject)
    return await parts.gate.act(subject, situation, async (person) => {
      const decision = person.decide('email_marketing')
      if (decision.outcome === 'refused') return 0
      return planUnder(parts, automations, { person, permit: decision.permit, subject })
    })
  } catch (error) {
    // Whoever says yes and no again and again meanwhile is asked about at the next look.
    if (error instanceof EquipoiseError && error.code === 'consent_changed') return 0
    throw error
  }
}

interface Planned {
  readonly person: PersonGate
  readonly permit: Permit<'email_marketing'>
  readonly subject: SubjectId
}

async function planUnder(
  parts: EmailParts,
  automations: readonly MailAutomation[],
  { person, permit, subject }: Planned,
): Promise<number> {
  const { contact, mails } = await parts.store.read(permit, async (reader) => ({
    contact: await reader.findContact(),
    mails: await reader.listDeliveries(),
  }))
  if (contact === undefined) return 0
  const profile = await readProfile(parts, person)
  let planned = 0
  for (const automation of automations) {
    const mail = mailFor(parts, automation, { contact, mails, profile, at: person.at })
    if (mail === undefined) continue
    const send = `${AUTOMATION_SEND}${automation.id}`
    const isNew = await parts.store.transact(permit, async (writer) =>
      writer.planDelivery({ send, subject }, mail),
    )
    if (isNew) planned += 1
  }
  return planned
}

async function readProfile(
  { store }: EmailParts,
  person: PersonGate,
): Promise<readonly ProfileItem[]> {
  const decision = person.decide('site_personalization')
  if (decision.outcome === 'refused') return []
  return store.read(decision.permit, async (reader) => reader.readProfile())
}

interface Known {
  readonly contact: EmailContact
  readonly mails: readonly KeptDelivery[]
  readonly profile: readonly ProfileItem[]
  readonly at: AutomationFacts['at']
}

function mailFor(
  { catalogue }: EmailParts,
  { kind, delayMinutes, followCap, list }: MailAutomation,
  { contact, mails, profile, at }: Known,
): AutomationMail | undefined {
  const standing = contact.lists[list]
  const isThere = (item: string): boolean => catalogue.find(item)?.available === true
  const facts: AutomationFacts = {
    at,
    confirmedAt: standing?.standing === 'confirmed' ? standing.since : undefined,
    watches: contact.watches.map((one) => ({ ...one, there: isThere(one.item) })),
    basket: basketOf(profile),
    bought: new Set(profile.flatMap(({ item, verbs }) => (verbs.purchase ? [item] : []))),
    followed: followedIn(mails, at),
  }
  return nextMail({ kind, delayMs: delayMinutes * 60_000, followCap }, facts)
}

function basketOf(profile: readonly ProfileItem[]): AutomationFacts['basket'] {
  return profile.flatMap(({ item, verbs }) => {
    const at = verbs.add?.lastAt
    return at === undefined ? [] : [{ item, at }]
  })
}

/** What is planned and not sent yet counts as well, as of now. */
function followedIn(
  mails: readonly KeptDelivery[],
  now: AutomationFacts['at'],
): AutomationFacts['followed'] {
  return mails
    .filter(({ send, state }) => send.startsWith(AUTOMATION_SEND) && state !== 'dropped')
    .flatMap(({ items, plan, at }) =>
      (items ?? plan ?? []).map((item) => ({ item, at: at ?? now })),
    )
}
