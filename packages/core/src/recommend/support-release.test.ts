import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { categoriesOf, ITEMS, itemsOfMany, matrixOf, modelOf } from './builders.test.ts'
import { popularityRanks } from './popularity-ranks.ts'
import { findEntry } from './sparse-columns.ts'
import { bandAt, supportBand } from './support-band.ts'
import { type SupportRelease, takeRelease } from './support-release.ts'
import { stepWeight, weightStep } from './weight-step.ts'

const OPTIONS = { day: 20_000, k: 2, floor: 2 }
const PEOPLE = [['a1', 'a2', 'b1'], ['a1', 'b1'], ['a1', 'b1', 'c1'], ['a2', 'b2'], ['c1']]

const guards = fc.integer({ min: 2, max: 8 })

/** The band and the weight that a release has of a pair; undefined where it has none. */
function pairOf(release: SupportRelease, source: string, target: string) {
  const [from = -1, to = -1] = [release.ordinals.get(source), release.ordinals.get(target)]
  const entry = to < 0 ? -1 : findEntry(release.pairs, to, from)
  if (entry < 0) return undefined
  return [bandAt(release.pairs.bands[entry] ?? 0), stepWeight(release.pairs.steps[entry] ?? 0)]
}

test('a release tells the pairs that k people share: their band, and their weight in steps', () => {
  const model = modelOf(PEOPLE)
  const release = takeRelease(model, OPTIONS)
  assert.deepEqual(release.ids, ['a1', 'b1', 'a2', 'c1'])
  const entry = findEntry(model.columns, 2, 0)
  const weight = stepWeight(weightStep(model.columns.values[entry] ?? 0))
  assert.deepEqual(pairOf(release, 'a1', 'b1'), [2, weight])
  assert.equal(pairOf(release, 'a2', 'b1'), undefined)
  assert.equal(pairOf(release, 'b2', 'a2'), undefined)
})

test('nothing is in it that fewer than k people share, and no band but those told', () => {
  fc.assert(
    fc.property(itemsOfMany, guards, (people, k) => {
      const release = takeRelease(modelOf(people), { ...OPTIONS, k })
      const items = matrixOf(people)
      const categories = matrixOf(people.map((held) => [...new Set(held.flatMap(categoriesOf))]))
      for (const [at, id] of release.ids.entries()) {
        assert.ok(items.people(id, id) >= k)
        assert.equal(bandAt(release.bands[at] ?? 0), supportBand(items.people(id, id), 1))
      }
      for (const source of ITEMS) {
        for (const target of ITEMS) {
          const [band] = pairOf(release, source, target) ?? []
          if (band === undefined) continue
          assert.ok(items.people(source, target) >= k)
          assert.equal(band, supportBand(items.people(source, target), 1))
        }
      }
      for (const id of release.categories.ids) assert.ok(categories.people(id, id) >= k)
    }),
  )
})

test('two categories are told where k people share them, with what they say on average', () => {
  const model = modelOf(PEOPLE)
  const { categories, categoryOrdinals } = takeRelease(model, OPTIONS)
  assert.deepEqual(categories.ids, ['a', 'b', 'c'])
  const sum = ['a1', 'a2'].flatMap((source) =>
    ['b1', 'b2'].map((target) => {
      const column = model.ordinals.get(target) ?? -1
      const entry = findEntry(model.columns, column, model.ordinals.get(source) ?? -1)
      return model.columns.values[entry] ?? 0
    }),
  )
  const mean = sum.reduce((total, weight) => total + weight, 0) / 4
  const at = (categoryOrdinals.get('a') ?? -1) * 3 + (categoryOrdinals.get('b') ?? -1)
  assert.equal(categories.steps[at], weightStep(mean))
  // Nobody has something of b and c but one person.
  assert.equal(categories.bands[4], 0)
})

test('ranks are those of the model, of the items that k people hold', () => {
  fc.assert(
    fc.property(itemsOfMany, guards, (people, k) => {
      const model = modelOf(people)
      const { ranks } = takeRelease(model, { ...OPTIONS, k })
      assert.deepEqual([...ranks.rankOf], [...popularityRanks(model, k).rankOf])
      assert.equal(ranks.k, k)
    }),
  )
})

test('a model of few people releases nothing', () => {
  const release = takeRelease(modelOf(PEOPLE), { ...OPTIONS, k: 50 })
  assert.deepEqual([release.ids, release.categories.ids, release.anyStep], [[], [], 0])
})

test('items without a category are no reason for an average', () => {
  const release = takeRelease({ ...modelOf(PEOPLE), ...bare(modelOf(PEOPLE)) }, OPTIONS)
  assert.deepEqual([...release.categories.steps], [])
  assert.notEqual(pairOf(release, 'a1', 'b1'), undefined)
})

test('a guard below the floor is refused', () => {
  for (const k of [49, Number.NaN]) {
    assert.throws(() => takeRelease(modelOf(PEOPLE), { day: 1, k }), {
      name: 'RangeError',
      message: /at least 50/,
    })
  }
})

/** The same model of a shop that knows no categories. */
function bare({ ids }: { readonly ids: readonly string[] }) {
  const none = { ids: [], ofItem: new Uint32Array(), people: new Int32Array() }
  return { categories: { ...none, itemStarts: new Uint32Array(ids.length + 1) } }
}
