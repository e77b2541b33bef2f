/**
 * Reads a TC string: a core segment, then any of three others in any order, joined by dots
 * (IAB Europe, "Consent string and vendor list formats v2", as of TCF 2.3).
 */
import { type Result, success } from '../values/index.ts'
import { BitReader } from './bit-reader.ts'
import { type IdRanges, readIntRange, readVendors } from './id-ranges.ts'
import { faultResult, underPath } from './signal-issue.ts'
import {
  ALLOWED_VENDORS,
  DISCLOSED_VENDORS,
  PUBLISHER_CHOICES,
  PURPOSE_BITS,
  type PublisherChoices,
  type PublisherRestriction,
  SEGMENT_TYPE_BITS,
  SPECIAL_FEATURE_BITS,
  TC_POLICY_VERSION,
  TC_POLICY_VERSION_MIN,
  TC_VERSION,
  type TcString,
} from './tc-string.ts'

const SEGMENTS_MAX = 4
const TYPES: ReadonlyMap<number, string> = new Map([
  [DISCLOSED_VENDORS, 'disclosed_vendors'],
  [ALLOWED_VENDORS, 'allowed_vendors'],
  [PUBLISHER_CHOICES, 'publisher'],
])

type Segments = Pick<TcString, 'vendorsDisclosed' | 'vendorsAllowed' | 'publisher'>
type Core = Omit<TcString, keyof Segments>

/**
 * Issues: `signal_empty`, `signal_too_long`, `signal_encoding`, `signal_truncated`,
 * `signal_padding`, `signal_version`, `signal_policy`, `signal_scope`, `signal_value`,
 * `signal_range`, `signal_segment`; the path names the segment.
 */
export function parseTcString(text: string): Result<TcString> {
  const [first = '', ...others] = text.split('.', SEGMENTS_MAX + 1)
  const core = underPath(readCore(first), 'core')
  if (!core.ok) return core
  if (others.length >= SEGMENTS_MAX) return faultResult('signal_segment')
  let segments: Segments = NO_SEGMENTS
  for (const segment of others) {
    const read = readSegment(segment, segments)
    if (!read.ok) return read
    segments = read.value
  }
  return success({ ...core.value, ...segments })
}

const NO_SEGMENTS: Segments = {
  vendorsDisclosed: undefined,
  vendorsAllowed: undefined,
  publisher: undefined,
}

function readCore(text: string): Result<Core> {
  const bits = new BitReader(text)
  if (bits.number(6) !== TC_VERSION) bits.fail('signal_version')
  const made = {
    createdDeciseconds: bits.number(36),
    updatedDeciseconds: bits.number(36),
    cmpId: bits.number(12),
    cmpVersion: bits.number(12),
    consentScreen: bits.number(6),
    consentLanguage: bits.letters(2),
    vendorListVersion: bits.number(12),
    policyVersion: readPolicyVersion(bits),
  }
  if (!bits.flag()) bits.fail('signal_scope')
  return bits.finish({
    ...made,
    nonStandardTexts: bits.flag(),
    specialFeatures: bits.ids(SPECIAL_FEATURE_BITS),
    purposesConsent: bits.ids(PURPOSE_BITS),
    purposesLegitimateInterest: bits.ids(PURPOSE_BITS),
    purposeOneUndisclosed: bits.flag(),
    publisherCountry: bits.letters(2),
    vendorsConsent: readVendors(bits),
    vendorsLegitimateInterest: readVendors(bits),
    restrictions: readRestrictions(bits),
  })
}

function readPolicyVersion(bits: BitReader): number {
  const version = bits.number(6)
  if (version < TC_POLICY_VERSION_MIN || version > TC_POLICY_VERSION) bits.fail('signal_policy')
  return version
}

function readRestrictions(bits: BitReader): readonly PublisherRestriction[] {
  const restrictions: PublisherRestriction[] = []
  const count = bits.number(12)
  for (let entry = 0; entry < count && !bits.isFaulty; entry += 1) {
    const purpose = bits.number(6)
    const kind = bits.number(2)
    if (purpose < 1 || purpose > PURPOSE_BITS) bits.fail('signal_value')
    if (kind === 0 || kind === 1 || kind === 2) {
      restrictions.push({ purpose, kind, vendors: readIntRange(bits) })
    } else {
      bits.fail('signal_value')
    }
  }
  return restrictions
}

function readSegment(text: string, before: Segments): Result<Segments> {
  const bits = new BitReader(text)
  const type = bits.number(SEGMENT_TYPE_BITS)
  const name = TYPES.get(type)
  if (name === undefined) bits.fail('signal_segment')
  const isDouble =
    (type === DISCLOSED_VENDORS && before.vendorsDisclosed !== undefined) ||
    (type === ALLOWED_VENDORS && before.vendorsAllowed !== undefined) ||
    (type === PUBLISHER_CHOICES && before.publisher !== undefined)
  if (isDouble) bits.fail('signal_segment')
  const read = bits.finish(addSegment(type, bits, before))
  return name === undefined ? read : underPath(read, name)
}

function addSegment(type: number, bits: BitReader, before: Segments): Segments {
  if (type === PUBLISHER_CHOICES) return { ...before, publisher: readPublisher(bits) }
  const vendors: IdRanges = readVendors(bits)
  return type === DISCLOSED_VENDORS
    ? { ...before, vendorsDisclosed: vendors }
    : { ...before, vendorsAllowed: vendors }
}

/** The publisher's segment is the same in Canada, in other words. */
export function readPublisher(bits: BitReader): PublisherChoices {
  const purposesConsent = bits.ids(PURPOSE_BITS)
  const purposesLegitimateInterest = bits.ids(PURPOSE_BITS)
  const customCount = bits.number(6)
  return {
    purposesConsent,
    purposesLegitimateInterest,
    customCount,
    customConsent: bits.ids(customCount),
    customLegitimateInterest: bits.ids(customCount),
  }
}
