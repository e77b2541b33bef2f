/**
 * Decides what a slot shows: the highest rung that consent and law permit, ranked and explained.
 * Deciding reads and writes nothing about anybody.
 *
 *   personal    the person's own history and the model      needs site_personalization
 *   contextual  this page's item and categories             nothing about anybody
 *   general     popularity, made diverse                    nothing about anybody
 *
 * A list that starts from items goes by the model where the person permits it, or where a back end
 * asks for nobody who is known here; else by what the items say of themselves.
 */
import {
  isUnder,
  NOT_SPECIFIC,
  type Specificity,
  type SpecificityLevel,
} from '@equipoise/core/channels'
import type { Basis, Decision, Outcome, Reason } from '@equipoise/core/law'
import {
  addHistories,
  type CategoryMix,
  type ChangeReport,
  type Drawn,
  mixOf,
  type StartingPoint,
  type StartKind,
  startHistory,
} from '@equipoise/core/lists'
import {
  bandAt,
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
  type Ranked,
  type RecommendModel,
  rankContextual,
  rankGeneral,
  rankPersonal,
  releasedExplainerFor,
  type SupportRelease,
  supportBand,
  toPageContributions,
} from '@equipoise/core/recommend'
import {
  DAY_MS,
  type Instant,
  type Purpose,
  type SubjectId,
  type Verb,
} from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { CatalogueItem, Store } from '../../store/index.ts'
import type { AdParts, AdView } from '../ads/index.ts'
import { type Catalogue, isSensitive } from '../catalogue/index.ts'
import type { Gate, PersonGate, Situation } from '../law/index.ts'
import { findSubject } from '../subjects/index.ts'
import { markedBy, nothingMarked, type PublishedModel } from '../train/index.ts'
import { checkAdRequest, checkRequest, startingPoint } from './check-request.ts'
import { type Conditions, readConditions } from './conditions.ts'
import { contentIndexOf } from './content.ts'
import { decideAds } from './decide-ads.ts'
import { type DecideRequest, type FeedRequest, isSlot } from './decide-request.ts'
import { chance } from './draw.ts'
import { eligibility } from './eligible.ts'
import {
  ageIn,
  type Feed,
  type FeedAnswer,
  feedAllows,
  feedReranking,
  findAdSlot,
  finishFeed,
  lastGiven,
  openFeed,
  withNothingKnown,
} from './feed.ts'
import { findExpressed } from './find-expressed.ts'
import { followingOf } from './following.ts'
import { type HistoryOptions, historyFrom } from './history.ts'
import { type ListNote, ListNotes } from './list-notes.ts'
import { type PageDecideAnswer, toPageView } from './page-view.ts'
import { asPlaylist, type PlaylistAnswer, viewPlaylist } from './playlist.ts'
import { publicationOf } from './publication.ts'
import { poolSize, type RerankedList, rerankList } from './rerank-list.ts'
import { lastActs, toldSpecificity } from './told-specificity.ts'
import { tryArm } from './try-arm.ts'

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
  /** What the list was started from, and by what; null where from nothing. */
  readonly start: ListStart | null
  /** What each step of re-ranking changed, in the order taken. */
  readonly changes: readonly ChangeReport[]
  readonly notes: readonly ListNote[]
  /** Of a feed: its mode and why, and how it goes on. */
  readonly feed?: FeedAnswer
  readonly playlist?: PlaylistAnswer
}

export interface ListStart {
  readonly kind: StartKind
  readonly by: 'model' | 'content'
}

export interface DecidedItem extends ExplainedItem {
  readonly item: CatalogueItem | undefined
  /** With what chance exploration drew it, undefined for one that was not drawn. */
  readonly drawn: Drawn | undefined
  /** The reasons as whoever reads a page may be shown them, then or later. */
  readonly shown: readonly PageContribution[]
  readonly specificity: Specificity
  readonly ad: AdView | undefined
  /** Of an ad, for its token alone: in thousandths of a minor unit. */
  readonly price: number | undefined
  /** Of an ad in a feed: the slot that it counts for, and how it was chosen. */
  readonly placed?: { readonly slot: string; readonly rung: Rung }
}

export interface DataUsed {
  /** Items of the person's own history that counted. */
  readonly historyItems: number
  /** Items of this request that the list was started from. */
  readonly startItems: number
  readonly page: boolean
  readonly popularity: boolean
}

