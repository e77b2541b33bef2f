/**
 * Writes what of packages/client can be read off docs/reference/openapi.json: the types of every
 * body and answer, and one method an operation. With `--check` it writes nothing and fails where a
 * file is not current.
 *
 *   node -C @equipoise/source tools/generate-client.ts [--check]
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  describe,
  findShared,
  formOf,
  nameOfReference,
  type Printing,
  printComment,
  printForm,
  printType,
  type Root,
  type Schema,
  type SchemaObject,
  toTypeName,
} from './schema-types.ts'

const ROOT = join(import.meta.dirname, '..')
const FOLDER = 'packages/client/src/generated'
const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const

const JSON_TYPE = 'application/json'
const LINES_TYPE = 'application/x-ndjson'
const TEXT: SchemaObject = { type: 'string' }
const BYTES: SchemaObject = { type: 'string', format: 'binary' }

/** POSTs that change nothing, and may be sent again whatever came of the first. */
const READING_POSTS = new Set(['decide', 'decidePurposes', 'findSubject', 'askForNonce'])

/** A yes that is sent again could come after a no that was said in between. */
const NEVER_AGAIN = new Set(['changeConsent'])

/** POSTs that count an entry of a list once, where it has that field: `[list, field]`. */
const ONCE_BY: Readonly<Record<string, readonly [string, string]>> = {
  collectInteractions: ['interactions', 'id'],
  recordImpressions: ['impressions', 'token'],
  recordOutcomes: ['outcomes', 'at'],
  segmentBatch: ['batch', 'messageId'],
}

/** Operations that take lines, each of which is as the body of another one. */
const LINES_AS: Readonly<Record<string, string>> = { putItems: 'putItem' }

/** Types that a field's word does not name well enough. */
const SAID_BETTER: Readonly<Record<string, string>> = {
  Action: 'ConsentAction',
  Outcome: 'ImpressionOutcome',
  Record: 'ConsentRecord',
  State: 'ConsentStatus',
}

interface OpenApi {
  readonly tags?: readonly { readonly name: string; readonly description?: string }[]
  readonly paths: Readonly<Record<string, PathItem>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> }
}

type PathItem = { readonly [Method in (typeof METHODS)[number]]?: Operation } & {
  readonly parameters?: readonly Parameter[]
}

interface Operation {
  readonly operationId?: string
  readonly summary?: string
  readonly description?: string
  readonly deprecated?: boolean
  readonly tags?: readonly string[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required?: boolean; readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}

interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly description?: string
  readonly schema: SchemaObject
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>

interface Body {
  readonly mediaType: string
  readonly schema: Schema
  readonly isRequired: boolean
}

/** An operation as the client sees it. */
interface Method {
  readonly id: string
  readonly verb: string
  readonly path: string
  readonly tag: string
  readonly comment: readonly string[]
  readonly pathNames: readonly Parameter[]
  readonly query: SchemaObject | undefined
  readonly body: Body | undefined
  /** Undefined where nothing comes back. */
  readonly answer: Schema | undefined
}

const kept = readFileSync(join(ROOT, 'docs/reference/openapi.json'), 'utf8')
// Our own document; a form that is not understood stops the generator where it is read.
const openApi = JSON.parse(kept) as OpenApi
const PRINTING: Printing = { nameOf, comments: true }
const methods = listMethods(openApi)
const roots = listRoots(openApi, methods)
const shared = findShared(roots, SAID_BETTER)
const files: Readonly<Record<string, string>> = {
  [`${FOLDER}/schemas.ts`]: schemasFile(),
  [`${FOLDER}/operations.ts`]: operationsFile(),
}

const stale = Object.entries(files)
  .map(([path, text]) => ({ path, text: format(path, text) }))
  .filter(({ path, text }) => readText(path) !== text)
if (process.argv.includes('--check')) {
  for (const { path } of stale) {
    console.error(`${path} is not current: run node tools/run.mjs generate`)
    process.exitCode = 1
  }
} else {
  for (const { path, text } of stale) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true })
    writeFileSync(join(ROOT, path), text)
    console.log(`Wrote ${path}`)
  }
}

function readText(path: string): string | undefined {
  return existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8') : undefined
}

/** As Biome lays it out, so that what is generated reads as what is written. */
function format(path: string, text: string): string {
  const args = [
    'node_modules/@biomejs/biome/bin/biome',
    'check',
    '--write',
    `--stdin-file-path=${path}`,
  ]
  const outcome = spawnSync(process.execPath, args, { cwd: ROOT, input: text, encoding: 'utf8' })
  if (outcome.status !== 0) throw new Error(`Cannot format ${path}: ${outcome.stderr}`)
  return outcome.stdout
}

