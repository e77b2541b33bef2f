/** The record of processing activities (GDPR Art. 30(1)), made of what the server does just now. */
import type { RulePack } from '@equipoise/core/law'
import {
  DAY_MS,
  type Instant,
  PURPOSE_TERMS,
  PURPOSES,
  type Purpose,
  type Region,
  toInstant,
} from '@equipoise/core/values'
import { type Certainty, coverAdults, type Need } from '../law/index.ts'
import { DUTIES, USES } from './activities.ts'
import { HOLDINGS, type HoldingId } from './holdings.ts'
import { listMeasures, type Measure } from './measures.ts'
import { type OpenPoint, openPoints } from './open-points.ts'
import { listRecipients, openRecipients, type Recipient } from './recipients.ts'
import { listLapses, sayEnd } from './retention.ts'
import type { Party } from './statements.ts'
import { controllerOf, type MadeOf, madeOf, type Terms } from './terms.ts'

export interface ProcessingRecord extends MadeOf {
  /** Art. 30(1)(a). Null where nobody said. */
  readonly controller: Party | null
  readonly jointControllers: readonly Party[]
  readonly representative: Party | null
  readonly officer: Party | null
  readonly activities: readonly ProcessingActivity[]
  /** Purposes that people are asked for, or might be, and that nothing here serves. */
  readonly idle: readonly IdlePurpose[]
  /** Art. 30(1)(d) and (e). */
  readonly recipients: readonly Recipient[]
  /** Art. 30(1)(g). */
  readonly measures: readonly Measure[]
  readonly open: readonly OpenPoint[]
}

export interface ProcessingActivity {
  readonly id: string
  readonly title: string
  /** Art. 30(1)(b). */
  readonly says: string
  /** DPV's term; null for what is no purpose that people are asked for. */
  readonly dpv: string | null
  readonly basis: string
  /** What the law of each market asks at least, for adults and ordinary data. */
  readonly law: readonly LegalNeed[]
  /** Whether the banner or a live notice asks for it. */
  readonly asked: boolean
  /** Art. 30(1)(c). */
  readonly people: string
  readonly data: readonly DataUse[]
}

export interface LegalNeed {
  readonly place: Region
  readonly needs: Need
  readonly certainty: Certainty
  readonly citations: readonly string[]
}

export interface DataUse {
  readonly holding: HoldingId
  readonly title: string
  /** Art. 30(1)(f). */
  readonly ends: readonly string[]
}

export interface IdlePurpose {
  readonly purpose: Purpose
  readonly asked: boolean
}

const PEOPLE = 'Visitors and customers who said yes to it'
const EVERYBODY = 'Visitors and customers who said anything; people and machines of the business'

export function processingRecord(terms: Terms): ProcessingRecord {
  const { statements, asked } = terms
  const served = PURPOSES.filter((purpose) => USES[purpose].length > 0)
  return {
    ...madeOf(terms),
    controller: controllerOf(terms),
    jointControllers: statements.jointControllers ?? [],
    representative: statements.representative ?? null,
    officer: statements.officer ?? null,
    activities: [
      ...served.map((purpose) => activityOf(purpose, terms)),
      ...DUTIES.map(({ id, title, says, basis, citation, holdings }) => ({
        id,
        title,
        says,
        dpv: null,
        basis: `${basis} (${citation})`,
        law: [],
        asked: false,
        people: EVERYBODY,
        data: dataOf(holdings, terms),
      })),
    ],
    idle: PURPOSES.filter((purpose) => USES[purpose].length === 0).map((purpose) => ({
      purpose,
      asked: asked.has(purpose),
    })),
    recipients: listRecipients(terms),
    measures: listMeasures(terms),
    open: openInRecord(terms),
  }
}

function activityOf(purpose: Purpose, terms: Terms): ProcessingActivity {
  const { dpv, says } = PURPOSE_TERMS[purpose]
  return {
    id: purpose,
    title: titleOf(purpose),
    says,
    dpv,
    basis: basisOf(purpose, terms),
    law: lawOf(purpose, terms),
    asked: terms.asked.has(purpose),
    people: PEOPLE,
    data: dataOf(USES[purpose], terms),
  }
}

