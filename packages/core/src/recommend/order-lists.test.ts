import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { itemsOfMany, OPTIONS } from './builders.test.ts'
import { orderLists, type UnorderedLists } from './order-lists.ts'
import { subjectWeight } from './subject-weight.ts'

test('lists come out by the bytes of ids, each ascending, with their weights', () => {
  const unordered: UnorderedLists = {
    names: ['😀', 'gone', '～', 'a'],
    starts: Uint32Array.of(0, 3, 4),
    slots: Uint32Array.of(0, 3, 2, 2),
    vouched: Uint8Array.of(1, 0),
  }
  const { ids, starts, items, weights, vouched } = orderLists(unordered, 5)
  assert.deepEqual(ids, ['a', '～', '😀'])
  assert.deepEqual([...starts], [0, 3, 4])
  assert.deepEqual([...items], [0, 1, 2, 1])
  assert.deepEqual([...weights], [subjectWeight(3, 5), subjectWeight(1, 5)])
  assert.deepEqual([...vouched], [1, 0])
})

test('which numbers items had, and in which order they stood, counts for nothing', () => {
  fc.assert(
    fc.property(itemsOfMany, fc.array(fc.string()), (people, others) => {
      const names = [...new Set(people.flat())]
      const forth = orderLists(unorderedOf(people, names), OPTIONS.exponentTenths)
      const back = people.map((items) => items.toReversed())
      const shuffled = [...others.map((one) => `-${one}`), ...names.toReversed()]
      assert.deepEqual(orderLists(unorderedOf(back, shuffled), OPTIONS.exponentTenths), forth)
    }),
  )
})

test('nobody makes no items', () => {
  const nothing = unorderedOf([], ['gone'])
  assert.deepEqual(orderLists(nothing, 5).ids, [])
})

function unorderedOf(
  people: readonly (readonly string[])[],
  names: readonly string[],
): UnorderedLists {
  const starts = [0]
  for (const items of people) starts.push((starts.at(-1) ?? 0) + items.length)
  return {
    names,
    starts: Uint32Array.from(starts),
    slots: Uint32Array.from(people.flat(), (item) => names.indexOf(item)),
    vouched: new Uint8Array(people.length).fill(1),
  }
}