export interface DecideParts extends Omit<AdParts, 'store' | 'catalogue' | 'now'> {
  readonly store: Store
  readonly gate: Gate
  readonly catalogue: Catalogue
  readonly published: () => PublishedModel | undefined
  /** What a page may be told of other people today. */
  readonly release: () => SupportRelease | undefined
  readonly supportPeopleMin: number
  readonly excludedVerbs: readonly Verb[]
  readonly halfLifeDays: number | null
  readonly now: () => Instant
  readonly random: (size: number) => Uint8Array
}

const PURPOSE = 'site_personalization' satisfies Purpose

interface Asked {
  readonly request: DecideRequest
  /** How specific at most; undefined where nobody said. */
  readonly ceiling: SpecificityLevel | undefined
  readonly person: PersonGate
  readonly decision: Decision<typeof PURPOSE>
  readonly release: SupportRelease | undefined
  readonly isMarked: (item: string) => boolean
  readonly isEligible: (item: string) => boolean
  readonly conditions: Conditions
  readonly notes: ListNotes
  readonly feed?: Feed | undefined
}

type AskedFor<O extends DecideRequest['outlet']> = DecideRequest & { readonly outlet: O }

/**
 * @returns for the outlet that the request names.
 * @throws EquipoiseError `consent_changed` where consent changes again and again meanwhile;
 *   `options_contradict`, `expression_invalid`, `forbidden` for what cannot be asked.
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
  checkRequest(request)
  const adSlot = parts.desk.findSlot(request.slot)
  if (adSlot !== undefined) checkAdRequest(request)
  if (adSlot === undefined && !isSlot(request.slot)) {
    throw new EquipoiseError('unknown_slot', 'Cannot decide for a slot that nobody has set up')
  }
  readConditions(parts.catalogue, request)
  if (request.feed?.ads !== undefined) findAdSlot(parts, request.feed.ads.slot)
  const subject =
    request.who === undefined ? undefined : await findSubject(parts.store, request.who)
  const told = inChannel(request, situation)
  return parts.gate.act(subject, told, async (person) => {
    const release = parts.release()
    if (adSlot !== undefined) {
      const { ceiling } = tryArm(parts, request, person, 'first_party_advertising')
      const ads = await decideAds(parts, person, { request, slot: adSlot, situation, ceiling })
      return request.outlet === 'page' ? toPageView(ads, release) : ads
    }
    const decision = person.decide(PURPOSE)
    const isMarked = markedBy(person, parts.catalogue)
    const conditions = readConditions(parts.catalogue, request)
    const { catalogue } = parts
    const isEligible = eligibility({ catalogue, release, isMarked, conditions }, request)
    const notes = new ListNotes()
    const tried = tryArm(parts, request, person, PURPOSE)
    const asked = { ...tried, person, decision, release, isMarked, isEligible, conditions, notes }
    const { feed } = request
    const answer =
      feed === undefined
        ? await decideList(parts, { ...asked, request: asPlaylist(tried.request) })
        : await decideFeed(parts, asked, { feed, situation })
    return request.outlet === 'page' ? toPageView(answer, release) : answer
  })
}

/** What the law is told of a list: feeds and playlists have rules of their own. */
function inChannel({ slot, feed, playlist }: DecideRequest, situation: Situation): Situation {
  const isPlaylist = playlist !== undefined || slot === 'playlist'
  const channel =
    feed !== undefined || slot === 'feed' ? 'feed' : isPlaylist ? 'playlist' : undefined
  return channel === undefined
    ? situation
    : { ...situation, about: { ...situation.about, channel } }
}

async function decideList(parts: DecideParts, asked: Asked): Promise<DecideAnswer> {
  const answer = finish(parts, asked, await findList(parts, asked))
  const { playlist } = asked.request
  if (playlist === undefined) return answer
  return { ...answer, playlist: viewPlaylist(playlist, asked.person.wishes) }
}

