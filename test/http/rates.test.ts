/** How often each may come: a key, a page's address, a person, somebody without a key. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aPage, aSigner } from '../builders/page-person.ts'
import { type Answer, aKey, aServer, type TestServer } from '../builders/server.ts'

const ASK = { body: { slot: 'home' } }

test('a page may come so often from one address, and hears when to come again', async (t) => {
  const server = await aServer(t, { environment: { EQUIPOISE_RATE_PAGE_PER_SECOND: '3' } })
  const page = await aPage(server)
  const { status, headers } = await page.send('POST /v1/decide', ASK)
  assert.equal(status, 200)
  assert.deepEqual(rateIn(headers), ['3', '2', '1'])
  const refused = await untilRefused(() => page.send('POST /v1/decide', ASK))
  assert.equal(refused.json.code, 'too_many_requests')
  assert.equal(refused.headers.get('retry-after'), '1')
  assert.equal(refused.json.retryAfterSeconds, 1)
  assert.equal(rateIn(refused.headers)[1], '0')
  const other = await aPage(server)
  assert.equal((await other.send('POST /v1/decide', ASK)).status, 200)
})

test('a secret and an operator’s key have no limit, unless one is set', async (t) => {
  const free = await aServer(t)
  const answers = await times(100, () => free.send('GET /v1/status'))
  assert.ok(
    answers.every(({ status, headers }) => status === 200 && !headers.has('ratelimit-limit')),
  )
  const bound = await aServer(t, { environment: { EQUIPOISE_RATE_KEY_PER_SECOND: '2' } })
  await untilRefused(() => bound.send('GET /v1/status'))
  const { operator: key } = bound
  assert.equal((await bound.send('GET /v1/status', { key })).status, 200)
})

test('a person is asked about so often, and another person not the less', async (t) => {
  const environment = {
    EQUIPOISE_RATE_OUTLET_PER_MINUTE: '2',
    EQUIPOISE_RATE_SUBJECT_PER_MINUTE: '4',
  }
  const server = await aServer(t, { environment })
  const { sign } = await aSigner(server)
  const [ann, ben] = [await sign('ann'), await sign('ben')]
  const asked = await times(3, () => server.send('POST /v1/decide', { ...ASK, key: ann }))
  assert.deepEqual(statuses(asked), [200, 200, 429])
  assert.equal(asked[2]?.headers.get('retry-after'), '30')
  const looked = await times(3, () => server.send('GET /v1/session', { key: ann }))
  assert.deepEqual(statuses(looked), [200, 200, 429])
  assert.equal((await server.send('POST /v1/decide', { ...ASK, key: ben })).status, 200)
})

test('a new token, a new cookie, a new session: the person or the address stays', async (t) => {
  const environment = { EQUIPOISE_RATE_OUTLET_PER_MINUTE: '1', EQUIPOISE_RATE_PAGE_PER_SECOND: '8' }
  const server = await aServer(t, { environment })
  const { sign } = await aSigner(server)
  const again = async () => server.send('POST /v1/decide', { ...ASK, key: await sign('ann') })
  assert.deepEqual(statuses(await times(2, again)), [200, 429])
  const key = await aKey(server.app, { kind: 'publishable', origins: ['https://shop.example'] })
  const sessions = await Promise.all(
    Array.from({ length: 60 }, (_, index) => {
      const cookie = `__Host-equipoise=${String(index).padStart(43, 'x')}`
      const headers = { origin: 'https://shop.example', cookie }
      return server.send('POST /v1/decide', { ...ASK, key, headers })
    }),
  )
  assert.ok(sessions.some(({ status }) => status === 429))
})

test('whoever has no key that holds may try so often', async (t) => {
  const server = await aServer(t, { environment: { EQUIPOISE_RATE_ADDRESS_PER_MINUTE: '4' } })
  const keys = ['', 'nothing', `eq_secret_${'x'.repeat(43)}`, 'a.b.c', 'b.c.d', '']
  const answers = []
  for (const key of keys) answers.push(await server.send('GET /v1/status', { key }))
  assert.deepEqual(statuses(answers), [401, 401, 401, 401, 429, 429])
  assert.equal((await server.send('GET /v1/status')).status, 200)
})

test('whose address it is, only a proxy that is trusted may say', async (t) => {
  const limit = { EQUIPOISE_RATE_ADDRESS_PER_MINUTE: '1' }
  const alone = await aServer(t, { environment: limit })
  assert.deepEqual(await statusesFrom(alone, ['192.0.2.1', '192.0.2.2']), [401, 429])
  const proxies = { EQUIPOISE_TRUSTED_PROXIES: '127.0.0.0/8' }
  const behind = await aServer(t, { environment: { ...limit, ...proxies } })
  const addresses = ['192.0.2.1', '192.0.2.2', '192.0.2.1', '6.6.6.6, 192.0.2.1']
  assert.deepEqual(await statusesFrom(behind, addresses), [401, 401, 429, 429])
  const network = ['2001:db8::1', '2001:db8::2:1', '2001:db8:0:1::1']
  assert.deepEqual(await statusesFrom(behind, network), [401, 429, 401])
})

test('whoever reads the log may come so often from one address, and refused keys do not count there', async (t) => {
  const environment = { EQUIPOISE_RATE_LOG_PER_MINUTE: '2', EQUIPOISE_RATE_ADDRESS_PER_MINUTE: '1' }
  const server = await aServer(t, { environment })
  const paths = ['key', 'checkpoint', 'consistency?old=1', 'tile/0/000', 'key']
  const answers = await Promise.all(paths.map((path) => fetch(`${server.url}/ledger/${path}`)))
  assert.equal(answers.filter(({ status }) => status === 429).length, 3)
  const refused = answers.find(({ status }) => status === 429)
  assert.equal(refused?.headers.get('retry-after'), '30')
  assert.equal((await server.send('GET /v1/status', { key: '' })).status, 401)
})

test('a page may refuse for nobody known so often from one address, whatever its key', async (t) => {
  const server = await aServer(t, { environment: { EQUIPOISE_RATE_REFUSAL_PER_MINUTE: '2' } })
  const refusal = { body: { purposes: ['site_personalization'] } }
  const [page, other] = [await aPage(server), await aPage(server)]
  const refuse = () => page.send('POST /v1/receipts/refusal', refusal)
  assert.deepEqual(statuses(await times(3, refuse)), [200, 200, 429])
  assert.equal((await other.send('POST /v1/receipts/refusal', refusal)).status, 429)
  assert.equal((await page.send('POST /v1/decide', ASK)).status, 200)
  const backEnd = await times(4, () => server.send('POST /v1/receipts/refusal', refusal))
  assert.deepEqual(statuses(backEnd), [200, 200, 200, 200])
})

test('probes have no limit', async (t) => {
  const server = await aServer(t, { environment: { EQUIPOISE_RATE_ADDRESS_PER_MINUTE: '1' } })
  for (let again = 0; again < 20; again += 1) {
    assert.equal((await fetch(`${server.url}/health`)).status, 200)
  }
})

async function times(count: number, ask: () => Promise<Answer>): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  for (let turn = 0; turn < count; turn += 1) answers.push(await ask())
  return answers
}

/** A second may pass between two of them on a machine that is busy: so it is asked again. */
async function untilRefused(ask: () => Promise<Answer>): Promise<Answer> {
  for (let turn = 0; turn < 200; turn += 1) {
    const answer = await ask()
    if (answer.status === 429) return answer
  }
  return assert.fail('two hundred were taken')
}

function rateIn(headers: Headers): readonly (string | null)[] {
  return ['limit', 'remaining', 'reset'].map((name) => headers.get(`ratelimit-${name}`))
}

function statuses(answers: readonly Answer[]): readonly number[] {
  return answers.map(({ status }) => status)
}

/** Without a key, as if a proxy had passed each on. */
async function statusesFrom(
  server: TestServer,
  addresses: readonly string[],
): Promise<readonly number[]> {
  const answers: Answer[] = []
  for (const address of addresses) {
    const headers = { 'x-forwarded-for': address }
    answers.push(await server.send('GET /v1/status', { key: '', headers }))
  }
  return statuses(answers)
}
