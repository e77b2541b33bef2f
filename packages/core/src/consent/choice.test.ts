import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PURPOSES, type Purpose } from '../values/index.ts'
import { addToChoice, type Choice, formatChoice, parseChoice } from './choice.ts'

const purposes = fc.subarray([...PURPOSES])
const day = fc.nat(99_999)
const choice: fc.Arbitrary<Choice> = fc
  .record({ given: purposes, refused: purposes, day })
  .map(({ given, refused, day }) => addToChoice(undefined, { give: given, refuse: refused }, day))

test('a choice is read as it was written', () => {
  fc.assert(fc.property(choice, (one) => assert.deepEqual(parseChoice(formatChoice(one)), one)))
})

test('no text but that of a choice is read', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const read = parseChoice(text)
      if (read !== undefined) assert.deepEqual(parseChoice(formatChoice(read)), read)
    }),
  )
  for (const text of [undefined, '', '1', '1.3.0', '2.3.0.20000', '1.ffff.0.20000', '1.3.0.1 ']) {
    assert.equal(parseChoice(text), undefined, String(text))
  }
})

test('what stands in both sets is a no', () => {
  assert.deepEqual(parseChoice('1.3.1.20000'), {
    given: ['site_personalization'],
    refused: ['device_storage'],
    day: 20_000,
  })
})

test('the latest word on a purpose counts, and the others stay', () => {
  fc.assert(
    fc.property(choice, purposes, purposes, day, (before, give, refuse, on) => {
      const after = addToChoice(before, { give, refuse }, on)
      const has = (list: readonly Purpose[], one: Purpose) => list.includes(one)
      for (const one of PURPOSES) {
        const no = has(refuse, one) || (has(before.refused, one) && !has(give, one))
        assert.equal(has(after.refused, one), no)
        assert.equal(has(after.given, one), !no && (has(give, one) || has(before.given, one)))
      }
    }),
  )
})
