/**
 * Writes what documentation can be read off the code: errors, configuration, commands, verbs, laws,
 * the OpenAPI document and the form of an export. With `--check` it writes nothing and fails where
 * a file is not current.
 *
 *   node -C @equipoise/source tools/generate-docs.ts [--check]
 */
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { VERBS_OF_PURPOSE } from '@equipoise/core/consent'
import { packSchema } from '@equipoise/core/law'
import { PURPOSE_TERMS, PURPOSES, VERBS } from '@equipoise/core/values'
import { openApp } from '@equipoise/server/app'
import { COMMANDS, type Command, SERVER_COMMANDS } from '@equipoise/server/cli'
import { listSettings, parseConfig } from '@equipoise/server/config'
import { ERRORS } from '@equipoise/server/errors'
import { ACTIONS, CREDENTIALS, createServer, reachOf } from '@equipoise/server/http'
import {
  CATEGORIES_HONOURED,
  LEVELS_HONOURED,
  REGULATIONS_HONOURED,
  STANDARD_EVENTS,
} from '@equipoise/server/modules/collect'
import { loadPacks } from '@equipoise/server/modules/law'
import { StatementsForm } from '@equipoise/server/modules/records'
import { lawPages } from './law-pages.ts'
import { page, table } from './markdown-page.ts'
import { noisePage } from './noise-page.ts'

const ROOT = join(import.meta.dirname, '..')
const openapi = await readOpenApi()
const files: Readonly<Record<string, string>> = {
  'docs/reference/access.md': accessPage(openapi),
  'docs/reference/errors.md': errorsPage(),
  'docs/reference/configuration.md': configurationPage(),
  'docs/reference/commands.md': commandsPage(),
  'docs/reference/purposes.md': purposesPage(),
  'docs/reference/events.md': eventsPage(),
  'docs/reference/report-noise.md': noisePage(),
  ...lawPages(loadPacks()),
  'docs/reference/pack.schema.json': `${JSON.stringify(packSchema(), null, 2)}\n`,
  'docs/reference/law-facts.schema.json': `${JSON.stringify(factsSchema(openapi), null, 2)}\n`,
  'docs/reference/statements.schema.json': `${JSON.stringify(statementsSchema(), null, 2)}\n`,
  'docs/reference/openapi.json': `${JSON.stringify(openapi, null, 2)}\n`,
  'docs/reference/export.schema.json': `${JSON.stringify(exportSchema(openapi), null, 2)}\n`,
  'example.env': exampleEnvironment(),
}

const stale = Object.entries(files).filter(([path, text]) => readText(path) !== text)
/** Pages of laws that are no more. */
const left = globSync('docs/reference/laws/*.md', { cwd: ROOT }).filter((path) => !(path in files))
if (process.argv.includes('--check')) {
  for (const [path] of stale) console.error(`${path} is not current: run tools/generate-docs.ts`)
  for (const path of left) console.error(`${path} is of no law: run tools/generate-docs.ts`)
  process.exitCode = stale.length + left.length > 0 ? 1 : 0
} else {
  for (const [path, text] of stale) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true })
    writeFileSync(join(ROOT, path), text)
    console.log(`Wrote ${path}`)
  }
  for (const path of left) rmSync(join(ROOT, path))
}

function readText(path: string): string | undefined {
  return existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8') : undefined
}

function errorsPage(): string {
  const rows = Object.entries(ERRORS).map(([code, { status, title, remedy, retry }]) => [
    `\`${code}\``,
    String(status),
    title,
    remedy,
    retry ? 'yes' : 'no',
  ])
  return page(
    'Errors',
    'Every error over HTTP is `application/problem+json` (RFC 9457) with one of these codes; the command line prints the same codes.',
    table(['code', 'status', 'what it means', 'what you can do', 'may a retry help'], rows),
  )
}

function accessPage({ paths }: OpenApi): string {
  // The keys of a table that is typed by them.
  const actions = Object.keys(ACTIONS) as (keyof typeof ACTIONS)[]
  const callers = CREDENTIALS.filter((credential) => credential !== 'none')
  const rows = actions.map((action) => [
    `\`${action}\``,
    ACTIONS[action].says,
    ...callers.map((credential) => reachOf(action, credential) ?? '–'),
  ])
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [
      `\`${method.toUpperCase()} ${path}\``,
      `\`${operation['x-may'] ?? 'anybody'}\``,
    ]),
  )
  return page(
    'Who may do what',
    'A route lets one do one thing, and each credential may do some of them: about `nobody` in particular, about the `own` person (`/v1/subjects/me`), or about `any`body. Everything else is refused: `unauthorized` without a credential that counts, `forbidden` with another. What is not `own` and what does not exist answer alike. Operators say why they act for a person, in the header `Equipoise-Reason`, and it is logged.',
    table(['action', 'to', ...callers], rows),
    '## Routes',
    table(['route', 'action'], routes),
  )
}

function configurationPage(): string {
  const rows = listSettings().map(({ variable, fallback, accepts, says }) => [
    `\`${variable}\``,
    fallback === '' ? 'none' : `\`${fallback}\``,
    accepts,
    says,
  ])
  return page(
    'Configuration',
    'Everything is set by environment variables, read once at start. All problems are named at once.',
    table(['variable', 'default', 'accepts', 'what it does'], rows),
  )
}

