import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type ContributionLists,
  type LocalColumns,
  type SolveOptions,
  solveLocalColumns,
  solveLocalModel,
} from '@equipoise/core/recommend'
import fc from 'fast-check'
import { listsOf, ONE, type Person, person, skewedLists, someLists } from './builders.test.ts'
import { planSolve } from './plan-solve.ts'
import { solveColumns, solveLocal } from './solve-local.ts'

const OPTIONS: SolveOptions = { lambda: 2, dropout: 0.3, neighboursMax: 6 }
const HERE = { workers: 0 }
const TOLERANCE = 1e-5
/** Kernels count in single precision: their error grows as what steadies the diagonal shrinks. */
const LAMBDA_EXACT = 0.5

const someOptions = fc.record({
  lambda: fc.oneof(fc.constantFrom(0.5, 2, 1e3), fc.double({ min: 0.1, max: 100, noNaN: true })),
  dropout: fc.constantFrom(0, 0.3, 0.8),
  neighboursMax: fc.integer({ min: 1, max: 40 }),
})

test('the kernels choose the same neighbours and count the same people as the reference', () =>
  fc.assert(
    fc.asyncProperty(someLists(30), someOptions, async (lists, options) => {
      const fast = await solveLocal(lists, options, HERE)
      const slow = solveLocalModel(lists, options)
      assert.deepEqual(fast.columns.starts, slow.columns.starts)
      assert.deepEqual(fast.columns.rows, slow.columns.rows)
      assert.deepEqual(fast.pairPeople, slow.pairPeople)
      assert.deepEqual(fast.people, slow.people)
      assert.deepEqual(fast.thresholds, slow.thresholds)
    }),
  ))

test('the weights of kernels and reference differ by less than 1e-5, or than lambda lets them', () =>
  fc.assert(
    fc.asyncProperty(someLists(30), someOptions, async (lists, options) => {
      const tolerance = TOLERANCE * Math.max(1, LAMBDA_EXACT / options.lambda)
      assertNear(await solveLocal(lists, options, HERE), solveLocalModel(lists, options), tolerance)
    }),
  ))

test('on a larger shop with kept rows, kernels and reference agree too', async () => {
  const lists = skewedLists(1_500, 260)
  const options = { lambda: 8, dropout: 0.8, neighboursMax: 50 }
  assertNear(await solveLocal(lists, options, HERE), solveLocalModel(lists, options))
})

test('the bits are the same with 0, 1, 2 and 4 workers', async () => {
  const lists = skewedLists(1_500, 260)
  const options = { lambda: 8, dropout: 0.8, neighboursMax: 50 }
  const alone = await solveLocal(lists, options, HERE)
  for (const workers of [1, 2, 4]) {
    assert.deepEqual(await solveLocal(lists, options, { workers }), alone)
  }
})

test('the bits are the same in whatever order people come', () =>
  fc.assert(
    fc.asyncProperty(someLists(20), someOptions, async (lists, options) => {
      const turned = turnRound(lists)
      assert.deepEqual(
        await solveLocal(turned, options, HERE),
        await solveLocal(lists, options, HERE),
      )
    }),
  ))

test('the bits are the same whichever rows are kept', () =>
  fc.assert(
    fc.asyncProperty(someLists(20), someOptions, fc.nat(30), async (lists, options, peopleMin) => {
      const none = await solveLocal(lists, options, { ...HERE, kept: { bytesMax: 0 } })
      const some = await solveLocal(lists, options, { ...HERE, kept: { peopleMin } })
      assert.deepEqual(some, none)
    }),
  ))

test('columns solved alone are bit for bit those of the whole', async () => {
  const lists = skewedLists(400, 120)
  const whole = await solveLocal(lists, OPTIONS, HERE)
  const targets = Uint32Array.of(119, 3, 57)
  const some = await solveColumns(lists, OPTIONS, targets, HERE)
  assert.deepEqual(some.targets, targets)
  for (const [column, target] of targets.entries()) {
    assert.deepEqual(entriesOf(some, column), entriesOf(whole, target))
  }
  const reference = solveLocalColumns(lists, OPTIONS, targets)
  assert.deepEqual(some.columns.rows, reference.columns.rows)
})

