import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatInstant, parseInstant } from '@equipoise/core/values'
import { correctTime } from './event-time.ts'

const instant = (text: string) => parseInstant(text) ?? assert.fail(text)
const receivedAt = instant('2026-11-24T09:30:00Z')

function corrected(timestamp: unknown, sentAt?: string): string | undefined {
  const sent = sentAt === undefined ? undefined : instant(sentAt)
  const at = correctTime(timestamp, { receivedAt, sentAt: sent })
  return at.ok ? formatInstant(at.value) : at.issues[0]?.code
}

test('without a time it happened when it came', () => {
  assert.equal(corrected(undefined), '2026-11-24T09:30:00.000Z')
  assert.equal(corrected(null, '2020-01-01T00:00:00Z'), '2026-11-24T09:30:00.000Z')
})

test('without the time of sending, the time is taken as it is', () => {
  assert.equal(corrected('2026-11-20T12:00:00.250+02:00'), '2026-11-20T10:00:00.250Z')
})

test('a clock that is a day ahead or years behind is put right', () => {
  const at = '2026-11-24T09:29:50.000Z'
  assert.equal(corrected('2026-11-25T09:29:50Z', '2026-11-25T09:30:00Z'), at)
  assert.equal(corrected('1970-01-01T00:00:00Z', '1970-01-01T00:00:10Z'), at)
})

test('a time that is still more than five minutes ahead is refused', () => {
  assert.equal(corrected('2026-11-24T09:35:00Z'), '2026-11-24T09:35:00.000Z')
  assert.equal(corrected('2026-11-24T09:35:00.001Z'), 'time_in_future')
  assert.equal(corrected('2026-11-25T09:40:00Z', '2026-11-25T09:30:00Z'), 'time_in_future')
})

test('what is no time of this calendar is refused', () => {
  for (const value of ['2026-11-24', 'now', '', 1_790_000_000_000, {}, '2026-02-30T00:00:00Z']) {
    assert.equal(corrected(value), 'invalid_time', JSON.stringify(value))
  }
  assert.equal(corrected('1970-01-01T00:00:00Z', '2027-11-24T09:30:00Z'), 'invalid_time')
})
