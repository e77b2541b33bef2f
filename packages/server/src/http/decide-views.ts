/**
 * Decisions on the wire, in two forms: exact for a back end or an operator, guarded for whoever
 * reads a page.
 */
import { hasChanged } from '@equipoise/core/lists'
import { DAY_MS, formatInstant, type Region, toInstant } from '@equipoise/core/values'
import type { Static } from 'typebox'
import type { App } from '../app.ts'
import type {
  DecideAnswer as Decided,
  PageDecideAnswer as DecidedForPage,
  PageItem,
} from '../modules/decide/index.ts'
import { makeTokens } from '../modules/impressions/index.ts'
import type { SubjectReference } from '../modules/subjects/index.ts'
import type { DecideAnswer } from './schemas.ts'
import { withTitle } from './views.ts'

type View = Static<typeof DecideAnswer>

/** The tokens of a decision's items, in their order. */
export type Tokens = readonly string[]

export function tokensOf(
  app: App,
  { subject, rung, model, items, playlist }: Decided | DecidedForPage,
  { slot, location }: { readonly slot: string; readonly location: Region | undefined },
): Tokens {
  const place = playlist?.list ? `${slot}:${playlist.list}` : slot
  const decision = { subject, slot: place, decidedAt: app.now(), rung, model: model ?? undefined }
  const toShown = shownIn(location?.slice(0, 2))
  if (!items.some(({ placed }) => placed)) return makeTokens(app, decision, items.map(toShown))
  const own = makeTokens(app, decision, items.filter(({ placed }) => !placed).map(toShown))
  const placed = items.flatMap((one) => (one.placed ? [{ ...one, placed: one.placed }] : []))
  // All ads of a feed come from one choice.
  const ads = makeTokens(
    app,
    { ...decision, ...placed[0]?.placed, model: undefined },
    placed.map(toShown),
  )
  const [ownLeft, adsLeft] = [[...own], [...ads]]
  return items.map((one) => (one.placed ? adsLeft : ownLeft).shift() ?? '')
}

/** @param country two letters: where the page said that it is shown. */
function shownIn(country: string | undefined) {
  return ({ id, shown, drawn, specificity, ad, price }: TokenItem) => ({
    item: id,
    contributions: shown,
    propensity: drawn?.placePropensity,
    level: specificity.level,
    ad: ad && { campaign: ad.campaign, price: price ?? 0, country },
  })
}

type TokenItem = Pick<PageItem, 'id' | 'shown' | 'drawn' | 'specificity' | 'ad' | 'price'>

/** Field by field: to copy what is left of an object takes longer than all that is in it. */
export function viewDecided(
  answer: Decided,
  who: SubjectReference | undefined,
  tokens: Tokens | undefined,
): View {
  const { items, changes, feed, playlist } = answer
  const areAds = items.some(({ ad }) => ad)
  return {
    rung: answer.rung,
    items: items.map((one, place) => viewExactly(one, tokens?.[place])),
    outcome: answer.outcome,
    lawOutcome: answer.lawOutcome,
    basis: answer.basis,
    reasons: answer.reasons,
    packs: answer.packs,
    dataUsed: answer.dataUsed,
    change: waysToChange(answer, areAds, pathsFor(who, answer.isKnown)),
    model: answer.model,
    start: answer.start,
    reranked: changes.map((change) => ({ ...change, changed: hasChanged(change) })),
    notes: answer.notes,
    ...(feed && { feed }),
    ...(playlist && { playlist }),
  }
}

function viewExactly(
  one: Decided['items'][number],
  token: string | undefined,
): View['items'][number] {
  const { score, drawn, contributions } = one
  const view = viewItem(one, token, contributions)
  view.score = score
  if (drawn === undefined) return view
  const { propensity, placePropensity } = drawn
  return { ...view, propensity, placePropensity }
}

export function viewDecidedForPage(
  app: Pick<App, 'catalogue'>,
  {
    isKnown,
    outlet: _outlet,
    subject: _subject,
    model: _model,
    items,
    releaseDay,
    changes,
    ...answer
  }: DecidedForPage,
  tokens: Tokens | undefined,
): View {
  const paths = { subject: isKnown ? '/v1/subjects/me' : undefined, first: '/v1/consent' }
  return {
    ...answer,
    items: items.map((one, place) => {
      const contributions = one.shown.map((part) => withTitle(app, part))
      return viewItem(one, tokens?.[place], contributions)
    }),
    reranked: changes,
    releasedOn: releaseDay === null ? null : dateOf(releaseDay),
    change: waysToChange(
      answer,
      items.some(({ ad }) => ad),
      paths,
    ),
  }
}

type ItemView = { -readonly [K in keyof View['items'][number]]: View['items'][number][K] }

function viewItem(
  { id, item, drawn, specificity, ad }: PageItem,
  token: string | undefined,
  contributions: ItemView['contributions'],
): ItemView {
  const view: ItemView = {
    id,
    explored: drawn !== undefined,
    specificity,
    ad: ad ?? null,
    title: item?.title ?? null,
    categories: item?.categories ?? [],
    priceMinor: item?.priceMinor ?? null,
    currency: item?.currency ?? null,
    contributions,
  }
  if (token !== undefined) view.token = token
  return view
}

interface Paths {
  /** Of the person; undefined where nobody known was decided for. */
  readonly subject: string | undefined
  /** Where somebody says something for the first time; undefined where nobody is named. */
  readonly first: string | undefined
}

/** A person is named here as the caller named them, so that no path holds an external id. */
function pathsFor(who: SubjectReference | undefined, isKnown: boolean): Paths {
  const id = who !== undefined && 'subject' in who ? who.subject : '{id}'
  const isNamed = who !== undefined && 'externalId' in who
  return {
    subject: isKnown ? `/v1/subjects/${id}` : undefined,
    first: isNamed ? '/v1/consent' : undefined,
  }
}

function waysToChange({ rung }: Pick<Decided, 'rung'>, areAds: boolean, { subject, first }: Paths) {
  const what = areAds ? 'ads' : 'suggestions'
  const agree = `Say yes to ${what} from what you did here`
  const less = { says: 'Have it less personal', method: 'PUT', path: `${subject}/ceiling` }
  if (rung === 'personal') {
    return [
      less,
      { says: 'Remove one thing', method: 'POST', path: `${subject}/interactions/remove` },
      { says: `Turn these ${what} off`, method: 'POST', path: `${subject}/withdraw` },
      { says: 'Erase everything', method: 'POST', path: `${subject}/erase` },
    ]
  }
  if (subject !== undefined) return [{ says: agree, method: 'PUT', path: `${subject}/consent` }]
  return first === undefined ? [] : [{ says: agree, method: 'POST', path: first }]
}

function dateOf(day: number): string {
  return formatInstant(toInstant(day * DAY_MS)).slice(0, 10)
}
