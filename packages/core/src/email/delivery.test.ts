import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { toInstant } from '../values/index.ts'
import { afterSmtp, isFinal, isNoMailbox, type SmtpOutcome } from './delivery.ts'

const NOON = toInstant(Date.parse('2026-11-24T12:00:00Z'))

const outcomes: fc.Arbitrary<SmtpOutcome> = fc.oneof(
  fc.constant<SmtpOutcome>({ kind: 'accepted', status: 250 }),
  fc.constant<SmtpOutcome>({ kind: 'unknown' }),
  fc
    .integer({ min: 400, max: 599 })
    .map((status): SmtpOutcome => ({ kind: 'refused', status, enhanced: undefined })),
  fc.constant<SmtpOutcome>({ kind: 'refused', status: 0, enhanced: undefined }),
)

test('only what was certainly not taken is tried again', () => {
  fc.assert(
    fc.property(outcomes, fc.integer({ min: 1, max: 20 }), (outcome, attempts) => {
      const { state } = afterSmtp(outcome, attempts, NOON)
      return state !== 'queued' || (outcome.kind === 'refused' && outcome.status < 500)
    }),
  )
})

test('every row of refusals ends', () => {
  const outcome = { kind: 'refused', status: 451, enhanced: '4.3.0' } as const
  let attempts = 1
  while (!isFinal(afterSmtp(outcome, attempts, NOON).state)) attempts += 1
  assert.equal(afterSmtp(outcome, attempts, NOON).state, 'failed')
})

test('an address is given up where there is no such mailbox, and not where we are refused', () => {
  assert.ok(isNoMailbox('5.1.1'))
  for (const code of ['5.7.1', '5.2.2', '4.1.1', undefined]) assert.equal(isNoMailbox(code), false)
})
