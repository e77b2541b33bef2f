/** Asks the gate about one person and email, with what the law asks of the channel. */
import { type MailDuties, mailDuties } from '@equipoise/core/email'
import type { Situation as LawSituation } from '@equipoise/core/law'
import { DAY_MS, type SubjectId } from '@equipoise/core/values'
import type { EmailRelationship } from '../../store/index.ts'
import { NO_SITUATION, type PersonGate, type Situation } from '../law/index.ts'
import type { EmailParts } from './email-parts.ts'

/** What is told of the person beside consent: what may stand in for it where a law lets it. */
export async function mailSituation(
  { store }: Pick<EmailParts, 'store'>,
  subject: SubjectId,
): Promise<Situation> {
  const known = await store.read('gate', async (reader) => reader.findEmailRelationship(subject))
  return { ...NO_SITUATION, about: { channel: 'email', ...toLaw(known) } }
}

function toLaw(relationship: EmailRelationship | undefined): Partial<LawSituation> {
  if (relationship === undefined) return {}
  const { context, ...known } = relationship
  return { consentContext: context, relationship: { ...known, asks: [] } }
}

const REMEMBERED_MAX = 1_024
const DUTIES = new Map<string, MailDuties>()

/** What the laws that bind want in a mail to them. The same for all of the same place and day. */
export function dutiesFor(person: PersonGate, packs: readonly string[]): MailDuties {
  const { residence = '', at } = person
  const name = `${residence} ${Math.floor(at / DAY_MS)} ${packs.join()}`
  const known = DUTIES.get(name)
  if (known) return known
  const codes = person.answer('email_marketing').obligations.map(({ code }) => code)
  const duties = mailDuties(codes, residence.slice(0, 2))
  if (DUTIES.size >= REMEMBERED_MAX) DUTIES.clear()
  DUTIES.set(name, duties)
  return duties
}
