/** Reads the condition of a rule from JSON, strictly. */
import { SIGNAL_NAMES } from '../signals/index.ts'
import { type Issue, isPeriod, isRegion } from '../values/index.ts'
import type { RuleCondition } from './rule-pack.ts'
import {
  CAMPAIGN_KINDS,
  CHANNELS,
  CONSENT_CONTEXTS,
  DATA_CATEGORIES,
  KNOWLEDGE_STANDARDS,
  SIZES,
  STORAGE_KINDS,
} from './situation.ts'

type Fields = Readonly<Record<string, unknown>>

export const CONDITION_FLAGS = [
  'platform',
  'directedToMinors',
  'inferred',
  'gatekeeper',
  'solePurpose',
  'partUnknown',
  'broker',
  'recipient',
  'recipientMatches',
] as const

export const CONDITION_LISTS: Readonly<Record<string, readonly string[]>> = {
  data: DATA_CATEGORIES,
  sizes: SIZES,
  campaign: CAMPAIGN_KINDS,
  channels: CHANNELS,
  storage: STORAGE_KINDS,
  context: CONSENT_CONTEXTS,
}

export const CONDITION_PLACES = ['places', 'recipientIn', 'recipientOutside'] as const

export const CONDITION_FIELDS: readonly string[] = [
  'ageBelow',
  'ageFrom',
  'knowledge',
  'signal',
  ...CONDITION_FLAGS,
  ...Object.keys(CONDITION_LISTS),
  ...CONDITION_PLACES,
]

export function readCondition(json: unknown, path: string, issues: Issue[]): RuleCondition {
  const fields: Fields = json === undefined ? {} : isFields(json) ? json : { invalid: json }
  for (const name of Object.keys(fields)) {
    if (CONDITION_FIELDS.includes(name)) continue
    issues.push({ path: `${path}.${name}`, code: 'field_unknown', says: 'No such field' })
  }
  const { ageBelow, signal } = { ageBelow: fields['ageBelow'], signal: fields['signal'] }
  const named = SIGNAL_NAMES.find((name) => name === signal)
  if (signal !== undefined && named === undefined) {
    issues.push(invalid(path, `The signal is one of: ${SIGNAL_NAMES.join(', ')}`))
  }
  return {
    ageBelow: ageBelow === undefined ? undefined : readAges(ageBelow, path, issues),
    signal: named,
    platform: undefined,
    ...readFlags(fields, path, issues),
    ...readLists(fields, path, issues),
    ...readAgeTerms(fields, path, issues),
  }
}

function readFlags(fields: Fields, path: string, issues: Issue[]): Partial<RuleCondition> {
  const given = CONDITION_FLAGS.filter((name) => fields[name] !== undefined)
  for (const name of given) {
    if (typeof fields[name] !== 'boolean') {
      issues.push(invalid(path, `"${name}" is true or false`))
    }
  }
  return Object.fromEntries(given.map((name) => [name, fields[name] === true]))
}

function readLists(fields: Fields, path: string, issues: Issue[]): Partial<RuleCondition> {
  const read: Record<string, readonly string[]> = {}
  for (const [name, known] of Object.entries(CONDITION_LISTS)) {
    const value = fields[name]
    if (value === undefined) continue
    if (isListOf(value, (one) => known.some((item) => item === one))) read[name] = value
    else issues.push(invalid(`${path}.${name}`, `A list of: ${known.join(', ')}`))
  }
  for (const name of CONDITION_PLACES) {
    const value = fields[name]
    if (value === undefined) continue
    if (isListOf(value, isRegion)) read[name] = value
    else issues.push(invalid(`${path}.${name}`, 'A list of places'))
  }
  // Each list was checked against its own names just above.
  return read as Partial<RuleCondition>
}

function readAgeTerms(fields: Fields, path: string, issues: Issue[]): Partial<RuleCondition> {
  const { ageFrom, knowledge } = { ageFrom: fields['ageFrom'], knowledge: fields['knowledge'] }
  const standard = KNOWLEDGE_STANDARDS.find((one) => one === knowledge)
  if (knowledge !== undefined && standard === undefined) {
    issues.push(invalid(`${path}.knowledge`, `One of: ${KNOWLEDGE_STANDARDS.join(', ')}`))
  }
  if (ageFrom !== undefined && !isAge(ageFrom)) {
    issues.push(invalid(`${path}.ageFrom`, 'Years from 1 to 21'))
  }
  return {
    ...(standard === undefined ? {} : { knowledge: standard }),
    ...(ageFrom === undefined ? {} : { ageFrom: Number(ageFrom) }),
  }
}

function readAges(json: unknown, path: string, issues: Issue[]): Readonly<Record<string, number>> {
  const ages = typeof json === 'number' ? { default: json } : json
  const isPlace = (name: string): boolean => name === 'default' || isRegion(name)
  if (
    isFields(ages) &&
    ages['default'] !== undefined &&
    Object.keys(ages).every(isPlace) &&
    Object.values(ages).every(isAge)
  ) {
    return Object.fromEntries(Object.entries(ages).map(([region, age]) => [region, Number(age)]))
  }
  issues.push(invalid(path, 'Ages are years from 1 to 21, by region, with a default'))
  return { default: 21 }
}

function isAge(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 21
}

export function isListOf(
  value: unknown,
  isOne: (item: unknown) => boolean,
): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every(isOne)
}

function invalid(path: string, says: string): Issue {
  return { path, code: 'field_invalid', says }
}

export function isFields(json: unknown): json is Fields {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

/** Whether a text is a time of day, and how many minutes after midnight. */
export function parseTimeOfDay(text: unknown): number | undefined {
  const match = typeof text === 'string' ? /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) : null
  return match ? Number(match[1]) * 60 + Number(match[2]) : undefined
}

export function isOptionalPeriod(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && isPeriod(value))
}
