/**
 * What comes back about a mail: a delivery status notification (RFC 3464) says that it did not
 * arrive, a feedback report (RFC 5965, ARF) that somebody called it spam. Both carry their facts in
 * fields of a part of their own; nothing is concluded from prose.
 */
export interface MailReport {
  /** `bounced`: there is no such mailbox. `put_off`, `failed`: of this mail alone. */
  readonly kind: 'bounced' | 'failed' | 'put_off' | 'complaint' | 'other'
  /** RFC 3463, such as 5.1.1. */
  readonly status: string | undefined
}

const FIELDS_LENGTH_MAX = 20_000

/** @param part the text of the `message/delivery-status` part. */
export function readDeliveryStatus(part: string): MailReport {
  const fields = readFields(part)
  const action = fields.get('action')?.toLowerCase()
  const status = /^[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0]
  if (action === 'delayed') return { kind: 'put_off', status }
  if (action !== 'failed') return { kind: 'other', status }
  return { kind: status !== undefined && isGone(status) ? 'bounced' : 'failed', status }
}

function isGone(status: string): boolean {
  return /^5\.1\.(?:1|2|3|6|10)$/.test(status) || status === '5.2.1'
}

/** @param part the text of the `message/feedback-report` part. */
export function readFeedbackReport(part: string): MailReport {
  const kind = readFields(part).get('feedback-type')?.toLowerCase()
  const isComplaint = kind === 'abuse' || kind === 'fraud' || kind === 'opt-out'
  return { kind: isComplaint ? 'complaint' : 'other', status: undefined }
}

/** Of fields that repeat, one for each recipient say, the first counts: we write to one a mail. */
function readFields(part: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>()
  const unfolded = part.slice(0, FIELDS_LENGTH_MAX).replaceAll(/\r?\n[ \t]+/g, ' ')
  for (const line of unfolded.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim().toLowerCase()
    if (colon > 0 && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim())
  }
  return fields
}
