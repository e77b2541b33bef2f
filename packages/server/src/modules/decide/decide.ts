/**
 * Decides what a slot shows: the highest rung that consent and law permit, ranked and explained.
 * Deciding reads and writes nothing about anybody.
 *
 *   personal    the person's own history and the model      needs site_personalization
 *   contextual  this page's item and categories             nothing about anybody
 *   general     popularity, made diverse                    nothing about anybody
 */
import type { Basis, Decision, Outcome, Reason } from '@equipoise/core/law'
import {
  type CatalogueEntry,
  type ColdItem,
  countKnown,
  type ExplainedItem,
  explainerFor,
  type HistoryItem,
  mergeBeyond,
  PAGE_CONTRIBUTIONS_MAX,
  type PageContribution,
  type PopularityRanks,
  popularityRanks,
  type RecommendModel,
  rankContextual,
  rankGeneral,
  rankPersonal,
  releasedExplainerFor,
  type SupportRelease,
  toPageContributions,
} from '@equipoise/core/recommend'
import type { Purpose, SubjectId, Verb } from '@equipoise/core/values'
import type { CatalogueItem, Store } from '../../store/index.ts'
import { type Catalogue, isSensitive } from '../catalogue/index.ts'
import type { Gate, PersonGate, Situation } from '../law/index.ts'
import { findSubject } from '../subjects/index.ts'
import { markedBy, type PublishedModel } from '../train/index.ts'
import type { DecideRequest } from './decide-request.ts'
import { eligibility } from './eligible.ts'
import { historyFrom } from './history.ts'
import { type PageDecideAnswer, toPageView } from './page-view.ts'

export type Rung = 'personal' | 'contextual' | 'general'

export interface DecideAnswer {
  readonly outlet: 'exact'
  readonly rung: Rung
  /** Whether the person who was named is known here. */
  readonly isKnown: boolean
  /** Whom it was decided for; undefined where nobody known. */
  readonly subject: SubjectId | undefined
  readonly items: readonly DecidedItem[]
  /** What the gate said about serving this person from their history. */
  readonly outcome: Outcome
  readonly lawOutcome: Outcome
  readonly basis: Basis | 'none'
  readonly reasons: readonly Reason[]
  readonly packs: readonly string[]
  readonly dataUsed: DataUsed
  /** Which model ranked; null where none was used. */
  readonly model: string | null
}

export interface DecidedItem extends ExplainedItem {
  readonly item: CatalogueItem | undefined
  /** The reasons as whoever reads a page may be shown them, then or later. */
  readonly shown: readonly PageContribution[]
}

export interface DataUsed {
  /** Items of the person's own history that counted. */
  readonly historyItems: number
  readonly page: boolean
  readonly popularity: boolean
}

export interface DecideParts {
  readonly store: Store
  readonly gate: Gate
  readonly catalogue: Catalogue
  readonly published: () => PublishedModel | undefined
  /** What a page may be told of other people today. */
  readonly release: () => SupportRelease | undefined
  readonly supportPeopleMin: number
  readonly excludedVerbs: readonly Verb[]
  readonly halfLifeDays: number | null
}

const PURPOSE = 'site_personalization' satisfies Purpose

interface Asked {
  readonly request: DecideRequest
  readonly person: PersonGate
  readonly decision: Decision<typeof PURPOSE>
  readonly release: SupportRelease | undefined
  readonly isMarked: (item: string) => boolean
  readonly isEligible: (item: string) => boolean
}

type AskedFor<O extends DecideRequest['outlet']> = DecideRequest & { readonly outlet: O }

/**
 * @returns for the outlet that the request names.
 * @throws EquipoiseError `consent_changed` where consent changes again and again meanwhile.
 */