async function decideFeed(
  parts: DecideParts,
  { isEligible, ...asked }: Asked,
  { feed: request, situation }: { readonly feed: FeedRequest; readonly situation: Situation },
): Promise<DecideAnswer> {
  const { person, decision } = asked
  const opened = await openFeed(parts, { request, person, decision })
  const allows = feedAllows(opened, parts.catalogue)
  const open = { ...asked, isEligible: (id: string) => allows(id) && isEligible(id) }
  const inMode = (feed: Feed): Asked => ({
    ...open,
    feed,
    request: { ...asked.request, rerank: feedReranking(feed) },
  })
  const first = inMode(opened)
  const found = await findInMode(parts, first, opened)
  const feed = found === undefined ? withNothingKnown(opened) : opened
  const last = found === undefined ? inMode(feed) : first
  const answer = finish(parts, last, {
    ...(found ?? findNewest(parts, last)),
    before: lastGiven(feed, parts.catalogue),
  })
  return finishFeed(parts, person, answer, { request: asked.request, feed, situation })
}

/** Undefined where nothing speaks for anything in that mode. */
async function findInMode(
  parts: DecideParts,
  asked: Asked,
  { chosen, liked: all }: Feed,
): Promise<Found | undefined> {
  if (chosen.mode === 'personal') return findPersonal(parts, asked)
  if (chosen.mode === 'chronological') return findNewest(parts, asked)
  const { follows } = asked.person.wishes
  const isUsable = usability(parts, asked)
  const acts = lastActs(all)
  const isTold = underCeiling(parts, asked.ceiling, acts)
  const liked = all
    .map(({ item }) => item)
    .filter((item) => isUsable(item) && !asked.isMarked(item) && isTold(item))
  if (follows.length + liked.length === 0) return undefined
  const found = findExpressed(
    parts.catalogue,
    { follows, liked },
    {
      count: poolSize(asked.request),
      exclude: (id) => !isUsable(id) || !asked.isEligible(id),
      ranks: ranksFor(parts, asked),
    },
  )
  return {
    ...explained(found, asked.request),
    rung: liked.length > 0 ? 'personal' : 'contextual',
    acts,
    dataUsed: { historyItems: liked.length, startItems: 0, page: false, popularity: false },
    model: null,
  }
}

/** In the order of time: nothing of anybody, and no score. */
function findNewest(parts: DecideParts, { isEligible, request, release }: Asked): Found {
  const { catalogue } = parts
  const unlisted = request.outlet === 'page' ? release : parts.published()?.model
  const newest = catalogue.size > 0 ? publicationOf(catalogue).newest : (unlisted?.ids ?? [])
  const ranked: Ranked[] = []
  for (const id of newest) {
    if (ranked.length >= request.count) break
    if (isEligible(id)) ranked.push({ id, score: 0 })
  }
  return {
    ranked,
    explain: () => ({ contributions: [], shown: [] }),
    rung: 'general',
    dataUsed: { historyItems: 0, startItems: 0, page: false, popularity: false },
    model: null,
  }
}

/** What a rung found: more than is shown where it is to be re-ranked. */
interface Found extends Pick<DecideAnswer, 'rung' | 'dataUsed' | 'model'> {
  readonly start?: ListStart
  readonly ranked: readonly Ranked[]
  readonly explain: (id: string) => Pick<DecidedItem, 'contributions' | 'shown'>
  /** When the person last did something with each item that speaks. */
  readonly acts?: Acts
  readonly mix?: CategoryMix
  readonly before?: readonly string[]
}

async function findList(parts: DecideParts, asked: Asked): Promise<Found> {
  const { request, notes } = asked
  const start = startingPoint(request.from)
  if (request.from !== undefined && start === undefined) notes.add('start_empty')
  const started = start && (await findStarted(parts, asked, start))
  if (started !== undefined) return started
  if (start !== undefined) notes.add('start_unknown')
  return (await findPersonal(parts, asked)) ?? findImpersonal(parts, asked)
}

/** What may be known of the person, for a list of theirs. */
interface Known {
  /** What they did, as scoring takes it. */
  readonly history: readonly HistoryItem[]
  /** Items that were met in a way after which they are not suggested again. */
  readonly met: ReadonlySet<string>
  /** Items that would follow the person about. */
  readonly follows: (item: string) => boolean
  readonly acts: Acts
}

type Acts = ReadonlyMap<string, Instant>

const NO_ACTS: Acts = new Map()

const NOTHING_KNOWN: Known = {
  history: [],
  met: new Set(),
  follows: () => false,
  acts: NO_ACTS,
}

