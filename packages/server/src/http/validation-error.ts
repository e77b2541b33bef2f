/**
 * What the schemas found wrong, in our words: which field, what is wanted there, and never what was
 * found there.
 */
import type { FastifyError } from 'fastify'
import { EquipoiseError, ERRORS, type ErrorCode } from '../errors.ts'

type Validation = NonNullable<FastifyError['validation']>
type Finding = Validation[number]

/** Fields with a code of their own, wherever they stand. */
const CODE_OF_FIELD: Readonly<Record<string, ErrorCode>> = {
  slot: 'unknown_slot',
  count: 'invalid_count',
  purposes: 'unknown_purpose',
  region: 'invalid_region',
  location: 'invalid_region',
  subject: 'invalid_subject',
  externalId: 'invalid_subject',
  item: 'invalid_id',
  exclude: 'invalid_id',
  interaction: 'invalid_id',
}

export function toValidationError([first]: Validation): EquipoiseError {
  if (!first) return new EquipoiseError('invalid_request', 'The request is not of this form')
  const path = pathOf(first)
  if (first.keyword === 'additionalProperties') {
    const where = path === '' ? 'here' : `in "${path}"`
    return new EquipoiseError('unknown_field', `There is a field that is not known ${where}`)
  }
  if (first.keyword === 'required') {
    const missing = first.params['missingProperty']
    const where = path === '' ? '' : ` in "${path}"`
    return new EquipoiseError('invalid_request', `The field "${missing}" is missing${where}`)
  }
  const code = codeOf(first, path)
  const wanted = code === 'invalid_request' ? wantedBy(first) : lowerFirst(ERRORS[code].remedy)
  return new EquipoiseError(code, `Cannot read${at(path)}: ${wanted}`)
}

/** Where it is, as far as the names are ours: a record's own names come from the caller. */
function pathOf({ instancePath, schemaPath }: Finding): string {
  const parts = instancePath.split('/').slice(1)
  return (schemaPath.includes('/patternProperties/') ? parts.slice(0, -1) : parts).join('.')
}

function codeOf({ keyword, params }: Finding, path: string): ErrorCode {
  const isList = keyword === 'minItems' || keyword === 'maxItems' || params['type'] === 'array'
  const field = path.split('.').find((part) => CODE_OF_FIELD[part] !== undefined)
  return (isList || field === undefined ? undefined : CODE_OF_FIELD[field]) ?? 'invalid_request'
}

function wantedBy({ keyword, params, message }: Finding): string {
  const allowed = params['allowedValues']
  if (keyword === 'enum' && Array.isArray(allowed)) return `want one of ${allowed.join(', ')}`
  return message ?? 'not of this form'
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

function at(path: string): string {
  return path === '' ? '' : ` "${path}"`
}
