/**
 * Composes what a banner shows from its words: the purposes that are asked for, under at most four
 * switches, and the same texts as a notice, so that what is registered and what is shown are one.
 */
import type { Purpose } from '@equipoise/core/values'
import type { BannerTexts } from './texts.ts'
import type { BannerGroup, BannerPurpose, BannerWords, PurposeText } from './view.ts'

/** Who stands behind the page. */
export interface Parties {
  readonly controller: string
  /** Who else gets data, where anything is passed on; empty for nobody. */
  readonly recipients: string
}

/** Own-site personalization and advertising are never one switch. */
const GROUPS: readonly { id: GroupId; purposes: readonly BannerPurpose[] }[] = [
  { id: 'suggestions', purposes: ['site_personalization'] },
  { id: 'improvement', purposes: ['model_training', 'measurement'] },
  { id: 'adsHere', purposes: ['first_party_advertising'] },
  { id: 'adsElsewhere', purposes: ['cross_context_advertising', 'sale_or_sharing'] },
]

type GroupId = 'suggestions' | 'improvement' | 'adsHere' | 'adsElsewhere'

/** What the switches of those ids stand for. */
export function purposesOfGroups(ids: readonly string[]): readonly BannerPurpose[] {
  return GROUPS.flatMap(({ id, purposes }) => (ids.includes(id) ? purposes : []))
}

export function composeGroups(
  texts: BannerTexts,
  asked: readonly BannerPurpose[],
  parties: Parties,
  given: readonly Purpose[] = [],
): readonly BannerGroup[] {
  return GROUPS.flatMap(({ id, purposes: all }) => {
    const purposes = all.filter((purpose) => asked.includes(purpose))
    if (purposes.length === 0) return []
    const explained = purposes.map((purpose) => explainPurpose(texts, purpose, parties))
    const isOn = purposes.every((purpose) => given.includes(purpose))
    return [{ id, label: texts[id], purposes, texts: explained, isOn }]
  })
}

export function explainPurpose(
  texts: BannerTexts,
  purpose: BannerPurpose,
  parties: Parties,
): PurposeText {
  const [name, what, why] = wordsOf(texts)[purpose]
  const passesOn = purpose === 'cross_context_advertising' || purpose === 'sale_or_sharing'
  const who = (passesOn ? texts.others : texts.onlyUs)
    .replace('{controller}', parties.controller)
    .replace('{recipients}', parties.recipients)
  return { name, what, why, howLong: texts.untilNo, who }
}

export function nameOfPurpose(texts: BannerTexts, purpose: BannerPurpose): string {
  const [name] = wordsOf(texts)[purpose]
  return name
}

type Explained = readonly [name: string, what: string, why: string]

function wordsOf(texts: BannerTexts): Readonly<Record<BannerPurpose, Explained>> {
  const { personalizationWhat: seen } = texts
  return {
    device_storage: [texts.storageName, texts.storageWhat, texts.storageWhy],
    site_personalization: [texts.suggestions, seen, texts.personalizationWhy],
    model_training: [texts.trainingName, texts.trainingWhat, texts.trainingWhy],
    measurement: [texts.measurementName, texts.measurementWhat, texts.measurementWhy],
    first_party_advertising: [texts.adsHere, seen, texts.adsHereWhy],
    cross_context_advertising: [
      texts.crossContextName,
      texts.crossContextWhat,
      texts.crossContextWhy,
    ],
    sale_or_sharing: [texts.sharingName, texts.sharingWhat, texts.sharingWhy],
  }
}

export function composeWords(texts: BannerTexts): BannerWords {
  const { title, intro, accept, refuse, choose, save } = texts
  const { details, what, why, howLong, who, more } = texts
  return { title, intro, accept, refuse, choose, save, details, what, why, howLong, who, more }
}

/** Every word that the banner can show, as a notice is registered. */
export interface ComposedNotice {
  readonly title: string
  readonly sections: readonly { readonly heading?: string; readonly text: string }[]
  readonly accept: string
  readonly refuse: string
}

export function composeNotice(
  texts: BannerTexts,
  asked: readonly BannerPurpose[],
  parties: Parties,
): ComposedNotice {
  const storage = explainPurpose(texts, 'device_storage', parties)
  const groups = composeGroups(texts, asked, parties)
  return {
    title: texts.title,
    sections: [
      { text: texts.intro },
      { text: `${texts.choose} · ${texts.save} · ${texts.details} · ${texts.more}` },
      { text: texts.signal },
      ...groups.flatMap(({ label, texts: explained }) => [
        { heading: label, text: explained.map(({ name }) => name).join(' · ') },
        ...explained.map((one) => sectionOf(one, texts)),
      ]),
      sectionOf(storage, texts),
    ],
    accept: texts.accept,
    refuse: texts.refuse,
  }
}

function sectionOf({ name, what, why, howLong, who }: PurposeText, texts: BannerTexts) {
  const lines = [
    `${texts.what}: ${what}`,
    `${texts.why}: ${why}`,
    `${texts.howLong}: ${howLong}`,
    `${texts.who}: ${who}`,
  ]
  return { heading: name, text: lines.join('\n') }
}
