/**
 * Every route of the OpenAPI document is sent what its schemas ask for, and that bent in every way,
 * with every kind of credential. Whatever comes is answered as documented: never with a failure of
 * ours, never with where in the code something happened, and no error and no line of the log says a
 * word that was sent or is stored.
 *
 * FUZZ_RUNS tells how many requests each route gets, FUZZ_SEED where the chance begins.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { KeyId } from '@equipoise/core/values'
import fc from 'fast-check'
import { catalogue, stock } from '../builders/catalogue.ts'
import { type OpenApi, type Route, routesOf } from '../builders/open-api.ts'
import { aPage, aSigner, NOTICE, SHOP } from '../builders/page-person.ts'
import { type AnyRequest, requestsTo } from '../builders/requests.ts'
import type { Words } from '../builders/schema-values.ts'
import { aKey, type Sending, serverOfFile } from '../builders/server.ts'
import { aSubject, BOTH } from '../builders/subject.ts'
import { ROOT } from '../source-tree.ts'

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 280)
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_124)
/** Stands in every text that is sent or stored. */
const MARK = 'mark7f3q9z'
/** Stands in what is stored of somebody who never calls. */
const BYSTANDER = 'bystander4kw8'
const NO_LIMIT = 'none'

const CREDENTIALS = [
  'none',
  'unknown',
  'forged',
  'publishable',
  'subject by cookie',
  'subject by token',
  'secret',
  'exchange',
  'viewer',
  'marketer',
  'privacy_officer',
  'administrator',
] as const
type Credential = (typeof CREDENTIALS)[number]

const lines: string[] = []
/** How each credential comes with a request; what was used up is made again by `renew`. */
let present: (credential: Credential) => Sending
let renew: () => Promise<void>

/** Filled anew with those who are there, in place: the arbitraries were made before. */
const words = {
  mark: MARK,
  known: {
    externalId: ['@name', `${MARK}-new`],
    userId: ['@name'],
    anonymousId: [`${MARK}-device`],
    item: ['item-0', 'item-1', 'item-7'],
    product_id: ['item-0', 'item-1'],
    category: ['category-0'],
    categories: ['category-0'],
    interaction: [`${MARK}-met`],
    evidence: [`${MARK} said so`],
    origins: [SHOP],
    items: ['item-0', `${MARK}/item`],
    subject: ['@person', '@other'],
    subjectPath: ['me', '@person', '@other', '@bystander'],
    erasures: ['@erasure'],
    keys: ['@key'],
    notices: [NOTICE.id, 'none'],
    records: ['ropa', 'dpia', 'retention', 'label', 'recipients'],
    version: [NOTICE.version, `${MARK}-v`],
    language: [NOTICE.language, 'de'],
    token: ['@token'],
    nonce: ['@nonce'],
  },
} satisfies Words

/** What `@names` stand for now. */
const standsFor = new Map<string, string>()

const server = serverOfFile(
  {
    onLog: (line) => lines.push(line),
    environment: {
      EQUIPOISE_RATE_PAGE_PER_SECOND: NO_LIMIT,
      EQUIPOISE_RATE_SUBJECT_PER_MINUTE: NO_LIMIT,
      EQUIPOISE_RATE_OUTLET_PER_MINUTE: NO_LIMIT,
      EQUIPOISE_RATE_ADDRESS_PER_MINUTE: NO_LIMIT,
    },
  },
  async (opened) => {
    const signer = await aSigner(opened)
    await stock(opened.app, catalogue(20))
    const keys = new Map<Credential, string>([
      ['none', ''],
      ['unknown', `eq_secret_${MARK}`],
    ])
    keys.set('secret', await aKey(opened.app, { kind: 'secret' }))
    keys.set('exchange', await aKey(opened.app, { kind: 'exchange' }))
    for (const role of ['viewer', 'marketer', 'privacy_officer', 'administrator'] as const) {
      keys.set(role, await aKey(opened.app, { kind: 'operator', role }))
    }
    const publishable = await aPage(opened)
    let page = publishable
    let bearer = ''
    let renewals = 0
    let spareKey: KeyId | undefined
    renew = async () => {
      const { app } = opened
      renewals += 1
      const name = `${MARK}-${renewals}`
      const met = { item: 'item-1', verb: 'view', id: `${MARK}-met` } as const
      const [person, other, bystander] = await Promise.all([
        aSubject(name).meeting(met).join(app),
        aSubject(`${name}-other`).join(app),
        aSubject(`${BYSTANDER}-${renewals}`)
          .meeting({ item: 'item-2', id: `${BYSTANDER}-met` })
          .join(app),
      ])
      // There is a limit to how many keys there are.
      page = await aPage(opened, SHOP, publishable.key)
      await page.agree([...BOTH, 'device_storage'])
      bearer = await signer.sign(name)
      const gone = await aSubject(`${name}-gone`).join(app)
      const erased = await opened.send(`POST /v1/subjects/${gone}/erase`)
      const decided = await opened.send('POST /v1/decide', {
        body: { subject: person, slot: 'home' },
      })
      if (spareKey !== undefined) await app.keyRing.revoke(spareKey)
      const spare = await app.keyRing.create({ kind: 'secret', label: MARK })
      spareKey = spare.id
      standsFor
        .set('@name', name)
        .set('@person', person)
        .set('@other', other)
        .set('@bystander', bystander)
      standsFor.set('@erasure', erased.json.id).set('@key', spare.id)
      standsFor.set('@token', decided.json.items?.[0]?.token ?? MARK)
      standsFor.set('@nonce', await page.nonceFor(BOTH))
    }
    present = (credential) => {
      const reason = { 'equipoise-reason': 'everything is tried' }
      if (credential === 'publishable') return { key: publishable.key, headers: { origin: SHOP } }
      if (credential === 'subject by token') return { key: bearer, headers: { origin: SHOP } }
      if (credential === 'forged') return { key: forge(bearer) }
      if (credential !== 'subject by cookie') {
        return { key: keys.get(credential) ?? '', headers: reason }
      }
      const { cookie = '', csrf = '' } = page
      return { key: page.key, headers: { origin: SHOP, cookie, 'x-csrf-token': csrf } }
    }
  },
)

