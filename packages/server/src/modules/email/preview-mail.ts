/** A mail as a person would get it, or as somebody would who agreed to nothing; nothing is sent. */
import { mailDuties } from '@equipoise/core/email'
import { isSubjectId, type SubjectId } from '@equipoise/core/values'
import { findSubject, type SubjectReference } from '../subjects/index.ts'
import { chooseItems } from './choose-items.ts'
import { composeMail } from './compose-mail.ts'
import { contactValues } from './deliver-mail.ts'
import type { EmailParts } from './email-parts.ts'
import { checkWhole, layOut } from './lay-out.ts'
import { getDocument } from './mail-documents.ts'
import { groundOf } from './mail-words.ts'
import { dutiesFor, mailSituation } from './open-for-email.ts'

export interface MailPreview {
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly headers: Readonly<Record<string, string>>
  readonly rung: string
  readonly items: readonly string[]
  /** Whether this person would be sent it now, and if not, why. */
  readonly outcome: 'permitted' | 'refused'
  readonly reasons: readonly {
    readonly code: string
    readonly says: string
    readonly citation: string
  }[]
}

/** Stands in for whoever is not known here. */
const NOBODY = 'sub_00000000000000000000000000'

/**
 * @param reference undefined for somebody who refused everything.
 * @throws EquipoiseError `not_found`, `template_invalid`, `email_not_set_up`.
 */
export async function previewMail(
  parts: EmailParts,
  id: string,
  reference: SubjectReference | undefined,
): Promise<MailPreview> {
  const campaign = await getDocument(parts, 'campaign', id)
  const list = await getDocument(parts, 'list', campaign.list)
  const template = await getDocument(parts, 'template', campaign.template)
  checkWhole(template, Object.keys(campaign.variables))
  const subject = reference && (await findSubject(parts.store, reference))
  const person = await parts.gate.open(subject, subject && (await mailSituation(parts, subject)))
  const decision = person.decide('email_marketing')
  const items = await chooseItems(parts, subject, { ...campaign, list })
  const fields =
    decision.outcome === 'permitted'
      ? await parts.store.read(decision.permit, async (reader) => reader.findContact())
      : undefined
  const permitted = decision.outcome === 'permitted'
  const mail = composeMail(parts, {
    key: { send: `campaign/${id}`, subject: subject ?? nobody(), occurrence: '' },
    to: 'preview@example.com',
    laidOut: layOut(template, items.ids.length),
    values: { ...campaign.variables, ...(fields && contactValues(fields)), ...items.values },
    list,
    duties: permitted ? dutiesFor(person, decision.packs) : mailDuties([], ''),
    why: groundOf(list, permitted ? decision.basis : 'consent', items.rung),
    tracked: person.decide('email_tracking').outcome === 'permitted',
  })
  return {
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    headers: mail.headers,
    rung: items.rung,
    items: items.ids,
    outcome: decision.outcome,
    reasons: decision.reasons.map(({ code, says, citation }) => ({ code, says, citation })),
  }
}

function nobody(): SubjectId {
  if (!isSubjectId(NOBODY)) throw new TypeError('Cannot preview: the id of nobody has no such form')
  return NOBODY
}
