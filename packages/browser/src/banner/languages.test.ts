import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PURPOSES } from '@equipoise/core/values'
import { TRANSLATIONS } from '../languages/index.ts'
import { composeGroups, composeNotice, composeWords, explainPurpose } from './compose.ts'
import { directionOf, LANGUAGES, textsFor } from './languages/index.ts'
import { namePurposes } from './purpose-names.ts'
import { BANNER_PURPOSES } from './view.ts'

const OFFICIAL_IN_THE_EU =
  'bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv'.split(' ')
const OTHERS = 'ar he fa ja ko zh-Hans zh-Hant hi id th tr uk vi pt-BR es-MX fr-CA'.split(' ')
const PARTIES = { controller: 'The Shop', recipients: 'Ads Ltd' }

test('every official language of the EU is there, and sixteen more', () => {
  const tags = LANGUAGES.map(({ language }) => language)
  assert.deepEqual(tags.toSorted(), [...OFFICIAL_IN_THE_EU, ...OTHERS].toSorted())
})

test('our pages, the dialog and the privacy center speak the same ones', () => {
  const tags = (all: readonly { readonly language: string }[]): readonly string[] =>
    all.map(({ language }) => language).toSorted()
  assert.deepEqual(tags(TRANSLATIONS), tags(LANGUAGES))
})

test('each has every word, and says who the parties are', () => {
  for (const texts of LANGUAGES) {
    const { onlyUs, others } = texts
    assert.match(onlyUs, /\{controller\}/, texts.language)
    assert.match(others, /\{controller\}.*\{recipients\}/, texts.language)
    for (const [name, text] of Object.entries(texts)) {
      assert.ok(typeof text !== 'string' || text.trim() === text, `${texts.language} ${name}`)
      assert.notEqual(text, '', `${texts.language} ${name}`)
    }
  }
})

test('none but the language it was written in claims to have been read by a speaker', () => {
  const reviewed = LANGUAGES.filter(({ isReviewed }) => isReviewed)
  assert.deepEqual(
    reviewed.map(({ language }) => language),
    ['en'],
  )
})

test('no two say yes, no or the choice alike in one language', () => {
  for (const { accept, refuse, choose, save, language } of LANGUAGES) {
    assert.equal(new Set([accept, refuse, choose, save]).size, 4, language)
  }
})

test('the notice holds every word that the banner shows, in every language', () => {
  for (const texts of LANGUAGES) {
    const notice = JSON.stringify(composeNotice(texts, BANNER_PURPOSES, PARTIES))
    const groups = composeGroups(texts, BANNER_PURPOSES, PARTIES)
    const shown = [
      ...Object.values(composeWords(texts)),
      texts.signal,
      ...groups.flatMap(({ label, texts: all }) => [label, ...all.flatMap(Object.values)]),
      ...Object.values(explainPurpose(texts, 'device_storage', PARTIES)),
    ]
    const missing = shown.filter((text) => !notice.includes(JSON.stringify(text).slice(1, -1)))
    assert.deepEqual(missing, [], texts.language)
  }
})

test('at most four switches, suggestions and advertising never under one', () => {
  const groups = composeGroups(textsFor(['en']), BANNER_PURPOSES, PARTIES)
  assert.ok(groups.length <= 4)
  const own = groups.find(({ purposes }) => purposes.includes('site_personalization'))
  assert.deepEqual(own?.purposes, ['site_personalization'])
})

const LOOKED_UP: readonly (readonly [tags: readonly string[], found: string])[] = [
  [['de-AT'], 'de'],
  [['pt-BR'], 'pt-BR'],
  [['pt-AO'], 'pt'],
  [['zh'], 'zh-Hans'],
  [['zh-TW'], 'zh-Hant'],
  [['zh-Hant-HK'], 'zh-Hant'],
  [['tlh', 'fr-CA', 'en'], 'fr-CA'],
  [['tlh', ''], 'en'],
  [[], 'en'],
]

for (const [tags, found] of LOOKED_UP) {
  test(`whoever reads ${tags.join(', ') || 'nothing that we know'} gets ${found}`, () => {
    assert.equal(textsFor(tags).language, found)
  })
}

test('Arabic, Hebrew and Persian are written from the right', () => {
  const rtl = LANGUAGES.filter(({ language }) => directionOf(language) === 'rtl')
  assert.deepEqual(
    rtl.map(({ language }) => language),
    ['ar', 'fa', 'he'],
  )
})

test('every purpose has a name of its own in every language, that of the banner where it asks', () => {
  for (const texts of LANGUAGES) {
    const { language, names } = namePurposes([texts.language])
    assert.equal(language, texts.language)
    assert.deepEqual(Object.keys(names).toSorted(), [...PURPOSES].toSorted())
    assert.equal(new Set(Object.values(names)).size, PURPOSES.length, language)
    for (const purpose of BANNER_PURPOSES) {
      assert.equal(names[purpose], explainPurpose(texts, purpose, PARTIES).name)
    }
  }
})
