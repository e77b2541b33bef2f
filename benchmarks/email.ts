/**
 * A campaign to many people over a real SMTP server, while some of them say no or are erased, the
 * server answers 4xx and 5xx at random, and the product is killed in the middle and started again.
 * Afterwards what the SMTP server took is held against what the product says and against who had
 * said no: exactly once or never, and nobody after their no was answered.
 *
 *   npm run bench -- email [--json] [--people 100000] [--kills 2] [--connections 10] [--seed N]
 *                          [--minutes 60]
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { openApp } from '@equipoise/server/app'
import { parseConfig } from '@equipoise/server/config'
import { recordConsent } from '@equipoise/server/modules/consent'
import { putDocument, subscribe } from '@equipoise/server/modules/email'
import { chanceOf } from './measure/chance.ts'
import { startChild } from './measure/child-server.ts'
import { type KillableServer, startKillable } from './measure/killable-server.ts'
import { scratchFolder } from './measure/scratch-folder.ts'
import { round } from './measure/statistics.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    people: { type: 'string', default: '100000' },
    kills: { type: 'string', default: '2' },
    connections: { type: 'string', default: '10' },
    seed: { type: 'string', default: '7' },
    minutes: { type: 'string', default: '60' },
  },
})

const SEEDED_TOGETHER = 200
const LOOK_EVERY_MS = 2_000
const WITHDRAWN_RATIO = 0.05
const ERASED_RATIO = 0.002
const PUT_OFF_RATIO = 0.005
const REFUSED_RATIO = 0.002
const TEMPLATE = {
  subject: 'News for {{contact.firstName|"you"}}',
  mjml: `<mjml><mj-body><mj-section><mj-column><mj-text>Hello {{contact.firstName|"there"}}, {{greeting}}</mj-text>
{{#items}}<mj-button href="{{item.url}}">{{item.title}}</mj-button>{{/items}}
<mj-text><a href="{{unsubscribeUrl}}">Stop</a></mj-text></mj-column></mj-section></mj-body></mjml>`,
}

const people = Number(values.people)
const chance = chanceOf(Number(values.seed)).number
const folder = scratchFolder()
const directory = join(folder, 'data')
const taken = join(folder, 'taken')
const sink = await startChild<{ readonly port: number }>([
  join(import.meta.dirname, 'measure/smtp-sink.ts'),
  taken,
  String(PUT_OFF_RATIO),
  String(REFUSED_RATIO),
  values.seed,
])
Object.assign(process.env, {
  EQUIPOISE_SMTP_HOST: '127.0.0.1',
  EQUIPOISE_SMTP_PORT: String(sink.ready.port),
  EQUIPOISE_SMTP_SECURITY: 'none',
  EQUIPOISE_EMAIL_FROM: 'news@shop.example',
  EQUIPOISE_EMAIL_POSTAL_ADDRESS: 'Market Square 1, 12345 Town',
  EQUIPOISE_EMAIL_PER_DOMAIN_PER_MINUTE: '10000000',
  EQUIPOISE_EMAIL_CONNECTIONS_MAX: values.connections,
  EQUIPOISE_PUBLIC_ORIGIN: 'https://shop.example',
  EQUIPOISE_RATE_KEY_PER_SECOND: 'none',
})

const secret = await seed()
const outcome = await send()
await sink.stop()
report()

function addressOf(n: number): string {
  return `reader-${n}@mail.example`
}

async function seed(): Promise<string> {
  const config = parseConfig({ EQUIPOISE_DATA: directory })
  const app = await openApp({ config, resident: false })
  try {
    await putDocument(app, 'list', 'news', { title: 'News' })
    await putDocument(app, 'template', 'plain', TEMPLATE)
    await putDocument(app, 'campaign', 'big', {
      list: 'news',
      template: 'plain',
      variables: { greeting: 'it is winter' },
      items: 3,
    })
    await app.catalogue.putAll(
      Array.from({ length: 50 }, (_, n) => ({
        id: `item-${n}`,
        title: `Item ${n}`,
        categories: [`c${n % 5}`],
        attributes: {},
        priceMinor: undefined,
        currency: undefined,
        available: true,
        sensitive: [],
      })),
    )
    for (let from = 0; from < people; from += SEEDED_TOGETHER) {
      const count = Math.min(SEEDED_TOGETHER, people - from)
      await Promise.all(Array.from({ length: count }, (_, n) => seedOne(app, from + n)))
      if (from % 10_000 === 0) console.error(`${from} people`)
    }
    const { key } = await app.keyRing.create({ kind: 'secret' })
    return key ?? ''
  } finally {
    await app.close()
  }
}

async function seedOne(app: Awaited<ReturnType<typeof openApp>>, n: number): Promise<void> {
  const externalId = `p-${n}`
  await recordConsent(
    app,
    { externalId },
    {
      action: 'give',
      purposes: ['email_marketing'],
      evidence: 'a benchmark',
      by: 'subject',
      explicit: true,
      region: undefined,
      ageBand: undefined,
      vouched: true,
    },
  )
  const fields = { firstName: `Reader ${n}` }
  await subscribe(
    app,
    { externalId },
    { address: addressOf(n), list: 'news', proof: 'a benchmark', fields },
  )
}

interface Outcome {
  readonly seconds: number
  /** When the no of each was answered, in ms since 1970. */
  readonly noes: ReadonlyMap<string, number>
  readonly withdrawn: number
  readonly erased: number
  readonly kills: number
  readonly startUpMs: readonly number[]
  readonly rssMbMax: number
  readonly status: Status
}

