/**
 * What was shown, and what came of it: reported with the tokens of a decision. A report passes the
 * gate again, so that a late one brings nobody back: who said no, paused or left meanwhile is not
 * written about, and the token of another person is no token.
 */
import { wasEndedSince } from '@equipoise/core/consent'
import type { DecisionRecord, Permit, Reason } from '@equipoise/core/law'
import {
  type Instant,
  type Purpose,
  type SubjectId,
  toInstant,
  type Verb,
} from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { ShowingFate, ShownAd, ShownContribution } from '../../store/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import {
  APART,
  apartReader,
  type CollectParts,
  keepInteractions,
  MARKED,
} from '../collect/index.ts'
import type { PersonGate, Situation } from '../law/index.ts'
import { measureClick, measureDeeds, measureShowing } from '../measure/index.ts'
import { markedBy } from '../train/index.ts'
import { adOf, countAdClick, countAdShowing, spentOf } from './count-ad.ts'
import { openToken, TOKEN_LIFETIME_MS } from './decision-token.ts'
import { type DecidedShowing, longNames } from './token-form.ts'

export const REPORTS_MAX = 100
const CLOCK_SKEW_MS = 5 * 60_000

/** A showing is kept for whoever uses the record of it: the person, the counts, and the caps. */
const PURPOSES_OF_SHOWING: readonly Purpose[] = [
  'site_personalization',
  'measurement',
  'first_party_advertising',
]

export const REPORT_ISSUES = ['token_invalid', 'invalid_time', 'no_impression'] as const
export type ReportIssue = (typeof REPORT_ISSUES)[number]

export interface ImpressionParts extends CollectParts {
  readonly catalogue: Catalogue
}

export interface ReportedImpression {
  readonly token: string
  /** When it was seen; now where it is not said. */
  readonly at: Instant | undefined
  /** Where it was seen, which has to be the token's slot; not compared where it is not said. */
  readonly slot: string | undefined
}

export interface ReportedOutcome extends ReportedImpression {
  readonly verb: Verb
}

/** Whose tokens count: of the person in front of a page, their own; of a back end, anybody's. */
export type Reporter = { readonly subject: SubjectId | undefined } | 'back end'

export interface ReportOutcome {
  readonly accepted: number
  readonly duplicates: number
  readonly refused: readonly { readonly index: number; readonly reasons: readonly Reason[] }[]
  readonly rejected: readonly RejectedReport[]
}

export interface RejectedReport {
  readonly index: number
  readonly code: ReportIssue
  readonly says: string
}

interface Opened<R> {
  readonly index: number
  readonly report: R
  readonly showing: DecidedShowing
  readonly at: Instant
  /** Where it was an ad. */
  readonly ad: ShownAd | undefined
}

type Fate =
  | { readonly fate: 'accepted' | 'duplicate' }
  | { readonly fate: 'refused'; readonly reasons: readonly Reason[] }
  | { readonly fate: 'rejected'; readonly code: ReportIssue; readonly says: string }

/** @throws EquipoiseError `batch_too_large`, `busy`, `store_unavailable`. */
export function recordImpressions(
  parts: ImpressionParts,
  reports: readonly ReportedImpression[],
  reporter: Reporter,
  situation: Situation,
): Promise<ReportOutcome> {
  // Counted once also where the gate is asked again.
  const counted = new Map<number, ShowingFate>()
  return report(parts, { reports, reporter, situation }, async (person, opened) => {
    const { showing, at, index, ad } = opened
    const usedUntil = toInstant(showing.decidedAt + TOKEN_LIFETIME_MS)
    if (ad === undefined) return keepImpression(parts, person, opened, { usedUntil, spent: 0 })
    const fate =
      counted.get(index) ?? (await countAdShowing(parts.desk, ad, { showing, at, usedUntil }))
    counted.set(index, fate)
    if (fate === 'duplicate') return { fate }
    const spent = spentOf(parts.desk, showing, fate)
    await keepImpression(parts, person, opened, { usedUntil, spent })
    return { fate: 'accepted' }
  })
}

