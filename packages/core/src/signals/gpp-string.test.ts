import assert from 'node:assert/strict'
import test from 'node:test'
import { GppModel, RangeEntry } from '@iabgpp/cmpapi'
import fc from 'fast-check'
import { BitReader } from './bit-reader.ts'
import { BitWriter } from './bit-writer.ts'
import { readFibonacci, writeFibonacci } from './fibonacci.ts'
import { formatGppString, type GppString, nameOfSection, parseGppString } from './gpp-string.ts'
import type { IdRanges } from './id-ranges.ts'
import { formatUsSection, parseUsSection, type UsChoices } from './us-section.ts'
import { findUsSection, US_SECTIONS, type UsSection } from './us-sections.ts'

const TC = 'CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA'

test('headers read in both paddings: to whole characters, and to whole bytes', () => {
  for (const [text, ids] of [
    ['DBAA', []],
    ['DBABTA~1YNN', [6]],
    [`DBABM~${TC}`, [2]],
    [`DBABMA~${TC}`, [2]],
    [`DBACNY~${TC}~1YNN`, [2, 6]],
    [`DBACNYA~${TC}~1YNN`, [2, 6]],
    ['DBABL~BVQqAAAAAg', [7]],
    ['DBABLA~BVQqAAAAAg', [7]],
  ] as const) {
    assert.deepEqual(parsed(text).sectionIds, ids)
  }
})

test('the known strings of the national section read field by field', () => {
  const [filled] = parsed('DBABLA~CVVVkkkkkpFY.YA').us
  assert.deepEqual([filled?.version, filled?.gpc], [2, true])
  assert.deepEqual(filled?.fields.SaleOptOut, [1])
  assert.deepEqual(filled?.fields.SensitiveDataProcessing?.slice(0, 3), [2, 1, 0])
  const [older] = parsed('DBABLA~BAAAVVVVUQA.QA').us
  assert.deepEqual([older?.version, older?.gpc], [1, false])
  assert.equal(older?.fields.SensitiveDataProcessing?.length, 12)
  const [google] = parsed('DBABL~BVQqAAAAAg').us
  assert.deepEqual(google?.fields.SaleOptOut, [2])
})

test('each fault has its own code, and names the section', () => {
  for (const [text, code, path] of [
    ['', 'signal_empty', 'header'],
    ['D'.repeat(100_000), 'signal_too_long', ''],
    ['CBABLA~CAAAAAAAAABA', 'signal_unrecognized', 'header'],
    ['DCABLA~CAAAAAAAAABA', 'signal_version', 'header'],
    ['DBAB', 'signal_truncated', 'header'],
    ['DBAAAAAA', 'signal_padding', 'header'],
    ['DBABLA', 'signal_section', ''],
    ['DBAA~CAAAAAAAAABA', 'signal_section', ''],
    ['DBABLA~DAAAAAAAAABA', 'signal_version', 'usnat.core'],
    ['DBABLA~CAAAAAAAA', 'signal_truncated', 'usnat.core'],
    ['DBABLA~CAAAAAAAAABAAAAAA', 'signal_padding', 'usnat.core'],
    ['DBABLA~C_AAAAAAAABA', 'signal_value', 'usnat.core'],
    ['DBABLA~CAAAAAAAAABA.AA', 'signal_segment', 'usnat.gpc'],
    ['DBABLA~CAAAAAAAAABA.QA.QA', 'signal_segment', 'usnat'],
    ['DBABLA~CAAAAAAAAAB!', 'signal_encoding', 'usnat.core'],
    ['DBABTA~1YXN', 'signal_value', 'uspv1'],
    ['DBABTA~2YNN', 'signal_version', 'uspv1'],
    [`DBABjw~${TC}~1YNN`, 'signal_version', 'tcfcav1.core'],
    [formatGppString(new Map([[1, 'BOEFEAyOEFEAy']])), 'signal_section', 'section_1'],
    [formatGppString(new Map([[28, 'BAAA']])), 'signal_section', 'section_28'],
  ] as const) {
    const read = parseGppString(text)
    assert.ok(!read.ok, text)
    assert.deepEqual([read.issues[0]?.code, read.issues[0]?.path], [code, path], text.slice(0, 40))
  }
})

