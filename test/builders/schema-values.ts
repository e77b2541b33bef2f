/**
 * Arbitrary values of a JSON schema, as far as our OpenAPI document uses JSON schema: what it asks
 * for, edges more often than the middle. Texts that it leaves free begin with a mark, so that they
 * can be told from all others wherever they turn up.
 */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { EDGE_TIMES, FOUL_TEXTS } from './hostile-values.ts'

export interface JsonSchema {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly items?: JsonSchema
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
}

export interface Words {
  /** What every free text begins with. */
  readonly mark: string
  /** Texts that mean something to the server, by the name of the field. */
  readonly known: Readonly<Record<string, readonly string[]>>
}

const LIST_USUAL = 4

/** @param name of the field that holds the value. */
export function valuesOf(
  schema: JsonSchema,
  words: Words,
  name: string = '',
): fc.Arbitrary<unknown> {
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  switch (schema.type) {
    case 'string':
      return textsOf(schema, words, name)
    case 'integer':
    case 'number':
      return numbersOf(schema)
    case 'boolean':
      return fc.boolean()
    case 'array':
      return listsOf(schema, words, name)
    case 'object':
      return objectsOf(schema, words)
    case undefined:
      return fc.jsonValue({ maxDepth: 3 })
    default:
      return assert.fail(`There are no values for the type "${schema.type}"`)
  }
}

function textsOf(schema: JsonSchema, { mark, known }: Words, name: string): fc.Arbitrary<string> {
  const { pattern, format, minLength = 0, maxLength = 300 } = schema
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern))
  if (format === 'date-time') return fc.oneof(timesNear(), fc.constantFrom(...EDGE_TIMES))
  const fits = (text: string): boolean => text.length >= minLength && text.length <= maxLength
  const free = fc
    .oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(...FOUL_TEXTS),
    )
    // Of a field with less room than the mark takes, none would fit.
    .map((text) => `${mark}${text}`.slice(0, maxLength))
  const edges = [mark.padEnd(maxLength, 'x').slice(0, maxLength), mark.slice(0, minLength)]
  const meant = (known[name] ?? []).filter(fits)
  return fc.oneof(
    { weight: 2, arbitrary: free.filter(fits) },
    { weight: 1, arbitrary: fc.constantFrom(...edges.filter(fits)) },
    ...(meant.length === 0 ? [] : [{ weight: 4, arbitrary: fc.constantFrom(...meant) }]),
  )
}

/** About the day on which the tests happen, and years to both sides. */
function timesNear(): fc.Arbitrary<string> {
  return fc
    .date({ min: new Date('2024-01-01'), max: new Date('2028-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString())
}

function numbersOf({ minimum: min = -1e9, maximum: max = 1e9 }: JsonSchema): fc.Arbitrary<number> {
  const isWhole = Number.isInteger(min) && Number.isInteger(max)
  const between = isWhole ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true })
  return fc.oneof(between, fc.constantFrom(min, max))
}

function listsOf(schema: JsonSchema, words: Words, name: string): fc.Arbitrary<unknown> {
  const { items = {}, minItems: minLength = 0, maxItems = LIST_USUAL, uniqueItems } = schema
  const maxLength = Math.max(minLength, Math.min(maxItems, LIST_USUAL))
  const values = valuesOf(items, words, name)
  if (uniqueItems) return fc.uniqueArray(values, { minLength, maxLength })
  return fc.array(values, { minLength, maxLength })
}

function objectsOf(schema: JsonSchema, words: Words): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties = true } = schema
  const { minProperties = 0, maxProperties = 1_000 } = schema
  const named = fc.record(
    Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [key, valuesOf(value, words, key)]),
    ),
    { requiredKeys: [...required] },
  )
  const more = moreOf(additionalProperties, words)
  return fc
    .tuple(named, more)
    .map(([known, unknown]) => ({ ...unknown, ...known }))
    .map((value) => Object.fromEntries(Object.entries(value).slice(0, maxProperties)))
    .filter((value) => Object.keys(value).length >= minProperties)
}

function moreOf(
  additional: boolean | JsonSchema,
  words: Words,
): fc.Arbitrary<Record<string, unknown>> {
  if (additional === false) return fc.constant({})
  const values = valuesOf(additional === true ? {} : additional, words)
  const names = fc.string({ maxLength: 12 }).map((text) => `${words.mark}${text}`)
  return fc.dictionary(names, values, { maxKeys: 2 })
}
