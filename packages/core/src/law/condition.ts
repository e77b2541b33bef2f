/**
 * Whether a rule's condition holds: yes, no, or only because an unknown fact was taken at its
 * stricter value (`assumed`). A part about a fact that nobody told holds where the fact is one of
 * the deployment's own (they are asked once, the stricter by default), and else does not.
 */
import type { SignalName } from '../signals/index.ts'
import { type AgeBand, isWithin, type Purpose, type Region } from '../values/index.ts'
import type { Deployment, Facts } from './facts.ts'
import type { RuleCondition } from './rule-pack.ts'
import type { AgeKnowledge, CampaignKind, KnowledgeStandard, StorageKind } from './situation.ts'

export type Holding = 'yes' | 'no' | 'assumed'

/** Facts with what follows from them for conditions, worked out once a decision. */
export interface Circumstances {
  readonly facts: Facts
  readonly places: readonly Region[]
  readonly age: AgeRange
}

/** From the youngest to below the oldest that the person may be, in years. */
interface AgeRange {
  readonly from: number
  readonly below: number
  readonly known: boolean
  readonly knowledge: AgeKnowledge | undefined
}

const BANDS: Readonly<Record<AgeBand, readonly [number, number]>> = {
  under_13: [0, 13],
  '13_15': [13, 16],
  '16_17': [16, 18],
  adult: [18, 200],
}

export function circumstancesOf(facts: Facts): Circumstances {
  return { facts, places: placesOf(facts), age: ageOf(facts) }
}

/** The places whose law counts: where the person is and lives, else the markets. */
export function placesOf({
  location,
  residence,
  deployment,
}: Pick<Facts, 'location' | 'residence' | 'deployment'>): readonly Region[] {
  if (location === undefined && residence === undefined) return deployment.markets
  if (location === undefined || residence === undefined || location === residence) {
    return [location ?? residence].filter((place) => place !== undefined)
  }
  return [location, residence]
}

function ageOf(facts: Facts): AgeRange {
  const { ageYears, ageBand, ageKnowledge: knowledge, deployment } = facts
  if (ageYears !== undefined) return { from: ageYears, below: ageYears + 1, known: true, knowledge }
  if (ageBand !== undefined) return { ...rangeOf(ageBand), known: true, knowledge }
  if (facts.data?.some(({ category }) => category === 'child')) {
    return { ...rangeOf('under_13'), known: true, knowledge }
  }
  const young = deployment.directedToMinors || knowledge === 'indications'
  return { ...rangeOf(young ? 'under_13' : 'adult'), known: false, knowledge }
}

function rangeOf(band: AgeBand): { readonly from: number; readonly below: number } {
  const [from, below] = BANDS[band]
  return { from, below }
}

export function conditionHolds(when: RuleCondition, about: Circumstances): Holding {
  return holdsOfDeployment(when, about.facts.deployment) &&
    holdsOfPlace(when, about) &&
    holdsOfData(when, about.facts) &&
    holdsOfUse(when, about.facts)
    ? holdsOfRecipient(when, about.facts, holdsOfAge(when, about))
    : 'no'
}

function holdsOfDeployment(when: RuleCondition, deployment: Deployment): boolean {
  const { platform, sizes, gatekeeper, directedToMinors } = when
  return (
    (platform === undefined || platform === deployment.platform) &&
    (sizes === undefined || includes(sizes, deployment.size)) &&
    (gatekeeper === undefined || gatekeeper === (deployment.gatekeeper ?? false)) &&
    (directedToMinors === undefined || directedToMinors === deployment.directedToMinors)
  )
}

function holdsOfPlace(when: RuleCondition, { places }: Circumstances): boolean {
  const { places: areas, partUnknown } = when
  if (areas && !places.some((place) => areas.some((area) => isWithin(place, area)))) return false
  return !partUnknown || places.some((place) => place.length === 2)
}

function holdsOfData({ data, inferred }: RuleCondition, facts: Facts): boolean {
  if (data === undefined) return true
  const known = facts.data?.filter(({ category }) => data.includes(category)) ?? []
  return inferred === undefined
    ? known.length > 0
    : known.some((datum) => datum.inferred === inferred)
}

