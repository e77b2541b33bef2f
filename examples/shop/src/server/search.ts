/**
 * Finds things by words: each has to stand in the title, a category or an attribute, whatever its
 * case, accents or plural. The catalogue is read page by page, up to so many items, and kept for a
 * while.
 */
import { nameOf } from '../departments.ts'
import type { Item } from '../pages/page.ts'
import { UNSAID } from '../pages/pages.ts'

export interface Catalogue {
  listItems(asked: { readonly offset: number; readonly count: number }): Promise<{
    readonly items: readonly Item[]
    readonly total: number
  }>
}

export interface Search {
  /** Best first; none for no words. */
  find(sought: string): Promise<readonly Item[]>
}

const PAGE = 200
/** Of a larger catalogue the first ones are searched. */
const SEARCHED_MAX = 10_000
const KEPT_MS = 30_000
const WORDS_MAX = 8
/** What is left of a word without its plural is a word of its own from here on. */
const STEM_MIN = 3

export function openSearch(catalogue: Catalogue, now: () => number = Date.now): Search {
  let kept: { readonly at: number; readonly entries: Promise<readonly Entry[]> } | undefined

  function entries(): Promise<readonly Entry[]> {
    if (kept !== undefined && now() - kept.at < KEPT_MS) return kept.entries
    const read = readAll(catalogue)
    kept = { at: now(), entries: read }
    read.catch(() => {
      kept = undefined
    })
    return read
  }

  return {
    async find(sought) {
      const wanted = wordsOf(sought).slice(0, WORDS_MAX)
      if (wanted.length === 0) return []
      return (await entries())
        .map(({ item, parts }) => ({ item, score: scoreOf(parts, wanted) }))
        .filter(({ score }) => score > 0)
        .toSorted((one, other) => other.score - one.score)
        .map(({ item }) => item)
    },
  }
}

interface Entry {
  readonly item: Item
  /** The words of the title, of the categories, of the attributes: what counts most comes first. */
  readonly parts: readonly (readonly string[])[]
}

async function readAll(catalogue: Catalogue): Promise<readonly Entry[]> {
  const entries: Entry[] = []
  for (let offset = 0; offset < SEARCHED_MAX; offset += PAGE) {
    const { items, total } = await catalogue.listItems({ offset, count: PAGE })
    entries.push(...items.map(toEntry))
    if (items.length === 0 || offset + PAGE >= total) break
  }
  return entries
}

function toEntry(item: Item): Entry {
  const { id, title, categories, attributes = {} } = item
  const said = Object.entries(attributes).flatMap(([name, value]) =>
    UNSAID.includes(name) ? [] : [value],
  )
  const shelves = categories.flatMap((category) => [category, nameOf(category)])
  return { item, parts: [title ?? id, shelves.join(' '), said.join(' ')].map(wordsOf) }
}

function wordsOf(text: string): readonly string[] {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return [...new Set(plain.match(/[\p{L}\p{N}]+/gu))]
}

/** Zero where a word is nowhere. A whole word counts more than the beginning of one. */
function scoreOf(parts: Entry['parts'], wanted: readonly string[]): number {
  const scores = wanted.map((word) =>
    Math.max(
      ...parts.map((words, at) => {
        const worth = 2 * (parts.length - at)
        if (words.some((one) => isSame(one, word))) return worth
        return words.some((one) => one.startsWith(word)) ? worth - 1 : 0
      }),
    ),
  )
  return scores.includes(0) ? 0 : scores.reduce((sum, one) => sum + one, 0)
}

function isSame(one: string, other: string): boolean {
  return one === other || singulars(one).some((form) => singulars(other).includes(form))
}

/** The word, and what it is without "s" and "es": which of them is a word nobody has to know. */
function singulars(word: string): readonly string[] {
  const shorter = ['s', 'es'].flatMap((end) =>
    word.endsWith(end) ? [word.slice(0, -end.length)] : [],
  )
  return [word, ...shorter.filter((form) => form.length >= STEM_MIN)]
}