/** In the order of the tags, and in a tag in that of the document. */
function listMethods({ paths, tags = [] }: OpenApi): readonly Method[] {
  const order = tags.map(({ name }) => name)
  const rank = ({ tag }: Method) => (order.includes(tag) ? order.indexOf(tag) : order.length)
  return Object.entries(paths)
    .flatMap(([path, item]) =>
      METHODS.flatMap((verb) => {
        const operation = item[verb]
        return operation ? [toMethod(verb, path, withParameters(item, operation))] : []
      }),
    )
    .toSorted((a, b) => rank(a) - rank(b))
}

function withParameters({ parameters: ofPath = [] }: PathItem, operation: Operation): Operation {
  return { ...operation, parameters: [...ofPath, ...(operation.parameters ?? [])] }
}

function toMethod(verb: string, path: string, operation: Operation): Method {
  const { operationId: id, summary = '', description = '', parameters = [] } = operation
  if (id === undefined) throw new Error(`Cannot name ${verb} ${path}: it has no operationId`)
  const named = (place: string) => parameters.filter((one) => one.in === place)
  const queries = named('query')
  return {
    id,
    verb: verb.toUpperCase(),
    path,
    tag: operation.tags?.[0] ?? '',
    comment: [summary, ...description.split('\n\n'), operation.deprecated ? '@deprecated' : ''],
    pathNames: namesIn(path).map((name) => {
      const parameter = named('path').find((one) => one.name === name)
      return parameter ?? { name, in: 'path', schema: { type: 'string' } }
    }),
    query: queries.length === 0 ? undefined : toQuery(queries),
    body: toBody(operation),
    answer: toAnswer(operation),
  }
}

function namesIn(path: string): readonly string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
}

function toQuery(parameters: readonly Parameter[]): SchemaObject {
  return {
    type: 'object',
    properties: Object.fromEntries(
      parameters.map(({ name, description = '', schema }) => {
        // Digits travel as text, and nobody should have to write them so.
        const type = schema.pattern?.startsWith('^[0-9]') ? ['string', 'number'] : schema.type
        return [name, { description, ...schema, ...(type === undefined ? {} : { type }) }]
      }),
    ),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  }
}

function toBody({ requestBody, operationId = '' }: Operation): Body | undefined {
  if (requestBody === undefined) return undefined
  const contents = Object.entries(requestBody.content)
  const [mediaType, { schema = true }] =
    contents.find(([type]) => type === JSON_TYPE) ?? contents[0] ?? ([JSON_TYPE, {}] as const)
  const isRequired = requestBody.required ?? false
  if (mediaType === JSON_TYPE) return { mediaType, isRequired, schema }
  return {
    mediaType,
    isRequired,
    schema: mediaType === LINES_TYPE ? lines(operationId) : rawOf(mediaType),
  }
}

/** Lines as they are, or what is to be written as one line each. */
function lines(operationId: string): SchemaObject {
  const lineId = LINES_AS[operationId]
  const lineOf = Object.values(openApi.paths).find((item) => item.put?.operationId === lineId)?.put
  const items = lineOf?.requestBody?.content[JSON_TYPE]?.schema ?? true
  return { anyOf: [{ type: 'array', items }, TEXT, BYTES] }
}

/** Bodies and answers that are no JSON. */
function rawOf(mediaType: string): SchemaObject {
  return mediaType.startsWith('text/') || mediaType === LINES_TYPE ? TEXT : BYTES
}

function toAnswer({ responses }: Operation): Schema | undefined {
  const answers = Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .map(([, { content = {} }]) => {
      const [[mediaType, { schema = true }] = [undefined, {}]] = Object.entries(content)
      if (mediaType === undefined) return undefined
      return mediaType === JSON_TYPE ? schema : rawOf(mediaType)
    })
  const bodies = answers.filter((answer) => answer !== undefined)
  return bodies.length < 2 ? bodies[0] : { anyOf: bodies }
}

/** What gets a name of its own: shared forms of the document, and each operation's parts. */
function listRoots({ components }: OpenApi, all: readonly Method[]): readonly Root[] {
  const named = Object.entries(components?.schemas ?? {}).map(([name, schema]) => ({
    name: nameOfReference(`#/components/schemas/${name}`),
    schema,
  }))
  const parts = all.flatMap(({ id, pathNames, query, body, answer }) => {
    const name = toTypeName(id)
    return [
      ...(pathNames.length > 1 ? [{ name: `${name}Path`, schema: toQuery(pathNames) }] : []),
      ...(query === undefined ? [] : [{ name: `${name}Query`, schema: query }]),
      ...(body === undefined ? [] : [{ name: `${name}Body`, schema: body.schema }]),
      ...(answer === undefined ? [] : [{ name: `${name}Answer`, schema: answer }]),
    ]
  })
  return [...named, ...parts]
}

