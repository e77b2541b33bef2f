import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { mayBeYoungerThan } from './age-band.ts'
import { PURPOSE_TERMS, PURPOSES, purposeMask, purposesIn } from './purpose.ts'
import { isRegion, isWithin, type Region } from './region.ts'

test('a set of purposes survives being kept as one integer', () => {
  fc.assert(
    fc.property(fc.subarray([...PURPOSES]), (purposes) => {
      assert.deepEqual(purposesIn(purposeMask(purposes)), purposes)
    }),
  )
})

test('the bits of the purposes are a stored format: none ever moves', () => {
  const bits = Object.fromEntries(PURPOSES.map((purpose) => [purpose, purposeMask([purpose])]))
  assert.deepEqual(bits, {
    device_storage: 1,
    site_personalization: 2,
    model_training: 4,
    first_party_advertising: 8,
    cross_context_advertising: 16,
    sale_or_sharing: 32,
    measurement: 64,
    email_marketing: 128,
    email_tracking: 256,
    sms_marketing: 512,
    push_marketing: 1024,
    sensitive_profiling: 2048,
    political_advertising: 4096,
  })
})

test('every purpose can be said to a person in a sentence', () => {
  for (const purpose of PURPOSES) assert.match(PURPOSE_TERMS[purpose].says, /^[A-Z].*\.$/)
})

test('a band is as young as its youngest', () => {
  assert.equal(mayBeYoungerThan('16_17', 18), true)
  assert.equal(mayBeYoungerThan('16_17', 16), false)
  assert.equal(mayBeYoungerThan('13_15', 14), true)
  assert.equal(mayBeYoungerThan('adult', 18), false)
  assert.equal(mayBeYoungerThan('under_13', 13), true)
})

test('a state lies in its country, never in one that only begins alike', () => {
  const california = 'US-CA' as Region
  assert.ok(isRegion(california) && isWithin(california, 'US') && isWithin(california, 'US-CA'))
  assert.ok(!isWithin(california, 'US-C') && !isWithin(california, 'U'))
  assert.ok(!isWithin('US' as Region, 'US-CA'))
  for (const text of ['us', 'USA', 'US-', 'US-CALI', 'us-ca', '', 'US_CA', ' US']) {
    assert.equal(isRegion(text), false, text)
  }
})
