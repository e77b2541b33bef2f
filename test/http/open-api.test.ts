/** The document that the server gives of itself: whole, true, and the one that is kept in docs. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ERROR_CODES, ERRORS } from '@equipoise/server/errors'
import { routesOf } from '../builders/open-api.ts'
import { serverOfFile } from '../builders/server.ts'
import { ROOT } from '../source-tree.ts'

const server = serverOfFile()

test('errors: the catalogue, the reference and the OpenAPI document name the same codes', () => {
  const page = readFileSync(join(ROOT, 'docs/reference/errors.md'), 'utf8')
  const documented = [...page.matchAll(/^\| `(\w+)` \| (\d+) \|/gm)]
  assert.deepEqual(
    documented.map(([, code, status]) => [code, Number(status)]),
    ERROR_CODES.map((code) => [code, ERRORS[code].status]),
  )
  const { properties } = schema('Problem')
  assert.deepEqual(properties.code.enum, ERROR_CODES)
})

test('an error has a title and a remedy of its own, as sentences without a full stop', () => {
  const titles = ERROR_CODES.map((code) => ERRORS[code].title)
  assert.equal(new Set(titles).size, titles.length)
  for (const code of ERROR_CODES) {
    const { status, title, remedy } = ERRORS[code]
    assert.ok(status >= 400 && status < 600, code)
    for (const says of [title, remedy]) assert.match(says, /^[A-Z].{4,}[^.]$/, code)
  }
})

test('each code is one that the server has a use for', () => {
  const sources = globSync('packages/server/src/**/*.ts', { cwd: ROOT })
    .filter((path) => !/errors\.ts$|\.test\.ts$|\/page\//.test(path))
    .map((path) => readFileSync(join(ROOT, path), 'utf8'))
  const unused = ERROR_CODES.filter((code) => !sources.some((text) => text.includes(`'${code}'`)))
  assert.deepEqual(unused, [])
})

test('the document kept in docs is the one that is served', () => {
  const kept = JSON.parse(readFileSync(join(ROOT, 'docs/reference/openapi.json'), 'utf8'))
  assert.deepEqual(kept, server().openApi)
  assert.equal(server().openApi.openapi, '3.1.0')
})

test('each route says what it does, under a name and a heading of its own', () => {
  const routes = routesOf(server().openApi)
  const names = routes.map(({ operation }) => operation.operationId)
  assert.equal(new Set(names).size, names.length)
  for (const { method, path, operation } of routes) {
    assert.match(operation.summary, /^[A-Z].*[^.]$/, `${method} ${path}`)
    assert.equal(operation.tags.length, 1, `${method} ${path}`)
  }
})

test('each route may answer 400, 401, 500 and 503, and every error is a problem', () => {
  for (const { method, path, operation } of routesOf(server().openApi)) {
    const statuses = Object.keys(operation.responses)
    for (const status of ['400', '401', '500', '503']) {
      assert.ok(statuses.includes(status), `${method} ${path} ${status}`)
    }
    for (const [status, { content = {} }] of Object.entries(operation.responses)) {
      const type = status < '400' ? 'application/json' : 'application/problem+json'
      if (status !== '204') assert.deepEqual(Object.keys(content), [type], `${method} ${path}`)
    }
  }
})

test('each parameter of a path is described, and none takes an id of the caller’s for a person', () => {
  for (const { method, path, operation } of routesOf(server().openApi)) {
    for (const { name, description } of operation.parameters ?? []) {
      assert.ok(description, `${method} ${path} ${name}`)
    }
    assert.doesNotMatch(path, /external/i)
  }
})

test('each route under /v1 refuses somebody without a key', async () => {
  for (const { method, path, operation } of routesOf(server().openApi)) {
    if (operation['x-may'] === undefined) continue
    const filled = path.replaceAll(/\{\w+\}/g, 'x')
    const body = operation.requestBody === undefined ? {} : { body: {} }
    const { status, json } = await server().send(`${method} ${filled}`, { key: '', ...body })
    assert.deepEqual([status, json.code], [401, 'unauthorized'], `${method} ${path}`)
  }
})

test('what the document shows of an item and an interaction is what is taken', async () => {
  const [item] = bodyOf('/v1/items/{id}', 'put')
  const [batch] = bodyOf('/v1/interactions', 'post')
  const interaction = batch.properties.interactions.items
  const whole = {
    title: 'Bread',
    categories: ['food'],
    attributes: { grain: 'rye' },
    priceMinor: 300,
    currency: 'EUR',
    available: true,
    sensitive: ['diet'],
  }
  assert.deepEqual(
    Object.keys(item.properties).toSorted(),
    ['id', ...Object.keys(whole)].toSorted(),
  )
  const { json } = await server().send('PUT /v1/items/bread', { body: { id: 'bread', ...whole } })
  assert.deepEqual(json, { id: 'bread', ...whole })
  const deed = { item: 'bread', verb: 'view', at: '2026-11-01T00:00:00Z', id: 'one' }
  const names = ['subject', 'externalId', 'anonymousId', ...Object.keys(deed)]
  assert.deepEqual(Object.keys(interaction.properties).toSorted(), names.toSorted())
  for (const verb of interaction.properties.verb.enum) {
    const body = { interactions: [{ ...deed, externalId: 'nobody', verb }] }
    const answer = await server().send('POST /v1/interactions', { body })
    assert.deepEqual([answer.json.rejected, answer.json.refused.length], [[], 1], verb)
  }
})

test('the reference is a page of this server, with nothing from elsewhere', async () => {
  const response = await fetch(`${server().url}/reference`)
  const html = await response.text()
  assert.equal(response.status, 200)
  assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'self'/)
  assert.doesNotMatch(html, /(?:src|href)="(?:https?:)?\/\//)
})

function schema(name: string) {
  return JSON.parse(JSON.stringify(server().openApi.components.schemas[name]))
}

function bodyOf(path: string, method: string) {
  const content = server().openApi.paths[path]?.[method]?.requestBody?.content ?? {}
  return Object.values(content).map(({ schema: one }) => JSON.parse(JSON.stringify(one)))
}
