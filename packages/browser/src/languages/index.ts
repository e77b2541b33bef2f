/** Every language that our pages speak: for the server, which hands out one at a time. */
import {
  CENTER_ENGLISH,
  PAGE_ENGLISH,
  type Translation,
  WHY_ENGLISH,
  type WordName,
} from './english.ts'
import { lookUp } from './look-up.ts'

export type { Translation, WordName, Words } from './english.ts'
export { fillWords, pickForm, pluralForms } from './fill-words.ts'
export { directionOf } from './look-up.ts'

const english: Translation = {
  language: 'en',
  isReviewed: true,
  words: { ...WHY_ENGLISH, ...CENTER_ENGLISH, ...PAGE_ENGLISH },
}

export const TRANSLATIONS: readonly Translation[] = [english]

/** English where there is none for them. @param tags BCP 47, best first. */
export function wordsFor(tags: readonly string[]): Translation {
  return lookUp(tags, TRANSLATIONS) ?? english
}

/** What a script needs of a translation: `why` for the dialog alone, `center` for both. */
export function wordsOfPart(
  { words }: Translation,
  part: 'why' | 'center',
): Readonly<Record<string, string>> {
  const names = Object.keys(part === 'why' ? WHY_ENGLISH : { ...WHY_ENGLISH, ...CENTER_ENGLISH })
  // They are the names of the objects that they were taken from.
  return Object.fromEntries(names.map((name) => [name, words[name as WordName]]))
}
