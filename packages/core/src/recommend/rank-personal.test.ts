import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { histories, itemsOfMany, modelOf } from './builders.test.ts'
import type { HistoryItem } from './interaction-value.ts'
import type { RecommendModel } from './model.ts'
import { type PersonalOptions, rankPersonal } from './rank-personal.ts'

const ALL: PersonalOptions = { count: 100, exclude: () => false }
const PEOPLE = [
  ['a1', 'a2', 'b1'],
  ['a1', 'a2'],
  ['a1', 'b1'],
  ['b1', 'c1'],
  ['b2', 'c1'],
]

/** The formula, read off the columns. */
function naiveScore(model: RecommendModel, history: readonly HistoryItem[], item: number): number {
  const { columns, ids, people, peopleMax } = model
  let score = (0.001 * (people[item] ?? 0)) / peopleMax
  const end = columns.starts[item + 1] ?? 0
  for (let entry = columns.starts[item] ?? 0; entry < end; entry += 1) {
    const source = ids[columns.rows[entry] ?? 0]
    const value = history.find((held) => held.item === source)?.value ?? 0
    score += value * (columns.values[entry] ?? 0)
  }
  return score
}

test('a score is the sum of the weights of the history, and a whisper of popularity', () => {
  fc.assert(
    fc.property(itemsOfMany, histories, (people, history) => {
      const model = modelOf(people)
      const ranked = rankPersonal(model, history, ALL)
      assert.equal(ranked.length, model.ids.length)
      for (const { id, score } of ranked) {
        const expected = naiveScore(model, history, model.ordinals.get(id) ?? -1)
        assert.ok(Math.abs(score - expected) < 1e-12)
      }
    }),
  )
})

test('no history gives the popular items, by their ids where equally popular', () => {
  const ranked = rankPersonal(modelOf(PEOPLE), [], ALL)
  assert.deepEqual(
    ranked.map(({ id }) => id),
    ['a1', 'b1', 'a2', 'c1', 'b2'],
  )
})

test('what was liked together ranks first, what is excluded not at all', () => {
  const [first] = rankPersonal(modelOf(PEOPLE), [{ item: 'c1', value: 1 }], {
    count: 1,
    exclude: (id) => id === 'c1' || id === 'b1',
  })
  assert.equal(first?.id, 'b2')
})

test('an item that the model has never seen takes the mean of its category', () => {
  const model = modelOf(PEOPLE)
  const history = [{ item: 'c1', value: 1 }]
  const ranked = rankPersonal(model, history, {
    ...ALL,
    popularityWeight: 0,
    coldItems: [{ id: 'b9', category: 'b' }],
  })
  const scoreOf = (wanted: string): number => ranked.find(({ id }) => id === wanted)?.score ?? 0
  assert.ok(Math.abs(scoreOf('b9') - (scoreOf('b1') + scoreOf('b2')) / 2) < 1e-12)
})

test('an unseen item of no known category scores nothing, a known one is never taken as unseen', () => {
  const model = modelOf(PEOPLE)
  const history = [{ item: 'a1', value: 1 }]
  const coldItems = [
    { id: 'x', category: 'unknown' },
    { id: 'y', category: undefined },
    { id: 'a2', category: 'b' },
  ]
  const ranked = rankPersonal(model, history, { ...ALL, coldItems })
  const known = ranked.filter(({ id }) => id !== 'x' && id !== 'y')
  assert.deepEqual(known, rankPersonal(model, history, ALL))
  assert.deepEqual(
    ranked.filter(({ id }) => id === 'x' || id === 'y').map(({ score }) => score),
    [0, 0],
  )
})

test('a scratch that was used before changes nothing', () => {
  const model = modelOf(PEOPLE)
  const history = [{ item: 'a1', value: 0.5 }]
  const scratch = new Float64Array(model.ids.length).fill(9)
  assert.deepEqual(
    rankPersonal(model, history, { ...ALL, scratch }),
    rankPersonal(model, history, ALL),
  )
})

test('a history with a number that is none is an error', () => {
  const broken = [{ item: 'a1', value: Number.NaN }]
  assert.throws(() => rankPersonal(modelOf(PEOPLE), broken, ALL), /finite values/)
})

test('asked again about the same history, the answer is that of a history seen first', () => {
  const excluded = fc.array(fc.constantFrom<string>('a1', 'a2', 'b1', 'b2', 'c1'), { maxLength: 5 })
  const requests = fc.array(fc.record({ count: fc.nat(3), excluded }), { maxLength: 6 })
  fc.assert(
    fc.property(itemsOfMany, histories, requests, (people, history, asked) => {
      const model = modelOf(people)
      for (const { count, excluded } of asked) {
        const options = { count, exclude: (id: string) => excluded.includes(id) }
        const again = rankPersonal(model, history, options)
        assert.deepEqual(again, rankPersonal(model, [...history], options))
      }
    }),
  )
})

test('what was kept of one model is not told of another', () => {
  const history: HistoryItem[] = [{ item: 'a1', value: 1 }]
  const [one, other] = [modelOf(PEOPLE), modelOf(PEOPLE.slice(3))]
  assert.notDeepEqual(rankPersonal(one, history, ALL), rankPersonal(other, history, ALL))
  assert.deepEqual(rankPersonal(one, history, ALL), rankPersonal(one, [...history], ALL))
})

test('a list longer than what is kept is whole, also when asked for again', () => {
  const people = Array.from({ length: 3 }, () => Array.from({ length: 450 }, (_, n) => `i${n}`))
  const [model, history] = [modelOf(people), [{ item: 'i0', value: 1 }]]
  const options = { count: 420, exclude: (id: string) => id === 'i0' }
  const first = rankPersonal(model, history, options)
  assert.equal(first.length, 420)
  assert.deepEqual(rankPersonal(model, history, options), first)
})
