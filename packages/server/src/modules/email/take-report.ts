/**
 * Takes in what comes back: a bounce (DSN, RFC 3464) or a complaint (ARF, RFC 5965), as the raw
 * mail. Whom it is about is read from the address that we gave for it, or from the mail that it
 * returns; never from an address that somebody wrote into it.
 */
import { type MailReport, readDeliveryStatus, readFeedbackReport } from '@equipoise/core/email'
import { decideRights } from '@equipoise/core/law'
import type { SubjectId } from '@equipoise/core/values'
import PostalMime from 'postal-mime'
import { EquipoiseError } from '../../errors.ts'
import { endMail } from './contacts.ts'
import type { EmailParts } from './email-parts.ts'
import { openBounce, openLink } from './mail-links.ts'

export const REPORT_BYTES_MAX = 1_000_000

export interface TakenReport {
  readonly kind: MailReport['kind']
  readonly status: string | null
  /** Whether it is about somebody whom we wrote to, so that something followed from it. */
  readonly known: boolean
}

/** @throws EquipoiseError `report_invalid` where it is no mail. */
export async function takeReport(parts: EmailParts, raw: Uint8Array): Promise<TakenReport> {
  const { report, subject } = await readReport(parts, raw)
  const { kind, status = null } = report
  if (subject === undefined || (kind !== 'bounced' && kind !== 'complaint')) {
    return { kind, status, known: subject !== undefined }
  }
  const reason = kind === 'complaint' ? 'complaint' : 'bounced'
  try {
    await parts.store.transact(decideRights('consent', subject, parts.now()), async (writer) =>
      writer.suppressContact(reason),
    )
    if (kind === 'complaint') await endMail(parts, subject, 'A complaint (ARF) about a mail')
  } catch (error) {
    if (!(error instanceof EquipoiseError) || error.code !== 'not_found') throw error
  }
  return { kind, status, known: true }
}

async function readReport(
  parts: EmailParts,
  raw: Uint8Array,
): Promise<{ readonly report: MailReport; readonly subject: SubjectId | undefined }> {
  const mail = await PostalMime.parse(raw, {
    attachmentEncoding: 'utf8',
    forceRfc822Attachments: true,
    maxNestingDepth: 10,
    maxHeadersSize: 256_000,
  }).catch((cause: unknown) => {
    throw new EquipoiseError('report_invalid', 'Cannot read the report: it is no mail', { cause })
  })
  const part = (type: string): string | undefined => {
    const found = mail.attachments.find(({ mimeType }) => mimeType === type)?.content
    if (found === undefined || typeof found === 'string') return found
    return Buffer.from(new Uint8Array(found as ArrayBuffer)).toString('utf8') // as its types say
  }
  const [status, feedback] = [part('message/delivery-status'), part('message/feedback-report')]
  const returned = part('message/rfc822') ?? part('text/rfc822-headers') ?? ''
  const to = [...(mail.to ?? []), { address: mail.deliveredTo }].map(({ address }) => address ?? '')
  const subject = subjectIn(parts, to, returned)
  if (feedback !== undefined) return { report: readFeedbackReport(feedback), subject }
  if (status !== undefined) return { report: readDeliveryStatus(status), subject }
  return { report: { kind: 'other', status: undefined }, subject }
}

const UNSUBSCRIBE = /\/email\/unsubscribe\/([A-Za-z0-9_-]{40,4096})>/

/** The address is ours to give; else the link to stop that stands in the returned mail. */
function subjectIn(
  { root }: EmailParts,
  to: readonly string[],
  returned: string,
): SubjectId | undefined {
  for (const address of to) {
    const subject = openBounce(root, address.slice(0, address.lastIndexOf('@')))
    if (subject !== undefined) return subject
  }
  const unfolded = returned.replaceAll(/\r?\n[ \t]+/g, '')
  const [, token = ''] = UNSUBSCRIBE.exec(unfolded) ?? []
  return openLink(root, 'unsubscribe', token)?.subject
}
