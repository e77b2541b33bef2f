/**
 * Writes an exact decision as JSON, as the schema of its answer does (a test compares the two), but
 * keeps the text of what stands still: an item of the catalogue, an explanation, what the law said.
 * All of these are replaced, never changed. Tokens, scores and how specific it is are written each
 * time. Answers with rarer parts are left to the schema.
 */
import { Memo } from '@equipoise/core/values'
import type { Static } from 'typebox'
import { answerBytes } from './answer-bytes.ts'
import type { DecideAnswer } from './schemas.ts'

type View = Static<typeof DecideAnswer>
type Item = View['items'][number]

/** Undefined for an answer that the schema has to write. */
export function writeDecided(view: View): Buffer | undefined {
  if (!isPlain(view)) return undefined
  const texts = [`{"rung":"${view.rung}","items":[`]
  for (let place = 0; place < view.items.length; place += 1) {
    const item = view.items[place]
    if (item === undefined) continue
    if (place > 0) texts.push(',')
    addItem(item, texts)
  }
  texts.push(endText(view))
  return answerBytes(texts)
}

function endText(view: View): string {
  const { outcome, lawOutcome, basis, reasons, packs, dataUsed, change, model } = view
  const { historyItems, startItems, page, popularity } = dataUsed
  const gate = `"outcome":"${outcome}","lawOutcome":"${lawOutcome}","basis":"${basis}"`
  const law = `"reasons":${keptText(reasons, reasonsText)},"packs":${keptText(packs, jsonOf)}`
  const counts = `"historyItems":${historyItems},"startItems":${startItems}`
  const used = `"dataUsed":{${counts},"page":${page},"popularity":${popularity}}`
  const lists = `"change":${changeText(change)},"start":null,"reranked":[],"notes":[]`
  const by = model === undefined ? '' : `,"model":${jsonOf(model)}`
  return `],${gate},${law},${used},${lists}${by}}`
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

/** The text of an item around its token, and all that it was made of. */
interface KeptItem {
  readonly of: Item
  readonly head: string
  readonly tail: string
}

/** By the explanation, which is of one item for one person. */
const ITEMS = new Memo<Item['contributions'], KeptItem>()

function addItem(item: Item, texts: string[]): void {
  const { contributions, token } = item
  let kept = ITEMS.find(contributions)
  if (kept === undefined || !saysTheSame(kept.of, item)) {
    kept = ITEMS.keep(contributions, keepItem(item))
  }
  texts.push(kept.head, token ?? '', kept.tail)
}

function saysTheSame(kept: Item, item: Item): boolean {
  const [before, now] = [kept.specificity, item.specificity]
  return (
    (kept.token === undefined) === (item.token === undefined) &&
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
function keepItem({ contributions, ...item }: Item): KeptItem {
  const { id, title, categories, priceMinor, currency, explored, specificity, score } = item
  const { bits, rarityBits, level, source } = specificity
  const told = {
    ...{ id, title, categories, priceMinor, currency, explored },
    ...{ specificity: { bits, rarityBits, level, source }, ad: null },
    contributions: contributions.map(({ kind, id, support, share }) => ({
      ...{ kind, id, support, share },
    })),
  }
  const [open, close] = item.token === undefined ? ['', ''] : [',"token":"', '"']
  const head = `${jsonOf(told).slice(0, -1)}${open}`
  // Without the explanation, which holds what is kept here.
  return { of: { ...item, contributions: [] }, head, tail: `${close},"score":${score}}` }
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
