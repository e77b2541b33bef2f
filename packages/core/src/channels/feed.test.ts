/** What feeds keep to whatever comes: modes that are closed, wishes, and the density of ads. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Decision } from '../law/index.ts'
import { chooseFeedMode, type FeedModeFacts } from './feed-mode.ts'
import { adsAmong, placeAds } from './place-ads.ts'
import { changeWishes, FEED_MODES, lessPersonal, NO_WISHES, uniteWishes } from './wishes.ts'

type FeedDecision = Decision<'site_personalization'>

const REASON = {
  code: 'guardian_needed',
  pack: 'us-ca-sb976@1',
  rule: 'feed',
  citation: 'Cal. Health & Safety Code 27001',
  says: 'A parent has to say yes.',
  advisory: false,
} as const
const COMMON = { lawOutcome: 'permitted', packs: [] } as const
const REFUSED: FeedDecision = { ...COMMON, outcome: 'refused', reasons: [REASON] }
// Only the outcome and the reasons are looked at.
const PERMITTED = { ...COMMON, outcome: 'permitted', reasons: [REASON] } as unknown as FeedDecision
const DUTY = { citation: 'Neb. Rev. Stat. 87-1304(1)(d)', says: 'The newest first for a minor.' }

const FACTS: FeedModeFacts = {
  decision: PERMITTED,
  duty: undefined,
  asked: undefined,
  wished: undefined,
  hasExpressed: true,
  isPaused: false,
  isChild: false,
}

const mode = fc.option(fc.constantFrom(...FEED_MODES), { nil: undefined })
const facts: fc.Arbitrary<FeedModeFacts> = fc.record({
  decision: fc.constantFrom(PERMITTED, REFUSED),
  duty: fc.constantFrom(undefined, DUTY),
  asked: mode,
  wished: mode,
  hasExpressed: fc.boolean(),
  isPaused: fc.boolean(),
  isChild: fc.boolean(),
})

test('no mode that is closed is ever chosen, and none more personal than was wished or asked', () => {
  fc.assert(
    fc.property(facts, (one) => {
      const { mode: chosen, modes } = chooseFeedMode(one)
      const state = modes.find((known) => known.mode === chosen)
      assert.equal(state?.open, true)
      if (one.decision.outcome === 'refused') assert.notEqual(chosen, 'personal')
      for (const limit of [one.asked, one.wished]) {
        if (limit !== undefined) assert.equal(lessPersonal(chosen, limit), chosen)
      }
      const isDue = one.duty !== undefined && one.wished === undefined
      if (isDue) assert.equal(chosen, 'chronological')
    }),
  )
})

test('what closes the personal mode is said with its citation', () => {
  const closed = chooseFeedMode({ ...FACTS, decision: REFUSED, asked: 'personal' })
  assert.deepEqual([closed.mode, closed.settledBy], ['chronological', 'law'])
  assert.equal(closed.reasons[0]?.citation, REASON.citation)
  const states = closed.modes.map(({ mode: one, open }) => [one, open])
  assert.deepEqual(Object.fromEntries(states), {
    personal: false,
    expressed: true,
    chronological: true,
  })
  const due = chooseFeedMode({ ...FACTS, duty: DUTY, asked: 'personal' })
  assert.deepEqual([due.settledBy, due.reasons[0]?.citation], ['law', DUTY.citation])
  const chosen = chooseFeedMode({ ...FACTS, duty: DUTY, wished: 'personal' })
  assert.equal(chosen.mode, 'personal')
})

test('a pause, or a child without a yes, closes what was expressed too', () => {
  for (const about of [{ isPaused: true }, { isChild: true }]) {
    const { mode: one } = chooseFeedMode({
      ...FACTS,
      ...about,
      decision: REFUSED,
      asked: 'expressed',
    })
    assert.equal(one, 'chronological')
  }
})

test('ads are never first, never two in a row, and at most one of any so many places', () => {
  const pages = fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(pages, fc.integer({ min: 2, max: 9 }), fc.nat({ max: 20 }), (sizes, every, ads) => {
      let since = 0
      const feed: string[] = []
      const items: string[] = []
      for (const [page, size] of sizes.entries()) {
        const here = Array.from({ length: size }, (_, at) => `item ${page} ${at}`)
        const offered = Array.from({ length: ads }, (_, at) => `ad ${page} ${at}`)
        const placed = placeAds(here, offered, { every, since })
        assert.equal(placed.ads, Math.min(ads, adsAmong(size, { every, since })))
        feed.push(...placed.entries)
        items.push(...here)
        since = placed.since
      }
      assert.ok(!feed[0]?.startsWith('ad'))
      assert.deepEqual(
        feed.filter((one) => one.startsWith('item')),
        items,
      )
      for (let at = 0; at + every <= feed.length; at += 1) {
        const window = feed.slice(at, at + every)
        assert.ok(window.filter((one) => one.startsWith('ad')).length <= 1, feed.join())
      }
    }),
  )
})

const texts = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 4 })
const follows = fc.array(
  fc.record({ by: fc.constantFrom('item', 'category', 'maker'), value: fc.constantFrom('x', 'y') }),
  { maxLength: 4 },
)

test('a wish that is taken back leaves nothing, and two people of one take the narrower mode', () => {
  fc.assert(
    fc.property(follows, texts, texts, mode, mode, (followed, items, lists, a, b) => {
      const wishes = changeWishes(NO_WISHES, {
        follow: followed,
        notForProfile: { items, lists },
        ...(a && { feedMode: a }),
      })
      const back = changeWishes(wishes, {
        feedMode: null,
        unfollow: followed,
        forProfile: { items, lists },
      })
      assert.deepEqual(back, NO_WISHES)
      const united = uniteWishes(wishes, { ...NO_WISHES, feedMode: b })
      const least = a && b ? lessPersonal(a, b) : (a ?? b)
      assert.equal(united.feedMode, least)
      assert.deepEqual(united.follows, wishes.follows)
    }),
  )
})