/** With its person, where they permit that. */
async function keepImpression(
  parts: ImpressionParts,
  person: PersonGate,
  { showing, at, ad }: Opened<unknown>,
  { usedUntil, spent }: { readonly usedUntil: Instant; readonly spent: number },
): Promise<Fate> {
  const kept = permitsFor(person, showing.decidedAt)
  if (kept.permits.length === 0) return { fate: 'refused', reasons: kept.reasons }
  const isMarked = markedBy(person, parts.catalogue)
  const items = ad === undefined ? [showing.item] : ad.items
  if (items.some(isMarked)) return { fate: 'refused', reasons: [MARKED] }
  const { impression: id, subject: _, ad: __, level, ...rest } = showing
  const shown = { ...rest, contributions: unnamed(rest.contributions, person, isMarked) }
  const { purposes, basis } = kept
  const item = items[0] ?? showing.item
  const impression = { ...shown, id, item, at, purposes, basis, ...(ad && { ad }) }
  const measured = {
    slot: slotIn(showing.slot),
    level,
    ad: ad && { campaign: ad.campaign, creative: ad.creative, spent },
  }
  const { accepted } = await parts.store.transact(kept.permits, async (writer) => {
    const outcome = await writer.appendImpressions([impression], usedUntil)
    const isCounted = outcome.accepted > 0 && purposes.includes('measurement')
    if (isCounted) await measureShowing(parts, person, writer, measured)
    return outcome
  })
  return { fate: accepted > 0 ? 'accepted' : 'duplicate' }
}

/**
 * Outcomes of impressions that are kept; each is also an interaction with the item, kept as such
 * where that is permitted.
 *
 * @throws EquipoiseError as `recordImpressions`.
 */
export function recordOutcomes(
  parts: ImpressionParts,
  reports: readonly ReportedOutcome[],
  reporter: Reporter,
  situation: Situation,
): Promise<ReportOutcome> {
  const counted = new Map<number, boolean>()
  return report(parts, { reports, reporter, situation }, async (person, opened) => {
    const { showing, at, index, ad } = opened
    if (ad === undefined) return keepOutcome(parts, person, opened)
    const usedUntil = toInstant(showing.decidedAt + TOKEN_LIFETIME_MS)
    const isNew =
      opened.report.verb === 'click' &&
      (counted.get(index) ?? (await countAdClick(parts.desk, ad, { showing, at, usedUntil })))
    counted.set(index, isNew)
    const kept = await keepOutcome(parts, person, opened)
    return isNew ? { fate: 'accepted' } : kept
  })
}

/** With its person and as an interaction with the item, where they permit that. */
async function keepOutcome(
  parts: ImpressionParts,
  person: PersonGate,
  { showing, at, index, ad, report: { verb } }: Opened<ReportedOutcome>,
): Promise<Fate> {
  const kept = permitsFor(person, showing.decidedAt)
  if (kept.permits.length === 0) return { fate: 'refused', reasons: kept.reasons }
  const item = ad === undefined ? showing.item : ad.items[0]
  const about = { item: item ?? showing.item, list: listOf(showing.slot) }
  if (apartReader(person)(about)) return { fate: 'refused', reasons: [APART] }
  const isMeasured = kept.purposes.includes('measurement')
  const fate = await parts.store.transact(kept.permits, async (writer) => {
    const done = await writer.appendOutcome(showing.impression, { verb, at })
    const isCounted = isMeasured && verb === 'click' && done === 'kept' && ad !== undefined
    if (isCounted) await measureClick(parts, person, writer, { ad, showing })
    return done
  })
  if (fate === 'no_impression') {
    return { fate: 'rejected', code: fate, says: 'Report first that it was shown' }
  }
  const id = `${showing.impression}:${verb}`
  const deeds = item === undefined ? [] : [{ id, item, verb, at }]
  const indexed = deeds.map((interaction) => ({ index, interaction }))
  await keepInteractions(parts, person, indexed)
  if (isMeasured && fate === 'kept') await measureDeeds(parts, person, deeds)
  return { fate: fate === 'kept' ? 'accepted' : 'duplicate' }
}

/** Without the name of a playlist, which may be of one person: counts outlive people. */
function slotIn(slot: string): string {
  return slot.split(':', 1)[0] ?? ''
}

/** A playlist's tokens name it in their slot. */
function listOf(slot: string): string | undefined {
  return slot.split(':', 2)[1]
}

interface Reports<R> {
  readonly reports: readonly R[]
  readonly reporter: Reporter
  readonly situation: Situation
}

