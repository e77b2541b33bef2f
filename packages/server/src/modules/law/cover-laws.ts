/**
 * What the packs decide: for each place, purpose and age, the least that the law asks before the
 * purpose may be served; and for each law, of how many of these it speaks and how far that was
 * verified. Nothing here is permitted by default: a cell that no law fills is opt-in.
 */
import { NO_CONSENT, type PurposeConsent } from '@equipoise/core/consent'
import {
  CONTROLS,
  decide,
  type Facts,
  isInForce,
  type Reason,
  type Rule,
  type RulePack,
} from '@equipoise/core/law'
import {
  type Instant,
  PURPOSES,
  type Purpose,
  type Region,
  toInstant,
} from '@equipoise/core/values'

const ADULT_YEARS = 30

export const COVERED_AGES = [
  { band: 'under_13', years: 9 },
  { band: '13_15', years: 14 },
  { band: '16_17', years: 16 },
  { band: 'adult', years: ADULT_YEARS },
] as const
export type CoveredBand = (typeof COVERED_AGES)[number]['band']

/** What is needed, least first: nothing but being told; no objection; a yes of some kind; never. */
export const NEEDS = [
  'told',
  'until_no',
  'yes',
  'express_yes',
  'separate_yes',
  'guardian_yes',
  'never',
] as const
export type Need = (typeof NEEDS)[number]

/** `unknown`: no verified law speaks of it here, so that our own default fills the cell. */
export type Certainty = 'verified' | 'advisory' | 'unknown'

export interface Cell {
  readonly purpose: Purpose
  readonly band: CoveredBand
  readonly needs: Need
  readonly certainty: Certainty
  /** What says so. */
  readonly reasons: readonly Reason[]
}

const GIVEN: PurposeConsent = { ...NO_CONSENT, status: 'given' }
const SEPARATE: PurposeConsent = { ...GIVEN, explicit: true, separate: true }
const CONSENTS: Readonly<Record<Exclude<Need, 'never'>, PurposeConsent>> = {
  told: { ...NO_CONSENT, status: 'refused' },
  until_no: NO_CONSENT,
  yes: GIVEN,
  express_yes: { ...GIVEN, explicit: true },
  separate_yes: SEPARATE,
  guardian_yes: { ...SEPARATE, by: 'guardian' },
}

const HOUR_MS = 3_600_000
/** It is a quiet hour for messages somewhere at any time: a cell is read at the best of these. */
const HOURS = [0, 4, 8, 12, 16, 20]

/**
 * The law alone, without our own stricter rules, for a middle-sized online platform that offers
 * every control, and for ordinary data.
 *
 * @param day an instant of the day in question.
 */
export function coverPlace(packs: readonly RulePack[], place: Region, day: Instant): Cell[] {
  const law = packs.filter(({ scope }) => scope.kind !== 'house')
  return PURPOSES.flatMap((purpose) =>
    COVERED_AGES.map(({ band, years }) => cellOf(law, band, { purpose, place, years, day })),
  )
}

/** The same for one purpose and the adults of one place. */
export function coverAdults(
  packs: readonly RulePack[],
  { purpose, place, day }: Omit<About, 'years'>,
): Cell {
  const law = packs.filter(({ scope }) => scope.kind !== 'house')
  return cellOf(law, 'adult', { purpose, place, day, years: ADULT_YEARS })
}

function cellOf(law: readonly RulePack[], band: CoveredBand, about: About): Cell {
  const needs =
    NEEDS.find((need) => need !== 'never' && permits(law, about, CONSENTS[need])) ?? 'never'
  const reasons = reasonsFor(law, about, needs)
  return { purpose: about.purpose, band, needs, certainty: certaintyOf(reasons), reasons }
}

interface About {
  readonly purpose: Purpose
  readonly place: Region
  readonly years: number
  readonly day: Instant
}

function permits(law: readonly RulePack[], about: About, consent: PurposeConsent): boolean {
  return HOURS.some((hour) => decideAt(law, about, consent, hour).lawOutcome === 'permitted')
}

