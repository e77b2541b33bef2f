/** What stands about a person's consent now, purpose by purpose, as the gate would read it. */
import type {
  ConsentMethod,
  ConsentRecord,
  ConsentSignals,
  ConsentStatus,
  NoticeShown,
} from '@equipoise/core/consent'
import { type Asking, decideRights } from '@equipoise/core/law'
import { formatInstant, PURPOSES, type Purpose, type SubjectId } from '@equipoise/core/values'
import type { Page, Paged } from '../../store/index.ts'
import type { Gate, PersonGate } from '../law/index.ts'
import type { ConsentParts } from './consent-parts.ts'

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
  /** Null in records of before it was kept. */
  readonly method: ConsentMethod | null
  readonly signals: ConsentSignals | null
  /** Until when a yes counts at the longest. */
  readonly expiresAt: string | null
  /** Whether it said yes again to what stood as given. */
  readonly renews: boolean
}

/** What the person said, latest first. @throws EquipoiseError `not_found`, `ledger_broken`. */
export async function listRecords(
  { store, now }: Pick<ConsentParts, 'store' | 'now'>,
  subject: SubjectId,
  page: Page,
): Promise<Paged<ConsentRecordView>> {
  const { entries, next } = await store.read(
    decideRights('access', subject, now()),
    async (reader) => reader.pageConsent(page),
  )
  return { entries: entries.map(viewRecord), next }
}

export function viewRecord(record: ConsentRecord): ConsentRecordView {
  const { id, action, purposes, at, by, explicit, evidence } = record
  const { notice, method, signals, expiresAt, renews } = record
  return {
    id,
    action,
    purposes,
    at: formatInstant(at),
    by,
    explicit,
    evidence,
    notice: notice ?? null,
    method: method ?? null,
    signals: signals ?? null,
    expiresAt: expiresAt === undefined ? null : formatInstant(expiresAt),
    renews: renews === true,
  }
}

export type AskingView = Omit<Asking, 'from'> & { readonly from: string | null }

export type AskingByPurpose = Readonly<Record<Purpose, AskingView>>

/**
 * Whether the person may be asked, purpose by purpose, and which law says so.
 *
 * @param refused what the browser of somebody unknown says that they refused: since when counts
 *   there, by how long it keeps that.
 */
export function viewAsking(person: PersonGate, refused: readonly Purpose[] = []): AskingByPurpose {
  return byPurpose((purpose) =>
    refused.includes(purpose)
      ? { ...person.askingAfterNo(purpose), from: null }
      : viewAskingOf(person, purpose),
  )
}

export function viewAskingOf(person: PersonGate, purpose: Purpose): AskingView {
  const { from, ...asking } = person.askingOf(purpose)
  return { ...asking, from: from === undefined ? null : formatInstant(from) }
}

function byPurpose(viewOf: (purpose: Purpose) => AskingView): AskingByPurpose {
  const views = PURPOSES.map((purpose) => [purpose, viewOf(purpose)] as const)
  // Every purpose is a key, because the list is the type's own.
  return Object.fromEntries(views) as AskingByPurpose
}
