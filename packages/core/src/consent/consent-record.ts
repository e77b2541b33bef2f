import type { ConsentRecordId, Instant, Purpose, Region } from '../values/index.ts'

export const CONSENT_ACTIONS = ['give', 'refuse', 'withdraw'] as const

export type ConsentAction = (typeof CONSENT_ACTIONS)[number]

/**
 * How it was said. `notice`: on a page, to a registered notice whose nonce came back. `page`: on a
 * page, to whatever was there. The others are what a back end tells of itself.
 */
export const CONSENT_METHODS = [
  'notice',
  'page',
  'settings',
  'form',
  'paper',
  'phone',
  'email',
  'in_person',
  'import',
  'merge',
  'other',
] as const

export type ConsentMethod = (typeof CONSENT_METHODS)[number]

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
  /** Whether it says yes again to what stood as given. */
  readonly renews?: true | undefined
  /** Undefined in records of before it was kept, as the three below. */
  readonly method?: ConsentMethod | undefined
  /** What the browser or app said by itself, as it came with the act. */
  readonly signals?: ConsentSignals | undefined
  /**
   * Until when a yes counts at the longest, under the strictest law that bound it when it was said:
   * a purpose of it that lapses first ends them all. A law that is stricter since ends it sooner.
   */
  readonly expiresAt?: Instant | undefined
  /** Names what the business said of itself then, by digest: see `receipt/party.ts`. */
  readonly party?: string | undefined
  /** The places whose law counted then: where the person lives, else the markets. */
  readonly places?: readonly Region[] | undefined
}

/** Global Privacy Control, as it came with an act. */
export interface ConsentSignals {
  readonly gpc: boolean
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

export function isConsentMethod(value: unknown): value is ConsentMethod {
  return CONSENT_METHODS.some((method) => method === value)
}