async function report<R extends ReportedImpression>(
  parts: ImpressionParts,
  { reports, reporter, situation }: Reports<R>,
  act: (person: PersonGate, opened: Opened<R>) => Promise<Fate>,
): Promise<ReportOutcome> {
  if (reports.length > REPORTS_MAX) {
    throw new EquipoiseError('batch_too_large', `Cannot take more than ${REPORTS_MAX} reports`)
  }
  const fates = await Promise.all(
    reports.map(async (one, index): Promise<Fate> => {
      const opened = open(parts, one, index, reporter)
      if ('fate' in opened) return opened
      return parts.gate.act(opened.showing.subject, situation, (person) => act(person, opened))
    }),
  )
  return summarize(fates)
}

function open<R extends ReportedImpression>(
  { root, now, catalogue, desk }: ImpressionParts,
  one: R,
  index: number,
  reporter: Reporter,
): Opened<R> | Fate {
  const at = now()
  const findName = (hash: string) => longNamesIn(catalogue).get(hash)
  const showing = openToken({ root }, one.token, { now: at, findName })
  const isTheirs = reporter === 'back end' || showing?.subject === reporter.subject
  const isThere = one.slot === undefined || one.slot === showing?.slot
  const ad = showing && adOf(desk, showing)
  const isListed = showing?.ad === undefined || ad !== undefined
  if (showing === undefined || !isTheirs || !isThere || !isListed) {
    const says = 'A token of a decision for this person and slot, at most a day old'
    return { fate: 'rejected', code: 'token_invalid', says }
  }
  const seenAt = one.at ?? at
  if (seenAt > at + CLOCK_SKEW_MS || seenAt < showing.decidedAt - CLOCK_SKEW_MS) {
    return { fate: 'rejected', code: 'invalid_time', says: 'A time since it was decided' }
  }
  return { index, report: one, showing, at: seenAt, ad }
}

/** Hashed once a catalogue, which is replaced and never changed: a report may bring many tokens. */
const LONG_NAMES = new WeakMap<object, ReadonlyMap<string, string>>()

function longNamesIn(catalogue: Catalogue): ReadonlyMap<string, string> {
  const entries = catalogue.entries()
  const known = LONG_NAMES.get(entries)
  if (known !== undefined) return known
  const names = longNames(
    entries.flatMap(({ id, categories, attributes }) => [id, ...categories, ...attributes]),
  )
  LONG_NAMES.set(entries, names)
  return names
}

interface ShowingPermits {
  readonly permits: readonly Permit[]
  readonly purposes: readonly Purpose[]
  readonly basis: DecisionRecord
  readonly reasons: readonly Reason[]
}

/** A reason that the person marked since is not written down: its part goes into the rest. */
function unnamed(
  contributions: readonly ShownContribution[],
  { marks }: PersonGate,
  isMarked: (item: string) => boolean,
): readonly ShownContribution[] {
  return contributions.map((one) => {
    const wrong =
      one.id !== null &&
      (one.kind === 'category' ? marks.categories.includes(one.id) : isMarked(one.id))
    return wrong ? { ...one, kind: 'rest', id: null, support: null } : one
  })
}

const ENDED: Reason = {
  code: 'consent_withdrawn',
  pack: 'equipoise',
  rule: 'not_after_a_no',
  citation: 'Equipoise: a no ends what was decided before it, also where a yes follows',
  says: 'You said no after this was chosen, so that it was shown is not kept.',
  advisory: false,
}

function permitsFor(person: PersonGate, decidedAt: Instant): ShowingPermits {
  const decisions = PURPOSES_OF_SHOWING.map((purpose) => [purpose, person.decide(purpose)] as const)
  const permitted = decisions.flatMap(([purpose, decision]) =>
    decision.outcome === 'permitted' && !wasEndedSince(person.consent, purpose, decidedAt)
      ? [{ purpose, permit: decision.permit }]
      : [],
  )
  const refusing = decisions.find(([, { outcome }]) => outcome === 'refused')
  return {
    permits: permitted.map(({ permit }) => permit),
    purposes: permitted.map(({ purpose }) => purpose),
    basis: person.recordOf(new Map(decisions)),
    reasons: refusing?.[1].reasons ?? [ENDED],
  }
}

function summarize(fates: readonly Fate[]): ReportOutcome {
  return {
    accepted: fates.filter(({ fate }) => fate === 'accepted').length,
    duplicates: fates.filter(({ fate }) => fate === 'duplicate').length,
    refused: fates.flatMap((one, index) =>
      one.fate === 'refused' ? [{ index, reasons: one.reasons }] : [],
    ),
    rejected: fates.flatMap((one, index) =>
      one.fate === 'rejected' ? [{ index, code: one.code, says: one.says }] : [],
    ),
  }
}
