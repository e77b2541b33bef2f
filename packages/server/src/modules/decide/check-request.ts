/**
 * What a request may not say: two things that exclude each other, and from a page the strengths of
 * re-ranking. Somebody who may set these on a page could measure scores with them: an item that
 * falls behind another at a boost of 1.37 tells how they compare, and so the model.
 */
import { START_KINDS, type StartingPoint } from '@equipoise/core/lists'
import { EquipoiseError } from '../../errors.ts'
import type { DecideRequest, From, Reranking } from './decide-request.ts'

/** @throws EquipoiseError `options_contradict`, `forbidden`. */
export function checkRequest({ outlet, from, rerank, feed, playlist }: DecideRequest): void {
  if (feed !== undefined) checkFeed({ from, rerank, playlist })
  if (playlist !== undefined) checkPlaylist(rerank)
  if (from !== undefined) checkFrom(from)
  if (rerank?.sequence !== undefined && rerank.explore !== undefined) {
    throw contradiction('"sequence" and "explore": a place that is drawn has no order to keep')
  }
  if (rerank?.sequence !== undefined && rerank.spread !== undefined) {
    throw contradiction('"sequence" and "spread": each orders the whole list')
  }
  if (outlet === 'page' && rerank !== undefined) refuseStrengths(rerank)
  if (outlet === 'page' && feed?.halfLifeDays !== undefined) throw strengthFromPage()
}

/** @throws EquipoiseError `options_contradict`: where ads are shown there is no feed. */
export function checkAdRequest({ feed, playlist }: DecideRequest): void {
  if (feed === undefined && playlist === undefined) return
  throw contradiction('a slot for ads and "feed" or "playlist": name the slot in "feed.ads"')
}

/** Undefined where the request starts from nothing, or from an empty list. */
export function startingPoint(from: From | undefined): StartingPoint | undefined {
  if (from === undefined) return undefined
  const kind = START_KINDS.find((one) => from[one] !== undefined) ?? 'like'
  const named = from[kind] ?? []
  const items = typeof named === 'string' ? [named] : named
  const { unlike = [] } = from
  return items.length + unlike.length === 0 ? undefined : { kind, items, unlike }
}

function checkFrom(from: From): void {
  const { like = [], unlike = [], withProfile = false } = from
  const starts = START_KINDS.filter((kind) => from[kind] !== undefined)
  if (starts.length > 1) {
    throw contradiction(`${starts.map((kind) => `"${kind}"`).join(' and ')}: a list has one start`)
  }
  if (starts.length === 0 && !withProfile) {
    throw contradiction('"from" without a start: name one, or count the profile with "withProfile"')
  }
  const both = new Set(like)
  if (unlike.some((item) => both.has(item))) {
    throw contradiction('"like" and "unlike" name the same item')
  }
}

function checkFeed({ from, rerank, playlist }: Partial<DecideRequest>): void {
  if (playlist !== undefined) throw contradiction('"feed" and "playlist": a list is one of them')
  if (from === undefined && rerank === undefined) return
  throw contradiction('"feed" and "from" or "rerank": a feed starts from nothing and has its order')
}

function checkPlaylist({ sequence, spread, rotate, explore }: Reranking = {}): void {
  const both = [sequence, spread, rotate, explore].some((step) => step !== undefined)
  if (both) {
    const says =
      '"playlist" and "sequence", "spread", "rotate" or "explore": a playlist has its order'
    throw contradiction(says)
  }
}

function refuseStrengths(rerank: Reranking): void {
  const { fresh, novelty, calibrate, diversify, longTail, rotate, explore } = rerank
  const set = [fresh, novelty, calibrate, diversify, longTail, rotate, explore].some((step) =>
    Object.values(step ?? {}).some((value) => value !== undefined),
  )
  if (rerank.boosts !== undefined || set) {
    throw strengthFromPage()
  }
}

function strengthFromPage(): EquipoiseError {
  return new EquipoiseError(
    'forbidden',
    'Cannot boost or set a strength from a page: a secret key may, and a step alone is allowed',
  )
}

function contradiction(says: string): EquipoiseError {
  return new EquipoiseError('options_contradict', `Cannot combine ${says}`)
}
