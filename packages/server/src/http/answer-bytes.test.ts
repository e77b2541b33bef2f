import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { answerBytes } from './answer-bytes.ts'

const texts = fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 8 })

test('bytes are the UTF-8 of the texts, and stay so whatever is written after them', () => {
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1, maxLength: 40 }), (answers) => {
      const written = answers.map(answerBytes)
      for (const [place, one] of answers.entries()) {
        assert.deepEqual(written[place], Buffer.from(one.join('')))
      }
    }),
  )
})

test('answers of any length are whole, at the end of a piece and beyond it', () => {
  const lengths = [1, 20_000, 21_845, 21_846, 100_000, 300_000, 20_000, 20_000, 3]
  const answers = lengths.map((length, at) => [String(at), 'ü'.repeat(length), '€'])
  const written = answers.map(answerBytes)
  for (const [place, one] of answers.entries()) {
    assert.ok(written[place]?.equals(Buffer.from(one.join(''))), `answer ${place}`)
  }
})
