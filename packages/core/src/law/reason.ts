/** Why a decision came out as it did, in a form that can be shown to the person as it is. */
export interface Reason {
  readonly code: ReasonCode
  /** `id@version` of the pack. */
  readonly pack: string
  readonly rule: string
  readonly citation: string
  readonly says: string
  /** The rule is not verified against the law's text. */
  readonly advisory: boolean
}

export const REASON_CODES = [
  'consent_given',
  'no_consent_needed',
  'consent_absent',
  'consent_refused',
  'consent_withdrawn',
  'consent_expired',
  'consent_unverifiable',
  'clock_set_back',
  'consent_not_explicit',
  'consent_not_separate',
  'guardian_needed',
  'signal_refuses',
  'objection',
  'paused',
  'marked_wrong',
  'not_for_profile',
  'wished',
  'nothing_followed',
  'chronological_first',
  'prohibited',
  'not_strictly_necessary',
  'notice_missing',
  'control_missing',
  'quiet_hours',
  'customer_relationship',
  'objection_pending',
  'no_rule',
] as const

export type ReasonCode = (typeof REASON_CODES)[number]