export function decideSlot(
  parts: DecideParts,
  request: AskedFor<'exact'>,
  situation: Situation,
): Promise<DecideAnswer>
export function decideSlot(
  parts: DecideParts,
  request: AskedFor<'page'>,
  situation: Situation,
): Promise<PageDecideAnswer>
export function decideSlot(
  parts: DecideParts,
  request: DecideRequest,
  situation: Situation,
): Promise<DecideAnswer | PageDecideAnswer>
export async function decideSlot(
  parts: DecideParts,
  request: DecideRequest,
  situation: Situation,
): Promise<DecideAnswer | PageDecideAnswer> {
  const subject =
    request.who === undefined ? undefined : await findSubject(parts.store, request.who)
  return parts.gate.act(subject, situation, async (person) => {
    const decision = person.decide(PURPOSE)
    const release = parts.release()
    const isMarked = markedBy(person, parts.catalogue)
    const isEligible = eligibility({ catalogue: parts.catalogue, release, isMarked }, request)
    const asked: Asked = { request, person, decision, release, isMarked, isEligible }
    const answer = (await decidePersonal(parts, asked)) ?? decideImpersonal(parts, asked)
    return request.outlet === 'page' ? toPageView(answer, release) : answer
  })
}

/** Undefined where it is not permitted, or the history says nothing that the model knows. */
async function decidePersonal(parts: DecideParts, asked: Asked): Promise<DecideAnswer | undefined> {
  const { decision, person, request, isMarked } = asked
  const published = parts.published()
  if (decision.outcome === 'refused' || !published) return undefined
  const profile = await parts.store.read(decision.permit, async (reader) => reader.readProfile())
  const sensitiveToo = person.decide('sensitive_profiling').outcome === 'permitted'
  const isUsable = (item: string): boolean => sensitiveToo || !isSensitive(parts.catalogue, item)
  const { items: all, met } = historyFrom(parts, profile)
  const history = onlyThose(all, ({ item }) => isUsable(item) && !isMarked(item))
  const { model, manifest } = published
  const known = countKnown(model, history)
  if (known === 0) return undefined
  const ranked = rankPersonal(model, history, {
    count: request.count,
    exclude: (id) => !isUsable(id) || !asked.isEligible(id),
    without: met,
    coldItems: coldItems(parts.catalogue, model),
    scratch: scratchFor(model),
  })
  const explainer = explainerOf(parts, asked, { model, history })
  const items = ranked.map((one) => ({ ...one, ...explainer(one.id) }))
  // Which of their items the model knows tells of others, so that a page is told how many there
  // are.
  const historyItems = request.outlet === 'page' ? history.length : known
  const dataUsed = { historyItems, page: false, popularity: true }
  return answer(parts, asked, { rung: 'personal', items, dataUsed, model: manifest.model })
}

interface Explained {
  readonly model: RecommendModel
  readonly history: readonly HistoryItem[]
}

/** Takes a target's score apart: exactly, and as far as a page may be told. */
function explainerOf(
  { catalogue, supportPeopleMin }: DecideParts,
  { release, request: { contributionsMax } }: Asked,
  { model, history }: Explained,
): (target: string) => Pick<RankedItem, 'contributions' | 'shown'> {
  const { categoryOf } = catalogue
  const options = { k: supportPeopleMin, categoryOf, most: contributionsMax }
  const exactly = explainerFor(model, history, options)
  const most = PAGE_CONTRIBUTIONS_MAX
  const released = releasedExplainerFor(release, history, { most, categoryOf })
  return (target) => ({
    contributions: exactly(target),
    shown: toPageContributions(released(target)),
  })
}

