import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { minuteOfDay } from '../law/index.ts'
import { formatInstant, toInstant } from '../values/index.ts'
import { fromLocalTime, nextInWindow, parseMinute, recipientZones } from './send-window.ts'

const MORNING = { fromMinute: 9 * 60, toMinute: 10 * 60 } as const

function at(text: string) {
  return toInstant(Date.parse(text))
}

test('a mail waits for the morning of whoever gets it', () => {
  const noon = at('2026-11-24T12:00:00Z')
  assert.equal(
    formatInstant(nextInWindow(noon, MORNING, ['Europe/Berlin']) ?? noon),
    '2026-11-25T08:00:00.000Z',
  )
  assert.equal(
    formatInstant(nextInWindow(noon, MORNING, ['America/New_York']) ?? noon),
    '2026-11-24T14:00:00.000Z',
  )
})

test('the window follows the clock when it is put back at the end of October', () => {
  const before = at('2026-10-24T12:00:00Z')
  const first = nextInWindow(before, MORNING, ['Europe/Berlin'])
  // Sunday 25 October 2026, 03:00 CEST is 02:00 CET.
  assert.equal(formatInstant(first ?? before), '2026-10-25T08:00:00.000Z')
  assert.equal(fromLocalTime('2026-10-24T09:00', ['Europe/Berlin']), at('2026-10-24T07:00:00Z'))
  assert.equal(fromLocalTime('2026-10-25T09:00', ['Europe/Berlin']), at('2026-10-25T08:00:00Z'))
  // An hour that the clocks jump over.
  assert.equal(fromLocalTime('2026-03-29T02:30', ['Europe/Berlin']), at('2026-03-29T01:30:00Z'))
})

test('where somebody may be in several zones, it is the right hour in all of them', () => {
  const zones = recipientZones({ region: 'US-FL' }, 'UTC')
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 * 24 * 60 }), (minutes) => {
      const start = toInstant(at('2026-01-01T00:00:00Z') + minutes * 60_000)
      const window = { fromMinute: 9 * 60, toMinute: 12 * 60 }
      const next = nextInWindow(start, window, zones)
      assert.ok(next !== undefined && next >= start)
      return zones.every((zone) => {
        const minute = minuteOfDay(zone, next)
        return minute >= window.fromMinute && minute < window.toMinute
      })
    }),
    { numRuns: 200 },
  )
})

test('a window that never is in all zones is none', () => {
  const zones = ['Pacific/Auckland', 'Pacific/Honolulu']
  assert.equal(nextInWindow(at('2026-11-24T12:00:00Z'), MORNING, zones), undefined)
})

test('what a person said of their zone comes before what their region has', () => {
  assert.deepEqual(recipientZones({ zone: 'Asia/Tokyo', region: 'US-CA' }, 'UTC'), ['Asia/Tokyo'])
  assert.deepEqual(recipientZones({ zone: 'Not/AZone', region: undefined }, 'UTC'), ['UTC'])
})

test('times of the day are read strictly', () => {
  assert.equal(parseMinute('09:30'), 570)
  assert.equal(parseMinute('24:00'), 1440)
  for (const text of ['9:30', '24:01', '12:60', '']) assert.equal(parseMinute(text), undefined)
})
