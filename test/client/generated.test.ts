/** What is generated is current, and the generator understands every form that a document takes. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { findShared, formOf, printType, type Schema } from '../../tools/schema-types.ts'
import { ROOT } from '../source-tree.ts'

test('the client is generated from the document that is kept', async () => {
  const flags = ['--conditions=@equipoise/source', '--disable-warning=ExperimentalWarning']
  const args = [...flags, 'tools/generate-client.ts', '--check']
  await promisify(execFile)(process.execPath, args, { cwd: ROOT })
})

const TYPES: readonly [string, Schema, string][] = [
  ['a choice of words', { type: 'string', enum: ['a', "it's"] }, "'a' | 'it\\'s'"],
  ['one word', { const: 'a' }, "'a'"],
  ['numbers and yes or no', { type: ['integer', 'boolean'] }, 'number | boolean'],
  ['what may be nothing', { anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string | null'],
  ['the same, as OpenAPI 3.0 says it', { type: 'string', nullable: true }, 'string | null'],
  ['a list', { type: 'array', items: { type: 'string' } }, 'readonly string[]'],
  ['a list of choices', { type: 'array', items: { enum: [1, 2] } }, 'readonly (1 | 2)[]'],
  [
    'a list of fixed length',
    { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }] },
    'readonly [string, number]',
  ],
  [
    'values by name',
    { type: 'object', additionalProperties: { type: 'number' } },
    'Readonly<Record<string, number>>',
  ],
  [
    'values by names of a pattern',
    { type: 'object', patternProperties: { '^.*$': { type: 'number' } } },
    'Readonly<Record<string, number>>',
  ],
  ['an object of which nothing is said', { type: 'object' }, 'Readonly<Record<string, unknown>>'],
  ['anything', {}, 'unknown'],
  ['nothing', false, 'never'],
  ['bytes', { type: 'string', format: 'binary' }, 'Uint8Array'],
  ['text of another type', { contentMediaType: 'application/x-ndjson' }, 'string'],
  ['a form with a name', { $ref: '#/components/schemas/consent-state' }, 'ConsentState'],
  [
    'all of several',
    { allOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }] },
    '(A) & (B)',
  ],
]

for (const [what, schema, type] of TYPES) {
  test(`a type for ${what}`, () => assert.equal(formOf(schema), type))
}

test('an object: what may be left out, names that need quotes, words of others, the rest', () => {
  const schema = {
    type: 'object',
    required: ['id'],
    properties: {
      id: { type: 'string' },
      userId: { type: 'string' },
      'x-y': { type: 'null' },
    },
    additionalProperties: true,
  }
  assert.equal(
    formOf(schema),
    [
      '{',
      'readonly id: string',
      "readonly ['userId']?: string | undefined",
      "readonly 'x-y'?: null | undefined",
      'readonly [name: string]: unknown',
      '}',
    ].join('\n'),
  )
})

test('a form that nobody taught it stops the generator', () => {
  assert.throws(() => formOf({ type: 'decimal' }), /Cannot print a schema of type "decimal"/)
  assert.throws(() => formOf({ $ref: 'https://elsewhere.example/a' }), /Cannot follow/)
})

test('what stands in two places has one name; what stands in one is written there', () => {
  const verb = { enum: ['view', 'click', 'add'] }
  const reason = {
    type: 'object',
    properties: { code: { enum: ['a', 'b', 'c'] }, says: { type: 'string' } },
  }
  const object = (properties: Record<string, Schema>) => ({ type: 'object', properties })
  const list = (items: Schema) => ({ type: 'array', items })
  const first = object({ verb, reasons: list(reason), only: { enum: ['x', 'y', 'z'] } })
  const second = object({ verbs: list({ ...verb, description: 'Other words' }), why: list(reason) })
  const shared = findShared([
    { name: 'FirstBody', schema: first },
    { name: 'SecondBody', schema: second },
  ])
  assert.deepEqual(
    [...shared.values()].map(({ name }) => name),
    ['Verb', 'Reason'],
  )
  const nameOf = (schema: Schema) => shared.get(formOf(schema))?.name
  assert.equal(
    printType(second, { nameOf, comments: false }),
    '{\nreadonly verbs?: readonly Verb[] | undefined\nreadonly why?: readonly Reason[] | undefined\n}',
  )
})
