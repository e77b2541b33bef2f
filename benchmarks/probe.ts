/**
 * Whether the time of an answer tells "not yours" from "does not exist" and "erased". Every route
 * whose path names a person is asked, with the credentials of a page, about somebody else who is
 * there, somebody who was erased, two ids that nobody ever had, and the caller's own person by its
 * id; in each round in another order, over one connection, so that whatever drifts drifts for all.
 *
 *   npm run bench -- probe [--json] [--rounds N]
 *
 * Each case is compared with an id that nobody ever had, route by route and over all routes: the
 * Mann-Whitney test with Cliff's delta. The second id that nobody ever had is the control: what it
 * shows is chance. `me`, which is answered, shows that a difference would be seen.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { signSubjectToken } from '@equipoise/client'
import { startOurs } from './measure/our-server.ts'
import { compareRanks } from './measure/rank-test.ts'
import { median, round } from './measure/statistics.ts'

const ORIGIN = 'https://shop.example'
const PURPOSES = ['device_storage', 'site_personalization', 'model_training']
const NEVER = 'sub_00000000000000000000000000'
const NEVER_EITHER = 'sub_0000000000000000000000001'.padEnd(30, '0')
const ROUNDS = numberAfter('--rounds') ?? 200
const WARM_UP = 20
/** A route counts as telling where chance would do it once in a thousand runs of all of them. */
const P_MAX = 0.001
const NO_LIMIT = {
  EQUIPOISE_RATE_PAGE_PER_SECOND: 'none',
  EQUIPOISE_RATE_SUBJECT_PER_MINUTE: 'none',
  EQUIPOISE_RATE_ADDRESS_PER_MINUTE: 'none',
}

/** A body that each route takes; the others take none. */
const BODIES: Readonly<Record<string, object>> = {
  changeConsent: { action: 'refuse', purposes: ['measurement'] },
  withdrawConsent: { purposes: ['measurement'] },
  removeInteraction: { interaction: 'met' },
  markWrong: { item: 'bread' },
  unmark: { item: 'bread' },
  pauseSubject: { until: new Date(Date.now() + 86_400_000).toISOString() },
}

interface Route {
  readonly id: string
  readonly method: string
  readonly path: string
  /** Whether asking it about oneself changes nothing, so that it can be repeated. */
  readonly isRead: boolean
}

const directory = mkdtempSync(join(tmpdir(), 'equipoise-bench-'))
const ours = await startOurs('serve', join(directory, 'ours'), NO_LIMIT)
const { url, operatorKey } = ours.ready
const agent = new Agent({ keepAlive: true, maxSockets: 1 })
type Headers = Readonly<Record<string, string>>
try {
  const asAdministrator = bearer(operatorKey, { 'equipoise-reason': 'a benchmark' })
  const secret = bearer((await make('secret')).key)
  const signing = await make('signing')
  const publishable = await make('publishable', { origins: [ORIGIN] })
  const own = await aPerson('own')
  const other = await aPerson('other')
  const erased = await aPerson('erased')
  await send('POST', `/v1/subjects/${erased}/erase`, secret)
  const token = await signSubjectToken({
    key: signing.key,
    keyId: signing.id,
    externalId: 'own',
  })
  const cookie = await becomeKnown(publishable.key)
  const pages: Readonly<Record<string, { headers: Headers; own: string }>> = {
    token: { headers: bearer(token), own },
    cookie,
  }
  report(await probeAll(pages, { other, erased }))

  async function make(kind: string, more: object = {}) {
    const made = await send('POST', '/v1/keys', asAdministrator, { kind, ...more })
    const { id, key } = JSON.parse(made.text)
    return { id: String(id), key: String(key) }
  }

  /** Somebody with a past: consent, and a thing that they did. */
  async function aPerson(externalId: string): Promise<string> {
    const said = { action: 'give', purposes: PURPOSES, evidence: 'a form', externalId }
    const { text } = await send('POST', '/v1/consent', secret, said)
    const interactions = [{ externalId, item: 'bread', verb: 'view', id: 'met' }]
    await send('POST', '/v1/interactions', secret, { interactions })
    return String(JSON.parse(text).subject)
  }

  async function becomeKnown(key: string) {
    const text = {
      title: 'May we?',
      sections: [{ text: 'To suggest.' }],
      accept: 'Yes',
      refuse: 'No',
    }
    const notice = { version: '1', purposes: PURPOSES, texts: { en: text } }
    await send('PUT', '/v1/notices/n', secret, notice)
    const page = bearer(key, { origin: ORIGIN })
    const asked = { version: '1', language: 'en' }
    const { nonce } = JSON.parse((await send('POST', '/v1/notices/n/nonce', page, asked)).text)
    const said = { action: 'give', purposes: PURPOSES, nonce }
    const answer = await send('POST', '/v1/consent', page, said)
    const { subject, csrfToken } = JSON.parse(answer.text)
    const [pair = ''] = answer.cookie.split(';')
    return {
      headers: { ...page, cookie: pair, 'x-csrf-token': String(csrfToken) },
      own: String(subject),
    }
  }
} finally {
  agent.destroy()
  await ours.stop()
  rmSync(directory, { recursive: true, force: true })
}