async function readKnown(
  parts: DecideParts,
  { decision, isMarked, ceiling }: Asked,
  isUsable: (item: string) => boolean,
): Promise<Known> {
  if (decision.outcome === 'refused') return NOTHING_KNOWN
  const { profile, showings } = await parts.store.read(decision.permit, async (reader) => ({
    profile: await reader.readProfile(),
    showings: await reader.readShowings(),
  }))
  const { items, met } = historyFrom(fadingOf(parts), profile)
  const acts = lastActs(profile)
  const isTold = underCeiling(parts, ceiling, acts)
  return {
    history: onlyThose(items, [isUsable, isTold], isMarked),
    met,
    follows: followingOf(parts, profile, showings),
    acts,
  }
}

/** What is more specific than the person wants to be told things is not used for them. */
function underCeiling(
  { published, now }: DecideParts,
  ceiling: SpecificityLevel | undefined,
  acts: Acts,
): (item: string) => boolean {
  const model = published()?.model
  if (ceiling === undefined || ceiling === 'close') return anything
  const at = now()
  return (item) => {
    const sharers = model?.people[model.ordinals.get(item) ?? -1] ?? 0
    const population = model?.contributions ?? 0
    const evidence = { kind: 'item', id: item, sharers, population, source: 'observed' } as const
    return isUnder({ ...evidence, sensitive: false, at: acts.get(item) }, ceiling, at)
  }
}

function fadingOf({ excludedVerbs, halfLifeDays, published }: DecideParts): HistoryOptions {
  const halfLifeItems = published()?.model.options.halfLifeItems ?? 0
  return { excludedVerbs, halfLifeDays, halfLifeItems }
}

/** What says something sensitive is used and shown only with a consent of its own. */
function usability({ catalogue }: DecideParts, { person }: Asked): ItemTest {
  if (!catalogue.hasSensitive) return anything
  if (person.decide('sensitive_profiling').outcome === 'permitted') return anything
  return (item) => !isSensitive(catalogue, item)
}

/** Undefined where it is not permitted, or the history says nothing that the model knows. */
async function findPersonal(parts: DecideParts, asked: Asked): Promise<Found | undefined> {
  const { decision, request } = asked
  const published = parts.published()
  if (decision.outcome === 'refused' || !published) return undefined
  const isUsable = usability(parts, asked)
  const { history, met, follows, acts } = await readKnown(parts, asked, isUsable)
  const { model, manifest } = published
  const known = countKnown(model, history)
  if (known === 0) return undefined
  const ranked = rankPersonal(model, history, {
    count: poolSize(request),
    exclude: (id) => !isUsable(id) || !asked.isEligible(id) || follows(id),
    without: met,
    coldItems: coldItems(parts.catalogue, model),
    scratch: scratchFor(model),
  })
  // Which of their items the model knows tells of others, so that a page is told how many there
  // are.
  const historyItems = request.outlet === 'page' ? history.length : known
  return {
    rung: 'personal',
    ranked,
    explain: explainerOf(parts, asked, { model, history }),
    acts,
    dataUsed: { historyItems, startItems: 0, page: false, popularity: true },
    model: manifest.model,
    mix: mixFor(parts.catalogue, request, history),
  }
}

/**
 * A list that starts from items; undefined where neither the model nor the catalogue knows what
 * speaks for anything. Somebody who is known and did not permit it gets no list from the model,
 * whoever asks for them: the items that it would start from are what they did.
 */
