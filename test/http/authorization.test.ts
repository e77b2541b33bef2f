/**
 * Every route × every credential × whose person: what comes of each is what the table in
 * `docs/reference/access.md` says. The routes come from the OpenAPI document, so that a new one is
 * tried as soon as it is there.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Route, routesOf } from '../builders/open-api.ts'
import { aPage, aSigner, NOTICE, NOTICE_BODY, SHOP } from '../builders/page-person.ts'
import { type Answer, aKey, type Sending, serverOfFile } from '../builders/server.ts'
import { aSubject, BOTH } from '../builders/subject.ts'
import { ROOT } from '../source-tree.ts'

/** As the page's table has it: action → credential → reach. */
const TABLE = readTable()
const OPERATORS = ['viewer', 'marketer', 'privacy_officer', 'administrator'] as const
const PAGES = ['publishable', 'subject by cookie', 'subject by token'] as const
const NEVER = 'sub_00000000000000000000000000'

type Credential =
  | 'none'
  | 'exchange'
  | 'secret'
  | (typeof OPERATORS)[number]
  | (typeof PAGES)[number]
const CREDENTIALS: readonly Credential[] = ['none', ...PAGES, 'exchange', 'secret', ...OPERATORS]

/** How each credential comes with a request, about the person of that external id. */
let present: (credential: Credential, externalId: string) => Promise<Sending>

/** The matrix asks more often than anybody may. */
const RATES = {
  environment: {
    EQUIPOISE_RATE_ADDRESS_PER_MINUTE: 'none',
    EQUIPOISE_RATE_PAGE_PER_SECOND: 'none',
    EQUIPOISE_RATE_SUBJECT_PER_MINUTE: 'none',
    EQUIPOISE_RATE_KEY_PER_SECOND: 'none',
  },
}
const server = serverOfFile(RATES, async (opened) => {
  const signer = await aSigner(opened)
  const keys = new Map<Credential, string>([['none', '']])
  keys.set('exchange', await aKey(opened.app, { kind: 'exchange' }))
  keys.set('secret', await aKey(opened.app, { kind: 'secret' }))
  for (const role of OPERATORS) {
    keys.set(role, await aKey(opened.app, { kind: 'operator', role }))
  }
  const publishable = await aPage(opened)
  present = async (credential, externalId) => {
    const reason = { 'equipoise-reason': 'the matrix is tried' }
    if (credential === 'subject by token') return { key: await signer.sign(externalId) }
    if (credential === 'publishable') return { key: publishable.key, headers: { origin: SHOP } }
    if (credential !== 'subject by cookie') {
      return { key: keys.get(credential) ?? '', headers: reason }
    }
    const page = await aPage(opened)
    await page.agree([...BOTH, 'device_storage'])
    await page.send('POST /v1/interactions', { body: MEETING })
    const headers = { origin: SHOP, cookie: page.cookie ?? '', 'x-csrf-token': page.csrf ?? '' }
    return { key: page.key, headers }
  }
})

const MEETING = { interactions: [{ item: 'bread', verb: 'view', id: 'met' }] }

/** A body that each route takes; the others take none, or are refused by their form alone. */
const BODIES: Readonly<Record<string, unknown>> = {
  collectInteractions: MEETING,
  decide: { slot: 'home' },
  decidePurposes: {},
  recordConsent: { action: 'refuse', purposes: ['measurement'] },
  changeConsent: { action: 'refuse', purposes: ['measurement'] },
  withdrawConsent: { purposes: ['measurement'] },
  removeInteraction: { interaction: 'met' },
  markWrong: { item: 'bread' },
  unmark: { item: 'bread' },
  pauseSubject: { until: '2027-01-01T00:00:00Z' },
  receiveRequest: { right: 'restriction' },
  answerRequest: { outcome: 'fulfilled' },
  setCeiling: { ceiling: 'broad' },
  askForNonce: { version: NOTICE.version, language: NOTICE.language },
  registerNotice: NOTICE_BODY,
  retireNotice: { version: 'none' },
  createKey: { kind: 'secret' },
  findSubject: { externalId: 'nobody' },
}

test('the table names every action that a route asks for, and nothing else', () => {
  const used = new Set(routesOf(server().openApi).flatMap((route) => mayOf(route) ?? []))
  assert.deepEqual([...used].sort(), [...TABLE.keys()].sort())
})

