/**
 * Everything that is held about a person, in one document that a machine reads (GDPR Art. 15 and
 * 20). Its form is `EXPORT_SCHEMA_ID`. The export itself is an act with a leaf of its own.
 */
import type { SpecificityLevel } from '@equipoise/core/channels'
import { decideRights } from '@equipoise/core/law'
import type { LedgerRecord } from '@equipoise/core/ledger'
import { firstDayOf, type MeasuredWeek } from '@equipoise/core/measure'
import { formatDate, formatInstant, type Instant, type SubjectId } from '@equipoise/core/values'
import type { Contribution, Marks, RightsWriter, Store, SubjectRecord } from '../../store/index.ts'
import {
  type ConsentRecordView,
  type ConsentView,
  readConsentState,
  type ShownText,
  shownTexts,
  viewRecord,
} from '../consent/index.ts'
import type { ActingFor } from './acting-for.ts'
import { viewWishes, type WishesView } from './change-wishes.ts'
import {
  type ExportedCenterAccess,
  type ExportedEmail,
  exportEmailOf,
  viewCenterAccess,
} from './email-view.ts'
import {
  type ExportedImpression,
  type ExportedInteraction,
  viewImpression,
  viewInteraction,
} from './kept-views.ts'
import { rightsLeaf } from './rights-leaf.ts'
import type { RightsParts } from './rights-parts.ts'

export const EXPORT_SCHEMA_ID = 'equipoise/export@1'

export interface SubjectExport {
  readonly schema: typeof EXPORT_SCHEMA_ID
  readonly exportedAt: string
  readonly subject: {
    readonly id: SubjectId
    readonly externalId: string | null
    readonly anonymousId: string | null
    readonly region: string | null
    readonly ageBand: string | null
    readonly createdAt: string
    /** Whether a back end of the business has spoken for them. */
    readonly vouched: boolean
    readonly pausedUntil: string | null
    /** What they said is not theirs. */
    readonly marks: Marks
    /** How specific at most they want to be told things. */
    readonly ceiling: SpecificityLevel | null
    /** What they said of their lists for good. */
    readonly wishes: WishesView
  }
  readonly consent: {
    readonly state: ConsentView
    readonly records: readonly ConsentRecordView[]
    /** Every text that the records name, in the language that it was shown in. */
    readonly notices: readonly ShownText[]
  }
  readonly interactions: readonly ExportedInteraction[]
  /** What was shown to them, why, and what came of it. */
  readonly impressions: readonly ExportedImpression[]
  /** Their address, what they chose about mail, and what was sent. */
  readonly email: ExportedEmail
  /** Ways into the privacy center by email that are open, or were asked for. */
  readonly centerAccess: readonly ExportedCenterAccess[]
  /** What they asked for, and who did it. */
  readonly acts: readonly ExportedAct[]
  /** What the person gives to the shared matrix: a set of items. */
  readonly training: { readonly items: readonly string[]; readonly until: string | null }
  /** What of their part in the counts of a week is used; null for nothing. */
  readonly measured: ExportedWeek | null
  /** Who received anything about the person. Nothing leaves in this version. */
  readonly disclosures: readonly never[]
}

export interface ExportedWeek {
  /** The Monday that it begins on. */
  readonly week: string
  /** How often they were counted, by what was counted. */
  readonly used: Readonly<Record<string, number>>
  /** Where they were counted as somebody reached, as taking part, and as converted. */
  readonly campaigns: readonly string[]
  readonly experiments: readonly string[]
  readonly converted: readonly string[]
}

export interface ExportedAct {
  readonly act: string
  readonly at: string
  readonly details: Readonly<Record<string, unknown>>
}

/** @throws EquipoiseError `not_found`. */
export async function exportSubject(
  { store, gate, now }: RightsParts,
  subject: SubjectId,
  acting: ActingFor,
): Promise<SubjectExport> {
  const at = now()
  const state = await readConsentState(gate, subject)
  return store.transact(decideRights('access', subject, at), async (writer) => {
    await writer.appendRightsAct(rightsLeaf('export', { subject, at, acting }))
    return toExport(store, writer, { state, at })
  })
}

interface Moment {
  readonly state: ConsentView
  readonly at: Instant
}

async function toExport(
  store: Store,
  writer: RightsWriter,
  { state, at }: Moment,
): Promise<SubjectExport> {
  const records = await writer.listConsent()
  const notices = await shownTexts(store, records)
  return {
    schema: EXPORT_SCHEMA_ID,
    exportedAt: formatInstant(at),
    subject: viewSubject(await writer.readSubject()),
    consent: { state, records: records.map(viewRecord), notices },
    interactions: (await writer.listInteractions()).map(viewInteraction),
    impressions: (await writer.listImpressions()).map(viewImpression),
    email: await exportEmailOf(writer),
    centerAccess: (await writer.listCenterAccess()).map(viewCenterAccess),
    acts: (await writer.listRightsActs()).map(viewAct),
    training: viewTraining(await writer.findContribution()),
    measured: viewWeek(await writer.findMeasuredWeek()),
    disclosures: [],
  }
}

function viewSubject(record: SubjectRecord): SubjectExport['subject'] {
  const { subject, createdAt, pausedUntil, vouched, marks } = record
  return {
    id: subject,
    externalId: record.externalId ?? null,
    anonymousId: record.anonymousId ?? null,
    region: record.region ?? null,
    ageBand: record.ageBand ?? null,
    createdAt: formatInstant(createdAt),
    vouched,
    pausedUntil: pausedUntil === undefined ? null : formatInstant(pausedUntil),
    marks,
    ceiling: record.ceiling ?? null,
    wishes: viewWishes(record.wishes),
  }
}

function viewAct({ act, at, body }: LedgerRecord): ExportedAct {
  const { subject: _, ...details } = body
  return { act, at, details }
}

function viewWeek(kept: MeasuredWeek | undefined): ExportedWeek | null {
  if (kept === undefined) return null
  const { week, used, reached, counted, converted } = kept
  const monday = formatDate(firstDayOf(week))
  return { week: monday, used, campaigns: reached, experiments: counted, converted }
}

function viewTraining(contribution: Contribution | undefined): SubjectExport['training'] {
  const { items = [], until } = contribution ?? {}
  return { items, until: until === undefined ? null : formatInstant(until) }
}
