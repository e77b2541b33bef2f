/** The document that is kept is valid OpenAPI 3.1, and has what a good one has. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { ROOT } from '../source-tree.ts'
import { LINT_RULES, type LintDocument } from './open-api-rules.ts'

const kept = readFileSync(join(ROOT, 'docs/reference/openapi.json'), 'utf8')

test('it is valid OpenAPI 3.1', async () => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(JSON.parse(kept))
  assert.ok(valid, JSON.stringify(errors, null, 2))
  assert.equal(validator.version, '3.1')
})

for (const { name, find } of LINT_RULES) {
  test(name, () => {
    const findings = find(JSON.parse(kept))
    assert.ok(findings.length === 0, findings.map((finding) => `\n  ${finding}`).join(''))
  })
}

const PROBLEM = {
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}
const GOOD = {
  tags: [{ name: 'decide' }],
  components: {
    schemas: { Problem: { type: 'object' } },
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
  },
  paths: {
    '/v1/items/{id}': {
      get: {
        operationId: 'readItem',
        summary: 'Read an item',
        description: 'Who may: a secret key.',
        tags: ['decide'],
        security: [{ key: [] }],
        parameters: [{ in: 'path', name: 'id', description: 'Your own id', example: 'rye' }],
        responses: {
          200: { description: 'It', content: { 'application/json': { schema: {} } } },
          404: PROBLEM,
        },
      },
    },
  },
}

/** The good document with one thing changed in its one operation. */
function changed(operation: object, document: object = {}): LintDocument {
  const { get } = GOOD.paths['/v1/items/{id}']
  const paths = { '/v1/items/{id}': { get: { ...get, ...operation } } }
  return JSON.parse(JSON.stringify({ ...GOOD, paths, ...document }))
}

test('no rule finds anything in a good document', () => {
  assert.deepEqual(
    LINT_RULES.flatMap(({ find }) => find(changed({}))),
    [],
  )
})

const BROKEN: readonly { says: RegExp; document: LintDocument }[] = [
  { says: /has no operationId/, document: changed({ operationId: undefined }) },
  {
    says: /has the operationId of GET \/v1\/items/,
    document: changed({}, { paths: { ...changed({}).paths, ...renamed('/v1/other') } }),
  },
  { says: /has no summary/, document: changed({ summary: 'read an item.' }) },
  { says: /has the tags \[other\]/, document: changed({ tags: ['other'] }) },
  { says: /has the tags \[\]/, document: changed({ tags: [] }) },
  {
    says: /does not describe "id"/,
    document: changed({ parameters: [{ in: 'path', name: 'id' }] }),
  },
  { says: /does not say what \{id\} is/, document: changed({ parameters: [] }) },
  {
    says: /answers 404 with something else/,
    document: changed({ responses: { 200: { content: { 'text/plain': {} } }, 404: {} } }),
  },
  { says: /does not say how it answers/, document: changed({ responses: { 404: PROBLEM } }) },
  { says: /answers 200 in a form/, document: changed({ responses: { 200: {} } }) },
  { says: /with which credentials/, document: changed({ security: undefined }) },
  { says: /that is not explained: other/, document: changed({ security: [{ other: [] }] }) },
  { says: /does not say who may/, document: changed({ description: 'Anybody' }) },
  {
    says: /components\.schemas\.Lonely is used by nothing/,
    document: changed(
      {},
      { components: { ...GOOD.components, schemas: { Problem: {}, Lonely: {} } } },
    ),
  },
  ...['maya@mail.shop', '88.12.7.3', '+49 30 901820 11', '030 901820', 'Born in 1990'].map(
    (example) => ({
      says: /in an example/,
      document: changed({
        parameters: [{ in: 'path', name: 'id', description: 'An id', example }],
      }),
    }),
  ),
]

for (const { says, document } of BROKEN) {
  test(`a document is found out: ${says.source}`, () => {
    assert.match(LINT_RULES.flatMap(({ find }) => find(document)).join('\n'), says)
  })
}

test('examples that nobody is meant by are no data of anybody', () => {
  for (const example of [
    'a@shop.example',
    'a@example.org',
    '192.0.2.7',
    '+1',
    '2026-11-24T09:30:00Z',
  ]) {
    const document = changed({ requestBody: { example } })
    assert.deepEqual(
      LINT_RULES.flatMap(({ find }) => find(document)),
      [],
      example,
    )
  }
})

function renamed(path: string) {
  const { get } = GOOD.paths['/v1/items/{id}']
  return { [path]: { get: { ...get, parameters: [] } } }
}
