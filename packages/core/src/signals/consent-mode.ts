/**
 * Google's Consent Mode v2: seven kinds of storage and use, each granted or denied. What is not
 * told counts as denied, other than at Google.
 */
import { PURPOSES, type Purpose, type Result, success } from '../values/index.ts'
import { type Choices, grantedIn } from './choices.ts'
import { faultResult } from './signal-issue.ts'

export type ConsentModeState = 'granted' | 'denied'

export const CONSENT_MODE_KEYS = [
  'ad_storage',
  'ad_user_data',
  'ad_personalization',
  'analytics_storage',
  'functionality_storage',
  'personalization_storage',
  'security_storage',
] as const

export type ConsentModeKey = (typeof CONSENT_MODE_KEYS)[number]
export type ConsentMode = Readonly<Record<ConsentModeKey, ConsentModeState>>

/** Each needs all of our purposes beside it. */
const NEEDS: Readonly<Record<ConsentModeKey, readonly Purpose[]>> = {
  ad_storage: ['device_storage', 'cross_context_advertising'],
  ad_user_data: ['cross_context_advertising', 'sale_or_sharing'],
  ad_personalization: ['first_party_advertising', 'cross_context_advertising'],
  analytics_storage: ['device_storage', 'measurement'],
  functionality_storage: ['device_storage'],
  personalization_storage: ['device_storage', 'site_personalization'],
  security_storage: ['device_storage'],
}

export function consentModeOf(choices: Choices): ConsentMode {
  const granted = grantedIn(choices)
  return fromStates((key) => NEEDS[key].every((purpose) => granted.has(purpose)))
}

function fromStates(isGranted: (key: ConsentModeKey) => boolean): ConsentMode {
  const stateOf = (key: ConsentModeKey): ConsentModeState => (isGranted(key) ? 'granted' : 'denied')
  return {
    ad_storage: stateOf('ad_storage'),
    ad_user_data: stateOf('ad_user_data'),
    ad_personalization: stateOf('ad_personalization'),
    analytics_storage: stateOf('analytics_storage'),
    functionality_storage: stateOf('functionality_storage'),
    personalization_storage: stateOf('personalization_storage'),
    security_storage: stateOf('security_storage'),
  }
}

/** Issues: `signal_value` where a value is neither, or a key is not known. */
export function parseConsentMode(json: Readonly<Record<string, unknown>>): Result<ConsentMode> {
  for (const [key, value] of Object.entries(json)) {
    const isKnown = CONSENT_MODE_KEYS.some((known) => known === key)
    if (!isKnown || (value !== 'granted' && value !== 'denied'))
      return faultResult('signal_value', key)
  }
  return success(fromStates((key) => json[key] === 'granted'))
}

/** Our purposes that a denied kind refuses. */
export function refusedByConsentMode(mode: ConsentMode): readonly Purpose[] {
  const denied = CONSENT_MODE_KEYS.filter((key) => mode[key] === 'denied')
  const refused = new Set<Purpose>(denied.flatMap((key) => REFUSED_WITH[key]))
  return PURPOSES.filter((purpose) => refused.has(purpose))
}

/** Narrower than what each needs: a denied kind of storage does not refuse all storage. */
const REFUSED_WITH: Readonly<Record<ConsentModeKey, readonly Purpose[]>> = {
  ad_storage: ['cross_context_advertising'],
  ad_user_data: ['cross_context_advertising', 'sale_or_sharing'],
  ad_personalization: [
    'first_party_advertising',
    'cross_context_advertising',
    'political_advertising',
  ],
  analytics_storage: ['measurement'],
  functionality_storage: ['device_storage'],
  personalization_storage: ['site_personalization', 'sensitive_profiling'],
  security_storage: [],
}
