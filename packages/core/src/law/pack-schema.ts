/**
 * The form of a rule pack as JSON Schema, for editors: made from the same lists as the loader reads
 * by, so that neither knows a field that the other does not. What a schema cannot say (ids that
 * occur twice, days that overlap, zones that exist) the loader alone refuses.
 */
import { SIGNAL_NAMES } from '../signals/index.ts'
import { PURPOSES } from '../values/index.ts'
import { REQUESTS } from './clock.ts'
import { CLOCK_FIELDS } from './parse-clock.ts'
import { CONDITION_FIELDS, CONDITION_LISTS, CONDITION_PLACES } from './parse-condition.ts'
import { EFFECT_FIELDS, EFFECT_KINDS } from './parse-effect.ts'
import { PACK_FIELDS, RULE_FIELDS, SCOPE_FIELDS, THRESHOLD_FIELDS } from './parse-rule-pack.ts'
import { PERMISSION_MODELS } from './permission-model.ts'
import { GRADES, isAdvisoryGrade, WEEKDAYS } from './rule-pack.ts'
import {
  CONSENT_CONTEXTS,
  CONTROLS,
  DATA_CATEGORIES,
  KNOWLEDGE_STANDARDS,
  SIZES,
} from './situation.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

const REGION = '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'
const TEXT: JsonSchema = { type: 'string', pattern: '\\S' }
const DAY: JsonSchema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' }
const PERIOD: JsonSchema = {
  type: 'string',
  pattern: '^P(?=\\d)(\\d{1,4}Y)?(\\d{1,4}M)?(\\d{1,5}D)?$',
}
const TIME_OF_DAY: JsonSchema = { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }
const FLAG: JsonSchema = { type: 'boolean' }
const AGE: JsonSchema = { type: 'integer', minimum: 1, maximum: 21 }
const COUNT: JsonSchema = { type: 'integer', minimum: 1 }
const PLACES: JsonSchema = listOf({ type: 'string', pattern: REGION })

export function packSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A rule pack of Equipoise: one law, or a part of one',
    $ref: '#/$defs/pack',
    $defs: {
      pack: object(PACK_FIELDS, PACK, ['id', 'version', 'title', 'scope', 'rules']),
      scope: object(SCOPE_FIELDS, SCOPE, ['regions']),
      threshold: {
        ...object(THRESHOLD_FIELDS, THRESHOLD, ['citation']),
        anyOf: [{ required: ['consumers'] }, { required: ['sizes'] }],
      },
      rule: {
        ...object(RULE_FIELDS, RULE, ['id', 'purposes', 'from', 'citation', 'says']),
        ...ONE_EFFECT,
      },
      condition: object(CONDITION_FIELDS, conditionFields(), []),
      clock: {
        ...object(CLOCK_FIELDS, CLOCK, ['id', 'request', 'from', 'citation', 'says']),
        ...HONEST_GRADE,
      },
      legalTime: {
        description: 'An ISO 8601 period, working days or hours',
        oneOf: [
          PERIOD,
          object(['businessDays'], { businessDays: COUNT }, ['businessDays']),
          object(['hours'], { hours: COUNT }, ['hours']),
        ],
      },
    },
  }
}

const PACK: Fields = {
  $schema: TEXT,
  id: TEXT,
  version: { ...DAY, description: 'The day on which this text of the pack was made' },
  title: TEXT,
  citation: { ...TEXT, description: 'Where the whole law is found' },
  status: { ...TEXT, description: 'Enjoined, not in force yet' },
  zone: { ...TEXT, description: 'IANA zone in which its days begin; UTC without one' },
  scope: {
    oneOf: [
      { enum: ['house', 'elsewhere'] },
      { ...PLACES, description: 'Binds who is, or lives, there' },
      { $ref: '#/$defs/scope' },
    ],
  },
  rules: { type: 'array', minItems: 1, items: { $ref: '#/$defs/rule' } },
  clocks: { type: 'array', items: { $ref: '#/$defs/clock' } },
}

const SCOPE: Fields = {
  regions: PLACES,
  except: { ...PLACES, description: 'Parts in which another law takes its place' },
  followsEstablishment: {
    ...FLAG,
    description: 'Follows a business that is established there to everybody it serves',
  },
  threshold: {
    oneOf: [
      { $ref: '#/$defs/threshold' },
      { type: 'array', minItems: 1, items: { $ref: '#/$defs/threshold' } },
    ],
  },
}

const THRESHOLD: Fields = {
  consumers: { ...COUNT, description: 'Fewer people served a year stay below' },
  sizes: anyOf(SIZES),
  either: { ...FLAG, description: 'One of number and size is enough to stay below' },
  orData: anyOf(DATA_CATEGORIES),
  orPurposes: anyOf(PURPOSES),
  orPurposesFrom: COUNT,
  exceptRules: { type: 'array', items: { type: 'string' } },
  citation: TEXT,
  from: DAY,
  until: DAY,
}

