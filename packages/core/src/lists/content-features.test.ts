import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { featuresOf, wordsOf } from './content-features.ts'

test('words are runs of letters and digits, whatever case and form they come in', () => {
  assert.deepEqual(wordsOf('Blue-Train (2021), BLUE'), ['blue', 'train', '2021'])
  assert.deepEqual(wordsOf('Ｂｌｕｅ ﬁne'), ['blue', 'fine'])
  assert.deepEqual(wordsOf('Café'), wordsOf('Cafe\u0301'))
  assert.deepEqual(wordsOf('Война и мир'), ['война', 'и', 'мир'])
  assert.deepEqual(wordsOf('हिन्दी'), ['हिन्दी'])
})

test('where a script has no spaces, neighbouring characters stand for words', () => {
  assert.deepEqual(wordsOf('東京物語'), ['東京', '京物', '物語'])
})

test('however long a title is, at most 32 words of at most 40 characters are read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), (text) => {
      const words = wordsOf(text)
      assert.ok(words.length <= 32 && new Set(words).size === words.length)
      assert.ok(words.every((word) => word !== '' && [...word].length <= 40))
    }),
  )
  assert.equal(wordsOf('a'.repeat(500))[0]?.length, 40)
})

test('an item is its categories, its attributes and the words of its title', () => {
  const entry = { id: 'x', title: 'Blue', categories: ['jazz'], attributes: ['label=a'] }
  assert.deepEqual(featuresOf(entry), [
    { kind: 'category', id: 'jazz' },
    { kind: 'attribute', id: 'label=a' },
    { kind: 'word', id: 'blue' },
  ])
})
