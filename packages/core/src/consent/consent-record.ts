import type { ConsentRecordId, Instant, Purpose } from '../values/index.ts'

export const CONSENT_ACTIONS = ['give', 'refuse', 'withdraw'] as const

export type ConsentAction = (typeof CONSENT_ACTIONS)[number]

/** One immutable fact: what a subject (or their guardian) said about some purposes, and when. */
export interface ConsentRecord {
  readonly id: ConsentRecordId
  readonly action: ConsentAction
  readonly purposes: readonly Purpose[]
  readonly at: Instant
  /**
   * Who acted. A guardian's consent is needed where the law says that a child's own is not enough.
   */
  readonly by: 'subject' | 'guardian'
  /** A separate express statement, as some laws want it for some data. */
  readonly explicit: boolean
  /** How it came to us and where the proof lies, in the business's own words. */
  readonly evidence: string
  /** The registered notice that was shown, where one was named. */
  readonly notice?: NoticeShown | undefined
}

/** Which text of which registered notice somebody saw. */
export interface NoticeShown {
  readonly id: string
  readonly version: string
  /** BCP 47, such as `en` or `pt-BR`. */
  readonly language: string
  /** SHA-256 of the notice's canonical JSON, hexadecimal. */
  readonly digest: string
}

export function isConsentAction(value: unknown): value is ConsentAction {
  return CONSENT_ACTIONS.some((action) => action === value)
}
