/** What stands about a person's consent now, purpose by purpose, as the gate would read it. */
import type { ConsentRecord, ConsentStatus, NoticeShown } from '@equipoise/core/consent'
import { formatInstant, PURPOSES, type Purpose, type SubjectId } from '@equipoise/core/values'
import type { Gate, PersonGate } from '../law/index.ts'

export type ConsentView = Readonly<Record<Purpose, ConsentStatus>>

export async function readConsentState(gate: Gate, subject: SubjectId): Promise<ConsentView> {
  return viewConsent(await gate.open(subject))
}

export function viewConsent(person: PersonGate): ConsentView {
  const statuses = PURPOSES.map((purpose) => [purpose, statusOf(person, purpose)] as const)
  // Every purpose is a key, because the list is the type's own.
  return Object.fromEntries(statuses) as ConsentView
}

/** A yes that the law in force no longer counts is `expired`. */
function statusOf(person: PersonGate, purpose: Purpose): ConsentStatus {
  const { status } = person.consentOf(purpose)
  if (status !== 'given') return status
  const lapsed = person.decide(purpose).reasons.some(({ code }) => code === 'consent_expired')
  return lapsed ? 'expired' : status
}

export interface ConsentRecordView {
  readonly id: string
  readonly action: string
  readonly purposes: readonly Purpose[]
  readonly at: string
  readonly by: string
  readonly explicit: boolean
  readonly evidence: string
  /** Which text was shown: `GET /v1/notices/{id}` tells it. */
  readonly notice: NoticeShown | null
}

export function viewRecords(person: PersonGate): ConsentRecordView[] {
  return person.consent.map(viewRecord)
}

export function viewRecord({ notice, at, ...record }: ConsentRecord): ConsentRecordView {
  return { ...record, at: formatInstant(at), notice: notice ?? null }
}