async function findStarted(
  parts: DecideParts,
  asked: Asked,
  start: StartingPoint,
): Promise<Found | undefined> {
  const { decision, person, request } = asked
  const isUsable = usability(parts, asked)
  const permitted = decision.outcome === 'permitted'
  const known = await readKnown(parts, asked, isUsable)
  const given = startHistory(start).filter(({ item }) => isUsable(item))
  const counted = request.from?.withProfile === true ? known.history : []
  const history = addHistories(given, counted)
  const isGiven = new Set([...start.items, ...start.unlike])
  const exclude = (id: string): boolean =>
    isGiven.has(id) || known.met.has(id) || !isUsable(id) || !asked.isEligible(id)
  const published = parts.published()
  const mayUseModel = permitted || (request.outlet === 'exact' && person.subject === undefined)
  const model = mayUseModel ? published?.model : undefined
  noteUnknown(parts, asked, { start, model })
  const shared = {
    mix: mixFor(parts.catalogue, request, history),
    before: start.kind === 'continue' ? start.items : [],
    acts: known.acts,
  }
  const dataUsed = {
    historyItems: counted.length,
    startItems: given.length,
    page: false,
    popularity: true,
  }
  const speaks = history.some(({ item, value }) => value > 0 && model?.ordinals.has(item))
  if (model !== undefined && speaks) {
    const ranked = rankPersonal(model, history, {
      count: poolSize(request),
      exclude,
      coldItems: coldItems(parts.catalogue, model),
    })
    return {
      ...shared,
      rung: permitted ? 'personal' : 'contextual',
      start: { kind: start.kind, by: 'model' },
      ranked,
      explain: explainerOf(parts, asked, { model, history }),
      dataUsed,
      model: published?.manifest.model ?? null,
    }
  }
  const options = { count: poolSize(request), exclude, ranks: ranksFor(parts, asked) }
  const found = contentIndexOf(parts.catalogue).rank(history, options)
  if (found.length === 0) return undefined
  asked.notes.add('by_content')
  return {
    ...shared,
    ...explained(found, request),
    rung: permitted && counted.length > 0 ? 'personal' : 'contextual',
    start: { kind: start.kind, by: 'content' },
    dataUsed,
    model: null,
  }
}

/** A page is not told which items the model knows: that tells of others. */
function noteUnknown(
  { catalogue }: DecideParts,
  { request, notes }: Asked,
  { start, model }: { readonly start: StartingPoint; readonly model: RecommendModel | undefined },
): void {
  if (request.outlet === 'page' && catalogue.size === 0) return
  const isKnown = (item: string): boolean =>
    catalogue.find(item) !== undefined ||
    (request.outlet === 'exact' && model?.ordinals.has(item) === true)
  const unknown = [...new Set([...start.items, ...start.unlike])].filter((item) => !isKnown(item))
  if (unknown.length > 0) notes.add('items_unknown', unknown)
}

interface Explained {
  readonly model: RecommendModel
  readonly history: readonly HistoryItem[]
}

/** Takes a target's score apart: exactly, and as far as a page may be told. */
function explainerOf(
  { catalogue: { categoryOf }, supportPeopleMin }: DecideParts,
  { release, request: { contributionsMax } }: Asked,
  { model, history }: Explained,
): Found['explain'] {
  const options = { k: supportPeopleMin, categoryOf, most: contributionsMax }
  const exactly = explainerFor(model, history, options)
  const most = PAGE_CONTRIBUTIONS_MAX
  const released = releasedExplainerFor(release, history, { most, categoryOf })
  return (target) => ({
    contributions: exactly(target),
    shown: toPageContributions(released(target)),
  })
}

function findImpersonal(parts: DecideParts, asked: Asked): Found {
  const { request, isEligible, release } = asked
  const { catalogue } = parts
  const published = parts.published()
  const ranks = ranksFor(parts, asked)
  const options = { count: poolSize(request), exclude: (id: string) => !isEligible(id), ranks }
  const page = catalogue.entries().find(({ id }) => id === request.page.item)
  const model = published?.manifest.model ?? null
  const used = { historyItems: 0, startItems: 0, popularity: true }
  if (request.page.categories.length > 0 || page !== undefined) {
    const context = { ...(page && { item: page }), categories: request.page.categories }
    const found = rankContextual(catalogue.entries(), context, options)
    return {
      ...explained(found, request),
      rung: 'contextual',
      dataUsed: { ...used, page: true },
      model,
    }
  }
  const unlisted = request.outlet === 'page' ? release : published?.model
  const entries = catalogue.size > 0 ? catalogue.entries() : toEntries(unlisted?.ids)
  const found = rankGeneral(entries, options)
  return {
    ...explained(found, request),
    rung: 'general',
    dataUsed: { ...used, page: false },
    model,
  }
}

/** A page's ranks are the release's, so that they stand still all day. */
function ranksFor(parts: DecideParts, { request, release }: Asked): PopularityRanks {
  if (request.outlet === 'page') return release?.ranks ?? NO_RANKS
  return ranksOf(parts.published()?.model, parts.supportPeopleMin)
}

