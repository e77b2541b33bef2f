/** What signals do to a decision under the packs that ship: they take away, and nothing else. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { NO_CONSENT, type PurposeConsent } from '../consent/index.ts'
import {
  type Choices,
  findUsSection,
  readSignals,
  type SignalInput,
  US_SECTIONS,
  writeGppString,
  writeTcString,
  writeUsPrivacy,
} from '../signals/index.ts'
import { AGE_BANDS, formatId, PURPOSES, type Region, toInstant } from '../values/index.ts'
import { answerLaw } from './answer.ts'
import { decide } from './decide.ts'
import type { Facts } from './facts.ts'
import { parseLawFacts } from './parse-law-facts.ts'
import { parseRulePack } from './parse-rule-pack.ts'
import type { RulePack } from './rule-pack.ts'

const LAWS = join(import.meta.dirname, '../../../../laws')
const SHIPPED: readonly RulePack[] = readdirSync(LAWS, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .map((file) => {
    const pack = parseRulePack(JSON.parse(readFileSync(join(LAWS, file), 'utf8')))
    assert.ok(pack.ok, file)
    return pack.value
  })

const AT = toInstant(Date.UTC(2026, 10, 29, 13))
const YES: PurposeConsent = {
  ...NO_CONSENT,
  status: 'given',
  since: toInstant(AT - 1_000),
  explicit: true,
  separate: true,
}
const PLACES = ['FR', 'GB', 'US-CA', 'US-TX', 'US-KY', 'US', 'CA', 'CA-QC', 'BR', 'JP'] as Region[]

const ASKED: Facts = {
  at: AT,
  purpose: 'cross_context_advertising',
  subject: formatId('sub', new Uint8Array(16)),
  consent: YES,
  consentRevision: 1,
  location: undefined,
  residence: undefined,
  ageBand: 'adult',
  signals: { gpc: false },
  deployment: { markets: [], directedToMinors: false, platform: false },
}

test('whatever the signals, they permit nothing that our own record does not', () => {
  fc.assert(
    fc.property(anyFacts(), inputs(), (asked, input) => {
      const { signals } = readSignals(input)
      const [without, having] = [decide(asked, SHIPPED), decide({ ...asked, signals }, SHIPPED)]
      assert.ok(having.outcome === 'refused' || without.outcome === 'permitted')
      assert.ok(having.lawOutcome === 'refused' || without.lawOutcome === 'permitted')
      // What is permitted rests on the same, so that it replays without the signals.
      if (having.outcome === 'permitted') assert.deepEqual(having.reasons, without.reasons)
    }),
    { numRuns: 1_500 },
  )
})

test('a refusal in any format refuses, in every place, all that the format speaks of', () => {
  const no: Choices = { granted: [], noticeShown: true, gpc: false, minor: false }
  const { tcf, gpp, usp } = write(no)
  for (const location of PLACES) {
    for (const [input, purposes] of [
      [{ usp }, ['cross_context_advertising', 'sale_or_sharing']],
      [{ tcf }, ['device_storage', 'site_personalization', 'measurement', 'sale_or_sharing']],
      [{ gpp }, ['device_storage', 'model_training', 'first_party_advertising']],
    ] as const) {
      for (const purpose of purposes) {
        const { signals } = readSignals(input)
        const decision = decide({ ...ASKED, purpose, location, signals }, SHIPPED)
        assert.equal(decision.outcome, 'refused', `${location} ${purpose}`)
        const ours = decision.reasons.filter(({ rule }) => rule.startsWith('signal_'))
        assert.ok(ours.length > 0 && ours.every(({ citation }) => citation !== ''))
      }
    }
  }
})

test('an opt-out in a state’s section is an objection under the law of that state', () => {
  const gpp = optOutOf('ustx')
  const { signals } = readSignals({ gpp })
  const texas = decide({ ...ASKED, location: place('US-TX'), signals }, SHIPPED)
  assert.equal(texas.lawOutcome, 'refused')
  assert.ok(
    texas.reasons.some(({ code, pack }) => code === 'objection' && pack.startsWith('us-tx')),
  )
  const virginia = decide({ ...ASKED, location: place('US-VA'), signals }, SHIPPED)
  assert.deepEqual([virginia.outcome, virginia.lawOutcome], ['refused', 'permitted'])
  const national = readSignals({ gpp: optOutOf('usnat') }).signals
  for (const state of ['US-TX', 'US-VA']) {
    const decision = decide({ ...ASKED, location: place(state), signals: national }, SHIPPED)
    assert.equal(decision.lawOutcome, 'refused', state)
  }
})

test('what is strictly needed on the device is kept from no one by a signal', () => {
  const tcf = write({ granted: [], noticeShown: true, gpc: false, minor: false }).tcf
  for (const input of [{ tcf }, { dnt: true }, { tcf: 'broken' }]) {
    const asked: Facts = {
      ...ASKED,
      location: place('FR'),
      purpose: 'device_storage',
      signals: readSignals(input).signals,
    }
    const storage = { kind: 'essential', solePurpose: true } as const
    assert.equal(decide({ ...asked, storage }, SHIPPED).outcome, 'permitted')
    assert.equal(decide(asked, SHIPPED).outcome, 'refused')
  }
})

test('the answer says what would be without the signals', () => {
  const { signals } = readSignals({ usp: '1YYN' })
  const { wouldChange } = answerLaw({ ...ASKED, location: place('FR'), signals }, SHIPPED)
  const without = wouldChange.find(({ change }) => change === 'no_signal')
  assert.equal(without?.outcome, 'permitted')
})

test('facts with a string that cannot be read are refused with its own code', () => {
  for (const [signals, path, code] of [
    [{ tcf: 'CQSbk4' }, 'signals.tcf.core', 'signal_truncated'],
    [{ tcf: 'C'.repeat(100_000) }, 'signals.tcf.core', 'signal_too_long'],
    [{ gpp: 'D'.repeat(102_400) }, 'signals.gpp', 'signal_too_long'],
    [{ gpp: 'DBABLA~DAAAAAAAAABA' }, 'signals.gpp.usnat.core', 'signal_version'],
    [{ gppSid: [8], gpp: 'DBABTA~1YNN' }, 'signals.gppSid', 'signal_section_missing'],
    [{ gppSid: [8] }, 'signals.gppSid', 'signal_section_missing'],
    [{ usp: '1YN' }, 'signals.usp', 'signal_truncated'],
    [{ tcf: 7 }, 'signals.tcf', 'value_invalid'],
    [{ ccpa: '1YNN' }, 'signals.ccpa', 'field_unknown'],
  ] as const) {
    const read = parseLawFacts({ purpose: 'measurement', signals }, AT)
    assert.ok(!read.ok, path)
    assert.deepEqual(
      read.issues.map((one) => [one.path, one.code]),
      [[path, code]],
    )
  }
})

function place(code: string): Region {
  return code as Region
}

function optOutOf(name: string): string {
  const section = findUsSection(name)
  assert.ok(section)
  const no = { granted: [], noticeShown: true, gpc: false, minor: false }
  const parts = { sections: [section], usPrivacy: false, platform: undefined }
  const written = writeGppString(no, parts, AT)
  assert.ok(written.ok)
  return written.value
}

function write(choices: Choices) {
  const platform = {
    cmpId: 300,
    cmpVersion: 1,
    consentScreen: 1,
    consentLanguage: 'EN',
    vendorListVersion: 48,
    publisherCountry: 'FR',
    vendorsDisclosed: [2, 7],
    vendorsConsent: [7],
  }
  const tcf = writeTcString(choices, platform, AT)
  const gpp = writeGppString(choices, { sections: US_SECTIONS, usPrivacy: true, platform }, AT)
  assert.ok(tcf.ok && gpp.ok)
  return { tcf: tcf.value, gpp: gpp.value, usp: writeUsPrivacy(choices) }
}

function inputs(): fc.Arbitrary<SignalInput> {
  const choices = fc
    .record({
      granted: fc.subarray([...PURPOSES]),
      noticeShown: fc.boolean(),
      gpc: fc.boolean(),
      minor: fc.boolean(),
    })
    .map(write)
  return fc
    .tuple(choices, fc.boolean(), fc.boolean(), fc.nat(7), fc.nat(60))
    .map(([{ tcf, gpp, usp }, gpc, dnt, which, cut]) => ({
      gpc,
      dnt,
      ...(which & 1 ? { tcf: cut < 9 ? tcf.slice(0, cut * 4) : tcf } : {}),
      ...(which & 2 ? { gpp: cut > 50 ? gpp.slice(0, cut) : gpp } : {}),
      ...(which & 4 ? { usp } : {}),
    }))
}

function anyFacts(): fc.Arbitrary<Facts> {
  const where = fc.option(fc.constantFrom(...PLACES), { nil: undefined })
  const statuses = fc.constantFrom('given', 'given', 'given', 'unknown', 'refused' as const)
  const days = fc.integer({ min: 0, max: 300 })
  return fc
    .record({
      purpose: fc.constantFrom(...PURPOSES),
      location: where,
      residence: where,
      ageBand: fc.option(fc.constantFrom(...AGE_BANDS), { nil: undefined }),
      consent: fc.tuple(statuses, days, fc.boolean()).map(([status, ago, separate]) => ({
        ...YES,
        status,
        since: toInstant(AT - ago * 86_400_000),
        separate,
      })),
      relationship: fc.option(
        fc.constant({
          lastPurchaseAt: toInstant(AT - 86_400_000),
          lastInquiryAt: undefined,
          ownSimilarProducts: true,
          asks: [],
        }),
        { nil: undefined },
      ),
    })
    .map((made) => ({ ...ASKED, ...made }))
}