function reasonsFor(law: readonly RulePack[], about: About, needs: Need): readonly Reason[] {
  const consent = CONSENTS[needs === 'never' ? 'guardian_yes' : needs]
  const decisions = HOURS.map((hour) => decideAt(law, about, consent, hour))
  const best = decisions.find(({ lawOutcome }) => lawOutcome === 'permitted') ?? decisions[0]
  return best?.reasons ?? []
}

function decideAt(
  law: readonly RulePack[],
  { purpose, place, years, day }: About,
  consent: PurposeConsent,
  hour: number,
): ReturnType<typeof decide> {
  const at = toInstant(day + hour * HOUR_MS)
  // A no so old that no law gives time to heed it any more.
  const said = consent.status === 'refused' ? at - 400 * 24 * HOUR_MS : at
  const since = consent.status === 'unknown' ? undefined : toInstant(said)
  const facts: Facts & { readonly purpose: Purpose } = {
    at,
    purpose,
    subject: undefined,
    consent: { ...consent, since },
    consentRevision: 0,
    location: undefined,
    residence: place,
    ageBand: undefined,
    ageYears: years,
    ageKnowledge: 'actual',
    noticeShown: true,
    signals: { gpc: false },
    deployment: {
      markets: [],
      directedToMinors: false,
      platform: true,
      size: 'medium',
      controls: CONTROLS,
    },
  }
  return decide(facts, law)
}

function certaintyOf(reasons: readonly Reason[]): Certainty {
  const isDefault = ({ pack }: Reason): boolean =>
    pack.startsWith('elsewhere@') || pack === 'equipoise'
  if (reasons.length === 0 || reasons.every(isDefault)) return 'unknown'
  return reasons.some(({ advisory }) => advisory) ? 'advisory' : 'verified'
}

export interface LawCoverage {
  readonly pack: string
  readonly title: string
  readonly rules: number
  readonly inForce: number
  readonly verified: number
  readonly advisory: number
  /** By purpose, for each age in the order of `COVERED_AGES`, whether the law speaks. */
  readonly cells: Readonly<Record<Purpose, readonly Certainty[]>>
}

/** Of which purposes and ages each law speaks on that day: `unknown` where it is silent. */
export function coverLaws(packs: readonly RulePack[], day: Instant): LawCoverage[] {
  return packs
    .filter(({ scope }) => scope.kind === 'regions')
    .map((pack) => ({
      pack: `${pack.id}@${pack.version}`,
      title: pack.title,
      rules: pack.rules.length,
      inForce: pack.rules.filter((rule) => isInForce(rule, day, pack.zone)).length,
      verified: pack.rules.filter(({ advisory }) => !advisory).length,
      advisory: pack.rules.filter(({ advisory }) => advisory).length,
      cells: Object.fromEntries(
        PURPOSES.map((purpose) => [purpose, spokenOf(pack, purpose, day)]),
      ) as Record<Purpose, Certainty[]>, // one entry a purpose, by construction
    }))
}

const SPEAKING: ReadonlySet<string> = new Set(['model', 'refuse', 'guardian', 'control', 'quiet'])

function spokenOf(pack: RulePack, purpose: Purpose, day: Instant): Certainty[] {
  const speaking = pack.rules.filter(
    ({ purposes, effect, ...rule }) =>
      purposes.includes(purpose) && SPEAKING.has(effect.kind) && isInForce(rule, day, pack.zone),
  )
  return COVERED_AGES.map(({ years }) => {
    const about = speaking.filter((rule) => isOfAll(rule) && isOfAge(rule, years))
    if (about.length === 0) return 'unknown'
    return about.every(({ advisory }) => advisory) ? 'advisory' : 'verified'
  })
}

/** Whether it holds for ordinary data and whoever gets them. */
function isOfAll({ when }: Rule): boolean {
  const { data, campaign, signal, broker, recipient, recipientIn, recipientOutside } = when
  const narrowing = [data, campaign, signal, broker, recipient, recipientIn, recipientOutside]
  return narrowing.every((part) => part === undefined)
}

function isOfAge({ when: { ageBelow, ageFrom = 0 } }: Rule, years: number): boolean {
  const below =
    ageBelow === undefined ? Number.POSITIVE_INFINITY : Math.max(...Object.values(ageBelow))
  return years < below && years >= ageFrom
}
