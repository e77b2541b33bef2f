/**
 * Writes a person's choices as the signals that others read. A number or field stands for a yes
 * only where each of our purposes behind it was granted, so that a refusal is nothing granted in
 * every format, storing on the device included.
 */
import { type Instant, type Result, success } from '../values/index.ts'
import { type Choices, grantedIn } from './choices.ts'
import { formatTcString } from './format-tc-string.ts'
import { formatGppString, TCF_EU, US_PRIVACY } from './gpp-string.ts'
import { rangesOf } from './id-ranges.ts'
import { faultResult } from './signal-issue.ts'
import { CMP_ID_MAX, CMP_ID_MIN, TC_POLICY_VERSION, type TcString } from './tc-string.ts'
import { TCF_NEEDS } from './tcf-purposes.ts'
import { formatUsPrivacy } from './us-privacy.ts'
import { formatUsSection, type UsChoices } from './us-section.ts'
import type { UsField, UsSection } from './us-sections.ts'

/** The operator's own registration with IAB Europe, and what it showed. */
export interface Platform {
  /** 2 to 4095. */
  readonly cmpId: number
  readonly cmpVersion: number
  readonly consentScreen: number
  /** ISO 639-1, upper case. */
  readonly consentLanguage: string
  readonly vendorListVersion: number
  /** ISO 3166-1. */
  readonly publisherCountry: string
  /** Ids of the vendors that the person was told of. */
  readonly vendorsDisclosed: readonly number[]
  /** Of these, the ones that they agreed to. */
  readonly vendorsConsent: readonly number[]
}

const DAY_DECISECONDS = 864_000

/** Issues: `cmp_id_missing`. */
export function writeTcString(choices: Choices, platform: Platform, at: Instant): Result<string> {
  const { cmpId } = platform
  if (!Number.isInteger(cmpId) || cmpId < CMP_ID_MIN || cmpId > CMP_ID_MAX) {
    return faultResult('cmp_id_missing')
  }
  return success(formatTcString(toTcString(choices, platform, at)))
}

function toTcString(choices: Choices, platform: Platform, at: Instant): TcString {
  const { vendorsDisclosed, vendorsConsent, ...made } = platform
  const day = Math.floor(at / 100 / DAY_DECISECONDS) * DAY_DECISECONDS
  const own = numbersOf(choices, true)
  const passesOn = numbersOf(choices, false).length > 0
  const agreed = vendorsConsent.filter((id) => vendorsDisclosed.includes(id))
  return {
    ...made,
    createdDeciseconds: day,
    updatedDeciseconds: day,
    policyVersion: TC_POLICY_VERSION,
    nonStandardTexts: false,
    specialFeatures: [],
    purposesConsent: numbersOf(choices, undefined),
    purposesLegitimateInterest: [],
    purposeOneUndisclosed: false,
    vendorsConsent: passesOn ? rangesOf(agreed) : [],
    vendorsLegitimateInterest: [],
    restrictions: [],
    vendorsDisclosed: rangesOf(vendorsDisclosed),
    vendorsAllowed: undefined,
    publisher: {
      purposesConsent: own,
      purposesLegitimateInterest: [],
      customCount: 0,
      customConsent: [],
      customLegitimateInterest: [],
    },
  }
}

/**
 * The numbers whose every purpose of ours was granted.
 *
 * @param own those of the business's own uses, or of what goes to others; all where undefined.
 */
function numbersOf(choices: Choices, own: boolean | undefined): readonly number[] {
  const granted = grantedIn(choices)
  const needs = WRITTEN.filter(([, need]) => own === undefined || need.own === own)
  const numbers = new Set(needs.flatMap(([, need]) => need.purposes))
  return [...numbers]
    .filter((number) =>
      needs.every(([purpose, need]) => !need.purposes.includes(number) || granted.has(purpose)),
    )
    .toSorted((a, b) => a - b)
}

