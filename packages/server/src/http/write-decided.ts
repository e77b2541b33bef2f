/**
 * Writes an exact decision as JSON, as the schema of its answer does (a test compares the two), but
 * keeps the text of what stands still: an item of the catalogue, an explanation, what the law said.
 * All of these are replaced, never changed. Tokens, scores and how specific it is are written each
 * time. Answers with rarer parts are left to the schema.
 */
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

function itemText(item: Item): string {
  const { token, explored, specificity, score, contributions } = item
  const { bits, rarityBits, level, source } = specificity
  const sealed = token === undefined ? '' : `,"token":"${token}"`
  const from = source === null ? 'null' : `"${source}"`
  const how = `{"bits":${bits},"rarityBits":${rarityBits},"level":"${level}","source":${from}}`
  const why = keptText(contributions, contributionsText)
  const told = `"explored":${explored},"specificity":${how},"ad":null,"contributions":${why}`
  return `{${listedText(item)},${told}${sealed},"score":${score}}`
}

type Listed = Pick<Item, 'id' | 'title' | 'categories' | 'priceMinor' | 'currency'>

interface KeptListed extends Listed {
  readonly text: string
}

/** By the list of categories, which an item of the catalogue keeps for as long as it is there. */
const LISTED = new WeakMap<Listed['categories'], KeptListed>()

function listedText({ id, title, categories, priceMinor, currency }: Listed): string {
  const kept = LISTED.get(categories)
  if (
    kept !== undefined &&
    kept.id === id &&
    kept.title === title &&
    kept.priceMinor === priceMinor &&
    kept.currency === currency
  ) {
    return kept.text
  }
  const text = jsonOf({ id, title, categories, priceMinor, currency }).slice(1, -1)
  LISTED.set(categories, { id, title, categories, priceMinor, currency, text })
  return text
}

const TEXTS = new WeakMap<object, string>()

function keptText<T extends object>(part: T, write: (part: T) => string): string {
  const known = TEXTS.get(part)
  if (known !== undefined) return known
  const text = write(part)
  TEXTS.set(part, text)
  return text
}

// Each names its fields, so that nothing else of what it is given is written.

function contributionsText(contributions: Item['contributions']): string {
  return jsonOf(contributions.map(({ kind, id, support, share }) => ({ kind, id, support, share })))
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
