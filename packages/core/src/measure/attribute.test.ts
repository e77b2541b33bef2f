import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DAY_MS, toInstant } from '../values/index.ts'
import { attribute, type TouchedAd } from './index.ts'

const NOW = toInstant(Date.parse('2026-11-24T12:00:00Z'))
const WINDOWS = { clickDays: 7, viewDays: 1 }
const RULE = { verbs: ['purchase'], isOfAd: true } as const
const DEED = { item: 'shoe', verb: 'purchase', at: NOW } as const
const daysAgo = (days: number) => toInstant(NOW - days * DAY_MS)

function ad(campaign: string, shown: number, ...clicked: number[]): TouchedAd {
  const names = { campaign, creative: 'c', slot: 's', items: ['shoe'] }
  return { ...names, at: daysAgo(shown), clickedAt: clicked.map(daysAgo) }
}

const winner = (...ads: TouchedAd[]) => attribute(ads, DEED, WINDOWS, () => RULE)?.campaign

test('the last click within the window goes before any view, else the last view', () => {
  assert.equal(winner(ad('a', 6, 5), ad('b', 4, 3), ad('seen', 0.1)), 'b')
  assert.equal(winner(ad('a', 0.9), ad('b', 0.5)), 'b')
})

test('what lies outside of its window counts for nothing', () => {
  assert.equal(winner(ad('a', 8, 7)), undefined)
  assert.equal(winner(ad('a', 6, 6.99)), 'a')
  assert.equal(winner(ad('a', 1)), undefined)
  assert.equal(winner(ad('later', -0.1, -0.1)), undefined)
})

test('another item, another verb and a campaign that is gone convert nobody', () => {
  const of = (item: string, verb: 'purchase' | 'view', rule: typeof RULE | undefined) =>
    attribute([ad('a', 0.1)], { ...DEED, item, verb }, WINDOWS, () => rule)
  assert.equal(of('hat', 'purchase', RULE), undefined)
  assert.equal(of('shoe', 'view', RULE), undefined)
  assert.equal(of('shoe', 'purchase', undefined), undefined)
  assert.equal(of('shoe', 'purchase', RULE)?.campaign, 'a')
  const anything = { ...RULE, isOfAd: false }
  assert.equal(
    attribute([ad('a', 0.1)], { ...DEED, item: 'hat' }, WINDOWS, () => anything)?.campaign,
    'a',
  )
})

test('the order in which a history is read changes nothing', () => {
  const ads = fc.array(
    fc
      .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(0, 0.5, 2), fc.constantFrom(0, 1, 9))
      .map(([name, shown, clicked]) => ad(name, shown, clicked)),
    { maxLength: 6 },
  )
  fc.assert(
    fc.property(ads, (all) => {
      assert.equal(winner(...all), winner(...all.toReversed()))
    }),
  )
})