/** Sensitive and political uses have no number of their own, and none stands for a yes to them. */
const WRITTEN = (
  [
    'device_storage',
    'site_personalization',
    'model_training',
    'first_party_advertising',
    'cross_context_advertising',
    'sale_or_sharing',
    'measurement',
  ] as const
).flatMap((purpose) => {
  const need = TCF_NEEDS[purpose]
  return need === undefined ? [] : [[purpose, need] as const]
})

/** The US privacy string knows one choice, which stands for all that is passed on. */
export function writeUsPrivacy(choices: Choices): string {
  const granted = grantedIn(choices)
  const isOpen = granted.has('sale_or_sharing') && granted.has('cross_context_advertising')
  const notice = choices.noticeShown ? 'Y' : 'N'
  return formatUsPrivacy({ notice, optOutSale: isOpen ? 'N' : 'Y', covered: 'N' })
}

/** A person's no is written in every section, whether or not a notice was shown before it. */
export function writeUsSection(choices: Choices, section: UsSection): string {
  return formatUsSection(toUsChoices(choices, section))
}

function toUsChoices(choices: Choices, section: UsSection): UsChoices {
  const values = fieldValues(choices)
  const fields: Partial<Record<UsField, readonly number[]>> = {}
  for (const [field, count] of section.slots) {
    fields[field] = new Array<number>(count).fill(values[field])
  }
  const sensitive = new Array<number>(8).fill(values.SensitiveDataProcessing)
  return {
    section,
    version: section.version,
    fields:
      section.more === 'sensitive' ? { ...fields, SensitiveDataProcessing: sensitive } : fields,
    gpc: section.more === 'gpc' ? choices.gpc : undefined,
  }
}

/** 0 does not apply, 1 is no (or a notice that was given), 2 is yes (or one that was not). */
function fieldValues(choices: Choices): Readonly<Record<UsField, 0 | 1 | 2>> {
  const granted = grantedIn(choices)
  const sale = granted.has('sale_or_sharing')
  const targeted = granted.has('cross_context_advertising')
  const notice = choices.noticeShown ? 1 : 2
  const never = granted.size === 0 ? 1 : 0
  return {
    SharingNotice: notice,
    ProcessingNotice: notice,
    SaleOptOutNotice: notice,
    SharingOptOutNotice: notice,
    TargetedAdvertisingOptOutNotice: notice,
    SensitiveDataProcessingOptOutNotice: notice,
    SensitiveDataOptOutNotice: notice,
    SensitiveDataLimitUseNotice: notice,
    SaleOptOut: sale ? 2 : 1,
    SharingOptOut: sale && targeted ? 2 : 1,
    TargetedAdvertisingOptOut: targeted ? 2 : 1,
    SensitiveDataProcessing: granted.has('sensitive_profiling') ? 2 : 1,
    KnownChildSensitiveDataConsents: choices.minor ? 1 : never,
    PersonalDataConsents: never,
    AdditionalDataProcessingConsent: never,
    MspaCoveredTransaction: 2,
    MspaOptOutOptionMode: 0,
    MspaServiceProviderMode: 0,
    MspaMode: 0,
  }
}

export interface GppParts {
  readonly sections: readonly UsSection[]
  /** The old US privacy string as a section. */
  readonly usPrivacy: boolean
  /** A TC string as a section; only with a registration. */
  readonly platform: Platform | undefined
}

/** Issues: `cmp_id_missing`. */
export function writeGppString(choices: Choices, parts: GppParts, at: Instant): Result<string> {
  const texts = new Map(
    parts.sections.map((section) => [section.id, writeUsSection(choices, section)]),
  )
  if (parts.usPrivacy) texts.set(US_PRIVACY, writeUsPrivacy(choices))
  if (parts.platform === undefined) return success(formatGppString(texts))
  const tc = writeTcString(choices, parts.platform, at)
  if (!tc.ok) return tc
  return success(formatGppString(texts.set(TCF_EU, tc.value)))
}