function holdsOfUse(when: RuleCondition, facts: Facts): boolean {
  const { campaign, channels, storage, solePurpose, context, signal } = when
  return (
    (signal === undefined || refusesBySignal(signal, facts)) &&
    (campaign === undefined || campaign.some((kind) => isOfCampaign(kind, facts))) &&
    (channels === undefined || includes(channels, facts.channel)) &&
    (storage === undefined || includes(storage, storageKindOf(facts))) &&
    (solePurpose === undefined || facts.storage?.solePurpose === solePurpose) &&
    (context === undefined || includes(context, facts.consentContext))
  )
}

/** Whether the signal is there and says no to the purpose in question. */
function refusesBySignal(signal: SignalName, { signals, purpose }: Facts): boolean {
  if (signal === 'gpc') return signals.gpc
  if (signals.refusals === undefined) return false
  return signals.refusals.some((one) => one.signal === signal && one.purposes.includes(purpose))
}

/** What a message confirms says nothing of another use: only a message can be transactional. */
function isOfCampaign(kind: CampaignKind, { campaign, purpose }: Facts): boolean {
  return includes(campaign, kind) && (kind !== 'transactional' || MESSAGES.has(purpose))
}

const MESSAGES: ReadonlySet<Purpose> = new Set([
  'email_marketing',
  'sms_marketing',
  'push_marketing',
])

/** What is kept on the device matters where that is the question, and lifts nothing of another. */
function storageKindOf({ purpose, storage }: Facts): StorageKind | undefined {
  return purpose === 'device_storage' ? storage?.kind : undefined
}

/** Whether the sender is a broker is assumed where nobody says, once a recipient is named. */
function holdsOfRecipient(when: RuleCondition, { recipient }: Facts, otherwise: Holding): Holding {
  const { recipientIn, recipientOutside, broker, recipient: named } = when
  if (otherwise === 'no' || !mayMatch(when, recipient)) return 'no'
  if (named !== undefined && named !== (recipient !== undefined)) return 'no'
  if (recipientIn && !includes(recipientIn, recipient?.country)) return 'no'
  if (recipientOutside) {
    if (recipient?.country === undefined || recipientOutside.includes(recipient.country))
      return 'no'
  }
  if (broker === undefined) return otherwise
  if (recipient?.broker === undefined) return recipient === undefined ? 'no' : 'assumed'
  return recipient.broker === broker ? otherwise : 'no'
}

/** Whether the recipient can tell whose data it is: it may, where nobody says that it cannot. */
function mayMatch({ recipientMatches }: RuleCondition, recipient: Facts['recipient']): boolean {
  return recipientMatches !== true || recipient?.canMatchToPerson !== false
}

function holdsOfAge(when: RuleCondition, { age, places }: Circumstances): Holding {
  const { ageBelow, ageFrom = 0, knowledge } = when
  if (ageBelow === undefined) return age.below > ageFrom ? 'yes' : 'no'
  if (age.from >= ageLimit(ageBelow, places) || age.below <= ageFrom) return 'no'
  if (!age.known) return 'assumed'
  return knowledge === undefined ? 'yes' : KNOWN[knowledge][age.knowledge ?? 'actual']
}

/**
 * What is known of an age against what a law asks to be known. An age that was declared is known;
 * to overlook indications may be to disregard them wilfully.
 */
const KNOWN: Readonly<Record<KnowledgeStandard, Readonly<Record<AgeKnowledge, Holding>>>> = {
  actual: {
    actual: 'yes',
    declared: 'yes',
    wilful_disregard: 'no',
    should_have_known: 'no',
    indications: 'no',
  },
  wilful_disregard: {
    actual: 'yes',
    declared: 'yes',
    wilful_disregard: 'yes',
    should_have_known: 'no',
    indications: 'assumed',
  },
  should_have_known: {
    actual: 'yes',
    declared: 'yes',
    wilful_disregard: 'yes',
    should_have_known: 'yes',
    indications: 'yes',
  },
}

/** Of several places the highest age counts, as ages take the maximum across legal orders. */
function ageLimit(ages: Readonly<Record<string, number>>, places: readonly Region[]): number {
  const fallback = ages['default'] ?? 0
  const named = places.map((place) => ages[place] ?? ages[place.slice(0, 2)] ?? fallback)
  return named.length === 0 ? fallback : Math.max(...named)
}

function includes<T>(list: readonly T[] | undefined, value: T | undefined): boolean {
  return list !== undefined && value !== undefined && list.includes(value)
}
