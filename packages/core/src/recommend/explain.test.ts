import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { categoriesOf, histories, ITEMS, itemsOfMany, matrixOf, modelOf } from './builders.test.ts'
import { type ExplainOptions, explain } from './explain.ts'
import { rankPersonal } from './rank-personal.ts'

const OPTIONS: ExplainOptions = { k: 2, floor: 2, categoryOf: (id) => categoriesOf(id)[0] }
const COLD = { id: 'a-new', category: 'a' }

const guards = fc.integer({ min: 2, max: 8 })

test('the shares of an explanation sum to the score', () => {
  fc.assert(
    fc.property(itemsOfMany, histories, guards, (people, history, k) => {
      const model = modelOf(people)
      const ranked = rankPersonal(model, history, {
        count: 100,
        exclude: () => false,
        coldItems: [COLD],
      })
      for (const { id, score } of ranked) {
        const contributions = explain(model, history, id, { ...OPTIONS, k })
        const sum = contributions.reduce((total, { share }) => total + share, 0)
        assert.ok(Math.abs(sum - score) < 1e-9)
      }
    }),
  )
})

test('nothing is named that fewer than k people share', () => {
  fc.assert(
    fc.property(itemsOfMany, histories, guards, (people, history, k) => {
      const items = matrixOf(people)
      const categories = matrixOf(people.map((held) => [...new Set(held.flatMap(categoriesOf))]))
      const model = modelOf(people)
      for (const target of [...ITEMS, COLD.id]) {
        const [category = ''] = categoriesOf(target)
        const sharedBy: Readonly<Record<string, (id: string) => number>> = {
          item: (id: string) => items.people(id, target),
          category: (id: string) => categories.people(id, category),
          popularity: () => items.people(target, target),
          rest: () => k,
        }
        for (const { kind, id, support } of explain(model, history, target, { ...OPTIONS, k })) {
          assert.ok((sharedBy[kind]?.(id ?? '') ?? -1) >= k)
          assert.equal(support === null, kind === 'rest')
        }
      }
    }),
  )
})

test('an item shared by enough is named, one shared by few speaks through its category', () => {
  const people = [['a1', 'b1'], ['a1', 'b1'], ['a2', 'b1'], ['c1']]
  const history = ['a1', 'a2'].map((item) => ({ item, value: 1 }))
  const kinds = explain(modelOf(people), history, 'b1', OPTIONS).map(({ kind, id, support }) => [
    kind,
    id,
    support,
  ])
  assert.deepEqual(kinds, [
    ['item', 'a1', 2],
    ['category', 'a', 2],
    ['popularity', null, 2],
  ])
})

test('items of one category merge into one contribution, and what few share into the rest', () => {
  const people = [
    ['a1', 'b1'],
    ['a2', 'b1'],
    ['b1', 'c1'],
  ]
  const history = ['a1', 'a2', 'c1'].map((item) => ({ item, value: 1 }))
  const kinds = explain(modelOf(people), history, 'b1', OPTIONS).map(({ kind, id }) => [kind, id])
  assert.deepEqual(kinds, [
    ['category', 'a'],
    ['popularity', null],
    ['rest', null],
  ])
})

test('a contribution that came to nothing is left out', () => {
  const model = modelOf([
    ['a1', 'b1'],
    ['a1', 'b1'],
  ])
  const contributions = explain(model, [{ item: 'a1', value: 0 }], 'b1', OPTIONS)
  assert.deepEqual(
    contributions.map(({ kind }) => kind),
    ['popularity'],
  )
})

test('a target of which nothing is known has no explanation, as it has no score', () => {
  const model = modelOf([['a1', 'b1']])
  const history = [{ item: 'a1', value: 1 }]
  const of = (category: string | undefined) =>
    explain(model, history, 'new', { ...OPTIONS, categoryOf: () => category })
  assert.deepEqual([of(undefined), of('unknown')], [[], []])
})

test('a guard below the floor is refused', () => {
  const model = modelOf([['a1', 'b1']])
  for (const k of [49, Number.NaN]) {
    assert.throws(() => explain(model, [], 'a1', { k, categoryOf: () => undefined }), {
      name: 'RangeError',
      message: /at least 50/,
    })
  }
})