for (const credential of CREDENTIALS) {
  test(`${credential}: may what the table says, and nothing else`, async () => {
    for (const route of routesOf(server().openApi)) {
      const reach = reachOf(route, credential)
      const sending = await present(credential, 'matrix-own')
      const answer = await ask(route, sending, NEVER)
      const name = `${route.method} ${route.path} as ${credential}: ${answer.text.slice(0, 200)}`
      if (credential === 'none') {
        assert.equal(answer.json?.code, mayOf(route) ? 'unauthorized' : undefined, name)
      } else if (reach === undefined) {
        assert.deepEqual([answer.status, answer.json?.code], [403, 'forbidden'], name)
      } else {
        assert.ok(![401, 500].includes(answer.status), name)
        assert.notEqual(answer.json?.code, 'forbidden', name)
      }
    }
  })
}

for (const credential of CREDENTIALS.filter((one) => one !== 'none')) {
  test(`${credential}: reaches whom the table says, and learns of nobody else`, async () => {
    for (const route of personalRoutes()) {
      const reach = reachOf(route, credential)
      if (reach === undefined) continue
      const own = await aPerson()
      const other = await aPerson()
      const erased = await aPerson()
      await server().send(`POST /v1/subjects/${erased.subject}/erase`)
      const sending = await present(credential, own.externalId)
      const name = `${route.method} ${route.path} as ${credential}`
      const strange = await Promise.all(
        [erased.subject, NEVER, 'none'].map((id) => ask(route, sending, id)),
      )
      for (const answer of strange) assert.deepEqual(bare(answer), GONE, name)
      if (route.operation.operationId === 'answerRequest') {
        await ask(routeOf('receiveRequest'), sending, other.subject)
      }
      const ofOther = await ask(route, sending, other.subject)
      if (reach === 'any') assert.ok(ofOther.status < 300, `${name}: ${ofOther.text}`)
      else assert.deepEqual(bare(ofOther), GONE, name)
      if (reach !== 'own') continue
      assert.deepEqual(bare(await ask(route, sending, own.subject)), GONE, name)
      if (route.operation.operationId === 'unmark') {
        await ask(routeOf('markWrong'), sending, 'me')
      }
      const answer = await ask(route, sending, 'me')
      assert.ok(answer.status < 300, `${name}: ${answer.text}`)
    }
  })
}

const GONE = { status: 404, code: 'not_found', detail: 'Cannot find the subject' }

function bare({ status, json }: Answer) {
  return { status, code: json?.code, detail: json?.detail }
}

/** Somebody who has met bread and marked tea and bread wrong is a case for every route. */
async function aPerson() {
  const externalId = `matrix-${Math.floor(Math.random() * 1e12)}`
  const meeting = { item: 'bread', verb: 'view', id: 'met' } as const
  const subject = await aSubject(externalId).meeting(meeting).join(server().app)
  return { externalId, subject }
}

async function ask({ method, path, operation }: Route, sending: Sending, id: string) {
  const filled = path.replaceAll(/\{\w+\}/g, encodeURIComponent(id))
  const body = BODIES[operation.operationId] ?? (operation.requestBody ? {} : undefined)
  if (operation.operationId === 'unmark' && id !== 'me') {
    await ask(routeOf('markWrong'), sending, id)
  }
  return server().send(`${method} ${filled}`, {
    ...sending,
    ...(body === undefined ? {} : { body }),
  })
}

function routeOf(id: string): Route {
  const route = routesOf(server().openApi).find((one) => one.operation.operationId === id)
  return route ?? assert.fail(`there is a route ${id}`)
}

/** Those whose path names a person. */
function personalRoutes(): readonly Route[] {
  return routesOf(server().openApi).filter(({ path }) => path.startsWith('/v1/subjects/{'))
}

function mayOf({ operation }: Route): string | undefined {
  return operation['x-may']
}

function reachOf(route: Route, credential: Credential): string | undefined {
  const may = mayOf(route)
  const column = credential.startsWith('subject') ? 'subject' : credential
  return may === undefined ? 'any' : TABLE.get(may)?.get(column)
}

function readTable(): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const page = readFileSync(join(ROOT, 'docs/reference/access.md'), 'utf8')
  const [head = [], , ...rows] =
    page
      .split('\n\n')
      .find((part) => part.startsWith('| action |'))
      ?.split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', ''))) ?? []
  return new Map(
    rows.map((cells) => [
      cells[1] ?? '',
      new Map(
        cells.flatMap((cell, at) =>
          at > 2 && cell !== '–' && cell !== '' ? [[head[at] ?? '', cell] as const] : [],
        ),
      ),
    ]),
  )
}
