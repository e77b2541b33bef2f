/** Writes a TC string. Only a registered platform may, and only with its own id. */
import { assert } from '../values/index.ts'
import { BitWriter } from './bit-writer.ts'
import { type IdRanges, writeVendors } from './id-ranges.ts'
import {
  ALLOWED_VENDORS,
  CMP_ID_MIN,
  DISCLOSED_VENDORS,
  PUBLISHER_CHOICES,
  PURPOSE_BITS,
  type PublisherChoices,
  type PublisherRestriction,
  SEGMENT_TYPE_BITS,
  SPECIAL_FEATURE_BITS,
  TC_VERSION,
  type TcString,
} from './tc-string.ts'

export function formatTcString(tc: TcString): string {
  assert(tc.cmpId >= CMP_ID_MIN, 'A TC string names the platform that wrote it')
  const segments = [
    formatCore(tc),
    tc.vendorsDisclosed && formatVendors(DISCLOSED_VENDORS, tc.vendorsDisclosed),
    tc.vendorsAllowed && formatVendors(ALLOWED_VENDORS, tc.vendorsAllowed),
    tc.publisher && formatPublisher(tc.publisher),
  ]
  return segments.filter((segment) => segment !== undefined).join('.')
}

function formatCore(tc: TcString): string {
  const bits = new BitWriter()
    .number(TC_VERSION, 6)
    .number(tc.createdDeciseconds, 36)
    .number(tc.updatedDeciseconds, 36)
    .number(tc.cmpId, 12)
    .number(tc.cmpVersion, 12)
    .number(tc.consentScreen, 6)
    .letters(tc.consentLanguage)
    .number(tc.vendorListVersion, 12)
    .number(tc.policyVersion, 6)
    .flag(true)
    .flag(tc.nonStandardTexts)
    .ids(tc.specialFeatures, SPECIAL_FEATURE_BITS)
    .ids(tc.purposesConsent, PURPOSE_BITS)
    .ids(tc.purposesLegitimateInterest, PURPOSE_BITS)
    .flag(tc.purposeOneUndisclosed)
    .letters(tc.publisherCountry)
  writeVendors(bits, tc.vendorsConsent)
  writeVendors(bits, tc.vendorsLegitimateInterest)
  writeRestrictions(bits, tc.restrictions)
  return bits.toText()
}

function writeRestrictions(bits: BitWriter, restrictions: readonly PublisherRestriction[]): void {
  bits.number(restrictions.length, 12)
  for (const { purpose, kind, vendors } of restrictions) {
    bits.number(purpose, 6).number(kind, 2).number(vendors.length, 12)
    for (const [first, last] of vendors) {
      bits.flag(last > first).number(first, 16)
      if (last > first) bits.number(last, 16)
    }
  }
}

function formatVendors(type: number, vendors: IdRanges): string {
  const bits = new BitWriter().number(type, SEGMENT_TYPE_BITS)
  writeVendors(bits, vendors)
  return bits.toText()
}

function formatPublisher(publisher: PublisherChoices): string {
  return new BitWriter()
    .number(PUBLISHER_CHOICES, SEGMENT_TYPE_BITS)
    .ids(publisher.purposesConsent, PURPOSE_BITS)
    .ids(publisher.purposesLegitimateInterest, PURPOSE_BITS)
    .number(publisher.customCount, 6)
    .ids(publisher.customConsent, publisher.customCount)
    .ids(publisher.customLegitimateInterest, publisher.customCount)
    .toText()
}
