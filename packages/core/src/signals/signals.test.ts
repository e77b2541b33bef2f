import assert from 'node:assert/strict'
import test from 'node:test'
import { GppModel } from '@iabgpp/cmpapi'
import { TCString } from '@iabtechlabtcf/core'
import fc from 'fast-check'
import { PURPOSES, type Purpose, toInstant } from '../values/index.ts'
import {
  type Choices,
  CONSENT_MODE_KEYS,
  consentModeOf,
  DNT_REFUSES,
  isSignalled,
  type Platform,
  parseConsentMode,
  readSignals,
  refusedByConsentMode,
  type SignalInput,
  type SignalPart,
  US_SECTIONS,
  writeGppString,
  writeTcString,
  writeUsPrivacy,
} from './index.ts'
import { readTcf } from './read-tcf.ts'
import type { PublisherChoices, TcString } from './tc-string.ts'

const AT = toInstant(Date.UTC(2026, 10, 29, 13))

const PLATFORM: Platform = {
  cmpId: 300,
  cmpVersion: 1,
  consentScreen: 1,
  consentLanguage: 'EN',
  vendorListVersion: 48,
  publisherCountry: 'DE',
  vendorsDisclosed: [2, 7, 8, 9],
  vendorsConsent: [7, 8],
}

test('a refusal encodes as nothing granted in every format, storing on the device included', () => {
  fc.assert(
    fc.property(refusals(), platforms(), (choices, platform) => {
      const written = writeAll(choices, platform)

      const tc = TCString.decode(written.tcf)
      for (const vector of [
        tc.purposeConsents,
        tc.purposeLegitimateInterests,
        tc.specialFeatureOptins,
        tc.vendorConsents,
        tc.vendorLegitimateInterests,
        tc.publisherConsents,
        tc.publisherLegitimateInterests,
        tc.publisherCustomConsents,
      ]) {
        assert.deepEqual([...vector.values()], [])
      }

      const gpp = new GppModel(written.gpp)
      assert.deepEqual(gpp.getFieldValue('tcfeuv2', 'PurposeConsents'), new Array(24).fill(false))
      assert.equal(gpp.getFieldValue('uspv1', 'OptOutSale'), 'Y')
      for (const { name, slots, more } of US_SECTIONS) {
        const fields: string[] = slots.map(([field]) => field)
        if (more === 'sensitive') fields.push('SensitiveDataProcessing')
        for (const field of fields.filter((one) => !/Notice$|^Mspa/.test(one))) {
          const values = [gpp.getFieldValue(name, field)].flat()
          assert.ok(
            values.every((value) => value === 1),
            `${name} ${field} ${values}`,
          )
        }
      }

      assert.equal(written.usp[2], 'Y')
      assert.ok(Object.values(written.consentMode).every((state) => state === 'denied'))

      for (const [format, purposes] of Object.entries(SPOKEN)) {
        const read = readSignals({ [format]: written[format as 'tcf'] })
        const refused = new Set(read.parts.flatMap(({ refuses }) => refuses))
        assert.ok(
          purposes.every((purpose) => refused.has(purpose)),
          format,
        )
        assert.deepEqual(
          read.parts.flatMap(({ leaves }) => leaves),
          [],
          format,
        )
      }
      assert.ok(refusedByConsentMode(written.consentMode).includes('device_storage'))
    }),
    { numRuns: 200 },
  )
})

test('what was not granted is never left open by what was written', () => {
  fc.assert(
    fc.property(choicesOf(fc.subarray([...PURPOSES])), platforms(), (choices, platform) => {
      const written = writeAll(choices, platform)
      const allowed = new Set(choices.noticeShown ? choices.granted : [])
      for (const [format, purposes] of Object.entries(SPOKEN)) {
        const read = readSignals({ [format]: written[format as 'tcf'] })
        assert.deepEqual(read.issues, [])
        const left = read.parts.flatMap(({ leaves }) => leaves)
        for (const purpose of purposes.filter((one) => !allowed.has(one))) {
          assert.ok(!left.includes(purpose), `${format} ${purpose}`)
        }
      }
      const refused = refusedByConsentMode(written.consentMode)
      const { device_storage: _, ...spoken } = Object.fromEntries(refused.map((one) => [one, true]))
      for (const purpose of SPOKEN_MODE.filter((one) => !allowed.has(one))) {
        assert.ok(spoken[purpose], purpose)
      }
    }),
    { numRuns: 300 },
  )
})