interface Compared {
  readonly case: string
  readonly medianMs: number
  readonly neverMedianMs: number
  readonly delta: number
  readonly p: number
  /** The largest effect on any one route. */
  readonly deltaMax: number
  /** The routes that tell it apart, by credential. */
  readonly telling: readonly string[]
}

type Times = Map<string, number[]>

async function probeAll(
  pages: Readonly<Record<string, { headers: Headers; own: string }>>,
  { other, erased }: { readonly other: string; readonly erased: string },
) {
  const routes = await personalRoutes()
  const strata: { readonly name: string; readonly times: Times }[] = []
  for (const [credential, page] of Object.entries(pages)) {
    for (const route of routes) {
      const cases = { never: NEVER, control: NEVER_EITHER, other, erased, ownById: page.own }
      const answered = route.isRead ? { me: 'me' } : {}
      const times = await probe(route, page.headers, { ...cases, ...answered })
      strata.push({ name: `${credential} ${route.method} ${route.path}`, times })
    }
  }
  const names = ['control', 'other', 'erased', 'ownById', 'me']
  return { rounds: ROUNDS, strata: strata.length, compared: names.map((one) => compare(one)) }

  function compare(name: string): Compared {
    const pairs = strata.flatMap((stratum) => {
      const a = stratum.times.get(name)
      const b = stratum.times.get('never') ?? []
      return a === undefined ? [] : [{ name: stratum.name, a, b }]
    })
    const each = pairs.map((pair) => ({ name: pair.name, ...compareRanks([pair]) }))
    const overall = compareRanks(pairs)
    return {
      case: name,
      medianMs: round(median(pairs.flatMap(({ a }) => a))),
      neverMedianMs: round(median(pairs.flatMap(({ b }) => b))),
      delta: round(overall.delta),
      p: round(overall.p, 6),
      deltaMax: round(Math.max(...each.map(({ delta }) => Math.abs(delta)))),
      telling: each.filter(({ p }) => p < P_MAX / each.length).map((one) => one.name),
    }
  }
}

async function probe(
  { id, method, path }: Route,
  headers: Headers,
  cases: Readonly<Record<string, string>>,
): Promise<Times> {
  const names = Object.keys(cases)
  const times: Times = new Map(names.map((name) => [name, []]))
  for (let turn = 0; turn < WARM_UP + ROUNDS; turn += 1) {
    for (const name of shuffled(names)) {
      const named = path.replace('{id}', cases[name] ?? '')
      const { status, ms } = await send(method, named, headers, BODIES[id])
      const isAnswered = name === 'me'
      if (isAnswered ? status >= 300 : status !== 404) {
        throw new Error(`${method} ${path} about ${name} answered ${status}`)
      }
      if (turn >= WARM_UP) times.get(name)?.push(ms)
    }
  }
  return times
}

async function personalRoutes(): Promise<readonly Route[]> {
  const document = JSON.parse((await send('GET', '/openapi.json', {})).text)
  return Object.entries<Record<string, { operationId: string }>>(document.paths)
    .filter(([path]) => path.startsWith('/v1/subjects/{'))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => ({
        id: operationId,
        method: method.toUpperCase(),
        path,
        isRead: method === 'get' && operationId !== 'exportSubject',
      })),
    )
}

interface Sent {
  readonly status: number
  readonly text: string
  readonly cookie: string
  readonly ms: number
}

/** From the moment of sending to the last byte, over the one connection. */
function send(method: string, path: string, headers: Headers, body?: object): Promise<Sent> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const type: Headers = text === undefined ? {} : { 'content-type': 'application/json' }
  return new Promise((resolve, reject) => {
    const startedAt = performance.now()
    const asked = request(
      `${url}${path}`,
      { method, agent, headers: { ...type, ...headers } },
      (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('error', reject)
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            text: Buffer.concat(parts).toString('utf8'),
            cookie: answer.headers['set-cookie']?.[0] ?? '',
            ms: performance.now() - startedAt,
          }),
        )
      },
    )
    asked.on('error', reject)
    asked.end(text)
  })
}

function bearer(key: string, more: Headers = {}): Headers {
  return { authorization: `Bearer ${key}`, ...more }
}

function shuffled(names: readonly string[]): readonly string[] {
  return names
    .map((name) => [Math.random(), name] as const)
    .sort(([a], [b]) => a - b)
    .map(([, name]) => name)
}

function numberAfter(option: string): number | undefined {
  const at = process.argv.indexOf(option)
  return at < 0 ? undefined : Number(process.argv[at + 1])
}

function report(result: Awaited<ReturnType<typeof probeAll>>): void {
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify(result))
    return
  }
  console.log(`${result.rounds} rounds of ${result.strata} routes and credentials`)
  for (const one of result.compared) {
    console.log(
      `${one.case.padEnd(8)} ${one.medianMs} ms against ${one.neverMedianMs} ms, ` +
        `delta ${one.delta} (p ${one.p}), at most ${one.deltaMax} on one route; ` +
        `tell it apart: ${one.telling.length === 0 ? 'none' : one.telling.join(', ')}`,
    )
  }
}
