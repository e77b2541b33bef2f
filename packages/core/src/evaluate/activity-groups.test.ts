import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { activityGroups, groupsBy, meanOfGroup } from './activity-groups.ts'
import { toItemLists } from './item-lists.ts'

const histories = (lengths: readonly number[]) =>
  toItemLists(
    50,
    lengths.map((length) => Array.from({ length }, (_, item) => item)),
  )

test('four groups of about the same size, by length of history', () => {
  const groups = activityGroups(histories([1, 9, 2, 3, 30, 4, 5, 20]))
  assert.deepEqual(
    groups.map(({ name, cases }) => [name, [...cases]]),
    [
      ['1–2 items', [0, 2]],
      ['3–4 items', [3, 5]],
      ['5–9 items', [1, 6]],
      ['20–30 items', [4, 7]],
    ],
  )
})

test('everybody is in one group, and no group is empty', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(lengths, (given) => {
      const groups = activityGroups(histories(given))
      const all = groups.flatMap(({ cases }) => [...cases]).toSorted((a, b) => a - b)
      assert.deepEqual(all, [...given.keys()])
      assert.ok(groups.length <= 4 && groups.every(({ cases }) => cases.length > 0))
    }),
  )
})

test('given groups leave out who is in none, and their means what is missing', () => {
  const groups = groupsBy(['s', 't', 'u'], (subject) => (subject === 't' ? undefined : 'north'))
  const [north] = groups
  assert.equal(groups.length, 1)
  assert.ok(north)
  assert.equal(meanOfGroup(Float64Array.of(1, 5, Number.NaN), north), 1)
})
