/** Caps, the follow cap, the auction and pacing, each by itself. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Instant, toInstant } from '../values/index.ts'
import { AUCTIONS, type Bid, bidValue, runAuction } from './auction.ts'
import { DAY_MS, featuresOf, NOON } from './builders.test.ts'
import { areAlike, DEFAULT_FOLLOW_CAP, followFate, type Looks, shownAlike } from './follow-cap.ts'
import { brokenCap, CAP_PERIODS, PERIOD_MS, type Showing } from './frequency.ts'
import { allowedBy, mayStillSpend, PACINGS } from './pacing.ts'
import { isSensitiveCategory } from './sensitive-categories.ts'

const isLike = (a: string, b: string) => areAlike(featuresOf(a), featuresOf(b))
const WHERE = { campaign: 'c', advertiser: 'a', slot: 's' }

test('a cap holds over any run of decisions, in every window', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 2 * DAY_MS }), { maxLength: 60 })
  fc.assert(
    fc.property(
      gaps,
      fc.constantFrom(...CAP_PERIODS),
      fc.integer({ min: 1, max: 4 }),
      (all, per, most) => {
        const showings: Showing[] = []
        let now = NOON
        for (const gap of all) {
          now = toInstant(now + gap)
          const broken = brokenCap([{ scope: 'campaign', per, most }], WHERE, { showings, now })
          if (broken === undefined) showings.push({ at: now, items: [], ...WHERE })
        }
        for (const { at } of showings) {
          const within = showings.filter((one) => one.at <= at && at - one.at < PERIOD_MS[per])
          assert.ok(within.length <= most)
        }
      },
    ),
  )
})

const shown = (item: string, daysAgo: number): Showing => ({
  at: toInstant(NOON - daysAgo * DAY_MS),
  slot: 's',
  items: [item],
})

function fateOf(item: string, looks: Partial<Looks>, showings: readonly Showing[], now = NOON) {
  const known = { looked: new Set<string>(), bought: new Set<string>(), ...looks }
  return followFate(item, { looks: known, showings, cap: DEFAULT_FOLLOW_CAP, now, isLike })
}

test('what was looked at, and its like, come twice in seven days and then not', () => {
  const looked = new Set(['shoe-1'])
  assert.equal(fateOf('shoe-1', { looked }, [shown('shoe-1', 1)]), 'free')
  assert.equal(fateOf('shoe-1', { looked }, [shown('shoe-1', 1), shown('shoe-2', 2)]), 'followed')
  assert.equal(fateOf('shoe-2', { looked }, [shown('shoe-1', 1), shown('shoe-1', 2)]), 'followed')
  assert.equal(fateOf('hat-1', { looked }, [shown('shoe-1', 1), shown('shoe-1', 2)]), 'free')
  assert.equal(fateOf('shoe-1', { looked }, [shown('shoe-1', 1), shown('shoe-1', 7)]), 'free')
})

test('what nobody looked at is not capped, and what was bought does not come back', () => {
  const often = [shown('shoe-1', 1), shown('shoe-1', 1), shown('shoe-1', 1)]
  assert.equal(fateOf('shoe-1', {}, often), 'free')
  assert.equal(fateOf('shoe-2', { bought: new Set(['shoe-1']) }, []), 'bought')
})

test('the counter says how often it was', () => {
  const often = [shown('shoe-1', 1), shown('shoe-2', 2), shown('shoe-1', 8), shown('hat-1', 1)]
  assert.equal(
    shownAlike('shoe-1', { showings: often, cap: DEFAULT_FOLLOW_CAP, now: NOON, isLike }),
    2,
  )
})

test('a category in common makes no likes', () => {
  assert.ok(!areAlike(['shoes'], ['shoes']))
  assert.ok(!areAlike(['shoes', 'a=1', 'b=2', 'c=3'], ['shoes', 'a=1', 'b=2', 'd=4']))
  assert.ok(areAlike(['shoes', 'a=1', 'b=2'], ['shoes', 'a=1', 'b=2']))
})

const bids: fc.Arbitrary<Bid[]> = fc.uniqueArray(
  fc.record({
    id: fc.nat(99).map((n) => `c${n}`),
    bidMinor: fc.integer({ min: 1, max: 500 }),
    relevancePermille: fc.integer({ min: 1, max: 1_000 }),
  }),
  { selector: ({ id }) => id, maxLength: 12 },
)
const terms = fc.record({
  auction: fc.constantFrom(...AUCTIONS),
  reserveMinor: fc.integer({ min: 0, max: 300 }),
})

test('the order of bids makes no difference, and nobody pays more than they bid', () => {
  fc.assert(
    fc.property(bids, terms, fc.integer({ min: 1, max: 4 }), (all, on, places) => {
      const won = runAuction(all, places, on)
      assert.deepEqual(runAuction([...all].reverse(), places, on), won)
      for (const { bid, priceMinor } of won) {
        assert.ok(priceMinor <= bid.bidMinor && priceMinor >= on.reserveMinor)
        assert.ok(Number.isInteger(priceMinor))
      }
    }),
  )
})

test('at a second price the winner would still have won, and one unit less would have lost', () => {
  fc.assert(
    fc.property(bids, (all) => {
      const [first] = runAuction(all, 1, { auction: 'second_price', reserveMinor: 0 })
      if (first === undefined) return
      const others = all.filter(({ id }) => id !== first.bid.id)
      const most = Math.max(0, ...others.map(bidValue))
      assert.ok(first.priceMinor * first.bid.relevancePermille >= most)
      assert.ok((first.priceMinor - 1) * first.bid.relevancePermille < most || most === 0)
    }),
  )
})

const plans = fc
  .record({
    start: fc.integer({ min: 0, max: 30 * DAY_MS }),
    hours: fc.integer({ min: 1, max: 2_000 }),
    spendLimitMinor: fc.integer({ min: 1, max: 1_000_000 }),
    pacing: fc.constantFrom(...PACINGS),
  })
  .map(({ start, hours, ...rest }) => {
    const startsAt = toInstant(NOON - start)
    return { startsAt, endsAt: toInstant(startsAt + hours * 3_600_000), ...rest }
  })

test('a limit holds, grows with time, and is all there in the end', () => {
  fc.assert(
    fc.property(plans, fc.double({ min: 0, max: 1, noNaN: true }), (plan, part) => {
      const at = (share: number): Instant =>
        toInstant(Math.floor(plan.startsAt + share * (plan.endsAt - plan.startsAt)))
      const now = allowedBy(plan, at(part))
      assert.ok(Number.isInteger(now) && now <= 1_000 * plan.spendLimitMinor)
      assert.ok(allowedBy(plan, at(part / 2)) <= now)
      assert.equal(allowedBy(plan, at(1)), 1_000 * plan.spendLimitMinor)
    }),
  )
})

test('no limit goes in one burst', () => {
  const plan = {
    startsAt: NOON,
    endsAt: toInstant(NOON + 30 * DAY_MS),
    spendLimitMinor: 1_000,
    pacing: 'asap' as const,
  }
  let spent = 0
  while (mayStillSpend(plan, { total: spent, thisHour: spent }, { now: NOON, price: 200 }))
    spent += 200
  assert.equal(spent, 100_000)
  assert.ok(mayStillSpend(plan, { total: spent, thisHour: 0 }, { now: NOON, price: 200 }))
})

test('sensitive categories are known by name, by path and by id, whatever their case', () => {
  const sensitive = [
    'Judaism',
    'DATING',
    'vaccines',
    'Shop > Health > Tea',
    'pregnancy',
    'iab-product:1361',
    'iab-content-1:IAB7',
    'IAB-content-1:iab14-3',
    'iab-content-1:IAB8-18',
  ]
  const plain = [
    'reptiles',
    'pet supplies',
    'credit cards',
    'shoes',
    'language',
    'iab-content:429',
    'iab-content-1:IAB8-6',
  ]
  for (const one of sensitive) assert.ok(isSensitiveCategory(one), one)
  for (const one of plain) assert.ok(!isSensitiveCategory(one), one)
})
