import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Contribution, Contributions } from './contribution.ts'
import { PAGE_CONTRIBUTIONS_MAX, toPageContributions } from './page-contributions.ts'

const contribution: fc.Arbitrary<Contribution> = fc.record({
  kind: fc.constantFrom('item', 'category', 'popularity', 'rest'),
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  share: fc.double({ min: -10, max: 10, noNaN: true }),
  support: fc.constantFrom(50, 100, null),
})

/** Largest first, the rest last, as explanations are. */
const explanations: fc.Arbitrary<Contribution[]> = fc.array(contribution).map((parts) => {
  const gathered = new Contributions()
  for (const part of parts) {
    if (part.kind === 'rest') gathered.addRest(part.share)
    else gathered.add(part)
  }
  return gathered.list()
})

function items(...shares: readonly number[]): Contribution[] {
  return shares.map((share, at) => ({ kind: 'item', id: `i${at}`, share, support: 50 }))
}

function percentsOf(contributions: readonly Contribution[]): number[] {
  return toPageContributions(contributions).map(({ percent }) => percent)
}

test('percents are whole, and without their signs they sum to 100', () => {
  fc.assert(
    fc.property(explanations, (contributions) => {
      const percents = percentsOf(contributions)
      assert.ok(percents.every((percent) => Number.isInteger(percent) && percent !== 0))
      const sum = percents.reduce((total, percent) => total + Math.abs(percent), 0)
      assert.equal(sum, percents.length === 0 ? 0 : 100)
    }),
  )
})

test('at most five are told, and the largest by name', () => {
  fc.assert(
    fc.property(explanations, (contributions) => {
      const told = toPageContributions(contributions)
      assert.ok(told.length <= PAGE_CONTRIBUTIONS_MAX)
      const named = contributions.filter(({ kind }) => kind !== 'rest')
      for (const [at, { kind, id }] of told.filter((one) => one.kind !== 'rest').entries()) {
        assert.deepEqual([kind, id], [named[at]?.kind, named[at]?.id])
      }
    }),
  )
})

test('a percent is within one of the part that it tells', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.01, max: 9, noNaN: true }), { maxLength: 5 }),
      (shares) => {
        const sorted = shares.toSorted((a, b) => b - a)
        const total = sorted.reduce((sum, share) => sum + share, 0)
        for (const { id, percent } of toPageContributions(items(...sorted))) {
          const exact = (100 * (sorted[Number(id?.slice(1))] ?? 0)) / total
          assert.ok(Math.abs(percent - exact) < 1)
        }
      },
    ),
  )
})

test('nothing is told but kind, id, percent and support', () => {
  for (const one of toPageContributions(items(3, 2, 1))) {
    assert.deepEqual(Object.keys(one), ['kind', 'id', 'percent', 'support'])
  }
})

test('five are told whole, of six the two smallest make the rest', () => {
  assert.deepEqual(percentsOf(items(5, 5, 4, 4, 2)), [25, 25, 20, 20, 10])
  const told = toPageContributions(items(5, 5, 4, 3, 2, 1))
  assert.deepEqual(
    told.map(({ id, percent }) => [id, percent]),
    [
      ['i0', 25],
      ['i1', 25],
      ['i2', 20],
      ['i3', 15],
      [null, 15],
    ],
  )
  assert.equal(told[4]?.kind, 'rest')
})

test('what speaks against is negative, and thirds are made whole', () => {
  assert.deepEqual(percentsOf(items(3, -1)), [75, -25])
  assert.deepEqual(percentsOf(items(1, 1, 1)), [34, 33, 33])
  assert.deepEqual(percentsOf(items(1, 0.001)), [100])
})

test('nothing comes of nothing', () => {
  assert.deepEqual([percentsOf([]), percentsOf(items(0))], [[], []])
})