test('a header of the newer sections’ own is read over', () => {
  const section = usSection('usmd')
  const core = formatUsSection({ section, version: 1, fields: {}, gpc: true })
  const withHeader = parseUsSection(section, `YBAA.${core}`)
  assert.deepEqual(withHeader, parseUsSection(section, core))
  assert.ok(withHeader.ok && withHeader.value.gpc)
})

test('Fibonacci words read as the number that was written, up to the highest id', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 65_535 }), (value) => {
      const bits = new BitWriter()
      writeFibonacci(bits, value)
      assert.equal(readFibonacci(new BitReader(bits.toText())), value)
    }),
  )
})

test('sections of the United States that are written read as the same, here and in the library', () => {
  fc.assert(
    fc.property(usStrings(), (choices) => {
      const text = formatGppString(
        new Map(choices.map((one) => [one.section.id, formatUsSection(one)])),
      )
      const read = parsed(text)
      assert.deepEqual(
        read.us,
        choices.toSorted((a, b) => a.section.id - b.section.id),
      )
      const model = new GppModel(text)
      for (const one of read.us) assertModel(model, one)
    }),
    { numRuns: 500 },
  )
})

test('sections of the United States that the library writes read as what it wrote', () => {
  fc.assert(
    fc.property(usStrings(), (choices) => {
      const model = new GppModel()
      for (const one of choices) setModel(model, one)
      const text = model.encode()
      assert.deepEqual(parsed(text).sectionIds, model.getSectionIds())
      for (const one of parsed(text).us) {
        const wrote = choices.find(({ section }) => section.id === one.section.id)
        assert.deepEqual([one.fields, one.gpc ?? false], [wrote?.fields, wrote?.gpc ?? false])
      }
    }),
    { numRuns: 500 },
  )
})

test('frameworks and the old string that the library writes beside them read as what it wrote', () => {
  fc.assert(
    fc.property(frameworks(), ({ express, implied, vendors, answers, restricted }) => {
      const model = new GppModel()
      const [toBits24, old] = [bitsOf(24), answers.join('')]
      model.setFieldValue('tcfcav1', 'PurposesExpressConsent', toBits24(express))
      model.setFieldValue('tcfcav1', 'PurposesImpliedConsent', toBits24(implied))
      model.setFieldValue('tcfcav1', 'PubPurposesExpressConsent', toBits24(express))
      model.setFieldValue('tcfcav1', 'VendorExpressConsent', vendors)
      model.setFieldValue('tcfcav1', 'DisclosedVendors', vendors)
      if (restricted) {
        model.setFieldValue('tcfcav1', 'PubRestrictions', [new RangeEntry(3, 1, [2, 5, 6])])
      }
      model.setFieldValue('tcfeuv2', 'PurposeConsents', toBits24(express))
      model.setFieldValue('tcfeuv2', 'VendorConsents', vendors)
      for (const [at, name] of ['Notice', 'OptOutSale', 'LspaCovered'].entries()) {
        model.setFieldValue('uspv1', name, answers[at])
      }
      const { tcfCanada, tcfEu, usPrivacy } = parsed(model.encode())
      assert.deepEqual(tcfCanada?.purposesExpress, express)
      assert.deepEqual(tcfCanada?.purposesImplied, implied)
      assert.deepEqual(tcfCanada?.publisher?.purposesConsent, express)
      assert.deepEqual(spread(tcfCanada?.vendorsExpress), vendors)
      assert.deepEqual(tcfEu?.purposesConsent, express)
      assert.deepEqual(spread(tcfEu?.vendorsConsent), vendors)
      assert.deepEqual(Object.values(usPrivacy ?? {}).join(''), old)
    }),
    { numRuns: 300 },
  )
})