test('all that was granted is left open, in the formats that can say it', () => {
  const all: Choices = { granted: PURPOSES, noticeShown: true, gpc: false, minor: false }
  const written = writeAll(all, PLATFORM)
  for (const [format, purposes] of Object.entries(SPOKEN)) {
    const read = readSignals({ [format]: written[format as 'tcf'] })
    assert.equal(read.signals.refusals, undefined, format)
    const left = new Set(read.parts.flatMap(({ leaves }) => leaves))
    assert.ok(
      purposes.every((purpose) => left.has(purpose)),
      format,
    )
  }
  assert.deepEqual(refusedByConsentMode(written.consentMode), [])
})

test('a TC string is written with the operator’s own registration alone', () => {
  for (const cmpId of [0, 1, -1, 4_096, 2.5, Number.NaN]) {
    const written = writeTcString(REFUSED, { ...PLATFORM, cmpId }, AT)
    assert.ok(!written.ok)
    assert.equal(written.issues[0]?.code, 'cmp_id_missing')
    const gpp = { sections: [], usPrivacy: false, platform: { ...PLATFORM, cmpId } }
    assert.equal(writeGppString(REFUSED, gpp, AT).ok, false)
  }
  const written = writeTcString(REFUSED, PLATFORM, AT)
  assert.ok(written.ok)
  assert.equal(TCString.decode(written.value).cmpId, 300)
})

test('more signals never leave more open, whatever they are', () => {
  fc.assert(
    fc.property(inputs(), inputs(), (some, more) => {
      const both = { ...some, ...more, gpc: some.gpc === true || more.gpc === true }
      const merged = { ...both, dnt: some.dnt === true || more.dnt === true }
      const given = readSignals(withoutOverlap(some, more))
      const all = readSignals(merged)
      for (const purpose of PURPOSES) {
        if (refuses(given, purpose)) assert.ok(refuses(all, purpose), purpose)
      }
    }),
    { numRuns: 300 },
  )
})

test('a signal that cannot be read refuses every purpose, and says which it was', () => {
  for (const [input, code, path] of [
    [{ tcf: 'CQ' }, 'signal_truncated', 'tcf.core'],
    [{ gpp: 'x' }, 'signal_unrecognized', 'gpp.header'],
    [{ usp: '1YX' }, 'signal_truncated', 'usp'],
    [{ gppSid: [7] }, 'signal_section_missing', 'gppSid'],
    [{ gpp: 'DBABTA~1YNN', gppSid: [6, 8] }, 'signal_section_missing', 'gppSid'],
    [{ tcf: 'C'.repeat(100_000) }, 'signal_too_long', 'tcf.core'],
  ] as const) {
    const { issues, signals } = readSignals(input)
    assert.deepEqual([issues[0]?.code, issues[0]?.path], [code, path])
    const unreadable = signals.refusals?.find(({ signal }) => signal === 'unreadable')
    assert.deepEqual(unreadable?.purposes, PURPOSES)
  }
  assert.deepEqual(readSignals({ gppSid: [-1] }).issues, [])
  assert.deepEqual(readSignals({ gpp: 'DBABTA~1YNN', gppSid: [6] }).issues, [])
})

test('where signals contradict each other the no counts, and the reading says so', () => {
  const open = readSignals({ usp: '1YNN' })
  assert.deepEqual([open.signals.refusals, open.notes], [undefined, []])
  const torn = readSignals({ usp: '1YNN', gpc: true })
  assert.equal(torn.notes[0]?.code, 'signals_contradict')
  assert.equal(refuses(torn, 'sale_or_sharing'), true)
  const sections = readSignals({ gpp: 'DBABL~BVQqAAAAAg', usp: '1YYN' })
  assert.equal(sections.notes[0]?.code, 'signals_contradict')
  assert.equal(refuses(sections, 'cross_context_advertising'), true)
})

test('a choice that does not fit its notice counts as no', () => {
  for (const [usp, refused, note] of [
    ['1---', false, undefined],
    ['1YNN', false, undefined],
    ['1YYN', true, undefined],
    ['1NNN', true, 'notice_missing'],
    ['1Y--', true, 'choice_contradicts'],
    ['1-N-', true, 'choice_contradicts'],
    ['1-Y-', true, undefined],
    ['1ynn', false, undefined],
  ] as const) {
    const { parts } = readSignals({ usp })
    assert.equal(parts[0]?.refuses.includes('sale_or_sharing'), refused, usp)
    assert.equal(parts[0]?.notes[0]?.code, note, usp)
  }
})