function schemasFile(): string {
  const own = new Set(roots.map(({ name }) => name))
  const named = [...shared.values()]
    .filter(({ name }) => !own.has(name))
    .map(({ name, schema }) => printNamed(name, schema))
  const first = new Map([...shared].map(([form, { name }]) => [form, name]))
  const parts = roots.map(({ name, schema }) => {
    const form = formOf(schema)
    const same = first.get(form) ?? name
    first.set(form, same)
    return same === name
      ? printNamed(name, schema)
      : `${printComment(describe(schema))}export type ${name} = ${same}\n`
  })
  return [note('Bodies and answers.'), '', ...named, ...parts].join('\n')
}

function printNamed(name: string, schema: Schema): string {
  const comment = printComment(describe(schema))
  const form = typeof schema === 'boolean' ? 'unknown' : printForm(schema, PRINTING)
  return form.startsWith('{')
    ? `${comment}export interface ${name} ${form}\n`
    : `${comment}export type ${name} = ${form}\n`
}

function operationsFile(): string {
  const types = roots.map(({ name }) => name).filter((name) => isUsed(name))
  return [
    note('One method an operation: who calls them reads what the server does, in its own words.'),
    `import type { Operation, RequestOptions, Send } from '../http/operation.ts'`,
    `import type {${types.join(',')}} from './schemas.ts'\n`,
    `export interface Operations {\n${methods.map(printSignature).join('\n\n')}\n}\n`,
    `const OPERATIONS: Readonly<Record<keyof Operations, Operation>> = {\n${methods.map(printEntry).join('\n')}\n}\n`,
    `/** The methods, each over one way to send. */`,
    `export function toOperations(send: Send): Operations {\n  return {\n${methods.map(printMethod).join('\n')}\n  }\n}\n`,
  ].join('\n')
}

function isUsed(name: string): boolean {
  return methods.some((method) => printSignature(method).match(new RegExp(`\\b${name}\\b`)))
}

function note(says: string): string {
  return `/**\n * ${says}\n *\n * Written by tools/generate-client.ts from docs/reference/openapi.json: change a route, then run\n * \`node tools/run.mjs generate\`.\n */`
}

/** A form's name, where it is one that has a name: of its own, or as a part of an operation. */
function nameOf(schema: SchemaObject): string | undefined {
  return schema.$ref === undefined ? shared.get(formOf(schema))?.name : undefined
}

interface Argument {
  readonly name: string
  readonly type: string
  readonly isRequired: boolean
}

/** Ids of the path first, then the body or the query, then how to send it. */
function argumentsOf({ id, pathNames, query, body }: Method): readonly Argument[] {
  const [first, ...more] = pathNames
  const name = toTypeName(id)
  const path =
    first === undefined
      ? []
      : [
          more.length > 0
            ? { name: 'path', type: `${name}Path`, isRequired: true }
            : { name: first.name, type: printType(first.schema, PRINTING), isRequired: true },
        ]
  const sent = body && { name: 'body', type: `${name}Body`, isRequired: body.isRequired }
  const needsQuery = (query?.required ?? []).length > 0
  const asked = query && { name: 'query', type: `${name}Query`, isRequired: needsQuery }
  const parts = [sent, asked].filter((part) => part !== undefined)
  // What is required comes first, so that the rest may be left out.
  const ordered = parts.toSorted((a, b) => Number(b.isRequired) - Number(a.isRequired))
  return [...path, ...ordered, { name: 'options', type: 'RequestOptions', isRequired: false }]
}

function printSignature(method: Method): string {
  const parts = argumentsOf(method).map(
    ({ name, type, isRequired }) => `${name}${isRequired ? '' : '?'}: ${type}`,
  )
  const answer = method.answer === undefined ? 'void' : `${toTypeName(method.id)}Answer`
  return `${printComment(method.comment)}${method.id}(${parts.join(', ')}): Promise<${answer}>`
}

function printEntry({ id, verb, path, body }: Method): string {
  const isIdempotent = verb === 'POST' || verb === 'PATCH' ? READING_POSTS.has(id) : true
  const sends = body === undefined || body.mediaType === JSON_TYPE ? undefined : body.mediaType
  const [list, field] = ONCE_BY[id] ?? []
  const fields = [
    `method: '${verb}'`,
    `path: '${path}'`,
    `isIdempotent: ${isIdempotent && !NEVER_AGAIN.has(id)}`,
    ...(sends === undefined ? [] : [`sends: '${sends}'`]),
    ...(list === undefined ? [] : [`onceBy: { list: '${list}', field: '${field}' }`]),
  ]
  return `${id}: { ${fields.join(', ')} },`
}

function printMethod(method: Method): string {
  const parts = argumentsOf(method).map(({ name }) => name)
  const { id, pathNames } = method
  const isOne = pathNames.length === 1
  const fields = parts.map((name, index) => (index === 0 && isOne ? `path: { ${name} }` : name))
  return `${id}: (${parts.join(', ')}) => send(OPERATIONS.${id}, { ${fields.join(', ')} }),`
}
