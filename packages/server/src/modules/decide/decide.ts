/**
 * Decides what a slot shows: the highest rung that consent and law permit, ranked and explained.
 * Deciding reads and writes nothing.
 *
 *   personal    the person's own history and the model      needs site_personalization
 *   contextual  this page's item and categories             nothing about anybody
 *   general     popularity, made diverse                    nothing about anybody
 */
import type { Basis, Decision, Outcome, Reason } from '@equipoise/core/law'
import {
  type CatalogueEntry,
  type ColdItem,
  type Contribution,
  type ExplainedItem,
  explain,
  type HistoryItem,
  historyOf,
  type PopularityRanks,
  popularityRanks,
  type RecommendModel,
  rankContextual,
  rankGeneral,
  rankPersonal,
  VERB_WEIGHTS,
} from '@equipoise/core/recommend'
import { DAY_MS, type Purpose, VERBS, type Verb } from '@equipoise/core/values'
import type { CatalogueItem, ProfileItem, Store } from '../../store/index.ts'
import { type Catalogue, isSensitive } from '../catalogue/index.ts'
import type { Gate, PersonGate, Situation } from '../law/index.ts'
import { findSubject } from '../subjects/index.ts'
import type { PublishedModel } from '../train/index.ts'
import type { DecideRequest } from './decide-request.ts'
import { eligibility } from './eligible.ts'

export type Rung = 'personal' | 'contextual' | 'general'

export interface DecideAnswer {
  readonly rung: Rung
  /** Whether the person who was named is known here. */
  readonly isKnown: boolean
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
  readonly supportPeopleMin: number
  readonly excludedVerbs: readonly Verb[]
  readonly halfLifeDays: number | null
}

const PURPOSE = 'site_personalization' satisfies Purpose

interface Asked {
  readonly request: DecideRequest
  readonly person: PersonGate
  readonly decision: Decision<typeof PURPOSE>
  readonly isEligible: (item: string) => boolean
}

/** @throws EquipoiseError `consent_changed` where consent changes again and again meanwhile. */
export async function decideSlot(
  parts: DecideParts,
  request: DecideRequest,
  situation: Situation,
): Promise<DecideAnswer> {
  const subject =
    request.who === undefined ? undefined : await findSubject(parts.store, request.who)
  return parts.gate.act(subject, situation, async (person) => {
    const decision = person.decide(PURPOSE)
    const isEligible = eligibility(parts.catalogue, request)
    const asked: Asked = { request, person, decision, isEligible }
    return (await decidePersonal(parts, asked)) ?? decideImpersonal(parts, asked)
  })
}

/** Undefined where it is not permitted, or the history says nothing that the model knows. */
async function decidePersonal(parts: DecideParts, asked: Asked): Promise<DecideAnswer | undefined> {
  const { decision, person, request } = asked
  const published = parts.published()
  if (decision.outcome === 'refused' || !published) return undefined
  const profile = await parts.store.read(decision.permit, async (reader) => reader.readProfile())
  const sensitiveToo = person.decide('sensitive_profiling').outcome === 'permitted'
  const isUsable = (item: string): boolean => sensitiveToo || !isSensitive(parts.catalogue, item)
  const history = historyFrom(parts, profile).filter(({ item }) => isUsable(item))
  const { model, manifest } = published
  const known = history.filter(({ item, value }) => value !== 0 && model.ordinals.has(item))
  if (known.length === 0) return undefined
  const met = itemsMet(profile, parts.excludedVerbs)
  const exclude = (id: string): boolean => met.has(id) || !isUsable(id) || !asked.isEligible(id)
  const ranked = rankPersonal(model, known, {
    count: request.count,
    exclude,
    coldItems: coldItems(parts.catalogue, model),
  })
  const items = ranked.map((one) => ({
    ...one,
    contributions: explainOne(parts, model, known, one.id),
  }))
  const dataUsed = { historyItems: known.length, page: false, popularity: true }
  return answer(parts, asked, { rung: 'personal', items, dataUsed, model: manifest.model })
}

function explainOne(
  { catalogue, supportPeopleMin }: DecideParts,
  model: RecommendModel,
  history: readonly HistoryItem[],
  target: string,
): Contribution[] {
  const categoryOf = (item: string): string | undefined => catalogue.find(item)?.categories[0]
  return explain(model, history, target, { k: supportPeopleMin, categoryOf })
}

function decideImpersonal(parts: DecideParts, asked: Asked): DecideAnswer {
  const { request, isEligible } = asked
  const { catalogue } = parts
  const published = parts.published()
  const ranks = ranksOf(published?.model, parts.supportPeopleMin)
  const options = { count: request.count, exclude: (id: string) => !isEligible(id), ranks }
  const page = request.page.item === undefined ? undefined : catalogue.find(request.page.item)
  const categories = [...(page?.categories ?? []), ...request.page.categories]
  const model = published?.manifest.model ?? null
  if (categories.length > 0 || page !== undefined) {
    const context = {
      itemId: page?.id ?? null,
      categories: [...new Set(categories)],
      attributes: Object.entries(page?.attributes ?? {}).map(([name, value]) => `${name}=${value}`),
    }
    const items = rankContextual(catalogue.entries(), context, options)
    const dataUsed = { historyItems: 0, page: true, popularity: true }
    return answer(parts, asked, { rung: 'contextual', items, dataUsed, model })
  }
  const entries = catalogue.size > 0 ? catalogue.entries() : unlisted(published?.model)
  const items = rankGeneral(entries, options)
  const dataUsed = { historyItems: 0, page: false, popularity: true }
  return answer(parts, asked, { rung: 'general', items, dataUsed, model })
}

interface Ranking extends Pick<DecideAnswer, 'rung' | 'dataUsed' | 'model'> {
  readonly items: readonly ExplainedItem[]
}

function answer(
  { catalogue }: DecideParts,
  { decision, person }: Asked,
  ranking: Ranking,
): DecideAnswer {
  const { lawOutcome, reasons, packs, outcome } = decision
  return {
    rung: ranking.rung,
    isKnown: person.subject !== undefined,
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

/** A profile as scoring takes it: one value an item, by verb and age. */
function historyFrom(
  { halfLifeDays }: DecideParts,
  profile: readonly ProfileItem[],
): HistoryItem[] {
  const interactions = profile.flatMap(({ item, verbs }) =>
    VERBS.flatMap((verb) => (verbs[verb] ? [{ item, verb, at: verbs[verb].lastAt ?? null }] : [])),
  )
  const halfLifeMs = halfLifeDays === null ? null : halfLifeDays * DAY_MS
  return historyOf(interactions, { verbWeights: VERB_WEIGHTS, halfLifeMs })
}

function itemsMet(profile: readonly ProfileItem[], verbs: readonly Verb[]): ReadonlySet<string> {
  const met = profile.filter((one) => verbs.some((verb) => one.verbs[verb] !== undefined))
  return new Set(met.map(({ item }) => item))
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

/** With no catalogue, the model's own items are all there is to show. */
function unlisted(model: RecommendModel | undefined) {
  return (model?.ids ?? []).map((id) => ({ id, categories: [], attributes: [] }))
}
