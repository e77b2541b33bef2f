import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CENTER_ENGLISH, PAGE_ENGLISH, WHY_ENGLISH } from './english.ts'
import { fillWords, pickForm, pluralForms, TRANSLATIONS, wordsFor, wordsOfPart } from './index.ts'

const ENGLISH: Readonly<Record<string, string>> = {
  ...WHY_ENGLISH,
  ...CENTER_ENGLISH,
  ...PAGE_ENGLISH,
}
const NAMES = Object.keys(ENGLISH)
/** Some words are the same in several languages; a whole sentence is not. */
const SENTENCE_MIN = 30

for (const { language, isReviewed, words } of TRANSLATIONS) {
  test(`${language} has every word once, whole and without markup`, () => {
    assert.deepEqual(Object.keys(words).toSorted(), NAMES.toSorted())
    for (const [name, text] of Object.entries(words)) {
      assert.notEqual(text, '', name)
      assert.equal(text.trim(), text, name)
      assert.doesNotMatch(text, /[<>]|&\w+;|\s{2}|\n/, name)
      // No character that cannot be seen: it would turn the rest of a line around, or hide.
      assert.doesNotMatch(text, /[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd]/, name)
    }
  })

  test(`${language} fills the places that English has, in each form that it counts in`, () => {
    for (const name of NAMES) {
      const [text, source] = [words[name as keyof typeof words], ENGLISH[name] ?? '']
      const forms = text.split('|')
      const wanted = source.includes('|') ? pluralForms(language).length : 1
      assert.equal(forms.length, wanted, `${name}: ${text}`)
      for (const form of forms) assert.deepEqual(placesIn(form), placesIn(source), name)
    }
  })

  test(`${language} says no sentence in English`, () => {
    if (language === 'en') return assert.ok(isReviewed)
    assert.ok(!isReviewed)
    const same = NAMES.filter((name) => words[name as keyof typeof words] === ENGLISH[name])
    assert.deepEqual(
      same.filter((name) => (ENGLISH[name] ?? '').length >= SENTENCE_MIN),
      [],
    )
  })
}

test('a number takes the form that its language has for it', () => {
  const counted = (language: string, count: number): string =>
    fillWords(pickForm(wordsFor([language]).words.people, language, count), { count })
  assert.equal(counted('pl', 1), 'Co najmniej 1 osoba dzieli ten powód.')
  assert.equal(counted('pl', 22), 'Co najmniej 22 osoby dzielą ten powód.')
  assert.equal(counted('pl', 25), 'Co najmniej 25 osób dzieli ten powód.')
  assert.equal(counted('en', 1_000_000), '1000000 people or more share this reason.')
})

test('a script is handed what it says, and no word of the pages', () => {
  const german = wordsFor(['de-AT'])
  assert.equal(german.language, 'de')
  assert.deepEqual(Object.keys(wordsOfPart(german, 'why')), Object.keys(WHY_ENGLISH))
  assert.equal(wordsOfPart(german, 'center')['privacy'], 'Datenschutz')
  assert.equal(wordsOfPart(german, 'center')['mailSubject'], undefined)
})

function placesIn(text: string): readonly string[] {
  return [...new Set(text.match(/\{\w+\}/g))].toSorted()
}
