/**
 * A law as data. A pack says where it binds (`scope`) and holds dated rules, each with its
 * citation; the engine (`decide.ts`) is the same for every law. Texts are never legal advice.
 * `parse-rule-pack.ts` reads the files, and refuses what it does not know.
 */
import type { SignalName } from '../signals/index.ts'
import type { Purpose } from '../values/index.ts'
import type { Clock } from './clock.ts'
import type { PermissionModel } from './permission-model.ts'
import type {
  CampaignKind,
  Channel,
  ConsentContext,
  Control,
  DataCategory,
  KnowledgeStandard,
  Size,
  StorageKind,
} from './situation.ts'

export interface RulePack {
  readonly id: string
  /** The date on which this text of the pack was made; a decision names `id@version`. */
  readonly version: string
  readonly title: string
  readonly scope: PackScope
  readonly rules: readonly Rule[]
  /** IANA name of the zone in which its days begin; UTC where it has none. */
  readonly zone?: string | undefined
  /** Where the whole law is found. */
  readonly citation?: string | undefined
  /** What stands about the law as a whole: enjoined, not in force yet. */
  readonly status?: string | undefined
  /** How long there is to answer a request, or to report a breach. */
  readonly clocks?: readonly Clock[] | undefined
}

/**
 * - `regions`: binds where the person is, or lives, in one of them;
 * - `elsewhere`: binds a place whose packs have no model for the purpose, and an unknown place;
 * - `house`: our own rule under the law, everywhere. It can only refuse more than the law does.
 */
export type PackScope = RegionScope | { readonly kind: 'elsewhere' } | { readonly kind: 'house' }

export interface RegionScope {
  readonly kind: 'regions'
  readonly regions: readonly string[]
  /** Parts of the regions in which another law takes its place. */
  readonly except?: readonly string[] | undefined
  /** Follows a business that is established there to every person it serves. */
  readonly followsEstablishment?: boolean | undefined
  /** The one in force counts; none in force binds every business. */
  readonly thresholds?: readonly Threshold[] | undefined
}

/** Below it the law does not bind the business, unless one of the other limbs holds. */
export interface Threshold {
  /** Fewer people served a year stay below. */
  readonly consumers: number | undefined
  /** Businesses of these sizes stay below. */
  readonly sizes: readonly Size[]
  /** Of the number and the size one is enough to stay below; else both are needed. */
  readonly either: boolean
  /** Any of these data binds whatever the number. */
  readonly orData: readonly DataCategory[]
  /** Any of these purposes binds, from so many people on; from the first where undefined. */
  readonly orPurposes: readonly Purpose[]
  readonly orPurposesFrom: number | undefined
  /** Rules that bind every business whatever the number. */
  readonly exceptRules: readonly string[]
  readonly citation: string
  /** First day in force, and first day no longer. */
  readonly from: string
  readonly until: string | undefined
}

export interface Rule {
  readonly id: string
  readonly purposes: readonly Purpose[]
  readonly effect: RuleEffect
  readonly when: RuleCondition
  /** Does not bind where any of these is known to hold. */
  readonly unless?: readonly RuleCondition[] | undefined
  /** First day in force, `YYYY-MM-DD`, in the zone of the pack. */
  readonly from: string
  /** First day no longer in force. */
  readonly until: string | undefined
  readonly citation: string
  /** The rule in plain words. */
  readonly says: string
  /**
   * Not verified against the law's text: it can make a decision stricter, and the answer says so.
   */
  readonly advisory: boolean
  readonly grade?: Grade | undefined
  /** Of a house rule: an operator may have it give way to the law, after an assessment. */
  readonly relaxable?: boolean | undefined
  /** Where the citation was read. */
  readonly source?: string | undefined
}

/** How far a rule is verified. The last two make it advisory. */
export const GRADES = ['statute', 'reviewed', 'secondary', 'vendor', 'unverified'] as const
export type Grade = (typeof GRADES)[number]

export function isAdvisoryGrade(grade: Grade): boolean {
  return grade === 'vendor' || grade === 'unverified'
}

