/**
 * What a TC string of IAB Europe's Transparency and Consent Framework says, versions 2.2 and 2.3
 * (the encoding version is 2 in both; the policy version tells them apart: 4 and 5).
 */
import type { IdRanges } from './id-ranges.ts'

export interface TcString {
  /** Tenths of a second since 1970, at the start of a day in strings since 2.2. */
  readonly createdDeciseconds: number
  readonly updatedDeciseconds: number
  readonly cmpId: number
  readonly cmpVersion: number
  readonly consentScreen: number
  /** ISO 639-1, upper case. */
  readonly consentLanguage: string
  readonly vendorListVersion: number
  readonly policyVersion: number
  readonly nonStandardTexts: boolean
  readonly specialFeatures: readonly number[]
  readonly purposesConsent: readonly number[]
  readonly purposesLegitimateInterest: readonly number[]
  /** Purpose 1 was not disclosed at all. */
  readonly purposeOneUndisclosed: boolean
  /** ISO 3166-1, whose law the publisher refers to. */
  readonly publisherCountry: string
  readonly vendorsConsent: IdRanges
  readonly vendorsLegitimateInterest: IdRanges
  readonly restrictions: readonly PublisherRestriction[]
  /** Undefined where the segment is missing, which 2.3 requires: then no vendor was disclosed. */
  readonly vendorsDisclosed: IdRanges | undefined
  /** Of a scheme that was given up; read, and used for nothing. */
  readonly vendorsAllowed: IdRanges | undefined
  readonly publisher: PublisherChoices | undefined
}

/** 0: the purpose is not allowed; 1: consent is required; 2: legitimate interest is required. */
export interface PublisherRestriction {
  readonly purpose: number
  readonly kind: 0 | 1 | 2
  readonly vendors: IdRanges
}

/** What was said to the publisher's own uses, beside those of vendors. */
export interface PublisherChoices {
  readonly purposesConsent: readonly number[]
  readonly purposesLegitimateInterest: readonly number[]
  readonly customCount: number
  readonly customConsent: readonly number[]
  readonly customLegitimateInterest: readonly number[]
}

/** The id 0 is nobody's, and 1 is for writing the sections of the United States alone. */
export const CMP_ID_MIN = 2
export const CMP_ID_MAX = 4_095

export const TC_VERSION = 2
/** TCF 2.3, since 19 June 2025; the one that is written. */
export const TC_POLICY_VERSION = 5
/** TCF 2.2, since May 2023: what was agreed to under an older policy counts no more. */
export const TC_POLICY_VERSION_VALID = 4
export const TC_POLICY_VERSION_MIN = 2

/** Their legitimate-interest bits are always 0 (1 from the start, the others since 2.2). */
export const CONSENT_ONLY_PURPOSES: readonly number[] = [1, 3, 4, 5, 6]

export const DISCLOSED_VENDORS = 1
export const ALLOWED_VENDORS = 2
export const PUBLISHER_CHOICES = 3
export const SEGMENT_TYPE_BITS = 3

export const PURPOSE_BITS = 24
export const SPECIAL_FEATURE_BITS = 12
