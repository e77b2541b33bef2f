import assert from 'node:assert/strict'
import test from 'node:test'
import { Segment, SegmentEncoder, TCModel, TCString } from '@iabtechlabtcf/core'
import fc from 'fast-check'
import { formatTcString } from './format-tc-string.ts'
import { hasId, type IdRanges, rangesOf, toRanges } from './id-ranges.ts'
import { parseTcString } from './parse-tc-string.ts'
import { CMP_ID_MIN, type PublisherChoices, type TcString } from './tc-string.ts'

/** The example of the specification of TCF 2.3. */
const EXAMPLE = 'CQSbk4AQSbk4ANwAAAENAwCgAAAAAAAAAAYgACPAAAAA.IDKQA4AAgAKAGQAygAAA.YAAAAAAAAAAA'

test('the example of the specification reads, disclosed vendors included', () => {
  const read = parsed(EXAMPLE)
  assert.equal(read.cmpId, 880)
  assert.deepEqual(read.purposesConsent, [])
  assert.deepEqual(read.vendorsConsent, [[1, 4]])
  assert.equal(hasId(read.vendorsDisclosed ?? [], 404), true)
  assert.deepEqual(read.publisher?.purposesConsent, [])
})

test('segments after the core come in any order, and each once', () => {
  const [core, disclosed, publisher] = EXAMPLE.split('.')
  assert.deepEqual(parsed([core, publisher, disclosed].join('.')), parsed(EXAMPLE))
  assert.equal(faultOf(`${EXAMPLE}.${disclosed}`), 'signal_segment')
  assert.equal(faultOf([disclosed, core].join('.')), 'signal_version')
})

test('a string without disclosed vendors reads, and tells that they are missing', () => {
  const [core] = EXAMPLE.split('.')
  assert.equal(parsed(core ?? '').vendorsDisclosed, undefined)
})

test('each fault has its own code', () => {
  const [core = ''] = EXAMPLE.split('.')
  for (const [text, code] of [
    ['', 'signal_empty'],
    ['A'.repeat(100_000), 'signal_too_long'],
    [`${core.slice(0, 20)}+${core.slice(21)}`, 'signal_encoding'],
    [`${core}=`, 'signal_encoding'],
    [core.slice(0, 30), 'signal_truncated'],
    [`${core}AAAAAA`, 'signal_padding'],
    [`${EXAMPLE.slice(0, -1)}_`, 'signal_padding'],
    [`B${core.slice(1)}`, 'signal_version'],
    [`D${core.slice(1)}`, 'signal_version'],
    [withBits(core, 132, 6, 6), 'signal_policy'],
    [withBits(core, 132, 6, 1), 'signal_policy'],
    [withBits(core, 138, 1, 0), 'signal_scope'],
    [withBits(core, 108, 6, 63), 'signal_value'],
    [`${EXAMPLE}.`, 'signal_empty'],
    [`${core}._AAA`, 'signal_segment'],
    [`${EXAMPLE}.IAAA.QAAA`, 'signal_segment'],
  ] as const) {
    assert.equal(faultOf(text), code, text.slice(0, 60))
  }
})

test('a range that begins at nothing, runs backwards or passes its end is refused', () => {
  const range = (entries: readonly (readonly [number, number])[], max: number): string => {
    const bits = [
      [1, 3],
      [max, 16],
      [1, 1],
      [entries.length, 12],
      ...entries.flatMap(([first, last]) => [
        [1, 1],
        [first, 16],
        [last, 16],
      ]),
    ]
    return bits.reduce((text, [value = 0, width = 0]) => text + toBits(value, width), '')
  }
  const [core] = EXAMPLE.split('.')
  for (const entries of [[[0, 4]], [[5, 4]], [[1, 11]]] as const) {
    assert.equal(faultOf(`${core}.${fromBits(range(entries, 10))}`), 'signal_range')
  }
  assert.deepEqual(
    parsed(
      `${core}.${fromBits(
        range(
          [
            [3, 4],
            [1, 3],
          ],
          10,
        ),
      )}`,
    ).vendorsDisclosed,
    [[1, 4]],
  )
})

test('what names all vendors over and over costs no more than its length', () => {
  const entry = `1${toBits(1, 16)}${toBits(65_535, 16)}`
  const bits = `${toBits(1, 3)}${toBits(65_535, 16)}1${toBits(2_900, 12)}${entry.repeat(2_900)}`
  const [core] = EXAMPLE.split('.')
  const began = performance.now()
  assert.deepEqual(parsed(`${core}.${fromBits(bits)}`).vendorsDisclosed, [[1, 65_535]])
  assert.ok(performance.now() - began < 500)
})

test('what is written reads as the same, here and in the reference library', () => {
  fc.assert(
    fc.property(tcStrings(), (tc) => {
      const text = formatTcString(tc)
      assert.deepEqual(parsed(text), tc)
      assert.deepEqual(fromModel(TCString.decode(text)), comparable(tc))
    }),
    { numRuns: 500 },
  )
})