/**
 * - `model`: how the purpose may be served;
 * - `refuse`: a refusal as soon as the condition holds (a signal, say);
 * - `guardian`: consent counts only from a guardian;
 * - `validity`: consent lapses after that ISO 8601 period;
 * - `control`: refuses where none of these controls is offered;
 * - `quiet`: refuses between two times of the recipient's day;
 * - `ask`: after a no, asking again waits that period, or for ever;
 * - `duty`: what must be done or shown beside, by code.
 */
export type RuleEffect =
  | ({ readonly kind: 'model'; readonly model: PermissionModel } & ModelTerms)
  | { readonly kind: 'refuse' }
  | { readonly kind: 'guardian' }
  | { readonly kind: 'validity'; readonly period: string }
  | { readonly kind: 'control'; readonly anyOf: readonly Control[] }
  | QuietEffect
  | { readonly kind: 'ask'; readonly after: AskAfter }
  | { readonly kind: 'duty'; readonly code: string; readonly condition: boolean }

/** An ISO 8601 period, the end of the calendar year after the no, or never. */
export type AskAfter = string | 'next_year_over' | 'never'

export interface QuietEffect {
  readonly kind: 'quiet'
  /** Minutes since midnight. */
  readonly fromMinute: number
  readonly toMinute: number
  /** Days of the week on which it is quiet; every day where undefined. */
  readonly days: readonly Weekday[] | undefined
  /** Consent of this context allows it. */
  readonly unlessContext: ConsentContext | undefined
  /** A guardian's yes allows it. */
  readonly unlessGuardian: boolean
}

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof WEEKDAYS)[number]

export interface ModelTerms {
  /** When a customer relationship stands in for consent under `soft_opt_in`. */
  readonly soft?: SoftTerms | undefined
  /** Business days within which a no must be heeded; at once where undefined. */
  readonly graceBusinessDays?: number | undefined
}

export interface SoftTerms {
  /** ISO 8601 periods after the last purchase, or inquiry; no limit where undefined. */
  readonly purchaseWithin: string | undefined
  readonly inquiryWithin: string | undefined
  /** An account without a price is a sale in its sense. */
  readonly freeAccount: boolean
  /** Negotiations for a sale are enough. */
  readonly negotiation: boolean
  readonly ownSimilarProducts: boolean
}

/** Every part that is there must hold. An empty condition always holds. */
export interface RuleCondition {
  /**
   * Younger than that many years; by region where member states differ (`default` for the rest).
   */
  readonly ageBelow: Readonly<Record<string, number>> | undefined
  /** The signal refuses the purpose in question. */
  readonly signal: SignalName | undefined
  /** The deployment is an online platform in the sense of the law. */
  readonly platform: boolean | undefined
  readonly ageFrom?: number | undefined
  /** What must be known of the age; any knowledge where undefined. */
  readonly knowledge?: KnowledgeStandard | undefined
  readonly directedToMinors?: boolean | undefined
  readonly data?: readonly DataCategory[] | undefined
  readonly inferred?: boolean | undefined
  readonly sizes?: readonly Size[] | undefined
  readonly gatekeeper?: boolean | undefined
  readonly campaign?: readonly CampaignKind[] | undefined
  readonly channels?: readonly Channel[] | undefined
  readonly storage?: readonly StorageKind[] | undefined
  readonly solePurpose?: boolean | undefined
  /** The person is, or lives, in one of them. */
  readonly places?: readonly string[] | undefined
  /** Only the country is known, and the law differs by its parts. */
  readonly partUnknown?: boolean | undefined
  readonly recipientIn?: readonly string[] | undefined
  /** The recipient lies outside these. */
  readonly recipientOutside?: readonly string[] | undefined
  readonly broker?: boolean | undefined
  readonly recipient?: boolean | undefined
  /** The recipient can tell whose data it is; assumed where nobody says. */
  readonly recipientMatches?: boolean | undefined
  readonly context?: readonly ConsentContext[] | undefined
}

/** `id@version`. */
export function packName({ id, version }: Pick<RulePack, 'id' | 'version'>): string {
  return `${id}@${version}`
}
