import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  hitRate,
  ndcg,
  type Ranking,
  recall,
  recallCapped,
  reciprocalRank,
} from './rank-metrics.ts'

function near(found: number, expected: number): void {
  assert.ok(Math.abs(found - expected) < 1e-12, `found ${found}, expected ${expected}`)
}

/** Hits at places 2 and 4 of five; six items were held. */
const RANKING: Ranking = { hits: Uint8Array.of(0, 1, 0, 1, 0), held: 6 }

test('recall divides by all that was held, capped recall by what could be met', () => {
  near(recall(RANKING, 4), 2 / 6)
  near(recallCapped(RANKING, 4), 2 / 4)
  near(recall(RANKING, 3), 1 / 6)
  near(recallCapped({ ...RANKING, held: 2 }, 4), 1)
})

test('NDCG by hand: gains at places 2 and 4 over a perfect list of four', () => {
  // 1/log2(3) = 0.63093, 1/log2(5) = 0.43068; ideal 1 + 0.63093 + 0.5 + 0.43068 = 2.56161.
  near(
    ndcg(RANKING, 4),
    (1 / Math.log2(3) + 1 / Math.log2(5)) / (1.5 + 1 / Math.log2(3) + 1 / Math.log2(5)),
  )
  assert.equal(ndcg(RANKING, 4).toFixed(4), '0.4144')
})

test('the ideal list holds no more than was held', () => {
  near(ndcg({ hits: Uint8Array.of(1, 0, 0), held: 1 }, 3), 1)
})

test('hit rate asks whether, reciprocal rank asks where', () => {
  assert.equal(hitRate(RANKING, 1), 0)
  assert.equal(hitRate(RANKING, 2), 1)
  assert.equal(reciprocalRank(RANKING, 1), 0)
  near(reciprocalRank(RANKING, 5), 1 / 2)
})

test('a list shorter than k loses nothing and gains nothing', () => {
  const short = { hits: Uint8Array.of(1), held: 2 }
  near(recall(short, 10), 1 / 2)
  near(ndcg(short, 10), 1 / (1 + 1 / Math.log2(3)))
})

test('every figure lies between 0 and 1, and a perfect list has 1 of each', () => {
  const rankings = fc.record({
    hits: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 1, maxLength: 30 }),
    missed: fc.nat(20),
    k: fc.integer({ min: 1, max: 30 }),
  })
  fc.assert(
    fc.property(rankings, ({ hits, missed, k }) => {
      const held = Math.max(1, hits.filter((hit) => hit === 1).length + missed)
      const ranking = { hits: Uint8Array.from(hits), held }
      for (const metric of [recall, recallCapped, ndcg, hitRate, reciprocalRank]) {
        const value = metric(ranking, k)
        assert.ok(value >= 0 && value <= 1, `${metric.name} is ${value}`)
      }
      const perfect = { hits: new Uint8Array(held).fill(1), held }
      near(recallCapped(perfect, k), 1)
      near(ndcg(perfect, k), 1)
    }),
  )
})
