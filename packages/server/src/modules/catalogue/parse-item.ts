/** Reads a catalogue item as it came in: strict, with a code for each thing that can be wrong. */
import { failure, parseItemId, type Result, success } from '@equipoise/core/values'
import type { CatalogueItem } from '../../store/index.ts'

/** What can be wrong with an item, or with the line that it came in. */
export const ITEM_ISSUES = [
  'not_an_object',
  'unknown_field',
  'id_missing',
  'id_too_long',
  'id_malformed',
  'id_mismatch',
  'invalid_field',
  'invalid_utf8',
  'malformed_json',
] as const

const FIELDS = [
  'id',
  'title',
  'categories',
  'attributes',
  'priceMinor',
  'currency',
  'available',
  'sensitive',
]
const TEXT_LENGTH_MAX = 500
const LIST_MAX = 20
const ATTRIBUTES_MAX = 50

type Fields = Readonly<Record<string, unknown>>

/** @param id the item's id where it stands outside the body, as in a path. */
export function parseItem(json: unknown, id?: string): Result<CatalogueItem> {
  if (!isFields(json)) return failure('', 'not_an_object', 'An item is an object')
  const unknown = Object.keys(json).find((name) => !FIELDS.includes(name))
  if (unknown !== undefined) return failure('', 'unknown_field', `Fields are ${FIELDS.join(', ')}`)
  if (id !== undefined && json['id'] !== undefined && json['id'] !== id) {
    return failure('id', 'id_mismatch', 'The id in the body is that of the path, or left out')
  }
  const itemId = parseItemId(id ?? json['id'], 'id')
  if (!itemId.ok) return itemId
  const { title, categories = [], attributes = {}, sensitive = [] } = json
  const { priceMinor, currency, available = true } = json
  if (title !== undefined && !isText(title))
    return invalid('title', 'a text of 1 to 500 characters')
  if (!isTextList(categories)) return invalid('categories', 'up to 20 different texts')
  if (!isTextList(sensitive)) return invalid('sensitive', 'up to 20 different texts')
  if (!isAttributes(attributes)) return invalid('attributes', 'up to 50 texts by name')
  if (priceMinor !== undefined && !isPrice(priceMinor)) {
    return invalid('priceMinor', 'a whole number of the smallest unit, from 0')
  }
  if (currency !== undefined && !isCurrency(currency)) return invalid('currency', 'such as "EUR"')
  if (typeof available !== 'boolean') return invalid('available', 'true or false')
  return success({
    id: itemId.value,
    title,
    categories,
    attributes,
    priceMinor,
    currency,
    available,
    sensitive,
  })
}

function invalid(path: string, wanted: string): Result<CatalogueItem> {
  return failure(path, 'invalid_field', `Want ${wanted}`)
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  const fits = typeof value === 'string' && value.length > 0 && value.length <= TEXT_LENGTH_MAX
  return fits && value.isWellFormed()
}

function isTextList(value: unknown): value is string[] {
  const isList = Array.isArray(value) && value.length <= LIST_MAX && value.every(isText)
  return isList && new Set(value).size === value.length
}

function isAttributes(value: unknown): value is Record<string, string> {
  if (!isFields(value)) return false
  const entries = Object.entries(value)
  return (
    entries.length <= ATTRIBUTES_MAX &&
    entries.every(([name, text]) => isText(name) && isText(text))
  )
}

function isPrice(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function isCurrency(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Z]{3}$/.test(value)
}
