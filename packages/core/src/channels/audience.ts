/**
 * An audience: conditions that all have to hold, on attributes that people consented to have used
 * and that are not sensitive. At most eight, because a conjunction of few attributes already names
 * one person (González-Cabañas et al. 2021: four rare interests).
 */
import { failure, type Result, success } from '../values/result.ts'
import { isSensitiveCategory } from './sensitive-categories.ts'

export const CONDITIONS_MAX = 8
export const CONDITION_VALUES_MAX = 20
const VALUE_LENGTH_MAX = 100

/** `place`: where somebody lives, as they or the business said; the others are of what they did. */
export const AUDIENCE_ATTRIBUTES = ['place', 'looked_at', 'bought', 'liked'] as const
export type AudienceAttribute = (typeof AUDIENCE_ATTRIBUTES)[number]

/** Holds for whoever has one of the values: a place, or a category of what they did. */
export interface AudienceCondition {
  readonly attribute: AudienceAttribute
  readonly anyOf: readonly string[]
}

/** What is known of one person: the values of each attribute. */
export type PersonAttributes = Readonly<Record<AudienceAttribute, ReadonlySet<string>>>

export function meets(
  attributes: PersonAttributes,
  conditions: readonly AudienceCondition[],
): boolean {
  return conditions.every(({ attribute, anyOf }) =>
    anyOf.some((value) => attributes[attribute].has(value)),
  )
}

/** Whether whoever meets the first conditions meets the others, whoever they are. */
export function implies(
  conditions: readonly AudienceCondition[],
  others: readonly AudienceCondition[],
): boolean {
  return others.every((other) =>
    conditions.some(
      ({ attribute, anyOf }) =>
        attribute === other.attribute && anyOf.every((one) => isWithinAny(one, other.anyOf)),
    ),
  )
}

/** Of `shoes/running` and `shoes`, or `US-CA` and `US`, the first is within the second. */
function isWithinAny(value: string, wider: readonly string[]): boolean {
  return wider.some(
    (one) => value === one || [`${one}/`, `${one}-`].some((a) => value.startsWith(a)),
  )
}

/**
 * Reads conditions strictly.
 *
 * Issues: `no_conditions`, `too_many_conditions`, `attribute_unknown`, `attribute_repeated`,
 * `values_invalid`, `category_sensitive`.
 */
export function parseConditions(json: unknown): Result<readonly AudienceCondition[]> {
  if (!Array.isArray(json) || json.length === 0) {
    return failure('conditions', 'no_conditions', 'An audience has a list of conditions')
  }
  if (json.length > CONDITIONS_MAX) {
    return failure('conditions', 'too_many_conditions', `At most ${CONDITIONS_MAX} attributes`)
  }
  const conditions: AudienceCondition[] = []
  for (const [at, one] of json.entries()) {
    const condition = parseCondition(one, `conditions.${at}`)
    if (!condition.ok) return condition
    if (conditions.some(({ attribute }) => attribute === condition.value.attribute)) {
      return failure(`conditions.${at}`, 'attribute_repeated', 'Each attribute stands once')
    }
    conditions.push(condition.value)
  }
  return success(conditions)
}

function parseCondition(json: unknown, path: string): Result<AudienceCondition> {
  const fields = typeof json === 'object' && json !== null ? Object.entries(json) : []
  const { attribute, anyOf, ...others }: Record<string, unknown> = Object.fromEntries(fields)
  const known = AUDIENCE_ATTRIBUTES.find((one) => one === attribute)
  if (known === undefined || Object.keys(others).length > 0) {
    const wanted = `Want "attribute", one of ${AUDIENCE_ATTRIBUTES.join(', ')}, and "anyOf"`
    return failure(path, 'attribute_unknown', wanted)
  }
  if (!isValueList(anyOf)) {
    const wanted = `1 to ${CONDITION_VALUES_MAX} different texts of at most ${VALUE_LENGTH_MAX}`
    return failure(`${path}.anyOf`, 'values_invalid', `Want ${wanted} characters`)
  }
  if (known !== 'place' && anyOf.some(isSensitiveCategory)) {
    const says = 'Want no category that says something sensitive about whoever has it'
    return failure(`${path}.anyOf`, 'category_sensitive', says)
  }
  return success({ attribute: known, anyOf: [...anyOf].sort() })
}

function isValueList(value: unknown): value is string[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= CONDITION_VALUES_MAX &&
    new Set(value).size === value.length &&
    value.every((one) => typeof one === 'string' && one.length > 0 && fits(one))
  )
}

function fits(text: string): boolean {
  return text.length <= VALUE_LENGTH_MAX && text.isWellFormed()
}