test('degenerate data makes a model of finite weights', async () => {
  const alike = Array.from({ length: 30 }, () => person([0, 1, 2, 3]))
  const inAll = [[0, 1], [0, 2], [0], [0, 3]].map((items) => person(items))
  const cases: readonly (readonly [name: string, people: readonly Person[], items: number])[] = [
    ['nothing at all', [], 0],
    ['items and nobody', [], 3],
    ['an empty list', [person([])], 2],
    ['one person', [person([0, 1, 2])], 3],
    ['one item', [person([0])], 1],
    ['one item and a hundred people', Array.from({ length: 100 }, () => person([0])), 1],
    ['identical histories, a singular block', alike, 4],
    ['an item in every history', inAll, 4],
    ['the smallest weights', [person([0, 1], 1), person([1, 2], 1)], 3],
  ]
  for (const [name, people, items] of cases) {
    for (const lambda of [0, 5, 1e9]) {
      const options = { lambda, dropout: 0, neighboursMax: 8 }
      const { columns } = await solveLocal(listsOf(people, items), options, HERE)
      assert.equal(columns.starts.length, items + 1, name)
      assert.ok(
        columns.values.every((value) => Math.abs(value) <= 2),
        name,
      )
    }
  }
})

test('sums beyond 32 bits are exact', async () => {
  const people = Array.from({ length: 5_000 }, (_, at) => person([0, 1, 2 + (at % 3)], ONE))
  const lists = listsOf(people, 5)
  assertNear(await solveLocal(lists, OPTIONS, HERE), solveLocalModel(lists, OPTIONS))
})

test('malformed lists, options and targets are refused by name', async () => {
  const lists = listsOf([person([0, 1])], 2)
  const refused = (change: object, message: RegExp): Promise<void> => {
    const call = solveLocal({ ...lists, ...change }, { ...OPTIONS, ...change }, HERE)
    return assert.rejects(call, { name: 'RangeError', message })
  }
  await refused({ lambda: Number.NaN }, /lambda is "NaN"/)
  await refused({ dropout: 1 }, /dropout is "1"/)
  await refused({ neighboursMax: 0.5 }, /neighboursMax is "0.5"/)
  await refused({ items: Uint32Array.of(1, 0) }, /not ascending/)
  await refused({ items: Uint32Array.of(0, 2) }, /holds item 2 of 2/)
  await refused({ weights: Uint32Array.of(0) }, /weight of person 0 is "0"/)
  const solve = (...targets: number[]): Promise<unknown> =>
    solveColumns(lists, OPTIONS, Uint32Array.from(targets), HERE)
  await assert.rejects(solve(2), /item 2 of 2/)
  await assert.rejects(solve(1, 1), /an item twice/)
  await assert.rejects(solveLocal(lists, OPTIONS, { workers: 1.5 }), { name: 'RangeError' })
})

test('a solve that is aborted rejects with the reason, with and without workers', async () => {
  const lists = skewedLists(1_500, 260)
  const reason = new Error('not wanted any more')
  for (const workers of [0, 2]) {
    const controller = new AbortController()
    const solving = solveLocal(lists, OPTIONS, { workers, signal: controller.signal })
    controller.abort(reason)
    await assert.rejects(solving, reason)
  }
})

test('the plan is never less than what is asked for', async () => {
  const small = { subjects: 10, items: 10, interactions: 50, neighboursMax: 5 }
  assert.ok(planSolve({ ...small, interactions: 5_000 }) >= planSolve(small))
  const items = 41_000
  const plan = planSolve({ subjects: 30_000, items, interactions: 810_000, neighboursMax: 200 })
  assert.ok(plan > items * 200 * 12, 'the result alone takes 12 bytes a weight')
  assert.ok(plan < 1.2 * 2 ** 30, `${plan} bytes`)
})

function assertNear(fast: LocalColumns, slow: LocalColumns, tolerance = TOLERANCE): void {
  assert.deepEqual(fast.columns.rows, slow.columns.rows)
  for (const [at, value] of fast.columns.values.entries()) {
    const wanted = slow.columns.values[at] ?? Number.NaN
    assert.ok(Math.abs(value - wanted) < tolerance, `weight ${at}: ${value}, expected ${wanted}`)
  }
}

function entriesOf({ columns, pairPeople, thresholds }: LocalColumns, column: number): unknown {
  const [from, to] = [columns.starts[column], columns.starts[column + 1]]
  return [
    columns.rows.slice(from, to),
    columns.values.slice(from, to),
    pairPeople.slice(from, to),
    thresholds[column],
  ]
}

/** The same people, the last first. */
function turnRound({ ids, starts, items, weights, vouched }: ContributionLists): ContributionLists {
  const people = Array.from(weights, (weight, at): Person => {
    const held = [...items.subarray(starts[at], starts[at + 1])]
    return { items: held, weight, vouched: vouched[at] === 1 }
  })
  return { ...listsOf(people.toReversed(), ids.length), ids }
}