/** The rungs without a profile tell of others by rank alone, which a page may be told as it is. */
function explained(
  found: readonly ExplainedItem[],
  { contributionsMax = Number.POSITIVE_INFINITY }: DecideRequest,
): Pick<Found, 'ranked' | 'explain'> {
  const byId = new Map(found.map((one) => [one.id, one.contributions]))
  return {
    ranked: found,
    explain(id) {
      const contributions = byId.get(id) ?? []
      const told = mergeBeyond(contributions, contributionsMax)
      return { contributions: told, shown: toPageContributions(contributions) }
    },
  }
}

/** Where a list is not to follow it, it is not made. */
function mixFor(
  catalogue: Catalogue,
  { rerank }: DecideRequest,
  history: readonly HistoryItem[],
): CategoryMix {
  return rerank === undefined ? NO_MIX : mixIn(catalogue, history)
}

const NO_MIX: CategoryMix = new Map()

/** The categories of what somebody likes, as far as the catalogue knows them. */
function mixIn(catalogue: Catalogue, history: readonly HistoryItem[]): CategoryMix {
  return mixOf(
    history.map(({ item, value }) => ({
      value,
      categories: catalogue.find(item)?.categories ?? [],
    })),
  )
}

function finish(parts: DecideParts, asked: Asked, found: Found): DecideAnswer {
  const { decision, person, request, conditions, notes, feed } = asked
  const { lawOutcome, reasons, packs, outcome } = decision
  const { rung, ranked, dataUsed, model, start, mix = new Map(), before = [] } = found
  const list = rerankList(ranked, request, {
    catalogue: parts.catalogue,
    conditions,
    ranks: ranksFor(parts, asked),
    mix,
    before,
    // A playlist is another one by its seed alone.
    day: request.playlist === undefined ? Math.floor(parts.now() / DAY_MS) : 0,
    ageOf: ageIn(feed?.place.asOf ?? parts.now(), parts.catalogue),
    draw: () => chance(parts.random),
    notes,
  })
  conditions.note(notes)
  return {
    outlet: 'exact',
    rung,
    isKnown: person.subject !== undefined,
    subject: person.subject,
    items: itemsOf(parts, asked, found, list),
    outcome,
    lawOutcome,
    basis: rung === 'personal' && outcome === 'permitted' ? decision.basis : 'none',
    reasons,
    packs,
    dataUsed,
    model,
    start: start ?? null,
    changes: list.changes,
    notes: notes.list(),
  }
}

function itemsOf(
  { catalogue, published, now }: DecideParts,
  { request, release }: Asked,
  { ranked, explain: explainItem, acts = NO_ACTS, rung }: Found,
  { ids, drawn }: RerankedList,
): DecidedItem[] {
  const isPage = request.outlet === 'page'
  const population = isPage
    ? (bandAt(release?.bands[0] ?? 0) ?? 0)
    : (supportBand(published()?.model.contributions ?? 0, 1) ?? 0)
  const by = { now: now(), acts, catalogue, population }
  const scoreOf = scoresIn(ranked)
  return ids.map((id, place) => {
    const { contributions, shown } = explainItem(id)
    const told = isPage ? shown : contributions
    return {
      id,
      score: scoreOf(id, place),
      contributions,
      shown,
      item: catalogue.find(id),
      drawn: drawn.find((one) => one.id === id),
      specificity: rung === 'personal' ? toldSpecificity(told, by) : NOT_SPECIFIC,
      ad: undefined,
      price: undefined,
    }
  })
}

/** A list that was not re-ranked has each item at the place where it was found. */
function scoresIn(ranked: readonly Ranked[]): (id: string, place: number) => number {
  let scores: ReadonlyMap<string, number> | undefined
  return (id, place) => {
    const found = ranked[place]
    if (found?.id === id) return found.score
    scores ??= new Map(ranked.map((one) => [one.id, one.score]))
    return scores.get(id) ?? 0
  }
}

type ItemTest = (item: string) => boolean

const anything: ItemTest = () => true

/** The list itself where all of it is wanted, so that what was made of it before holds. */
function onlyThose(
  history: readonly HistoryItem[],
  wanted: readonly ItemTest[],
  isMarked: ItemTest,
): readonly HistoryItem[] {
  if (isMarked === nothingMarked && wanted.every((test) => test === anything)) return history
  const isWanted = ({ item }: HistoryItem): boolean =>
    !isMarked(item) && wanted.every((test) => test(item))
  return history.every(isWanted) ? history : history.filter(isWanted)
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