interface Status {
  readonly status: string
  readonly states: Readonly<Record<string, number>>
  readonly codes: Readonly<Record<string, number>>
  readonly leftOut: Readonly<Record<string, number>>
}

async function send(): Promise<Outcome> {
  let server = await startKillable(directory)
  await call(server, 'POST /v1/email/campaigns/big/send')
  await call(server, 'POST /v1/email/campaigns/big/send')
  const begun = performance.now()
  const killAt = Array.from(
    { length: Number(values.kills) },
    (_, n) => ((n + 1) * people) / (Number(values.kills) + 1),
  )
  const noes = new Map<string, number>()
  const startUpMs: number[] = []
  let [withdrawn, erased, kills, rssMbMax] = [0, 0, 0, 0]
  let status: Status | undefined
  while (performance.now() - begun < Number(values.minutes) * 60_000) {
    status = (await call(server, 'GET /v1/email/campaigns/big/status')) as Status // as documented
    if (status.status === 'done') break
    rssMbMax = Math.max(rssMbMax, rssMbOf(server.pid))
    const sent = status.states['sent'] ?? 0
    if (killAt[0] !== undefined && sent >= killAt[0]) {
      killAt.shift()
      await server.kill()
      kills += 1
      server = await startKillable(directory)
      startUpMs.push(performance.now() - server.startedAt)
      // Whoever is unsure whether it was started, starts it again.
      await call(server, 'POST /v1/email/campaigns/big/send')
    }
    // As many as have said no by now in the share of those who are done.
    while (withdrawn < sent * WITHDRAWN_RATIO) withdrawn += await withdraw(server, noes)
    while (erased < sent * ERASED_RATIO) erased += await erase(server, noes)
    await wait(LOOK_EVERY_MS)
  }
  const seconds = (performance.now() - begun) / 1_000
  await server.stop()
  if (status === undefined) throw new Error('The send was never looked at')
  return { seconds, noes, withdrawn, erased, kills, startUpMs, rssMbMax, status }
}

function someone(noes: ReadonlyMap<string, number>): number {
  let n = Math.floor(chance() * people)
  while (noes.has(addressOf(n))) n = Math.floor(chance() * people)
  return n
}

async function withdraw(server: KillableServer, noes: Map<string, number>): Promise<1> {
  const n = someone(noes)
  const body = { externalId: `p-${n}`, action: 'withdraw', purposes: ['email_marketing'] }
  await call(server, 'POST /v1/consent', body)
  noes.set(addressOf(n), Date.now())
  return 1
}

async function erase(server: KillableServer, noes: Map<string, number>): Promise<1> {
  const n = someone(noes)
  const { subject } = Object(await call(server, 'POST /v1/subjects/find', { externalId: `p-${n}` }))
  await call(server, `POST /v1/subjects/${subject}/erase`)
  noes.set(addressOf(n), Date.now())
  return 1
}

async function call(server: KillableServer, route: string, body?: object): Promise<unknown> {
  const [method = '', path = ''] = route.split(' ')
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${secret}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${route} was answered ${response.status}: ${text}`)
  return text === '' ? null : JSON.parse(text)
}

function rssMbOf(pid: number): number {
  try {
    const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Number(kb ?? 0) / 1_024
  } catch {
    return 0
  }
}

function report(): void {
  const mails = readFileSync(taken, 'utf8').trimEnd().split('\n').map(parseLine)
  const times = Map.groupBy(mails, ({ to }) => to)
  const twice = [...times.values()].filter((all) => all.length > 1).length
  const late = mails.filter(({ to, namedAt }) => namedAt > (outcome.noes.get(to) ?? Infinity))
  const { states, codes, leftOut, status } = outcome.status
  const { sent = 0, in_doubt: inDoubt = 0 } = states
  const { seconds, withdrawn, erased, kills, startUpMs, rssMbMax } = outcome
  const problems = [
    ...(twice > 0 ? [`${twice} people got it twice`] : []),
    ...(late.length > 0 ? [`${late.length} mails after a no was answered`] : []),
    ...(times.size < sent || times.size > sent + inDoubt + erased
      ? [`The SMTP server took ${times.size}, the product says ${sent} and ${inDoubt} in doubt`]
      : []),
    ...(status === 'done' ? [] : [`The send is "${status}" after ${values.minutes} minutes`]),
  ]
  const result = {
    people,
    seed: Number(values.seed),
    connections: Number(values.connections),
    seconds: round(seconds, 1),
    mailsPerSecond: round(times.size / seconds, 0),
    taken: mails.length,
    takenBySomebodyTwice: twice,
    states,
    codes,
    leftOut,
    withdrawn,
    erased,
    mailsAfterANo: late.length,
    kills,
    startUpMs: startUpMs.map((ms) => round(ms, 0)),
    rssMbMax: round(rssMbMax, 0),
    problems,
  }
  if (values.json) console.log(JSON.stringify(result))
  else console.log(result)
  if (problems.length > 0) process.exitCode = 1
}

function parseLine(line: string): { readonly namedAt: number; readonly to: string } {
  const [namedAt = '', , to = ''] = line.split(' ')
  return { namedAt: Number(namedAt), to }
}
