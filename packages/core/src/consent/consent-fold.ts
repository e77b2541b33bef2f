/**
 * The fold of a person's consent records, one record at a time, so that one more yes or no costs
 * the same however many there were. What stands is exact, in whatever order the records come. Of
 * what stood earlier the latest `RECENT_MAX` records are remembered exactly; before them, whoever
 * ever said no to a purpose counts as having said no throughout: forgetting only makes stricter.
 */
import { DAY_MS, type Instant, type Purpose } from '../values/index.ts'
import type { ConsentAction, ConsentRecord } from './consent-record.ts'
import { comesLater, type PurposeConsent, spokenBy } from './consent-state.ts'

export const RECENT_MAX = 64

export interface ConsentFold {
  /** How many records are in it. */
  readonly count: number
  readonly state: Readonly<Partial<Record<Purpose, PurposeConsent>>>
  /** The latest records, by time. */
  readonly recent: readonly Said[]
  /** To what a record said no that is not among them any more. */
  readonly forgottenNo: readonly Purpose[]
  /** The latest UTC day (days since 1970) with a yes, and how many it had. */
  readonly gives: { readonly day: number; readonly count: number }
}

export interface Said {
  readonly at: Instant
  readonly action: ConsentAction
  readonly purposes: readonly Purpose[]
}

export const EMPTY_FOLD: ConsentFold = {
  count: 0,
  state: {},
  recent: [],
  forgottenNo: [],
  gives: { day: -1, count: 0 },
}

/** Cost: constant. A record must not be given twice. */
export function foldRecord(fold: ConsentFold, record: ConsentRecord): ConsentFold {
  const state = { ...fold.state }
  for (const purpose of record.purposes) {
    const standing = state[purpose]
    const spoken = spokenBy(record)
    if (standing === undefined || comesLater(spoken, standing)) state[purpose] = spoken
  }
  const { at, action, purposes } = record
  const recent = [...fold.recent, { at, action, purposes }].sort((a, b) => a.at - b.at)
  const [oldest] = recent
  const isFull = recent.length > RECENT_MAX && oldest !== undefined
  return {
    count: fold.count + 1,
    state,
    recent: isFull ? recent.slice(1) : recent,
    forgottenNo: isFull ? forget(fold.forgottenNo, oldest) : fold.forgottenNo,
    gives: action === 'give' ? countGive(fold.gives, at) : fold.gives,
  }
}

export function foldRecords(records: Iterable<ConsentRecord>): ConsentFold {
  let fold = EMPTY_FOLD
  for (const record of records) fold = foldRecord(fold, record)
  return fold
}

/** When the latest of all records was said. */
export function latestIn({ recent }: ConsentFold): Instant | undefined {
  return recent.at(-1)?.at
}

/** How many yeses the UTC day of that instant has so far. */
export function givesOn({ gives }: ConsentFold, at: Instant): number {
  return gives.day === dayOf(at) ? gives.count : 0
}

/** Whether, at that instant, the purpose stood refused or withdrawn by a record. */
export function wasWithheld(fold: ConsentFold, purpose: Purpose, at: Instant): boolean {
  const standing = fold.state[purpose]
  if (standing?.since === undefined) return false
  if (standing.since <= at) return isNo(standing)
  const latest = fold.recent
    .filter((one) => one.at <= at && one.purposes.includes(purpose))
    .reduce<Said | undefined>(
      (last, one) => (last?.at === one.at && last.action !== 'give' ? last : one),
      undefined,
    )
  // A no that is forgotten may be of the very instant of the oldest that is remembered.
  const isAtTheEdge = latest === undefined || latest.at === fold.recent[0]?.at
  if (isAtTheEdge && fold.forgottenNo.includes(purpose)) return true
  return latest !== undefined && latest.action !== 'give'
}

/** Whether anybody said no to it at that instant or since, also where a yes followed. */
export function wasEndedSince(
  { recent, forgottenNo }: ConsentFold,
  purpose: Purpose,
  since: Instant,
): boolean {
  const [oldest] = recent
  const mayBeForgotten = oldest !== undefined && oldest.at >= since && forgottenNo.includes(purpose)
  return (
    mayBeForgotten ||
    recent.some(
      ({ action, at, purposes }) => action !== 'give' && at >= since && purposes.includes(purpose),
    )
  )
}

export function isNo({ status }: PurposeConsent): boolean {
  return status === 'refused' || status === 'withdrawn'
}

function forget(before: readonly Purpose[], { action, purposes }: Said): readonly Purpose[] {
  return action === 'give' ? before : [...new Set([...before, ...purposes])]
}

function countGive({ day, count }: ConsentFold['gives'], at: Instant): ConsentFold['gives'] {
  const today = dayOf(at)
  if (today > day) return { day: today, count: 1 }
  return today === day ? { day, count: count + 1 } : { day, count }
}

function dayOf(at: Instant): number {
  return Math.floor(at / DAY_MS)
}
