/**
 * Writes an exact decision as JSON, as the schema of its answer does (a test compares the two), but
 * keeps the text of what stands still: an item of the catalogue, an explanation, what the law said.
 * All of these are replaced, never changed. Tokens, scores and how specific it is are written each
 * time. Answers with rarer parts are left to the schema.
 */
import { Memo } from '@equipoise/core/values'
import type { Static } from 'typebox'
import type { DecideAnswer } from './schemas.ts'

type View = Static<typeof DecideAnswer>
type Item = View['items'][number]

/** Undefined for an answer that the schema has to write. */
export function writeDecided(view: View): string | undefined {
  if (!isPlain(view)) return undefined
  const { rung, items, outcome, lawOutcome, basis, reasons, packs, dataUsed } = view
  let text = `{"rung":"${rung}","items":[`
  for (let place = 0; place < items.length; place += 1) {
    const item = items[place]
    if (item !== undefined) text += place === 0 ? itemText(item) : `,${itemText(item)}`
  }
  text += `],"outcome":"${outcome}","lawOutcome":"${lawOutcome}","basis":"${basis}"`
  text += `,"reasons":${keptText(reasons, reasonsText)},"packs":${keptText(packs, jsonOf)}`
  text += `,"dataUsed":{"historyItems":${dataUsed.historyItems}`
  text += `,"startItems":${dataUsed.startItems},"page":${dataUsed.page}`
  text += `,"popularity":${dataUsed.popularity}},"change":${changeText(view.change)}`
  text += ',"start":null,"reranked":[],"notes":[]'
  return view.model === undefined ? `${text}}` : `${text},"model":${jsonOf(view.model)}}`
}

/** Neither a feed nor a playlist, nor started, re-ranked or explored, and without ads and notes. */
function isPlain({ items, start, reranked, notes, feed, playlist, releasedOn }: View): boolean {
  const isList = feed === undefined && playlist === undefined && releasedOn === undefined
  const isRanked = start === null && reranked.length === 0 && notes.length === 0
  return isList && isRanked && items.every(isPlainItem)
}

function isPlainItem({ ad, propensity, placePropensity, score }: Item): boolean {
  return (
    ad === null &&
    propensity === undefined &&
    placePropensity === undefined &&
    Number.isFinite(score)
  )
}

/** An item but for its token, and all that its text was made of. */
interface KeptItem {
  readonly of: Item
  readonly head: string
  readonly tail: string
}

/** By the explanation, which is of one item for one person. */
const ITEMS = new Memo<Item['contributions'], KeptItem>()

function itemText(item: Item): string {
  const { contributions, token } = item
  let kept = ITEMS.find(contributions)
  if (kept === undefined || !saysTheSame(kept.of, item)) {
    kept = ITEMS.keep(contributions, keepItem(item))
  }
  return token === undefined ? kept.head + kept.tail : `${kept.head},"token":"${token}"${kept.tail}`
}

function saysTheSame(kept: Item, item: Item): boolean {
  const [before, now] = [kept.specificity, item.specificity]
  return (
    kept.id === item.id &&
    kept.title === item.title &&
    kept.categories === item.categories &&
    kept.priceMinor === item.priceMinor &&
    kept.currency === item.currency &&
    kept.explored === item.explored &&
    kept.score === item.score &&
    before.bits === now.bits &&
    before.rarityBits === now.rarityBits &&
    before.level === now.level &&
    before.source === now.source
  )
}

/** Each field is named, so that nothing else of what is given is written. */
function keepItem({ token: _, contributions, ...item }: Item): KeptItem {
  const { id, title, categories, priceMinor, currency, explored, specificity, score } = item
  const { bits, rarityBits, level, source } = specificity
  const told = {
    ...{ id, title, categories, priceMinor, currency, explored },
    ...{ specificity: { bits, rarityBits, level, source }, ad: null },
    contributions: contributions.map(({ kind, id, support, share }) => ({
      ...{ kind, id, support, share },
    })),
  }
  const head = jsonOf(told).slice(0, -1)
  // Without the explanation, which holds what is kept here.
  return { of: { ...item, contributions: [] }, head, tail: `,"score":${score}}` }
}

const TEXTS = new Memo<object, string>()

function keptText<T extends object>(part: T, write: (part: T) => string): string {
  return TEXTS.find(part) ?? TEXTS.keep(part, write(part))
}

function reasonsText(reasons: View['reasons']): string {
  return jsonOf(
    reasons.map(({ code, pack, rule, citation, says, advisory }) => ({
      ...{ code, pack, rule, citation, says, advisory },
    })),
  )
}

function changeText(change: View['change']): string {
  return jsonOf(change.map(({ says, method, path }) => ({ says, method, path })))
}

function jsonOf(value: unknown): string {
  return JSON.stringify(value)
}
