/** Requests to a documented route: mostly good ones, bent ones, and what is none at all. */
import fc from 'fast-check'
import { EVENT_FORMS } from './event-forms.ts'
import { bentValues, EDGE_TIMES, FOUL_TEXTS, toJsonText } from './hostile-values.ts'
import type { Route } from './open-api.ts'
import { type JsonSchema, valuesOf, type Words } from './schema-values.ts'

export interface AnyRequest {
  /** The path with its query, as it goes out. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Undefined for none. */
  readonly body: string | Uint8Array | undefined
}

const JSON_TYPE = 'application/json'

export function requestsTo(route: Route, words: Words): fc.Arbitrary<AnyRequest> {
  return fc
    .record({
      path: pathsOf(route, words),
      query: queriesOf(route, words),
      headers: headersOf(words.mark),
      body: bodiesOf(route, words),
    })
    .map(({ path, query, headers, body }) => ({
      path: query === '' ? path : `${path}?${query}`,
      headers: { ...body.headers, ...headers },
      body: body.body,
    }))
}

function pathsOf({ path }: Route, { mark, known }: Words): fc.Arbitrary<string> {
  if (!path.includes('{')) return fc.constant(path)
  const good = known[path.startsWith('/v1/subjects') ? 'subjectPath' : idOf(path)] ?? ['none']
  const foul = FOUL_TEXTS.map((text) => encodeURIComponent(`${mark}${text.toWellFormed()}`))
  const raw = ['%ff', '%00', '..%2f..%2fx', `${mark}%2e`, mark.repeat(900), '%', '%u0041']
  return fc
    .oneof(
      { weight: 6, arbitrary: fc.constantFrom(...good.map(encodeURIComponent)) },
      { weight: 2, arbitrary: fc.constantFrom(...foul) },
      { weight: 1, arbitrary: fc.constantFrom(...raw) },
    )
    .map((id) => path.replaceAll(/\{\w+\}/g, id))
}

function idOf(path: string): string {
  return path.split('/')[2] ?? ''
}

function queriesOf({ operation }: Route, words: Words): fc.Arbitrary<string> {
  const parameters = (operation.parameters ?? []).filter((one) => 'in' in one && one.in === 'query')
  const pairs = parameters.map((parameter) => {
    const { name, schema = {} } = parameter as { name: string; schema?: JsonSchema }
    const values = fc.oneof(valuesOf(schema, words, name).map(String), foulTexts(words.mark))
    return fc.array(
      values.map((value) => `${name}=${encodeURIComponent(value.toWellFormed())}`),
      { maxLength: 2 },
    )
  })
  const strange = fc.constantFrom(
    [],
    [],
    [],
    [`${words.mark}=${words.mark}`],
    ['%ff=%00'],
    ['__proto__=a'],
  )
  return fc.tuple(strange, ...pairs).map((lists) => lists.flat().join('&'))
}

function foulTexts(mark: string): fc.Arbitrary<string> {
  return fc.constantFrom(...FOUL_TEXTS, ...EDGE_TIMES).map((text) => `${mark}${text}`)
}

/** What is said beside a credential. */
function headersOf(mark: string): fc.Arbitrary<Readonly<Record<string, string>>> {
  const usual = fc.constant<Record<string, string>>({})
  const strange: Record<string, string>[] = [
    { 'sec-gpc': '1' },
    { 'sec-gpc': mark },
    { 'equipoise-reason': `${mark}\u00e9` },
    { 'equipoise-reason': '' },
    { 'x-request-id': mark },
    { 'x-csrf-token': mark },
    { origin: `https://${mark}.example` },
    { origin: 'null' },
    { cookie: `__Host-equipoise=${mark}` },
    { cookie: `a=${'b'.repeat(3_000)}; __Host-equipoise=; __Host-equipoise=${mark}` },
    { accept: mark },
    { 'content-type': `text/${mark}` },
    { 'content-type': 'application/json; charset=utf-16' },
    { 'content-encoding': 'gzip' },
    { traceparent: `00-${mark}` },
    { 'x-forwarded-for': mark },
    { 'x-http-method-override': 'DELETE' },
  ]
  return fc.oneof(
    { weight: 3, arbitrary: usual },
    { weight: 1, arbitrary: fc.constantFrom(...strange) },
  )
}

type Bodied = Pick<AnyRequest, 'headers' | 'body'>

function bodiesOf({ method, path, operation }: Route, words: Words): fc.Arbitrary<Bodied> {
  if (method === 'GET') return fc.constant({ headers: {}, body: undefined })
  const [type = JSON_TYPE, form] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  const schema = EVENT_FORMS[path] ?? form?.schema
  const strange = strangeBodies(words.mark)
  if (schema === undefined) {
    return fc.oneof({ weight: 5, arbitrary: fc.constant(bodied(undefined, '')) }, strange)
  }
  const good = valuesOf(schema, words)
  const texts = (values: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
    type === JSON_TYPE
      ? values.map(toJsonText)
      : fc.array(values.map(toJsonText), { maxLength: 4 }).map((lines) => lines.join('\n'))
  return fc.oneof(
    { weight: 6, arbitrary: texts(good).map((text) => bodied(text, type)) },
    { weight: 8, arbitrary: texts(bentValues(good, words.mark)).map((text) => bodied(text, type)) },
    { weight: 1, arbitrary: texts(good).map((text) => bodied(text.slice(0, -2), type)) },
    { weight: 1, arbitrary: texts(good).map((text) => bodied(text, 'text/plain')) },
    { weight: 2, arbitrary: strange },
  )
}

function strangeBodies(mark: string): fc.Arbitrary<Bodied> {
  const types = fc.constantFrom(
    JSON_TYPE,
    'application/x-ndjson',
    'application/cloudevents+json',
    'application/cloudevents-batch+json',
    'text/plain',
    'multipart/form-data',
    `application/${mark}`,
  )
  const texts = [
    '',
    mark,
    'null',
    '[]',
    '[[]]',
    '0',
    `"${mark}"`,
    `{"${mark}":`,
    `{"${mark}":1,"${mark}":2}`,
    '{"__proto__":{"role":"administrator"}}',
    '{"constructor":{"prototype":{"role":"administrator"}}}',
    `\ufeff{"${mark}":1}`,
    '['.repeat(5_000),
    `{"a":${'['.repeat(2_000)}${']'.repeat(2_000)}}`,
    '\n\n\n',
  ]
  const bytes = [[0xff, 0xfe, 0x00], [0x22, 0xc3, 0x28, 0x22], Array(1_100_000).fill(0x20)]
  const all = [...texts, ...bytes.map((list) => Uint8Array.from(list))]
  return fc.tuple(fc.constantFrom(...all), types).map(([body, type]) => bodied(body, type))
}

function bodied(body: string | Uint8Array | undefined, type: string): Bodied {
  return { body, headers: body === undefined ? {} : { 'content-type': type } }
}
