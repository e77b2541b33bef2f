import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { idsOf, poolOf, pools, ratios } from './builders.test.ts'
import { boost, favourNovelty, hashRatio, rotate } from './weigh.ts'

test('a boosted item rises, one that is held down sinks, and no score changes', () => {
  const pool = poolOf('a', 'b', 'c', 'd')
  const boosted = boost(pool, ({ categories: [one] }) => (one === 'c' ? 5 : one === 'a' ? 0 : 1))
  assert.deepEqual(idsOf(boosted), ['2 c', '1 b', '0 a', '3 d'])
  const scores = new Map(pool.map(({ id, score }) => [id, score]))
  assert.ok(boosted.every(({ id, score }) => scores.get(id) === score))
})

test('a factor that is no number is a broken invariant', () => {
  for (const factor of [Number.NaN, -1, 101]) {
    assert.throws(() => boost(poolOf('a'), () => factor))
  }
})

test('novelty with weight 1 puts the rarest first, with weight 0 it changes nothing', () => {
  const pool = poolOf('a', 'b', 'c')
  const noveltyOf = (id: string) => Number(id[0]) / 2
  assert.deepEqual(idsOf(favourNovelty(pool, noveltyOf, 1)), ['2 c', '1 b', '0 a'])
  assert.deepEqual(favourNovelty(pool, noveltyOf, 0), pool)
})

test('a rotated list stands all day, and another one comes tomorrow', () => {
  const pool = poolOf(...'abcdefghijklmnopqrst')
  const on = (day: number, seed = 'home') => idsOf(rotate(pool, { seed, day, strength: 0.5 }))
  assert.deepEqual(on(1), on(1))
  assert.notDeepEqual(on(1), on(2))
  assert.notDeepEqual(on(1), on(1, 'feed'))
})

test('over many days the best still comes first most often', () => {
  const pool = poolOf(...'abcdefgh')
  const first = new Map<string, number>()
  for (let day = 0; day < 500; day += 1) {
    const [top = ''] = idsOf(rotate(pool, { seed: 'home', day, strength: 0.5 }))
    first.set(top, (first.get(top) ?? 0) + 1)
  }
  const [most] = [...first].sort((a, b) => b[1] - a[1])
  assert.equal(most?.[0], '0 a')
  assert.ok(first.size > 2)
})

test('whatever is weighed, the same items come out', () => {
  fc.assert(
    fc.property(pools, ratios, (pool, ratio) => {
      for (const next of [
        rotate(pool, { seed: 's', day: 3, strength: ratio }),
        favourNovelty(pool, hashRatio, ratio),
        boost(pool, ({ id }) => 100 * hashRatio(id)),
      ]) {
        assert.deepEqual(idsOf(next).sort(), idsOf(pool).sort())
      }
    }),
  )
})

test('hashes spread evenly', () => {
  const tenths = new Array<number>(10).fill(0)
  for (let n = 0; n < 10_000; n += 1) {
    const tenth = Math.floor(10 * hashRatio(`home\0${n % 7}\0item-${n}`))
    tenths[tenth] = (tenths[tenth] ?? 0) + 1
  }
  assert.ok(
    tenths.every((n) => n > 850 && n < 1_150),
    `${tenths}`,
  )
})
