/** Every language that our pages speak: for the server, which hands out one at a time. */
import { ar } from './ar.ts'
import { bg } from './bg.ts'
import { cs } from './cs.ts'
import { da } from './da.ts'
import { de } from './de.ts'
import { el } from './el.ts'
import {
  CENTER_ENGLISH,
  PAGE_ENGLISH,
  type Translation,
  WHY_ENGLISH,
  type WordName,
} from './english.ts'
import { es } from './es.ts'
import { esMX } from './es-mx.ts'
import { et } from './et.ts'
import { fa } from './fa.ts'
import { fi } from './fi.ts'
import { fr } from './fr.ts'
import { frCA } from './fr-ca.ts'
import { ga } from './ga.ts'
import { he } from './he.ts'
import { hi } from './hi.ts'
import { hr } from './hr.ts'
import { hu } from './hu.ts'
import { id } from './id.ts'
import { it } from './it.ts'
import { ja } from './ja.ts'
import { ko } from './ko.ts'
import { lookUp } from './look-up.ts'
import { lt } from './lt.ts'
import { lv } from './lv.ts'
import { mt } from './mt.ts'
import { nl } from './nl.ts'
import { pl } from './pl.ts'
import { pt } from './pt.ts'
import { ptBR } from './pt-br.ts'
import { ro } from './ro.ts'
import { sk } from './sk.ts'
import { sl } from './sl.ts'
import { sv } from './sv.ts'
import { th } from './th.ts'
import { tr } from './tr.ts'
import { uk } from './uk.ts'
import { vi } from './vi.ts'
import { zhHans } from './zh-hans.ts'
import { zhHant } from './zh-hant.ts'

export type { Translation, WordName, Words } from './english.ts'
export { fillWords, pickForm, pluralForms } from './fill-words.ts'
export { directionOf } from './look-up.ts'

const english: Translation = {
  language: 'en',
  isReviewed: true,
  words: { ...WHY_ENGLISH, ...CENTER_ENGLISH, ...PAGE_ENGLISH },
}

export const TRANSLATIONS: readonly Translation[] = [
  english,
  ar,
  bg,
  cs,
  da,
  de,
  el,
  es,
  esMX,
  et,
  fa,
  fi,
  fr,
  frCA,
  ga,
  he,
  hi,
  hr,
  hu,
  id,
  it,
  ja,
  ko,
  lt,
  lv,
  mt,
  nl,
  pl,
  pt,
  ptBR,
  ro,
  sk,
  sl,
  sv,
  th,
  tr,
  uk,
  vi,
  zhHans,
  zhHant,
]

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
