/**
 * Section 5 of a GPP string, the framework of IAB Canada: express consent where Europe says
 * consent, implied consent where it says legitimate interest.
 *
 * Its vendors were written in two ways, as ranges of Fibonacci distances and, by earlier libraries,
 * as ranges of plain ids, with publisher restrictions after them or without. What is read is the
 * first of these forms that fits the whole segment; the purposes stand before, the same in all.
 */
import type { Result } from '../values/index.ts'
import { BitReader } from './bit-reader.ts'
import { type IdRanges, readFibonacciRange, readIntRange, readVendors } from './id-ranges.ts'
import { readPublisher } from './parse-tc-string.ts'
import { faultResult, underPath } from './signal-issue.ts'
import {
  DISCLOSED_VENDORS,
  PUBLISHER_CHOICES,
  PURPOSE_BITS,
  type PublisherChoices,
  SEGMENT_TYPE_BITS,
  SPECIAL_FEATURE_BITS,
} from './tc-string.ts'

export interface TcfCanada {
  readonly createdDeciseconds: number
  readonly updatedDeciseconds: number
  readonly cmpId: number
  readonly cmpVersion: number
  readonly consentScreen: number
  readonly consentLanguage: string
  readonly vendorListVersion: number
  readonly policyVersion: number
  readonly nonStandardStacks: boolean
  readonly specialFeatures: readonly number[]
  readonly purposesExpress: readonly number[]
  readonly purposesImplied: readonly number[]
  readonly vendorsExpress: IdRanges
  readonly vendorsImplied: IdRanges
  readonly vendorsDisclosed: IdRanges | undefined
  /** Of the publisher's own uses; consent is express, legitimate interest is implied consent. */
  readonly publisher: PublisherChoices | undefined
}

const VERSION = 1
const SEGMENTS_MAX = 3

interface Form {
  readonly readRange: (bits: BitReader, max?: number) => IdRanges
  readonly hasRestrictions: boolean
}

const FORMS: readonly Form[] = [
  { readRange: readFibonacciRange, hasRestrictions: true },
  { readRange: readFibonacciRange, hasRestrictions: false },
  { readRange: readIntRange, hasRestrictions: true },
  { readRange: readIntRange, hasRestrictions: false },
]

/** Issues: as those of a TC string. */
export function parseTcfCanada(text: string): Result<TcfCanada> {
  const [first = '', ...others] = text.split('.', SEGMENTS_MAX + 1)
  let read = underPath(
    readFirstFitting((form) => readCore(first, form)),
    'core',
  )
  if (others.length >= SEGMENTS_MAX) return faultResult('signal_segment')
  for (const segment of others) {
    if (!read.ok) return read
    const before = read.value
    read = readFirstFitting((form) => readSegment(segment, before, form))
  }
  return read
}

/** The outcome of the first form that fits; of the first form where none does. */
function readFirstFitting<T>(read: (form: Form) => Result<T>): Result<T> {
  const outcomes = FORMS.map(read)
  return outcomes.find(({ ok }) => ok) ?? outcomes[0] ?? faultResult('signal_segment')
}

function readCore(text: string, { readRange, hasRestrictions }: Form): Result<TcfCanada> {
  const bits = new BitReader(text)
  if (bits.number(6) !== VERSION) bits.fail('signal_version')
  const read: TcfCanada = {
    createdDeciseconds: bits.number(36),
    updatedDeciseconds: bits.number(36),
    cmpId: bits.number(12),
    cmpVersion: bits.number(12),
    consentScreen: bits.number(6),
    consentLanguage: bits.letters(2),
    vendorListVersion: bits.number(12),
    policyVersion: bits.number(6),
    nonStandardStacks: bits.flag(),
    specialFeatures: bits.ids(SPECIAL_FEATURE_BITS),
    purposesExpress: bits.ids(PURPOSE_BITS),
    purposesImplied: bits.ids(PURPOSE_BITS),
    vendorsExpress: readVendors(bits, readRange),
    vendorsImplied: readVendors(bits, readRange),
    vendorsDisclosed: undefined,
    publisher: undefined,
  }
  if (hasRestrictions) skipRestrictions(bits, readRange)
  return bits.finish(read)
}

/** They narrow what vendors may do, and nothing here is a vendor's. */
function skipRestrictions(bits: BitReader, readRange: Form['readRange']): void {
  const count = bits.number(12)
  for (let entry = 0; entry < count && !bits.isFaulty; entry += 1) {
    bits.number(6)
    bits.number(2)
    if (readRange === readIntRange) readIntRange(bits)
    else readVendors(bits, readRange)
  }
}

function readSegment(text: string, before: TcfCanada, form: Form): Result<TcfCanada> {
  const bits = new BitReader(text)
  const type = bits.number(SEGMENT_TYPE_BITS)
  if (type === PUBLISHER_CHOICES && before.publisher === undefined) {
    return bits.finish({ ...before, publisher: readPublisher(bits) })
  }
  if (type === DISCLOSED_VENDORS && before.vendorsDisclosed === undefined) {
    return bits.finish({ ...before, vendorsDisclosed: readVendors(bits, form.readRange) })
  }
  bits.fail('signal_segment')
  return bits.finish(before)
}
