import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bytesOf, itemsOfMany, itemsOfOne, matrixOf, weightOf } from './builders.test.ts'
import { GramMatrix } from './gram-matrix.ts'

test('a matrix counts the people who share a pair, and sums their weights', () => {
  const matrix = new GramMatrix(10)
  matrix.add(['a', 'b'], 5, true)
  matrix.add(['b', 'a', 'c'], 3, true)
  assert.deepEqual([matrix.people('a', 'b'), matrix.weight('b', 'a')], [2, 8])
  assert.deepEqual([matrix.people('c', 'c'), matrix.weight('c', 'b')], [1, 3])
  assert.deepEqual([matrix.people('a', 'x'), matrix.weight('x', 'x')], [0, 0])
  assert.equal(matrix.contributions, 2)
})

test('only people who are vouched for are counted; everybody weighs', () => {
  const matrix = new GramMatrix(10)
  matrix.add(['a', 'b'], 5, false)
  assert.deepEqual([matrix.people('a', 'b'), matrix.weight('a', 'b')], [0, 5])
  matrix.add(['a', 'b'], 3, true)
  assert.deepEqual([matrix.people('a', 'b'), matrix.weight('a', 'b')], [1, 8])
  assert.deepEqual([matrix.contributions, matrix.snapshot().nonZeros], [2, 3])
})

test('a node is held by whoever has it, and released when nobody is left', () => {
  const matrix = new GramMatrix(10)
  matrix.add(['a'], 1, true)
  matrix.add(['a', 'b'], 1, false)
  matrix.subtract(['a'], 1, true)
  assert.deepEqual(matrix.snapshot().ids, ['a', 'b'])
  matrix.subtract(['a', 'b'], 1, false)
  assert.deepEqual(matrix.snapshot().ids, [])
})

test('unlearning someone just learned leaves the matrix bit for bit as it was', () => {
  fc.assert(
    fc.property(itemsOfMany, itemsOfOne, fc.boolean(), (people, someone, isVouched) => {
      const matrix = matrixOf(people)
      matrix.add(someone, weightOf(someone), isVouched)
      matrix.subtract(someone, weightOf(someone), isVouched)
      assert.equal(bytesOf(matrix), bytesOf(matrixOf(people)))
    }),
  )
})

test('the bytes tell whether somebody is vouched for', () => {
  const [vouched, unvouched] = [true, false].map((isVouched) => {
    const matrix = new GramMatrix(10)
    matrix.add(['a', 'b'], 1, isVouched)
    return bytesOf(matrix)
  })
  assert.notEqual(vouched, unvouched)
})

test('the bytes depend on who is in the matrix, not on who came when or left', () => {
  const shuffled = itemsOfMany.chain((people) =>
    fc.record({
      people: fc.constant(people),
      order: fc.shuffledSubarray([...people.keys()], { minLength: people.length }),
      leavers: itemsOfMany,
    }),
  )
  fc.assert(
    fc.property(shuffled, ({ people, order, leavers }) => {
      const matrix = matrixOf(leavers)
      for (const items of leavers) matrix.add(items, weightOf(items), false)
      for (const index of order)
        matrix.add(people[index] ?? [], weightOf(people[index] ?? []), true)
      for (const isVouched of [true, false]) {
        for (const items of leavers) matrix.subtract(items.toReversed(), weightOf(items), isVouched)
      }
      assert.equal(bytesOf(matrix), bytesOf(matrixOf(people)))
    }),
  )
})

test('a snapshot lists only items that somebody holds, in the order of their bytes', () => {
  const matrix = matrixOf([['😀', '～', 'b'], ['a']])
  matrix.subtract(['a'], weightOf(['a']), true)
  assert.deepEqual(matrix.snapshot().ids, ['b', '～', '😀'])
  assert.equal(matrix.snapshot().nonZeros, 6)
})

test('a contribution that the matrix cannot hold is not taken from it', () => {
  const matrix = matrixOf([
    ['a', 'b'],
    ['c', 'd'],
  ])
  const before = bytesOf(matrix)
  assert.throws(() => matrix.subtract(['a', 'c'], 1, true), /holds/)
  assert.throws(() => matrix.subtract(['a', 'x'], 1, true), /holds/)
  assert.throws(() => matrix.subtract(['a'], 2 ** 20 + 1, true), /holds/)
  matrix.add(['e'], 1, false)
  assert.throws(() => matrix.subtract(['e'], 1, true), /holds/)
  matrix.subtract(['e'], 1, false)
  assert.equal(bytesOf(matrix), before)
})

test('a false contribution that would leave a pair without its item is noticed', () => {
  const matrix = new GramMatrix(10)
  matrix.add(['a', 'b'], 1, true)
  assert.throws(() => matrix.subtract(['a'], 1, true), /share nothing/)
})

test('too many nodes are refused before anything changes, and a leaver makes room', () => {
  const matrix = matrixOf([['a', 'b']], 3)
  const before = bytesOf(matrix)
  assert.throws(() => matrix.add(['c', 'd'], 1, true), { name: 'RangeError', message: /at most 3/ })
  assert.equal(bytesOf(matrix), before)
  matrix.subtract(['a', 'b'], weightOf(['a', 'b']), true)
  matrix.add(['c', 'd', 'e'], 1, true)
  assert.equal(matrix.people('c', 'e'), 1)
})

test('a contribution of no items changes nothing', () => {
  const matrix = matrixOf([['a']])
  matrix.add([], 1, true)
  matrix.subtract([], 1, true)
  assert.equal(bytesOf(matrix), bytesOf(matrixOf([['a']])))
})

test('repeated items, false weights and sums beyond exact integers are refused', () => {
  const matrix = new GramMatrix(10)
  assert.throws(() => matrix.add(['a', 'a'], 1, true), /distinct/)
  for (const weight of [0, -1, 0.5, Number.NaN, 2 ** 53]) {
    assert.throws(() => matrix.add(['a'], weight, true), /positive integer/)
  }
  matrix.add(['a'], 2 ** 53 - 1, true)
  assert.throws(() => matrix.add(['a', 'b'], 1, true), /below 2\^53/)
  assert.deepEqual(matrix.snapshot().ids, ['a'])
})
