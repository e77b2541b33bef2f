/** Reads the one effect of a rule from JSON, strictly. */
import { type Issue, isPeriod } from '../values/index.ts'
import { isFields, isListOf, isOptionalPeriod, parseTimeOfDay } from './parse-condition.ts'
import { isPermissionModel, type PermissionModel } from './permission-model.ts'
import { type ModelTerms, type RuleEffect, type SoftTerms, WEEKDAYS } from './rule-pack.ts'
import { CONSENT_CONTEXTS, CONTROLS } from './situation.ts'

type Fields = Readonly<Record<string, unknown>>

export const EFFECT_KINDS = [
  'model',
  'refuse',
  'guardian',
  'validity',
  'control',
  'quiet',
  'askAfter',
  'duty',
] as const
export const EFFECT_FIELDS: readonly string[] = [
  ...EFFECT_KINDS,
  'soft',
  'graceBusinessDays',
  'condition',
]

export function readEffect(fields: Fields, path: string, issues: Issue[]): RuleEffect {
  const given = EFFECT_KINDS.filter((name) => fields[name] !== undefined)
  const effect = given.length === 1 && given[0] ? EFFECTS[given[0]](fields) : undefined
  const isMisplaced =
    (effect?.kind !== 'model' &&
      (fields['soft'] !== undefined || fields['graceBusinessDays'] !== undefined)) ||
    (effect?.kind !== 'duty' && fields['condition'] !== undefined)
  if (effect !== undefined && !isMisplaced) return effect
  const says = `A rule has one effect: ${EFFECT_KINDS.join(', ')}`
  issues.push({ path, code: 'effect_unclear', says })
  return { kind: 'refuse' }
}

const EFFECTS: Readonly<
  Record<(typeof EFFECT_KINDS)[number], (fields: Fields) => RuleEffect | undefined>
> = {
  model: (fields) => readModel(fields),
  refuse: ({ refuse }) => (refuse === true ? { kind: 'refuse' } : undefined),
  guardian: ({ guardian }) => (guardian === true ? { kind: 'guardian' } : undefined),
  validity: ({ validity }) =>
    typeof validity === 'string' && isPeriod(validity)
      ? { kind: 'validity', period: validity }
      : undefined,
  control: ({ control }) => {
    const anyOf = CONTROLS.filter((one) => Array.isArray(control) && control.includes(one))
    return isListOf(control, (one) => CONTROLS.some((known) => known === one))
      ? { kind: 'control', anyOf }
      : undefined
  },
  quiet: ({ quiet }) => (isFields(quiet) ? readQuiet(quiet) : undefined),
  askAfter: ({ askAfter }) =>
    askAfter === 'never' ||
    askAfter === 'next_year_over' ||
    (typeof askAfter === 'string' && isPeriod(askAfter))
      ? { kind: 'ask', after: askAfter }
      : undefined,
  duty: ({ duty, condition }) =>
    typeof duty === 'string' &&
    /^[a-z][a-z0-9_]{2,60}$/.test(duty) &&
    (condition === undefined || typeof condition === 'boolean')
      ? { kind: 'duty', code: duty, condition: condition === true }
      : undefined,
}

function readModel(fields: Fields): RuleEffect | undefined {
  const {
    model,
    soft,
    graceBusinessDays: grace,
  } = {
    model: fields['model'],
    soft: fields['soft'],
    graceBusinessDays: fields['graceBusinessDays'],
  }
  if (!isPermissionModel(model)) return undefined
  const terms = soft === undefined ? undefined : readSoft(soft, model)
  if (soft !== undefined && terms === undefined) return undefined
  if (grace !== undefined && !(Number.isInteger(grace) && Number(grace) > 0 && Number(grace) < 100))
    return undefined
  const more: ModelTerms = {
    ...(terms === undefined ? {} : { soft: terms }),
    ...(grace === undefined ? {} : { graceBusinessDays: Number(grace) }),
  }
  return { kind: 'model', model, ...more }
}

function readSoft(json: unknown, model: PermissionModel): SoftTerms | undefined {
  if (!isFields(json) || model !== 'soft_opt_in') return undefined
  const { purchaseWithin, inquiryWithin, ...flags } = json
  const { freeAccount = false, negotiation = false, ownSimilarProducts = false } = flags
  const known = [
    'purchaseWithin',
    'inquiryWithin',
    'freeAccount',
    'negotiation',
    'ownSimilarProducts',
  ]
  if (!Object.keys(json).every((name) => known.includes(name))) return undefined
  if (!isOptionalPeriod(purchaseWithin) || !isOptionalPeriod(inquiryWithin)) return undefined
  if (typeof freeAccount !== 'boolean' || typeof ownSimilarProducts !== 'boolean') return undefined
  if (typeof negotiation !== 'boolean') return undefined
  return {
    purchaseWithin: typeof purchaseWithin === 'string' ? purchaseWithin : undefined,
    inquiryWithin: typeof inquiryWithin === 'string' ? inquiryWithin : undefined,
    freeAccount,
    negotiation,
    ownSimilarProducts,
  }
}

const QUIET_FIELDS = ['from', 'to', 'days', 'unlessContext', 'unlessGuardian']

function readQuiet(json: Fields): RuleEffect | undefined {
  const { from, to, days, unlessContext, unlessGuardian = false } = json
  const [fromMinute, toMinute] = [parseTimeOfDay(from), parseTimeOfDay(to)]
  const context = CONSENT_CONTEXTS.find((one) => one === unlessContext)
  const isKnown = Object.keys(json).every((name) => QUIET_FIELDS.includes(name))
  if (!isKnown || fromMinute === undefined || toMinute === undefined) return undefined
  if (fromMinute === toMinute || (unlessContext !== undefined && context === undefined)) {
    return undefined
  }
  const isDays = days === undefined || isListOf(days, (day) => WEEKDAYS.some((one) => one === day))
  // Hours of some days alone lie within the day, so that nobody asks whose day the night is.
  if (!isDays || (days !== undefined && fromMinute > toMinute)) return undefined
  if (typeof unlessGuardian !== 'boolean') return undefined
  const named = WEEKDAYS.filter((day) => Array.isArray(days) && days.includes(day))
  return {
    kind: 'quiet',
    fromMinute,
    toMinute,
    days: days === undefined ? undefined : named,
    unlessContext: context,
    unlessGuardian,
  }
}
