/**
 * The state of consent is the fold of a subject's records: for each purpose the latest one speaks.
 * Duplicates change nothing, order of arrival changes nothing, and of two records of one instant
 * the more protective wins. A purpose without a record is `unknown`, which permits nothing.
 */
import type { ConsentRecordId, Instant, Purpose } from '../values/index.ts'
import type { ConsentAction, ConsentRecord } from './consent-record.ts'

/** `expired` is a matter of the law in force, so the gate finds it, not the fold. */
export type ConsentStatus =
  | 'unknown'
  | 'given'
  | 'refused'
  | 'withdrawn'
  | 'expired'
  | 'invalidated'

export interface PurposeConsent {
  readonly status: ConsentStatus
  /** When it began; undefined where nothing was ever said. */
  readonly since: Instant | undefined
  readonly by: 'subject' | 'guardian'
  readonly explicit: boolean
  /** Whether the record speaks of this purpose alone. */
  readonly separate: boolean
  /** The record that speaks; undefined where none does. */
  readonly record?: ConsentRecordId | undefined
  /** Until when a yes was said to count; a stricter law ends it sooner. */
  readonly until?: Instant | undefined
}

export type ConsentState = Readonly<Partial<Record<Purpose, PurposeConsent>>>

export const NO_CONSENT: PurposeConsent = {
  status: 'unknown',
  since: undefined,
  by: 'subject',
  explicit: false,
  separate: false,
}

/** What an unreadable or altered record makes of every purpose: nothing can be relied on. */
export const UNVERIFIABLE_CONSENT: PurposeConsent = { ...NO_CONSENT, status: 'invalidated' }

const STATUS_AFTER: Readonly<Record<ConsentAction, ConsentStatus>> = {
  give: 'given',
  refuse: 'refused',
  withdraw: 'withdrawn',
}

const PROTECTIVENESS: Readonly<Record<ConsentAction, number>> = { give: 0, refuse: 1, withdraw: 2 }

const PROTECTIVENESS_OF: Readonly<Record<ConsentStatus, number>> = {
  unknown: -1,
  expired: -1,
  given: PROTECTIVENESS.give,
  refused: PROTECTIVENESS.refuse,
  withdrawn: PROTECTIVENESS.withdraw,
  invalidated: 3,
}

/** @param until only records up to and including that instant are counted. */
export function foldConsent(records: readonly ConsentRecord[], until?: Instant): ConsentState {
  const state: Partial<Record<Purpose, PurposeConsent>> = {}
  const counted = until === undefined ? records : records.filter((record) => record.at <= until)
  for (const record of counted.toSorted(bySpeakingOrder)) {
    for (const purpose of record.purposes) {
      state[purpose] = spokenBy(record)
    }
  }
  return state
}

export function consentFor(state: ConsentState, purpose: Purpose): PurposeConsent {
  return state[purpose] ?? NO_CONSENT
}

/** What a record makes of each of its purposes. */
export function spokenBy({
  id,
  action,
  purposes,
  at,
  by,
  explicit,
  expiresAt,
}: ConsentRecord): PurposeConsent {
  const status = STATUS_AFTER[action]
  const spoken = { status, since: at, by, explicit, separate: purposes.length === 1, record: id }
  return action === 'give' && expiresAt !== undefined ? { ...spoken, until: expiresAt } : spoken
}

/** Whether one speaks after the other: the later one, of one instant the more protective. */
export function comesLater(a: PurposeConsent, b: PurposeConsent): boolean {
  if (a.since !== b.since) return (a.since ?? 0) > (b.since ?? 0)
  const protective = PROTECTIVENESS_OF[a.status] - PROTECTIVENESS_OF[b.status]
  return protective === 0 ? (a.record ?? '') > (b.record ?? '') : protective > 0
}

function bySpeakingOrder(a: ConsentRecord, b: ConsentRecord): number {
  if (a.at !== b.at) return a.at - b.at
  const protective = PROTECTIVENESS[a.action] - PROTECTIVENESS[b.action]
  if (protective !== 0) return protective
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