const EFFECTS: Fields = {
  model: { enum: PERMISSION_MODELS },
  refuse: { const: true },
  guardian: { const: true },
  validity: { ...PERIOD, description: 'After it a yes lapses' },
  control: { ...listOf({ enum: CONTROLS }), description: 'One of these must be offered' },
  quiet: object(
    ['from', 'to', 'days', 'unlessContext', 'unlessGuardian'],
    {
      from: TIME_OF_DAY,
      to: TIME_OF_DAY,
      days: listOf({ enum: WEEKDAYS }),
      unlessContext: { enum: CONSENT_CONTEXTS },
      unlessGuardian: FLAG,
    },
    ['from', 'to'],
  ),
  askAfter: { oneOf: [{ enum: ['never', 'next_year_over'] }, PERIOD] },
  duty: { type: 'string', pattern: '^[a-z][a-z0-9_]{2,60}$' },
  soft: object(
    ['purchaseWithin', 'inquiryWithin', 'freeAccount', 'negotiation', 'ownSimilarProducts'],
    {
      purchaseWithin: PERIOD,
      inquiryWithin: PERIOD,
      freeAccount: FLAG,
      negotiation: FLAG,
      ownSimilarProducts: FLAG,
    },
    [],
  ),
  graceBusinessDays: { type: 'integer', minimum: 1, maximum: 99 },
  condition: { ...FLAG, description: 'The duty is a condition of the permission' },
}

const RULE: Fields = {
  ...pick(EFFECTS, EFFECT_FIELDS),
  id: TEXT,
  purposes: { oneOf: [{ const: 'all' }, listOf({ enum: PURPOSES })] },
  when: { $ref: '#/$defs/condition' },
  unless: {
    oneOf: [{ $ref: '#/$defs/condition' }, { type: 'array', items: { $ref: '#/$defs/condition' } }],
  },
  from: { ...DAY, description: 'First day in force, in the zone of the pack' },
  until: { ...DAY, description: 'First day no longer in force' },
  citation: { ...TEXT, description: 'Where the law says so' },
  source: { ...TEXT, description: 'Where the citation was read' },
  says: { ...TEXT, description: 'The rule in plain words' },
  grade: { enum: GRADES, description: 'How far it is verified' },
  advisory: { ...FLAG, description: 'It can only make a decision stricter' },
  relaxable: { ...FLAG, description: 'Of a house rule: gives way to the law after an assessment' },
}

/** What nobody verified, or a vendor says, is advisory. */
const HONEST_GRADE: JsonSchema = {
  anyOf: [
    { properties: { grade: { enum: GRADES.filter((grade) => !isAdvisoryGrade(grade)) } } },
    { properties: { advisory: { const: true } }, required: ['advisory'] },
  ],
}

/** Exactly one effect, what belongs to a model beside a model alone, and honest grades. */
const ONE_EFFECT: JsonSchema = {
  oneOf: EFFECT_KINDS.map((kind) => ({ required: [kind] })),
  dependentRequired: { soft: ['model'], graceBusinessDays: ['model'], condition: ['duty'] },
  allOf: [
    HONEST_GRADE,
    {
      anyOf: [{ properties: { soft: false } }, { properties: { model: { const: 'soft_opt_in' } } }],
    },
  ],
}

function conditionFields(): Fields {
  const lists = Object.entries(CONDITION_LISTS).map(([name, known]) => [
    name,
    listOf({ enum: known }),
  ])
  const places = CONDITION_PLACES.map((name) => [name, PLACES])
  const flags = CONDITION_FIELDS.map((name) => [name, FLAG])
  return {
    ...Object.fromEntries([...flags, ...lists, ...places]),
    ageBelow: {
      oneOf: [
        AGE,
        {
          type: 'object',
          required: ['default'],
          propertyNames: { pattern: `^default$|${REGION}` },
          additionalProperties: AGE,
        },
      ],
    },
    ageFrom: AGE,
    knowledge: { enum: KNOWLEDGE_STANDARDS },
    signal: { enum: SIGNAL_NAMES },
  }
}

const CLOCK: Fields = {
  id: TEXT,
  request: { enum: REQUESTS },
  exists: { ...FLAG, description: 'false where the law knows no such right' },
  respond: { $ref: '#/$defs/legalTime' },
  extend: { $ref: '#/$defs/legalTime' },
  from: DAY,
  until: DAY,
  citation: TEXT,
  says: TEXT,
  advisory: FLAG,
  grade: { enum: GRADES },
  source: TEXT,
}

type Fields = Readonly<Record<string, JsonSchema>>

/** Every field that the loader knows is described, and no other. */
function object(
  known: readonly string[],
  properties: Fields,
  required: readonly string[],
): JsonSchema {
  return {
    type: 'object',
    additionalProperties: false,
    required,
    properties: pick(properties, known),
  }
}

function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(
    names.map((name) => {
      const schema = fields[name]
      if (schema === undefined) throw new Error(`No schema for the field "${name}" of a pack`)
      return [name, schema]
    }),
  )
}

function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', minItems: 1, items }
}

function anyOf(values: readonly string[]): JsonSchema {
  return { type: 'array', items: { enum: values }, uniqueItems: true }
}
