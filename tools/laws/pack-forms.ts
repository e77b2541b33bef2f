/** The JSON forms that the generator of packs writes, and the names that its tables share. */
export interface PackJson {
  $schema?: string
  id: string
  version: string
  title: string
  citation?: string
  status?: string
  zone?: string
  scope: unknown
  rules: readonly RuleJson[]
  clocks?: readonly ClockJson[]
}

export interface RuleJson {
  id: string
  purposes: readonly string[] | 'all'
  [field: string]: unknown
  from: string
  citation: string
  says: string
}

export interface ClockJson {
  id: string
  request: string
  [field: string]: unknown
  from: string
  citation: string
  says: string
}

/** A value of the facts: us.json has tiers, world.json has grades. */
export interface Leaf {
  readonly value: unknown
  readonly cite?: string | null
  readonly verified?: boolean
  readonly tier?: string
  readonly source?: string | readonly string[] | null
  readonly source_grade?: string
  readonly soft_opt_in?: boolean
  readonly unit?: string
}

export interface Law {
  readonly id: string
  readonly name: string
  readonly citation?: string
  readonly status?: string
  readonly kind?: string
  readonly jurisdiction: string | { readonly codes: readonly string[] }
  readonly effective_date?: Leaf | null
  readonly model?: Readonly<Record<string, Leaf | null>> | null
  readonly minors?: Leaf | readonly MinorRule[] | null
  readonly sensitive_categories?: Leaf | null
  readonly universal_opt_out?: Leaf | null
  readonly rights?: Leaf | Readonly<Record<string, Leaf | null>> | null
  readonly response_deadline_days?: Leaf | null
  readonly extension_days?: Leaf | null
  readonly appeal_deadline_days?: Leaf | null
  readonly opt_out_deadline_business_days?: Leaf | null
  readonly data_protection_assessment_required_for?: Leaf | null
  readonly breach_notification?: Leaf | null
  readonly breach_authority_hours?: Leaf | null
  readonly consent_renewal_months?: Leaf | null
}

export interface MinorRule {
  readonly age_lt?: number | string
  readonly range?: readonly [number, number]
  readonly rules: Readonly<Record<string, string>>
  readonly cite?: string
  readonly since?: string
  readonly until?: string
  readonly knowledge?: string
  readonly verified?: boolean
  readonly source_grade?: string
}

export const VERSION = '2026-11-28'

export const OWN = [
  'site_personalization',
  'model_training',
  'first_party_advertising',
  'measurement',
] as const
/** Every purpose that uses data about what a person is like. */
export const USES = [
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
  'political_advertising',
] as const
export const ADS = ['first_party_advertising', 'cross_context_advertising'] as const
export const ACROSS = ['cross_context_advertising', 'sale_or_sharing'] as const

const TIERS: Readonly<Record<string, string>> = {
  P: 'statute',
  R: 'reviewed',
  S: 'secondary',
  M: 'unverified',
}
const WORLD_GRADES: Readonly<Record<string, string>> = {
  primary_text_or_regulator: 'statute',
  statute_copy_or_translation: 'reviewed',
  law_firm_or_press: 'secondary',
  vendor_or_blog: 'vendor',
}

export interface Graded {
  readonly grade: string
  readonly advisory?: true
}

/** How far the fact is verified, and whether that makes the rule advisory. */
export function gradeOf(fact: {
  readonly verified?: boolean
  readonly tier?: string
  readonly source_grade?: string
}): Graded {
  const seen = fact.tier ? TIERS[fact.tier] : WORLD_GRADES[fact.source_grade ?? '']
  const grade = fact.verified === false ? 'unverified' : (seen ?? 'unverified')
  return grade === 'unverified' || grade === 'vendor' ? { grade, advisory: true } : { grade }
}

/** A web address or repository where it was read; notes with no address are no source. */
export function sourceOf({ source }: Leaf): { readonly source?: string } {
  const first = typeof source === 'string' ? source : source?.[0]
  return first?.startsWith('https://') ? { source: first } : {}
}

const CATEGORIES: readonly (readonly [RegExp, string])[] = [
  [/health|medical|diagnos|disab|physical_exam|reproductive|social_assist/i, 'health'],
  [/relig|belief|creed|conscience|cult/i, 'religion'],
  [/sex|intimate/i, 'sexuality'],
  [/transgender|nonbinary|non-binary|gender-aff/i, 'gender_identity'],
  [/politic|ideology/i, 'politics'],
  [/rac(e|ial)|ethnic|national origin|colour/i, 'ethnicity'],
  [/union/i, 'union'],
  [/biometric/i, 'biometric'],
  [/genetic/i, 'genetic'],
  [/geolocation|whereabouts/i, 'precise_location'],
  [/financ|bank|card/i, 'finance'],
  [/child|under.1[467]|under 16/i, 'child'],
  [/citizen|immigration/i, 'citizenship'],
  [/neural|biological/i, 'neural'],
  [/crim|offence|proceeding|sanction/i, 'criminal'],
  [/government|SSN|licen[cs]e|passport/i, 'government_id'],
  [/credential|log-in|login/i, 'credentials'],
  [/contents of mail|private communications/i, 'communications'],
  [/standard Virginia/i, 'religion ethnicity health sexuality citizenship genetic biometric'],
]

/** The categories of our list that a law's own words name. */
export function categoriesIn(words: readonly string[]): string[] {
  const found = words.flatMap((word) =>
    CATEGORIES.flatMap(([pattern, names]) => (pattern.test(word) ? names.split(' ') : [])),
  )
  return [...new Set(found)]
}

export const ART9: readonly string[] = [
  'health',
  'religion',
  'sexuality',
  'politics',
  'ethnicity',
  'union',
  'biometric',
  'genetic',
]