function exampleEnvironment(): string {
  const lines = listSettings().map(
    ({ variable, fallback, accepts, says }) => `# ${says} (${accepts})\n#${variable}=${fallback}\n`,
  )
  return `${lines.join('\n')}`
}

function commandsPage(): string {
  const parts = [...SERVER_COMMANDS, ...COMMANDS].map(commandPart)
  return page(
    'Commands',
    '`npx equipoise COMMAND [--data DIR] [--json]`. With `--json`, exactly one JSON object goes to the standard output and everything else to the error stream. Exit 0: done, 1: failed, 2: called wrongly.',
    ...parts,
  )
}

function commandPart({ words, operands, says, options }: Command): string {
  const title = [...words, ...(operands ? [operands.name] : [])].join(' ')
  const rows = Object.entries(options).map(([name, { value, says: meaning }]) => [
    `\`--${name}${value ? ` ${value}` : ''}\``,
    meaning,
  ])
  const heading = `## ${title}\n\n${says[0]?.toUpperCase()}${says.slice(1)}.`
  return rows.length === 0 ? heading : `${heading}\n\n${table(['option', 'meaning'], rows)}`
}

function purposesPage(): string {
  const verbs = PURPOSES.map((purpose) => [
    `\`${purpose}\``,
    ...VERBS.map((verb) => (VERBS_OF_PURPOSE[purpose]?.includes(verb) ? '●' : '')),
  ])
  const terms = PURPOSES.map((purpose) => {
    const { says, dpv, fideslang, tcf, consentMode } = PURPOSE_TERMS[purpose]
    const modes = consentMode.map((mode) => `\`${mode}\``).join(', ')
    return [`\`${purpose}\``, says, `\`${dpv}\``, `\`${fideslang}\``, tcf.join(', '), modes]
  })
  return page(
    'Purposes and verbs',
    'A closed list. Each purpose is a switch of its own.',
    table(['purpose', 'what it means', 'DPV', 'fideslang', 'TCF', 'Consent Mode'], terms),
    '## Which verb is accepted under which purpose\n\nAn interaction is kept for the purposes that both accept its verb (●) and are permitted. With none, it is not kept. When the last purpose that it was kept for ends, it is deleted.',
    table(['purpose', ...VERBS], verbs),
  )
}

function eventsPage(): string {
  const rows = STANDARD_EVENTS.map(({ tongue, event, verb, items, item, firstOnly }) => [
    tongue,
    `\`${event}\``,
    `\`${verb}\``,
    `\`properties.${items === undefined ? item : `${items}[].${item}`}\``,
    firstOnly ? 'the first of the list' : items === undefined ? 'one' : 'each of the list',
  ])
  const labels = [
    ['dataclassification', 'required where one of the three is there', LEVELS_HONOURED],
    ['dataregulation', 'a list with commas; each has to be one of these', REGULATIONS_HONOURED],
    ['datacategory', 'may be left out', CATEGORIES_HONOURED],
  ] as const
  const honoured = labels.map(([attribute, rule, values]) => [
    `\`${attribute}\``,
    rule,
    values.map((value) => `\`${value}\``).join(', '),
  ])
  return page(
    'Names of events',
    'What is kept of an event that comes in the shape of Segment, or as a CloudEvent (there `properties` is its `data`). An event that is not here, and that no mapping of your own names, is `unmapped`: counted, never kept.',
    table(['tongue', 'event', 'verb', 'where the id of the item is', 'how many'], rows),
    '## Labels of CloudEvents that we can honour\n\nAn event with any other label is rejected, as the data-classification extension asks of whoever is not sure.',
    table(['attribute', 'rule', 'honoured'], honoured),
  )
}

/** The document as the server itself gives it, from a directory made for it. */
async function readOpenApi(): Promise<OpenApi> {
  const directory = mkdtempSync(join(tmpdir(), 'equipoise-docs-'))
  const config = parseConfig({ EQUIPOISE_DATA: directory })
  const app = await openApp({ config, resident: false })
  const server = await createServer({ app, logLevel: 'silent' })
  try {
    const { body } = await server.inject('/openapi.json')
    // Our own document; only what is used below is named.
    return JSON.parse(body) as OpenApi
  } finally {
    await server.close()
    await app.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>
}

interface OpenApiOperation {
  readonly 'x-may'?: string
  readonly requestBody?: OpenApiResponse
  readonly responses: Readonly<Record<string, OpenApiResponse>>
}

interface OpenApiResponse {
  readonly content?: { readonly 'application/json': { readonly schema: object } }
}

/** The file that `EQUIPOISE_RECORDS` names. */
function statementsSchema(): object {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...StatementsForm }
}

function exportSchema({ paths }: OpenApi): object {
  const answer = paths['/v1/subjects/{id}/export']?.['get']?.responses['200']
  const schema = answer?.content?.['application/json'].schema ?? {}
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema }
}

/** The facts of a question to the law, as the route reads them. */
function factsSchema({ paths }: OpenApi): object {
  const asked = paths['/v1/law/decide']?.['post']?.requestBody
  const schema = asked?.content?.['application/json'].schema ?? {}
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema }
}
