import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { InteractionTable, PART } from './interaction-table.ts'

const rows = fc.array(
  fc.record({
    subject: fc.constantFrom('9', '10', 'ä', '4294967297'),
    item: fc.constantFrom('b', 'a', '10', '9007199254740993'),
    at: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
  }),
  { maxLength: 2_000 },
)

test('a data set means the same in whatever order its rows stand', () => {
  fc.assert(
    fc.property(rows, (given) => {
      const gather = (all: typeof given) => {
        const table = new InteractionTable()
        for (const { subject, item, at } of all) table.add(subject, item, { at })
        return table.finish()
      }
      assert.deepEqual(gather(given), gather(given.toReversed()))
    }),
  )
})

test('a pair counts once, at the time it was met last, with all parts that it stands in', () => {
  const table = new InteractionTable()
  table.add('s', 'b')
  table.add('s', 'a', { at: 5 })
  table.add('s', 'a', { at: 9, part: PART.test })
  table.add('s', 'a')
  const { subjects, items, lists, times, parts } = table.finish()
  assert.deepEqual([subjects, items], [['s'], ['a', 'b']])
  assert.deepEqual([...lists.items], [0, 1])
  assert.deepEqual([...times], [9, Number.NaN])
  assert.deepEqual([...parts], [PART.train | PART.test, PART.train])
})

test('ids are texts: those that are one number to a computer stay two', () => {
  const table = new InteractionTable()
  table.add('s', '9007199254740993')
  table.add('s', '9007199254740992')
  table.add('s', '4294967296')
  table.add('s', '0')
  assert.equal(table.finish().lists.items.length, 4)
})
