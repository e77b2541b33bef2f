/**
 * The purposes for which data about a subject may be used: a closed list, each named in the terms
 * of the standards (DPV 2.3, fideslang, IAB TCF 2.x purposes, Google Consent Mode v2). A purpose
 * that a law does not name needs explicit consent there (docs/guide/consent.md).
 */
export const PURPOSES = [
  'device_storage',
  'site_personalization',
  'model_training',
  'first_party_advertising',
  'cross_context_advertising',
  'sale_or_sharing',
  'measurement',
  'email_marketing',
  'email_tracking',
  'sms_marketing',
  'push_marketing',
  'sensitive_profiling',
  'political_advertising',
] as const

export type Purpose = (typeof PURPOSES)[number]

export function isPurpose(value: unknown): value is Purpose {
  return PURPOSES.some((purpose) => purpose === value)
}

/**
 * The purpose's bit in a set of purposes kept as one integer (a row's `purposes` column).
 * The order of `PURPOSES` is therefore a stored format: new purposes go at the end.
 */
export function purposeBit(purpose: Purpose): number {
  const place = PURPOSES.indexOf(purpose)
  return place < 0 ? 0 : 1 << place
}

export function purposeMask(purposes: readonly Purpose[]): number {
  return purposes.reduce((mask, purpose) => mask | purposeBit(purpose), 0)
}

export function purposesIn(mask: number): Purpose[] {
  return PURPOSES.filter((_, place) => (mask & (1 << place)) !== 0)
}

/** The same purpose in the vocabularies of others. Empty where a vocabulary has no term for it. */
export interface PurposeTerms {
  readonly dpv: string
  readonly fideslang: string
  readonly tcf: readonly number[]
  readonly consentMode: readonly string[]
  /** What it means, to the person, in one sentence. */
  readonly says: string
}

export const PURPOSE_TERMS: Readonly<Record<Purpose, PurposeTerms>> = {
  device_storage: {
    dpv: 'dpv:TechnicalServiceProvision',
    fideslang: 'essential.service.operations',
    tcf: [1],
    consentMode: ['functionality_storage'],
    says: 'We keep information in your browser.',
  },
  site_personalization: {
    dpv: 'dpv:ProvidePersonalisedRecommendations',
    fideslang: 'personalize.content',
    tcf: [5, 6],
    consentMode: ['personalization_storage'],
    says: 'We choose what you see here from what you did here.',
  },
  model_training: {
    dpv: 'dpv:ServiceOptimisation',
    fideslang: 'train_ai_system',
    tcf: [10],
    consentMode: [],
    says: 'What you did here helps to choose suggestions for others, counted together with many.',
  },
  first_party_advertising: {
    dpv: 'dpv:PersonalisedAdvertising',
    fideslang: 'marketing.advertising.first_party.targeted',
    tcf: [3, 4],
    consentMode: ['ad_personalization'],
    says: 'We choose the ads you see here from what you did here.',
  },
  cross_context_advertising: {
    dpv: 'dpv:TargetedAdvertising',
    fideslang: 'marketing.advertising.third_party.targeted',
    tcf: [3, 4],
    consentMode: ['ad_user_data', 'ad_personalization', 'ad_storage'],
    says: 'Ads follow what you did across different sites and apps.',
  },
  sale_or_sharing: {
    dpv: 'dpv:SellDataToThirdParties',
    fideslang: 'third_party_sharing',
    tcf: [],
    consentMode: ['ad_user_data'],
    says: 'Information about you goes to other companies.',
  },
  measurement: {
    dpv: 'dpv:ServiceUsageAnalytics',
    fideslang: 'analytics.reporting.campaign_insights',
    tcf: [7, 8],
    consentMode: ['analytics_storage'],
    says: 'We count what was shown and what it led to.',
  },
  email_marketing: {
    dpv: 'dpv:DirectMarketing',
    fideslang: 'marketing.communications.email',
    tcf: [],
    consentMode: [],
    says: 'We send you offers by email.',
  },
  email_tracking: {
    dpv: 'dpv:Marketing',
    fideslang: 'analytics.reporting.campaign_insights',
    tcf: [],
    consentMode: [],
    says: 'We see whether you opened an email and what you chose in it.',
  },
  sms_marketing: {
    dpv: 'dpv:DirectMarketing',
    fideslang: 'marketing.communications.sms',
    tcf: [],
    consentMode: [],
    says: 'We send you offers by text message.',
  },
  push_marketing: {
    dpv: 'dpv:DirectMarketing',
    fideslang: 'marketing.communications',
    tcf: [],
    consentMode: [],
    says: 'We send you offers as notifications.',
  },
  sensitive_profiling: {
    dpv: 'dpv:Personalisation',
    fideslang: 'personalize.content',
    tcf: [],
    consentMode: [],
    says: 'We use things that say something sensitive about you, such as health.',
  },
  political_advertising: {
    dpv: 'dpv:PersonalisedAdvertising',
    fideslang: 'marketing.advertising.first_party.targeted',
    tcf: [],
    consentMode: [],
    says: 'We choose political ads for you from what you did here.',
  },
}
