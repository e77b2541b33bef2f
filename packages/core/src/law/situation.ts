/**
 * The closed lists in which a situation is told to the law: what data, through which channel, in
 * what campaign, under what relationship. What is left out is unknown.
 */
import type { Instant, Purpose } from '../values/index.ts'

/** How an age is known. A law may bind on actual knowledge alone, or on what one should know. */
export const AGE_KNOWLEDGE = [
  'actual',
  'wilful_disregard',
  'should_have_known',
  'declared',
  'indications',
] as const
export type AgeKnowledge = (typeof AGE_KNOWLEDGE)[number]

/** What a law asks to be known of an age before it binds. */
export const KNOWLEDGE_STANDARDS = ['actual', 'wilful_disregard', 'should_have_known'] as const
export type KnowledgeStandard = (typeof KNOWLEDGE_STANDARDS)[number]

export const DATA_CATEGORIES = [
  'health',
  'religion',
  'sexuality',
  'politics',
  'ethnicity',
  'union',
  'biometric',
  'genetic',
  'precise_location',
  'finance',
  'child',
  'video_titles',
  'citizenship',
  'gender_identity',
  'neural',
  'criminal',
  'government_id',
  'credentials',
  'communications',
  'other_sensitive',
] as const
export type DataCategory = (typeof DATA_CATEGORIES)[number]

export interface DataFact {
  readonly category: DataCategory
  /** Concluded from other data rather than told. */
  readonly inferred: boolean
}

export const CONSENT_CONTEXTS = [
  'purchase',
  'negotiation',
  'free_account',
  'newsletter',
  'banner',
  'settings',
  'night',
  'other',
] as const
export type ConsentContext = (typeof CONSENT_CONTEXTS)[number]

export const CHANNELS = ['site', 'feed', 'playlist', 'ad', 'email', 'sms', 'push'] as const
export type Channel = (typeof CHANNELS)[number]

export const SIZES = ['micro', 'small', 'medium', 'large', 'vlop'] as const
export type Size = (typeof SIZES)[number]

/** What a deployment offers to the people who use it. */
export const CONTROLS = [
  'non_personal_option',
  'ad_controls',
  'recommender_options',
  'opt_out_link',
  'limit_link',
  'opt_out_status',
  'unsubscribe',
  'privacy_center',
  'ad_label',
  'age_screen',
] as const
export type Control = (typeof CONTROLS)[number]

export const CAMPAIGN_KINDS = [
  'political',
  'alcohol',
  'gambling',
  'tobacco',
  'medicine',
  'finance',
  'transactional',
] as const
export type CampaignKind = (typeof CAMPAIGN_KINDS)[number]

export const STORAGE_KINDS = ['essential', 'analytics', 'personalization', 'advertising'] as const
export type StorageKind = (typeof STORAGE_KINDS)[number]

export const ASK_ANSWERS = ['given', 'refused', 'none'] as const
export type AskAnswer = (typeof ASK_ANSWERS)[number]

/** What a decision rests on beside person, place, age band, signals and consent. */
export interface Situation {
  /** Exact years where they are known; a band says as much as it can. */
  readonly ageYears?: number | undefined
  readonly ageKnowledge?: AgeKnowledge | undefined
  readonly data?: readonly DataFact[] | undefined
  readonly consentContext?: ConsentContext | undefined
  readonly noticeShown?: boolean | undefined
  readonly objection?: { readonly purpose: Purpose; readonly at: Instant | undefined } | undefined
  readonly channel?: Channel | undefined
  readonly campaign?: readonly CampaignKind[] | undefined
  readonly relationship?: Relationship | undefined
  readonly storage?: StorageFact | undefined
  readonly recipient?: Recipient | undefined
}

export interface Relationship {
  readonly lastPurchaseAt: Instant | undefined
  readonly lastInquiryAt: Instant | undefined
  readonly ownSimilarProducts: boolean | undefined
  readonly asks: readonly { readonly at: Instant; readonly answer: AskAnswer }[]
}

export interface Recipient {
  readonly country: string | undefined
  readonly canMatchToPerson: boolean | undefined
  readonly broker: boolean | undefined
}

export interface StorageFact {
  readonly kind: StorageKind
  readonly solePurpose: boolean | undefined
}