const document: OpenApi = JSON.parse(
  readFileSync(join(ROOT, 'docs/reference/openapi.json'), 'utf8'),
)

for (const route of routesOf(document)) {
  test(`${route.method} ${route.path} answers whatever comes as documented`, async () => {
    await renew()
    let sent = 0
    const calls = fc.record({
      credential: fc.constantFrom(...CREDENTIALS),
      request: requestsTo(route, words),
    })
    const property = fc.asyncProperty(calls, async ({ credential, request }) => {
      sent += 1
      if (sent % renewEvery(route) === 0) await renew()
      await assertSound(route, credential, request)
    })
    await fc.assert(property, { numRuns: RUNS, seed: SEED })
  })
}

/** In requests: after an erasure, somebody whom the next one would name may be gone. */
function renewEvery({ path }: Route): number {
  return path.endsWith('/erase') ? 5 : 60
}

async function assertSound(
  route: Route,
  credential: Credential,
  request: AnyRequest,
): Promise<void> {
  const { key, headers } = present(credential)
  const answer = await server().send(`${route.method} ${named(request.path)}`, {
    ...(key === undefined ? {} : { key }),
    headers: { ...headers, ...request.headers },
    ...(request.body === undefined ? {} : { body: namedIn(request.body) }),
  })
  const says = (what: string): string =>
    `${what}: ${route.method} ${request.path.slice(0, 200)} as ${credential} ${show(request)} ` +
    `→ ${answer.status} ${answer.text.slice(0, 400)}`
  assert.ok(answer.status < 500, says('a failure of ours'))
  assert.doesNotMatch(answer.text, /\n\s*at |node:internal|\.ts:\d/, says('a place in the code'))
  if (answer.status >= 400) assert.ok(!tells(answer.text), says('a word in an error'))
  if (credential.startsWith('subject') || credential === 'publishable') {
    assert.ok(!answer.text.includes(BYSTANDER), says('a word of somebody else'))
  }
  // Those that came late, after an earlier answer, are among them.
  for (const line of lines.splice(0)) assert.ok(!tells(line), says(`a word in the log ${line}`))
}

/** Whether a text holds a word that was sent or is stored, or the id of a person. */
function tells(text: string): boolean {
  return (
    text.includes(MARK) || text.includes(BYSTANDER) || /sub_[0-9a-z]{26}|eq_[a-z]+_\w/.test(text)
  )
}

function named(text: string): string {
  return text.replaceAll(/(?:@|%40)([a-z]+)/g, (whole, name) => standsFor.get(`@${name}`) ?? whole)
}

/** A text that names one thing a million times would become longer than any text may be. */
const NAMED_LENGTH_MAX = 400_000

function namedIn(body: string | Uint8Array): string | Uint8Array {
  return typeof body === 'string' && body.length <= NAMED_LENGTH_MAX ? named(body) : body
}

function show({ headers, body = '' }: AnyRequest): string {
  const text = typeof body === 'string' ? body : `${body.length} bytes`
  return `${JSON.stringify(headers).slice(0, 300)} ${text.slice(0, 600)}`
}

/** The token says that it is not signed, and is not. */
function forge(token: string): string {
  const [, payload = ''] = token.split('.')
  const header = Buffer.from(JSON.stringify({ alg: 'none', kid: MARK })).toString('base64url')
  return `${header}.${payload}.`
}
