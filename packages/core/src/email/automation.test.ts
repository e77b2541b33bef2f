import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { DAY_MS, toInstant } from '../values/index.ts'
import { type AutomationFacts, FOLLOW_CAP, nextMail } from './automation.ts'

const NOON = toInstant(Date.parse('2026-11-24T12:00:00Z'))
const HOUR_MS = 3_600_000
const REMINDER = { kind: 'basket_reminder', delayMs: 4 * HOUR_MS, followCap: FOLLOW_CAP } as const

function facts(change: Partial<AutomationFacts> = {}): AutomationFacts {
  return {
    at: NOON,
    confirmedAt: toInstant(NOON - DAY_MS),
    watches: [],
    basket: [{ item: 'shoes', at: toInstant(NOON - 5 * HOUR_MS) }],
    bought: new Set(),
    followed: [],
    ...change,
  }
}

test('a basket that was left is reminded of after the delay', () => {
  assert.deepEqual(nextMail(REMINDER, facts())?.items, ['shoes'])
  const early = facts({ basket: [{ item: 'shoes', at: toInstant(NOON - HOUR_MS) }] })
  assert.equal(nextMail(REMINDER, early), undefined)
})

test('nobody is reminded of what they bought, or who is on no list', () => {
  assert.equal(nextMail(REMINDER, facts({ bought: new Set(['shoes']) })), undefined)
  assert.equal(nextMail(REMINDER, facts({ confirmedAt: undefined })), undefined)
})

test('the same basket is one mail, however often it is asked about', () => {
  const [first, later] = [NOON, NOON + HOUR_MS].map((at) =>
    nextMail(REMINDER, facts({ at: toInstant(at) })),
  )
  assert.equal(first?.occurrence, later?.occurrence)
})

test('over thirty days of putting shoes in a basket, two mails in any seven', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 30 * 24 }), { maxLength: 60 }), (hours) => {
      const sent: { item: string; at: typeof NOON }[] = []
      for (let hour = 0; hour < 30 * 24; hour += 1) {
        const at = toInstant(NOON + hour * HOUR_MS)
        const puts = hours.filter((one) => one <= hour).sort((a, b) => a - b)
        const last = puts.at(-1)
        const basket =
          last === undefined ? [] : [{ item: 'shoes', at: toInstant(NOON + last * HOUR_MS) }]
        if (nextMail(REMINDER, facts({ at, basket, followed: sent }))) {
          sent.push({ item: 'shoes', at })
        }
      }
      return sent.every(
        ({ at }) => sent.filter((one) => one.at >= at && one.at < at + 7 * DAY_MS).length <= 2,
      )
    }),
    { numRuns: 30 },
  )
})

test('an item that is back is told of once for each time it was asked for', () => {
  const automation = { ...REMINDER, kind: 'back_in_stock', delayMs: 0 } as const
  const since = toInstant(NOON - DAY_MS)
  const there = facts({ watches: [{ item: 'hat', since, there: true }] })
  const gone = facts({ watches: [{ item: 'hat', since, there: false }] })
  assert.equal(nextMail(automation, there)?.occurrence, `stock|hat|${since}`)
  assert.equal(nextMail(automation, gone), undefined)
})

test('a welcome comes once, and not to somebody who came long ago', () => {
  const automation = { ...REMINDER, kind: 'welcome', delayMs: HOUR_MS } as const
  assert.equal(nextMail(automation, facts())?.occurrence, 'welcome')
  const old = facts({ confirmedAt: toInstant(NOON - 30 * DAY_MS) })
  assert.equal(nextMail(automation, old), undefined)
})