test('Global Privacy Control told in a GPP string is Global Privacy Control', () => {
  assert.equal(readSignals({ gpp: 'DBABLA~CVVVkkkkkpFY.YA' }).signals.gpc, true)
  assert.equal(readSignals({ gpp: 'DBABLA~CAAAAAAAAABA.QA' }).signals.gpc, false)
  assert.equal(readSignals({ gpp: 'DBABLA~CAAAAAAAAABA.QA', gpc: true }).signals.gpc, true)
})

test('legitimate interest counts for measuring, and never where consent must be had', () => {
  const tc = (numbers: readonly number[]): SignalPart =>
    readTcf({ ...tcOf([]), purposesLegitimateInterest: numbers }, 'tcf', 'tcf')
  assert.deepEqual(tc([7, 8]).leaves, ['measurement'])
  assert.deepEqual(tc([1, 3, 4, 5, 6]).leaves, [])
  assert.equal(tc([3]).notes[0]?.code, 'legitimate_interest_void')
})

test('an older policy grants nothing, and undisclosed vendors have no consent', () => {
  const all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
  assert.deepEqual(readTcf(tcOf(all), 'tcf', 'tcf').refuses, [])
  const older = readTcf({ ...tcOf(all), policyVersion: 3 }, 'tcf', 'tcf')
  assert.deepEqual([older.leaves, older.notes[0]?.code], [[], 'policy_outdated'])
  const nobody = readTcf({ ...tcOf(all), cmpId: 1 }, 'tcf', 'tcf')
  assert.deepEqual([nobody.leaves, nobody.notes[0]?.code], [[], 'platform_unregistered'])
  for (const vendorsDisclosed of [undefined, [], [[1, 6]]] as const) {
    const { refuses } = readTcf({ ...tcOf(all), vendorsDisclosed }, 'tcf', 'tcf')
    assert.deepEqual(refuses, ['cross_context_advertising', 'sale_or_sharing'])
  }
})

test('what was said of the publisher’s own uses counts beside what was said in general', () => {
  const all = [1, 3, 4, 5, 6, 7, 8, 10]
  const publisher = { ...NO_PUBLISHER, purposesConsent: [5, 6] }
  const { leaves } = readTcf({ ...tcOf(all), publisher }, 'tcf', 'tcf')
  assert.deepEqual(leaves, [
    'site_personalization',
    'cross_context_advertising',
    'sale_or_sharing',
    'sensitive_profiling',
  ])
  const unasked = readTcf({ ...tcOf(all), publisher: NO_PUBLISHER }, 'tcf', 'tcf')
  assert.deepEqual(unasked.refuses, [])
})

test('a header signals with exactly 1, and of several lines one is enough', () => {
  for (const lines of ['1', ['1'], ['0', '1'], '0, 1', ['1', '1'], ' 1 ']) {
    assert.equal(isSignalled(lines), true, String(lines))
  }
  for (const lines of [undefined, '', '0', 'true', '11', '"1"', '1;q=1', '?1', [], ['yes']]) {
    assert.equal(isSignalled(lines), false, String(lines))
  }
})

test('Do Not Track refuses whatever follows a person around, and no message they asked for', () => {
  const { signals } = readSignals({ dnt: true })
  assert.deepEqual(signals.refusals?.[0]?.purposes, DNT_REFUSES)
  assert.ok(DNT_REFUSES.includes('device_storage') && !DNT_REFUSES.includes('email_marketing'))
})

test('what Consent Mode does not tell counts as denied', () => {
  const read = parseConsentMode({ analytics_storage: 'granted' })
  assert.ok(read.ok)
  assert.equal(read.value.ad_storage, 'denied')
  assert.equal(refusedByConsentMode(read.value).includes('measurement'), false)
  assert.deepEqual(Object.keys(read.value), CONSENT_MODE_KEYS)
  for (const wrong of [{ ad_storage: 'yes' }, { add_storage: 'granted' }, { ad_storage: true }]) {
    assert.equal(parseConsentMode(wrong).ok, false)
  }
})

const NO_PUBLISHER: PublisherChoices = {
  purposesConsent: [],
  purposesLegitimateInterest: [],
  customCount: 0,
  customConsent: [],
  customLegitimateInterest: [],
}

