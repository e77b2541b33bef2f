import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { RateLimiter } from './rate-limiter.ts'

function aLimiter({ count = 3, windowMs = 3_000, namesMax = 100 } = {}) {
  let at = 0
  const limiter = new RateLimiter({ count, windowMs, namesMax, now: () => at })
  return {
    limiter,
    advance(ms: number): void {
      at += ms
    },
    take: (name = 'ann') => limiter.take(name),
  }
}

test('as many as the limit may come at once, and the next one hears when to come back', () => {
  const { take } = aLimiter()
  const taken = [take(), take(), take(), take()]
  assert.deepEqual(
    taken.map(({ allowed, remaining }) => [allowed, remaining]),
    [
      [true, 2],
      [true, 1],
      [true, 0],
      [false, 0],
    ],
  )
  assert.equal(taken[3]?.retryAfterSeconds, 1)
  assert.equal(taken[3]?.resetSeconds, 3)
})

test('whoever waits as long as they were told is let in, once', () => {
  const { take, advance } = aLimiter({ count: 2, windowMs: 60_000 })
  take()
  take()
  const { retryAfterSeconds } = take()
  assert.equal(retryAfterSeconds, 30)
  advance(retryAfterSeconds * 1_000)
  assert.deepEqual([take().allowed, take().allowed], [true, false])
})

test('one name does not count for another', () => {
  const { take } = aLimiter({ count: 1 })
  assert.deepEqual(
    [take('ann').allowed, take('ben').allowed, take('ann').allowed],
    [true, true, false],
  )
})

test('being refused costs nothing more', () => {
  const { take, advance } = aLimiter({ count: 1, windowMs: 1_000 })
  take()
  for (let again = 0; again < 50; again += 1) assert.equal(take().allowed, false)
  advance(1_000)
  assert.equal(take().allowed, true)
})

test('in any stretch of time no more get in than at once and in that time', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 }),
      (count, waitsMs) => {
        const windowMs = 1_000
        const { take, advance } = aLimiter({ count, windowMs })
        const allowedAt: number[] = []
        let at = 0
        for (const waitMs of waitsMs) {
          advance(waitMs)
          at += waitMs
          if (take().allowed) allowedAt.push(at)
        }
        return allowedAt.every((from, first) =>
          allowedAt.slice(first).every((until, more) => {
            const refilled = ((until - from) * count) / windowMs
            return more + 1 <= count + refilled + 0.01
          }),
        )
      },
    ),
  )
})

test('names that are free again are forgotten, and so many are remembered at most', () => {
  const { limiter, advance, take } = aLimiter({ namesMax: 10 })
  for (let name = 0; name < 1_000; name += 1) take(`name-${name}`)
  assert.equal(limiter.size, 10)
  advance(10_000)
  for (let again = 0; again < 10; again += 1) take('ann')
  assert.equal(limiter.size, 1)
})

test('the name that was used longest ago is the one that is forgotten', () => {
  const { take } = aLimiter({ count: 1, namesMax: 2 })
  take('ann')
  take('ben')
  take('ann')
  take('cleo')
  assert.equal(take('ann').allowed, false)
})