function decideImpersonal(parts: DecideParts, asked: Asked): DecideAnswer {
  const { request, isEligible, release } = asked
  const { catalogue } = parts
  const published = parts.published()
  const live = ranksOf(published?.model, parts.supportPeopleMin)
  const ranks = request.outlet === 'page' ? (release?.ranks ?? NO_RANKS) : live
  const options = { count: request.count, exclude: (id: string) => !isEligible(id), ranks }
  const page = catalogue.entries().find(({ id }) => id === request.page.item)
  const model = published?.manifest.model ?? null
  if (request.page.categories.length > 0 || page !== undefined) {
    const context = { ...(page && { item: page }), categories: request.page.categories }
    const items = rankContextual(catalogue.entries(), context, options).map((one) =>
      withShown(one, request),
    )
    const dataUsed = { historyItems: 0, page: true, popularity: true }
    return answer(parts, asked, { rung: 'contextual', items, dataUsed, model })
  }
  const unlisted = request.outlet === 'page' ? release : published?.model
  const entries = catalogue.size > 0 ? catalogue.entries() : toEntries(unlisted?.ids)
  const items = rankGeneral(entries, options).map((one) => withShown(one, request))
  const dataUsed = { historyItems: 0, page: false, popularity: true }
  return answer(parts, asked, { rung: 'general', items, dataUsed, model })
}

interface RankedItem extends ExplainedItem, Pick<DecidedItem, 'shown'> {}

/** The rungs without a profile tell of others by rank alone, which a page may be told as it is. */
function withShown(one: ExplainedItem, { contributionsMax }: DecideRequest): RankedItem {
  const { contributions } = one
  const told =
    contributionsMax === undefined ? contributions : mergeBeyond(contributions, contributionsMax)
  return { ...one, contributions: told, shown: toPageContributions(contributions) }
}

interface Ranking extends Pick<DecideAnswer, 'rung' | 'dataUsed' | 'model'> {
  readonly items: readonly RankedItem[]
}

function answer(
  { catalogue }: DecideParts,
  { decision, person }: Asked,
  ranking: Ranking,
): DecideAnswer {
  const { lawOutcome, reasons, packs, outcome } = decision
  return {
    outlet: 'exact',
    rung: ranking.rung,
    isKnown: person.subject !== undefined,
    subject: person.subject,
    items: ranking.items.map((one) => ({ ...one, item: catalogue.find(one.id) })),
    outcome,
    lawOutcome,
    basis: ranking.rung === 'personal' && outcome === 'permitted' ? decision.basis : 'none',
    reasons,
    packs,
    dataUsed: ranking.dataUsed,
    model: ranking.model,
  }
}

/** The list itself where all of it is wanted, so that what was made of it before holds. */
function onlyThose<T>(list: readonly T[], isWanted: (one: T) => boolean): readonly T[] {
  return list.every(isWanted) ? list : list.filter(isWanted)
}

/** One a model: ranking is over before anybody else comes to it. */
const SCRATCHES = new WeakMap<RecommendModel, Float64Array>()

function scratchFor(model: RecommendModel): Float64Array {
  const scratch = SCRATCHES.get(model) ?? new Float64Array(model.ids.length)
  SCRATCHES.set(model, scratch)
  return scratch
}

/** Derived once a model or a catalogue: both are replaced, never changed. */
const RANKS = new WeakMap<RecommendModel, PopularityRanks>()
const NO_RANKS: PopularityRanks = popularityRanks({ ids: [], people: [] }, 1)

function ranksOf(model: RecommendModel | undefined, k: number): PopularityRanks {
  if (model === undefined) return NO_RANKS
  let ranks = RANKS.get(model)
  if (!ranks) {
    ranks = popularityRanks(model, k)
    RANKS.set(model, ranks)
  }
  return ranks
}

const COLD = new WeakMap<readonly CatalogueEntry[], ColdItems>()

interface ColdItems {
  readonly model: RecommendModel
  readonly items: readonly ColdItem[]
}

/** What the catalogue lists and the model has never seen. */
function coldItems(catalogue: Catalogue, model: RecommendModel): readonly ColdItem[] {
  const entries = catalogue.entries()
  const known = COLD.get(entries)
  if (known?.model === model) return known.items
  const items = entries
    .filter(({ id }) => !model.ordinals.has(id))
    .map(({ id, categories }) => ({ id, category: categories[0] }))
  COLD.set(entries, { model, items })
  return items
}

/** With no catalogue, the items that people have are all there is to show. */
function toEntries(ids: readonly string[] = []): readonly CatalogueEntry[] {
  return ids.map((id) => ({ id, categories: [], attributes: [] }))
}