/** `site_personalization` as "Site personalization". */
export function titleOf(purpose: Purpose): string {
  const words = purpose.replaceAll('_', ' ')
  return `${words[0]?.toUpperCase()}${words.slice(1)}`
}

/** Our default under the law, and where it gives way after an assessment. */
function basisOf(purpose: Purpose, { relaxations }: Terms): string {
  const relaxed = relaxations.filter((one) => one.purpose === purpose)
  const elsewhere = relaxed.map(
    ({ places, at, digest }) =>
      `in ${places.join(', ')} what the law asks, by the assessment of ${at.slice(0, 10)} (SHA-256 ${digest.slice(0, 16)}…)`,
  )
  return ['Consent (GDPR Art. 6(1)(a))', ...elsewhere].join('; ')
}

export function lawOf(
  purpose: Purpose,
  { packs, markets, at }: Pick<Terms, 'packs' | 'markets' | 'at'>,
): readonly LegalNeed[] {
  const day = toInstant(Math.floor(at / DAY_MS) * DAY_MS)
  return markets.map((place) => needIn(packs, { purpose, place, day }))
}

/** A hundred markets take a second to weigh: what a day says is weighed once. */
const NEEDS = new WeakMap<readonly RulePack[], Map<string, LegalNeed>>()
const NEEDS_MAX = 8_192

function needIn(
  packs: readonly RulePack[],
  asked: { readonly purpose: Purpose; readonly place: Region; readonly day: Instant },
): LegalNeed {
  const known = NEEDS.get(packs) ?? new Map<string, LegalNeed>()
  NEEDS.set(packs, known)
  const { purpose, place, day } = asked
  const name = `${purpose} ${place} ${day}`
  const weighed = known.get(name)
  if (weighed !== undefined) return weighed
  const { needs, certainty, reasons } = coverAdults(packs, asked)
  const citations = [...new Set(reasons.map(({ citation }) => citation))]
  if (known.size >= NEEDS_MAX) known.clear()
  const need = { place, needs, certainty, citations }
  known.set(name, need)
  return need
}

function dataOf(holdings: readonly HoldingId[], terms: Terms): readonly DataUse[] {
  const lapses = listLapses(terms)
  return holdings.map((holding) => ({
    holding,
    title: HOLDINGS[holding].title,
    ends: HOLDINGS[holding].ends.map((code) => sayEnd(code, terms, lapses)),
  }))
}

function openInRecord(terms: Terms): readonly OpenPoint[] {
  const { controller, officer, representative, jointControllers, measures } = terms.statements
  const { markets } = terms
  const own = openPoints([
    {
      field: 'controller',
      says: 'Who is responsible: name, address and contact of the controller',
      citation: 'GDPR Art. 30(1)(a)',
      answer: controller,
    },
    {
      field: 'officer',
      says: 'Name and contact of the data protection officer, where there is one',
      citation: 'GDPR Art. 30(1)(a), Art. 37',
      answer: officer,
    },
    {
      field: 'representative',
      says: 'The representative in the Union, where the controller is established elsewhere',
      citation: 'GDPR Art. 30(1)(a), Art. 27',
      answer: representative,
    },
    {
      field: 'jointControllers',
      says: 'Who decides beside the controller, if anybody ([] for nobody)',
      citation: 'GDPR Art. 30(1)(a), Art. 26',
      answer: jointControllers === undefined ? undefined : true,
    },
    {
      field: 'measures',
      says: 'What protects the machine, the line and the people around this server',
      citation: 'GDPR Art. 30(1)(g), Art. 32',
      answer: measures,
    },
    {
      field: 'EQUIPOISE_MARKETS',
      says: 'In which countries the business offers anything: without them no law but our own is told of',
      citation: 'GDPR Art. 3; the scope of each law',
      answer: markets,
    },
  ])
  return [...own, ...openRecipients(terms)]
}
