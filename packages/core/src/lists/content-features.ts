/**
 * What an item says of itself, as features: its categories, its attributes, and the words of its
 * title. Words are maximal runs of letters, marks and digits after NFKC and lower case, whatever
 * the script; where a script has no spaces (Han, Kana, Thai …), pairs of neighbouring characters,
 * because no dictionary is at hand. At most 32 words an item are read, of at most 40 characters.
 */
import type { CatalogueEntry } from '../recommend/index.ts'

export type FeatureKind = 'category' | 'attribute' | 'word'

export interface Feature {
  readonly kind: FeatureKind
  readonly id: string
}

const WORDS_MAX = 32
const WORD_LENGTH_MAX = 40
const WORD = /[\p{L}\p{M}\p{N}]+/gu
const UNSPACED = /\p{sc=Han}|\p{sc=Hiragana}|\p{sc=Katakana}|\p{sc=Thai}|\p{sc=Khmer}|\p{sc=Lao}/u

/** The distinct words of a text, in their order. */
export function wordsOf(text: string): string[] {
  const words = new Set<string>()
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(WORD)) {
    for (const word of UNSPACED.test(run) ? pairsOf(run) : [run]) {
      if (words.size === WORDS_MAX) return [...words]
      words.add([...word].slice(0, WORD_LENGTH_MAX).join(''))
    }
  }
  return [...words]
}

export function featuresOf({ categories, attributes, title = '' }: CatalogueEntry): Feature[] {
  return [
    ...categories.map((id): Feature => ({ kind: 'category', id })),
    ...attributes.map((id): Feature => ({ kind: 'attribute', id })),
    ...wordsOf(title).map((id): Feature => ({ kind: 'word', id })),
  ]
}

function pairsOf(run: string): string[] {
  const characters = [...run]
  if (characters.length === 1) return characters
  return characters.slice(1).map((character, at) => `${characters[at]}${character}`)
}