function tcOf(purposesConsent: readonly number[]): TcString {
  return {
    createdDeciseconds: 0,
    updatedDeciseconds: 0,
    cmpId: 300,
    cmpVersion: 1,
    consentScreen: 1,
    consentLanguage: 'EN',
    vendorListVersion: 48,
    policyVersion: 5,
    nonStandardTexts: false,
    specialFeatures: [],
    purposesConsent,
    purposesLegitimateInterest: [],
    purposeOneUndisclosed: false,
    publisherCountry: 'DE',
    vendorsConsent: [[7, 9]],
    vendorsLegitimateInterest: [],
    restrictions: [],
    vendorsDisclosed: [[9, 12]],
    vendorsAllowed: undefined,
    publisher: undefined,
  }
}

/** Purposes that a format can speak of. */
const SPOKEN: Readonly<Record<'tcf' | 'gpp' | 'usp', readonly Purpose[]>> = {
  tcf: [
    'device_storage',
    'site_personalization',
    'model_training',
    'first_party_advertising',
    'cross_context_advertising',
    'sale_or_sharing',
    'measurement',
  ],
  gpp: ['device_storage', 'cross_context_advertising', 'sale_or_sharing', 'site_personalization'],
  usp: ['cross_context_advertising', 'sale_or_sharing'],
}
const SPOKEN_MODE: readonly Purpose[] = [
  'site_personalization',
  'first_party_advertising',
  'cross_context_advertising',
  'sale_or_sharing',
  'measurement',
]

const REFUSED: Choices = { granted: [], noticeShown: true, gpc: false, minor: false }

function choicesOf(granted: fc.Arbitrary<Purpose[]>): fc.Arbitrary<Choices> {
  return fc.record({
    granted,
    noticeShown: fc.boolean(),
    gpc: fc.boolean(),
    minor: fc.boolean(),
  })
}

/** A no, or a yes that does not count, as nobody was shown what it was to. */
function refusals(): fc.Arbitrary<Choices> {
  return fc.oneof(
    choicesOf(fc.constant([])),
    choicesOf(fc.subarray([...PURPOSES])).map((one) => ({ ...one, noticeShown: false })),
  )
}

function platforms(): fc.Arbitrary<Platform> {
  const vendors = fc.uniqueArray(fc.integer({ min: 1, max: 1_200 }), { maxLength: 20 })
  return fc
    .tuple(vendors, vendors, fc.integer({ min: 2, max: 4_095 }))
    .map(([vendorsDisclosed, vendorsConsent, cmpId]) => ({
      ...PLATFORM,
      cmpId,
      vendorsDisclosed,
      vendorsConsent,
    }))
}

function writeAll(choices: Choices, platform: Platform) {
  const tcf = writeTcString(choices, platform, AT)
  const gpp = writeGppString(choices, { sections: US_SECTIONS, usPrivacy: true, platform }, AT)
  assert.ok(tcf.ok && gpp.ok)
  const usp = writeUsPrivacy(choices)
  return { tcf: tcf.value, gpp: gpp.value, usp, consentMode: consentModeOf(choices) }
}

function inputs(): fc.Arbitrary<SignalInput> {
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
  const all = choicesOf(fc.subarray([...PURPOSES])).map((one) => writeAll(one, PLATFORM))
  return fc
    .tuple(all, maybe(fc.boolean()), maybe(fc.boolean()), fc.nat(15))
    .map(([written, gpc, dnt, which]) => ({
      gpc,
      dnt,
      ...(which & 1 ? { tcf: written.tcf } : {}),
      ...(which & 2 ? { gpp: which & 8 ? written.gpp.slice(0, 9) : written.gpp } : {}),
      ...(which & 4 ? { usp: written.usp } : {}),
    }))
}

/** What of the first is not replaced by the second. */
function withoutOverlap(some: SignalInput, more: SignalInput): SignalInput {
  const kept = Object.entries(some).filter(
    ([name, value]) => typeof value === 'boolean' || !(name in more),
  )
  return Object.fromEntries(kept)
}

function refuses({ signals }: ReturnType<typeof readSignals>, purpose: Purpose): boolean {
  const byGpc = signals.gpc && ['cross_context_advertising', 'sale_or_sharing'].includes(purpose)
  return byGpc || signals.refusals?.some(({ purposes }) => purposes.includes(purpose)) === true
}