test('a changed or cut string is refused with a code, or reads as the library reads it', () => {
  fc.assert(
    fc.property(usStrings(), fc.nat(), fc.nat(63), (choices, place, digit) => {
      const whole = formatGppString(
        new Map(choices.map((one) => [one.section.id, formatUsSection(one)])),
      )
      const at = place % whole.length
      for (const text of [
        whole.slice(0, at),
        `${whole.slice(0, at)}${ALPHABET[digit]}${whole.slice(at + 1)}`,
      ]) {
        const read = parseGppString(text)
        if (!read.ok) assert.match(read.issues[0]?.code ?? '', /^signal_/)
        else for (const one of read.value.us) assertModel(new GppModel(text), one)
      }
    }),
    { numRuns: 500 },
  )
})

test('any text at all is refused with a code or read, and nothing is thrown', () => {
  const letters = fc.string({ unit: fc.constantFrom(...ALPHABET, '.', '~'), maxLength: 120 })
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        letters,
        letters.map((text) => `DBAB${text}`),
      ),
      (text) => {
        const read = parseGppString(text)
        assert.ok(read.ok || read.issues.length > 0)
      },
    ),
    { numRuns: 2_000 },
  )
})

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function parsed(text: string): GppString {
  const read = parseGppString(text)
  assert.ok(read.ok, `${text} ${JSON.stringify(read)}`)
  return read.value
}

function usSection(name: string): UsSection {
  const found = findUsSection(name)
  assert.ok(found)
  return found
}

function bitsOf(count: number): (ids: readonly number[]) => boolean[] {
  return (ids) => Array.from({ length: count }, (_, at) => ids.includes(at + 1))
}

function spread(ranges: IdRanges | undefined): readonly number[] {
  return (ranges ?? []).flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, at) => first + at),
  )
}

function ids(max: number, maxLength: number): fc.Arbitrary<number[]> {
  return fc
    .uniqueArray(fc.integer({ min: 1, max }), { maxLength })
    .map((list) => list.toSorted((a, b) => a - b))
}

function frameworks() {
  return fc.record({
    express: ids(24, 24),
    implied: ids(24, 24),
    vendors: ids(900, 40),
    answers: fc.tuple(...[0, 1, 2].map(() => fc.constantFrom('Y', 'N', '-'))),
    restricted: fc.boolean(),
  })
}

function usStrings(): fc.Arbitrary<readonly UsChoices[]> {
  return fc
    .uniqueArray(fc.constantFrom(...US_SECTIONS), { minLength: 1, maxLength: 4 })
    .chain((sections) => fc.tuple(...sections.map(choicesOf)))
}

function choicesOf(section: UsSection): fc.Arbitrary<UsChoices> {
  const slots = [
    ...section.slots,
    ...(section.more === 'sensitive' ? ([['SensitiveDataProcessing', 8]] as const) : []),
  ]
  const values = slots.map(([field, count]) => {
    const value = field === 'MspaCoveredTransaction' ? fc.integer({ min: 1, max: 2 }) : fc.nat(2)
    return fc
      .array(value, { minLength: count, maxLength: count })
      .map((list) => [field, list] as const)
  })
  const gpc = section.more === 'gpc' ? fc.boolean() : fc.constant(undefined)
  return fc.tuple(fc.tuple(...values), gpc).map(([fields, told]) => ({
    section,
    version: section.version,
    fields: Object.fromEntries(fields),
    gpc: told,
  }))
}

function assertModel(model: GppModel, { section, fields, gpc }: UsChoices): void {
  const name = nameOfSection(section.id) ?? ''
  for (const [field, values] of Object.entries(fields)) {
    const theirs: unknown = model.getFieldValue(name, field)
    assert.deepEqual([theirs].flat(), values, `${name} ${field}`)
  }
  if (gpc !== undefined) assert.equal(model.getFieldValue(name, 'Gpc'), gpc)
}

function setModel(model: GppModel, { section, fields, gpc }: UsChoices): void {
  for (const [field, values] of Object.entries(fields)) {
    const known = section.slots.find(([name]) => name === field)?.[1] ?? values.length
    model.setFieldValue(section.name, field, known === 1 ? values[0] : values)
  }
  if (gpc !== undefined) model.setFieldValue(section.name, 'Gpc', gpc)
}
