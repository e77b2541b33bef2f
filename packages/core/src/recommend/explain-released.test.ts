import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { categoriesOf, histories, ITEMS, itemsOfMany, matrixOf, modelOf } from './builders.test.ts'
import { explain } from './explain.ts'
import { explainReleased } from './explain-released.ts'
import { supportBand } from './support-band.ts'
import { takeRelease } from './support-release.ts'

const OPTIONS = { categoryOf: (id: string) => categoriesOf(id)[0] }
const PEOPLE = [
  ...Array.from({ length: 6 }, () => ['a1', 'b1']),
  ...Array.from({ length: 3 }, () => ['a2', 'b2', 'c1']),
  ['a3', 'c1'],
]

const guards = fc.integer({ min: 2, max: 8 })

function releaseOf(people: readonly string[][], k: number) {
  return takeRelease(modelOf(people), { day: 20_000, k, floor: 2 })
}

test('nothing is named that fewer than k people share', () => {
  fc.assert(
    fc.property(itemsOfMany, histories, guards, (people, history, k) => {
      const items = matrixOf(people)
      const categories = matrixOf(people.map((held) => [...new Set(held.flatMap(categoriesOf))]))
      const release = releaseOf(people, k)
      for (const target of [...ITEMS, 'a-new', 'unknown']) {
        const [category = ''] = categoriesOf(target)
        const sharedBy: Readonly<Record<string, (id: string) => number>> = {
          item: (id: string) => items.people(id, target),
          category: (id: string) => categories.people(id, category),
          popularity: () => items.people(target, target),
        }
        const told = explainReleased(release, history, target, OPTIONS)
        assert.ok(told.length > 0)
        for (const { kind, id, support } of told) {
          if (kind === 'rest') assert.deepEqual([id, support], [null, null])
          else {
            assert.ok((sharedBy[kind]?.(id ?? '') ?? -1) >= k)
            assert.equal(support, supportBand(sharedBy[kind]?.(id ?? '') ?? -1, 1))
          }
        }
      }
    }),
  )
})

test('a reason that k people share weighs as in the score, to within a fifth', () => {
  const history = [{ item: 'a1', value: 0.5 }]
  const [exact] = explain(modelOf(PEOPLE), history, 'b1', { ...OPTIONS, k: 2, floor: 2 })
  const [told] = explainReleased(releaseOf(PEOPLE, 2), history, 'b1', OPTIONS)
  assert.deepEqual([told?.kind, told?.id, told?.support], ['item', 'a1', 5])
  const ratio = (told?.share ?? 0) / (exact?.share ?? 0)
  assert.ok(ratio > 0.84 && ratio < 1.2)
})

test('a reason that too few share is told as its category, and else as the rest', () => {
  const kindsOf = (item: string, target: string, k: number) =>
    explainReleased(releaseOf(PEOPLE, k), [{ item, value: 1 }], target, OPTIONS).map(
      ({ kind, id }) => [kind, id],
    )
  assert.deepEqual(kindsOf('a2', 'b2', 3)[0], ['item', 'a2'])
  assert.deepEqual(kindsOf('a2', 'b2', 4), [['category', 'a']])
  assert.deepEqual(kindsOf('c1', 'b1', 4), [
    ['popularity', null],
    ['rest', null],
  ])
})

test('an item nobody met yet is explained by its category, and one of no category by the rest', () => {
  const history = [{ item: 'a1', value: 1 }]
  const release = releaseOf(PEOPLE, 2)
  const [cold] = explainReleased(release, history, 'b-new', OPTIONS)
  assert.deepEqual([cold?.kind, cold?.id], ['category', 'a'])
  const unknown = explainReleased(release, history, 'new', { categoryOf: () => undefined })
  assert.deepEqual(
    unknown.map(({ kind }) => kind),
    ['rest'],
  )
})

test('where nothing may be told, that is what is told', () => {
  const release = releaseOf(PEOPLE, 50)
  for (const one of [release, undefined]) {
    const told = explainReleased(one, [{ item: 'a1', value: 1 }], 'b1', OPTIONS)
    assert.deepEqual(told, [{ kind: 'rest', id: null, share: 1, support: null }])
  }
})

test('an item does not speak for itself', () => {
  const told = explainReleased(releaseOf(PEOPLE, 2), [{ item: 'a1', value: 1 }], 'a1', OPTIONS)
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['popularity'],
  )
})
