/** Reads what there is to show. Of somebody unknown there is nothing but their choices. */
import { spokenNow } from '../languages/say.ts'
import { type Center, EMPTY, type State } from './state.ts'
import type {
  BannerView,
  FeedStanding,
  Followed,
  Impression,
  Interaction,
  Interest,
  KeptReceipt,
  Level,
  Marks,
  Paged,
  PurposeNames,
  PurposeStanding,
  Recipient,
  RightsRequest,
  Session,
  Suggestions,
  Wishes,
} from './types.ts'

const PAGE = 20
const SUGGESTED = 5

export async function loadAll(center: Center): Promise<void> {
  const { api, location } = center
  const query = location === undefined ? '' : `?location=${encodeURIComponent(location)}`
  const session = await api.get<Session>(`/v1/session${query}`)
  api.csrfToken = session.csrfToken
  const where = location === undefined ? {} : { location }
  const [{ purposes }, { recipients }, names, banner, suggestions] = await Promise.all([
    api.post<{ purposes: PurposeStanding[] }>('/v1/purposes', where),
    api.get<{ recipients: Recipient[] }>('/v1/privacy-label'),
    nameAll(center),
    askBanner(center, where),
    suggest(center),
  ])
  const own = session.known ? await loadOwn(center, where) : OF_NOBODY
  const before = center.state.suggestions
  center.change({ ...own, session, purposes, recipients, names, banner, suggestions, before })
}

type Own = Pick<
  State,
  | 'interests'
  | 'marks'
  | 'titles'
  | 'ceiling'
  | 'wishes'
  | 'feed'
  | 'follows'
  | 'interactions'
  | 'impressions'
  | 'receipts'
  | 'requests'
>

const OF_NOBODY: Own = {
  interests: EMPTY.interests,
  marks: EMPTY.marks,
  titles: EMPTY.titles,
  ceiling: EMPTY.ceiling,
  wishes: EMPTY.wishes,
  feed: EMPTY.feed,
  follows: EMPTY.follows,
  interactions: EMPTY.interactions,
  impressions: EMPTY.impressions,
  receipts: EMPTY.receipts,
  requests: EMPTY.requests,
}

async function loadOwn(center: Center, where: object): Promise<Own> {
  const { api } = center
  const [concluded, { feed }, { items }, asked, ...lists] = await Promise.all([
    api.get<Concluded>('/v1/subjects/me/interests'),
    api.post<{ feed: FeedStanding }>('/v1/decide', { ...where, ...A_FEED }),
    api.get<{ items: Followed[] }>('/v1/subjects/me/follow'),
    api.get<{ requests: RightsRequest[] }>('/v1/subjects/me/requests'),
    page<Interaction>(center, 'interactions'),
    page<Impression>(center, 'impressions'),
    page<KeptReceipt>(center, 'receipts'),
  ])
  const { interests, marks, titles, ceiling, wishes } = concluded
  const [interactions, impressions, receipts] = lists
  const own = { interactions, impressions, receipts, requests: asked.requests }
  return { interests, marks, titles, ceiling, wishes, feed, follows: items, ...own }
}

/** Asked for what it says of the modes; deciding keeps nothing. */
const A_FEED = { slot: 'feed', count: 1, tokens: false, feed: {} }

interface Concluded {
  readonly interests: readonly Interest[]
  readonly marks: Marks
  readonly titles: State['titles']
  readonly ceiling: Level | null
  readonly wishes: Wishes
}

type ListName = 'interactions' | 'impressions' | 'receipts'

async function page<T>({ api }: Center, name: ListName, cursor?: string): Promise<Paged<T>> {
  const from = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`
  const answer = await api.get<Record<string, T[]> & { nextCursor: string | null }>(
    `/v1/subjects/me/${name}?limit=${PAGE}${from}`,
  )
  return { entries: answer[name] ?? [], next: answer.nextCursor }
}

/** Adds the next part of a list to what is there. */
export async function loadMore(center: Center, name: ListName): Promise<void> {
  const { entries, next } = center.state[name]
  if (next === null) return
  const more = await page<never>(center, name, next)
  center.change({ [name]: { entries: [...entries, ...more.entries], next: more.next } })
}

async function askBanner({ api }: Center, where: object): Promise<BannerView | null> {
  const body = { ...where, again: true, languages: [spokenNow().language] }
  return (await api.post<{ banner: BannerView | null }>('/v1/banner', body)).banner
}

/** As the banner calls them, where it can ask for them. */
async function nameAll({ api }: Center): Promise<PurposeNames | undefined> {
  const path = `/sdk/words/purposes?languages=${spokenNow().language}`
  try {
    return (await api.get<{ names: PurposeNames }>(path)).names
  } catch {
    return undefined
  }
}

/** What they would be shown now; deciding keeps nothing. */
async function suggest({ api }: Center): Promise<Suggestions | undefined> {
  return api.post<Suggestions>('/v1/decide', { slot: 'home', count: SUGGESTED, tokens: false })
}