test('what the reference library writes reads as what it wrote', () => {
  fc.assert(
    fc.property(tcStrings(), (tc) => {
      const model = toModel(tc)
      const segments = [Segment.CORE, Segment.VENDORS_DISCLOSED, Segment.PUBLISHER_TC]
      const text = segments.map((segment) => SegmentEncoder.encode(model, segment)).join('.')
      assert.deepEqual(comparable(parsed(text)), { ...fromModel(model), restrictions: [] })
    }),
    { numRuns: 500 },
  )
})

test('a string with any character changed or cut off is refused, or reads as the library reads it', () => {
  fc.assert(
    fc.property(tcStrings().map(formatTcString), fc.nat(), fc.nat(63), (text, place, digit) => {
      const at = place % text.length
      for (const changed of [
        text.slice(0, at),
        `${text.slice(0, at)}${ALPHABET[digit]}${text.slice(at + 1)}`,
      ]) {
        const read = parseTcString(changed)
        // The library refuses a platform that there is not; here it grants nothing.
        if (read.ok && read.value.cmpId < CMP_ID_MIN) continue
        if (read.ok) {
          assert.deepEqual(comparable(read.value), fromModel(TCString.decode(changed)))
        } else {
          assert.match(read.issues[0]?.code ?? '', /^signal_/)
        }
      }
    }),
    { numRuns: 500 },
  )
})

test('any text at all is refused with a code or read, and nothing is thrown', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String(), garbage()), (text) => {
      const read = parseTcString(text)
      assert.ok(read.ok || read.issues.length > 0)
    }),
    { numRuns: 2_000 },
  )
})

const PLAIN = { noNullPrototype: true } as const
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function garbage(): fc.Arbitrary<string> {
  const letters = fc.string({ unit: fc.constantFrom(...ALPHABET, '.'), maxLength: 200 })
  return letters.map((text) => `C${text}`)
}

function parsed(text: string): TcString {
  const read = parseTcString(text)
  assert.ok(read.ok, JSON.stringify(read))
  return read.value
}

function faultOf(text: string): string | undefined {
  const read = parseTcString(text)
  return read.ok ? undefined : read.issues[0]?.code
}

function toBits(value: number, width: number): string {
  return value.toString(2).padStart(width, '0')
}

function fromBits(bits: string): string {
  const padded = bits.padEnd(Math.ceil(bits.length / 6) * 6, '0')
  return (padded.match(/.{6}/g) ?? []).map((six) => ALPHABET[Number.parseInt(six, 2)]).join('')
}

function withBits(text: string, from: number, width: number, value: number): string {
  const bits = [...text].map((one) => toBits(ALPHABET.indexOf(one), 6)).join('')
  return fromBits(`${bits.slice(0, from)}${toBits(value, width)}${bits.slice(from + width)}`)
}

function ids(max: number, maxLength = 24): fc.Arbitrary<readonly number[]> {
  return fc
    .uniqueArray(fc.integer({ min: 1, max }), { maxLength })
    .map((list) => list.toSorted((a, b) => a - b))
}

function vendors(): fc.Arbitrary<IdRanges> {
  const spread = ids(2_000, 60).map(rangesOf)
  const pair = fc.tuple(fc.integer({ min: 1, max: 1_500 }), fc.integer({ min: 0, max: 400 }))
  const wide = fc
    .array(pair, { maxLength: 6 })
    .map((list) => toRanges(list.map(([first, more]) => [first, first + more])))
  return fc.oneof(spread, wide)
}

function tcStrings(): fc.Arbitrary<TcString> {
  const letters = fc.string({
    unit: fc.constantFrom(...ALPHABET.slice(0, 26)),
    minLength: 2,
    maxLength: 2,
  })
  const deciseconds = fc.integer({ min: 0, max: 20_000 }).map((day) => day * 864_000)
  return fc
    .record({
      createdDeciseconds: deciseconds,
      cmpId: fc.integer({ min: 2, max: 4_095 }),
      cmpVersion: fc.nat(4_095),
      consentScreen: fc.nat(63),
      consentLanguage: fc.constantFrom('EN', 'DE', 'FR'),
      vendorListVersion: fc.nat(4_095),
      policyVersion: fc.constantFrom(4, 5),
      nonStandardTexts: fc.boolean(),
      specialFeatures: ids(12),
      purposesConsent: ids(24),
      purposesLegitimateInterest: ids(24),
      purposeOneUndisclosed: fc.boolean(),
      publisherCountry: letters,
      vendorsConsent: vendors(),
      vendorsLegitimateInterest: vendors(),
      restrictions: fc.uniqueArray(
        fc.record(
          {
            purpose: fc.integer({ min: 1, max: 24 }),
            kind: fc.constantFrom(0 as const, 1 as const, 2 as const),
            vendors: vendors().filter((ranges) => ranges.length > 0),
          },
          PLAIN,
        ),
        { maxLength: 4, selector: ({ purpose }) => purpose },
      ),
      vendorsDisclosed: vendors(),
      publisher: publishers(),
    })
    .map((made) => ({
      ...made,
      updatedDeciseconds: made.createdDeciseconds,
      vendorsAllowed: undefined,
    }))
}

