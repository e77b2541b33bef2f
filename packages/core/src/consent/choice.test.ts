import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PURPOSES, type Purpose } from '../values/index.ts'
import { addToChoice, type Choice, formatChoice, parseChoice, refuseUntold } from './choice.ts'

const purposes = fc.subarray([...PURPOSES])
const day = fc.nat(99_999)
const choice: fc.Arbitrary<Choice> = fc
  .record({ give: purposes, refuse: purposes, late: purposes, day })
  .map(({ give, refuse, late, day }) =>
    refuseUntold(addToChoice(undefined, { give, refuse }, day), late, day),
  )

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

test('what stands in both sets is a no that the server has yet to hear of', () => {
  assert.deepEqual(parseChoice('1.3.1.20000'), {
    given: ['site_personalization'],
    refused: ['device_storage'],
    untold: ['device_storage'],
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

test('a no stays untold until the server has heard it, and only where it was a yes', () => {
  fc.assert(
    fc.property(choice, purposes, purposes, day, (before, first, second, on) => {
      const after = refuseUntold(refuseUntold(before, first, on), second, on)
      const said = [...first, ...second]
      for (const one of PURPOSES) {
        const wasYes = before.given.includes(one) || before.untold.includes(one)
        const isLate = wasYes && (said.includes(one) || before.untold.includes(one))
        assert.equal(after.untold.includes(one), isLate)
      }
      assert.deepEqual(addToChoice(after, { give: [], refuse: said }, on).untold, [])
    }),
  )
})
