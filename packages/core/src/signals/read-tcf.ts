/** What the transparency frameworks' strings say of our purposes. */
import { isRegion, type Region } from '../values/index.ts'
import { meets } from './id-ranges.ts'
import { noteOf, type SignalNote, type SignalPart } from './signals.ts'
import {
  CMP_ID_MIN,
  CONSENT_ONLY_PURPOSES,
  type PublisherChoices,
  TC_POLICY_VERSION_VALID,
  type TcString,
} from './tc-string.ts'
import type { TcfCanada } from './tcf-canada.ts'
import {
  allowsAll,
  partPurposes,
  type TcfChoices,
  type TcfNeed,
  withoutVoidInterest,
} from './tcf-purposes.ts'

/** Where the GDPR or a law of its family reads a choice in a TC string as the person's. */
const TCF_PLACES: readonly Region[] = [
  ...['AT', 'BE', 'BG', 'HR', 'CY', 'CZ', 'DK', 'EE', 'FI', 'FR', 'DE', 'GR', 'HU', 'IE', 'IT'],
  ...['LV', 'LT', 'LU', 'MT', 'NL', 'PL', 'PT', 'RO', 'SK', 'SI', 'ES', 'SE', 'IS', 'LI', 'NO'],
  ...['GB', 'CH'],
].filter(isRegion)
const CANADA: readonly Region[] = ['CA'].filter(isRegion)

const NOTHING: TcfChoices = { consent: [], interest: [] }

/** @param name `tcf`, or the section that it stood in. */
export function readTcf(tc: TcString, name: string, signal: 'tcf' | 'gpp'): SignalPart {
  const isValid = tc.policyVersion >= TC_POLICY_VERSION_VALID && tc.cmpId >= CMP_ID_MIN
  const said = { consent: tc.purposesConsent, interest: tc.purposesLegitimateInterest }
  const choices = isValid ? withoutVoidInterest(said) : NOTHING
  const own = ownChoices(tc.publisher)
  const vendors = meets(tc.vendorsConsent, tc.vendorsDisclosed ?? [])
  const parted = partPurposes((_, need) => isAllowed(need, { choices, own, vendors }))
  return { signal, name, places: TCF_PLACES, ...parted, notes: notesOf(tc) }
}

/** Undefined where the publisher's segment is missing or empty: then it was not asked in. */
function ownChoices(publisher: PublisherChoices | undefined): TcfChoices | undefined {
  if (publisher === undefined) return undefined
  const { purposesConsent: consent, purposesLegitimateInterest: interest } = publisher
  const isEmpty = consent.length + interest.length + publisher.customCount === 0
  return isEmpty ? undefined : withoutVoidInterest({ consent, interest })
}

interface Said {
  readonly choices: TcfChoices
  readonly own: TcfChoices | undefined
  readonly vendors: boolean
}

/** What was said of the publisher's own uses counts beside what was said in general. */
function isAllowed(need: TcfNeed, { choices, own, vendors }: Said): boolean {
  if (!allowsAll(need.purposes, choices)) return false
  if (need.own && own !== undefined && !allowsAll(need.purposes, own)) return false
  return !need.vendors || vendors
}

function notesOf(tc: TcString): readonly SignalNote[] {
  const claims = tc.purposesLegitimateInterest.some((one) => CONSENT_ONLY_PURPOSES.includes(one))
  return [
    tc.policyVersion < TC_POLICY_VERSION_VALID && noteOf('policy_outdated'),
    tc.cmpId < CMP_ID_MIN && noteOf('platform_unregistered'),
    tc.vendorsDisclosed === undefined && noteOf('vendors_undisclosed'),
    claims && noteOf('legitimate_interest_void'),
    tc.purposeOneUndisclosed && noteOf('purpose_one_undisclosed'),
    tc.createdDeciseconds !== tc.updatedDeciseconds && noteOf('dates_differ'),
  ].filter((note) => note !== false)
}

/** In Canada purpose 1 is not used, and implied consent counts where the string says so. */
export function readTcfCanada(tc: TcfCanada, name: string): SignalPart {
  const choices = { consent: tc.purposesExpress, interest: tc.purposesImplied }
  const own = tc.publisher && {
    consent: tc.publisher.purposesConsent,
    interest: tc.publisher.purposesLegitimateInterest,
  }
  const isAsked = own !== undefined && own.consent.length + own.interest.length > 0
  const vendors = tc.vendorsExpress.length + tc.vendorsImplied.length > 0
  const said = { choices, own: isAsked ? own : undefined, vendors }
  const { refuses, leaves } = partPurposes((_, need) => isAllowed(need, said))
  const isUsed = (purpose: string): boolean => purpose !== 'device_storage'
  return {
    signal: 'gpp',
    name,
    places: CANADA,
    refuses: refuses.filter(isUsed),
    leaves: leaves.filter(isUsed),
    notes: [],
  }
}