function publishers(): fc.Arbitrary<PublisherChoices> {
  return fc.nat(10).chain((customCount) =>
    fc.record(
      {
        purposesConsent: ids(24),
        purposesLegitimateInterest: ids(24),
        customCount: fc.constant(customCount),
        customConsent: customCount === 0 ? fc.constant([]) : ids(customCount),
        customLegitimateInterest: customCount === 0 ? fc.constant([]) : ids(customCount),
      },
      PLAIN,
    ),
  )
}

/** In the library's form: sets of ids, restrictions by vendor. */
function comparable(tc: TcString): object {
  const { publisher, vendorsDisclosed } = tc
  return {
    created: tc.createdDeciseconds * 100,
    updated: tc.updatedDeciseconds * 100,
    cmp: [tc.cmpId, tc.cmpVersion, tc.consentScreen, tc.vendorListVersion, tc.policyVersion],
    language: tc.consentLanguage,
    country: tc.publisherCountry,
    flags: [tc.nonStandardTexts, tc.purposeOneUndisclosed],
    features: tc.specialFeatures,
    purposes: [tc.purposesConsent, tc.purposesLegitimateInterest],
    vendors: [tc.vendorsConsent, tc.vendorsLegitimateInterest].map(spread),
    disclosed: spread(vendorsDisclosed ?? []),
    publisher: [
      publisher?.purposesConsent ?? [],
      publisher?.purposesLegitimateInterest ?? [],
      publisher?.customConsent ?? [],
      publisher?.customLegitimateInterest ?? [],
    ],
    restrictions: sorted(
      tc.restrictions.flatMap(({ purpose, kind, vendors: some }) =>
        spread(some).map((vendor) => `${purpose}-${kind} ${vendor}`),
      ),
    ),
  }
}

function fromModel(model: TCModel): object {
  const { publisherRestrictions: restricted } = model
  return {
    created: model.created.getTime(),
    updated: model.lastUpdated.getTime(),
    cmp: [
      model.cmpId,
      model.cmpVersion,
      model.consentScreen,
      model.vendorListVersion,
      model.policyVersion,
    ].map(Number),
    language: model.consentLanguage,
    country: model.publisherCountryCode,
    flags: [model.useNonStandardTexts, model.purposeOneTreatment],
    features: idsOf(model.specialFeatureOptins),
    purposes: [model.purposeConsents, model.purposeLegitimateInterests].map(idsOf),
    vendors: [model.vendorConsents, model.vendorLegitimateInterests].map(idsOf),
    disclosed: idsOf(model.vendorsDisclosed),
    publisher: [
      model.publisherConsents,
      model.publisherLegitimateInterests,
      model.publisherCustomConsents,
      model.publisherCustomLegitimateInterests,
    ].map(idsOf),
    restrictions: sorted(
      restricted
        .getRestrictions()
        .flatMap((one) =>
          restricted
            .getVendors(one)
            .map((vendor) => `${one.purposeId}-${one.restrictionType} ${vendor}`),
        ),
    ),
  }
}

function toModel(tc: TcString): TCModel {
  const model = new TCModel()
  model.version = 2
  model.created = new Date(tc.createdDeciseconds * 100)
  model.lastUpdated = new Date(tc.updatedDeciseconds * 100)
  model.cmpId = tc.cmpId
  model.cmpVersion = tc.cmpVersion
  model.consentScreen = tc.consentScreen
  model.consentLanguage = tc.consentLanguage
  model.vendorListVersion = tc.vendorListVersion
  model.policyVersion = tc.policyVersion
  model.isServiceSpecific = true
  model.useNonStandardTexts = tc.nonStandardTexts
  model.purposeOneTreatment = tc.purposeOneUndisclosed
  model.publisherCountryCode = tc.publisherCountry
  model.specialFeatureOptins.set([...tc.specialFeatures])
  model.purposeConsents.set([...tc.purposesConsent])
  model.purposeLegitimateInterests.set([...tc.purposesLegitimateInterest])
  model.vendorConsents.set(spread(tc.vendorsConsent))
  model.vendorLegitimateInterests.set(spread(tc.vendorsLegitimateInterest))
  model.vendorsDisclosed.set(spread(tc.vendorsDisclosed ?? []))
  model.publisherConsents.set([...(tc.publisher?.purposesConsent ?? [])])
  model.publisherLegitimateInterests.set([...(tc.publisher?.purposesLegitimateInterest ?? [])])
  return model
}

function idsOf(vector: { values(): Iterable<number> }): readonly number[] {
  return [...vector.values()].toSorted((a, b) => a - b)
}

function spread(ranges: IdRanges): number[] {
  return ranges.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, at) => first + at),
  )
}

function sorted(list: readonly string[]): readonly string[] {
  return [...new Set(list)].toSorted()
}
