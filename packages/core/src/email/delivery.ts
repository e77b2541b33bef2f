/**
 * The life of one mail to one person. What begins an SMTP transaction is durable before it, and
 * what came of it after it; so after a crash whatever stands at `sending` may have arrived or not.
 * That is `in_doubt`, and nobody sends it again: exactly once or never.
 *
 *   queued ──▶ sending ──▶ sent
 *     ▲  │         │ ├───▶ failed      refused for good (5xx), or put off too often
 *     │  │         │ └───▶ in_doubt    the connection or the process ended in the middle
 *     └──│─────────┘ put off (4xx), and certainly not taken
 *        └──▶ dropped                  the gate refused, suppressed, not on the list, erased
 */
import type { Instant } from '../values/index.ts'
import { retryAt } from './pace.ts'

export const DELIVERY_STATES = [
  'queued',
  'sending',
  'sent',
  'failed',
  'in_doubt',
  'dropped',
] as const
/** The order is a stored format: new states go at the end. */
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** What came of an SMTP transaction. `status` is the server's reply code, 0 where it gave none. */
export type SmtpOutcome =
  | { readonly kind: 'accepted'; readonly status: number }
  /** The server said no, or nothing of the message was sent. */
  | { readonly kind: 'refused'; readonly status: number; readonly enhanced: string | undefined }
  /** The message, or part of it, was sent, and no answer came. */
  | { readonly kind: 'unknown' }

export interface Step {
  readonly state: DeliveryState
  /** When it is due again; of `queued` alone. */
  readonly dueAt: Instant | undefined
  /** Why, as a stable code. */
  readonly code: string
}

/** @param attempts how many transactions there were, this one included. */
export function afterSmtp(outcome: SmtpOutcome, attempts: number, at: Instant): Step {
  if (outcome.kind === 'accepted') return { state: 'sent', dueAt: undefined, code: 'accepted' }
  if (outcome.kind === 'unknown') return { state: 'in_doubt', dueAt: undefined, code: 'no_answer' }
  if (isPermanent(outcome.status)) {
    return { state: 'failed', dueAt: undefined, code: `smtp_${outcome.status}` }
  }
  const dueAt = retryAt(attempts, at)
  if (dueAt === undefined) return { state: 'failed', dueAt, code: 'put_off_too_often' }
  return { state: 'queued', dueAt, code: outcome.status === 0 ? 'no_connection' : 'put_off' }
}

function isPermanent(status: number): boolean {
  return status >= 500 && status < 600
}

/**
 * Whether a refusal says that there is no such mailbox (RFC 3463: 5.1.1, 5.1.2, 5.1.3, 5.1.6,
 * 5.1.10): only then is the address given up, as 5xx alone may be about us.
 */
export function isNoMailbox(enhanced: string | undefined): boolean {
  return enhanced !== undefined && /^5\.1\.(?:1|2|3|6|10)$/.test(enhanced)
}

/** A state that nothing follows: it is never left. */
export function isFinal(state: DeliveryState): boolean {
  return state !== 'queued' && state !== 'sending'
}
