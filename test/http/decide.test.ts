/** What a slot shows, on which rung, and why: asked as a shop would ask. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { aSigner } from '../builders/page-person.ts'
import { type Json, serverOfFile } from '../builders/server.ts'
import { aSubject, BOTH } from '../builders/subject.ts'
import { aTown, townItems } from '../builders/town.ts'

const K = 50
const server = serverOfFile(
  { environment: { EQUIPOISE_SUPPORT_PEOPLE_MIN: String(K) } },
  async ({ app, send, operator }) => {
    const lines = townItems().map((id) => {
      const [taste = ''] = id.split('-')
      const number = Number(id.split('-')[1])
      const attributes = { size: number % 2 === 0 ? 'small' : 'large' }
      return JSON.stringify({ id, categories: [taste], attributes, priceMinor: number * 100 })
    })
    const headers = { 'content-type': 'application/x-ndjson' }
    await send('POST /v1/items/bulk', { body: lines.join('\n'), headers })
    await Promise.all(
      aTown(240).map(({ externalId, deeds }, n) =>
        aSubject(externalId)
          .meeting(...deeds, ...(n < 9 ? [{ item: 'rare' }] : []))
          .join(app),
      ),
    )
    await send('POST /v1/train', { key: operator })
    await trained()
  },
)

async function trained(): Promise<number> {
  for (let asked = 0; ; asked += 1) {
    const { json } = await server().send('GET /v1/train')
    if (json.state !== 'running') {
      assert.equal(json.state, 'idle')
      return asked
    }
    assert.ok(json.ratio >= 0 && json.ratio <= 1)
  }
}

async function decide(body: object, headers = {}): Promise<Json> {
  return (await server().send('POST /v1/decide', { body: { slot: 'home', ...body }, headers })).json
}

async function joining(externalId: string, ...items: readonly string[]): Promise<void> {
  await aSubject(externalId)
    .meeting(...items.map((item) => ({ item, at: '2026-11-23T00:00:00Z' })))
    .join(server().app)
}

const idsOf = ({ items }: Json): string[] => items.map(({ id }: Json) => id)

test('somebody who agreed is shown what goes with what they did, and why', async () => {
  await joining('ann', 'bread-0', 'bread-1')
  const answer = await decide({ externalId: 'ann', count: 4, location: 'DE' })
  assert.deepEqual(
    [answer.rung, answer.outcome, answer.basis],
    ['personal', 'permitted', 'consent'],
  )
  assert.deepEqual(answer.dataUsed, {
    historyItems: 2,
    startItems: 0,
    page: false,
    popularity: true,
  })
  assert.equal(answer.items.length, 4)
  assert.ok(idsOf(answer).every((id) => id.startsWith('bread-')))
  assert.ok(answer.reasons.some(({ pack }: Json) => pack.startsWith('eu-gdpr@')))
  assert.ok(answer.reasons.every(({ citation, says }: Json) => citation && says))
  assert.match(answer.model, /^mod_/)
})

test('contributions sum to the score, and none with too few people is named', async () => {
  const people = ['p-0', 'p-1', 'p-2', 'p-77', 'ann']
  const answers = await Promise.all(people.map((externalId) => decide({ externalId, count: 100 })))
  const items = answers.flatMap((answer) => answer.items)
  assert.ok(items.length > 40)
  for (const { score, contributions } of items) {
    const sum = contributions.reduce((total: number, { share }: Json) => total + share, 0)
    assert.ok(Math.abs(sum - score) <= 1e-9)
    for (const { kind, id, support } of contributions) {
      if (kind === 'rest') assert.deepEqual([id, support], [null, null])
      else assert.ok(support >= K && [50, 100, 200, 500].includes(support))
      if (kind === 'popularity') assert.equal(id, null)
    }
  }
  const kinds = new Set(items.flatMap((one) => one.contributions.map(({ kind }: Json) => kind)))
  assert.deepEqual([...kinds].sort(), ['category', 'item', 'popularity', 'rest'])
})

test('who wants few contributions gets the largest, and the sum stays', async () => {
  const asked = [{ externalId: 'p-0' }, { externalId: 'ann' }, { page: { item: 'wool-3' } }, {}]
  for (const who of asked) {
    const all = (await decide({ ...who, count: 30, tokens: false })).items
    for (const contributionsMax of [1, 2, 5]) {
      const { items } = await decide({ ...who, count: 30, tokens: false, contributionsMax })
      assert.deepEqual(idsOf({ items }), idsOf({ items: all }))
      for (const [place, { score, contributions }] of items.entries()) {
        assert.ok(contributions.length <= contributionsMax)
        const sum = contributions.reduce((total: number, { share }: Json) => total + share, 0)
        assert.ok(Math.abs(sum - score) <= 1e-9)
        const named = contributions.filter(({ kind }: Json) => kind !== 'rest')
        assert.deepEqual(named, all[place].contributions.slice(0, named.length))
      }
    }
  }
  await server().refuse(
    'POST /v1/decide',
    { body: { slot: 'home', contributionsMax: 0 } },
    'invalid_request',
  )
})

test('a page gets five reasons at most, in whole percents, no score and no model', async () => {
  const signer = await aSigner(server())
  const pages: object[] = [{}, { page: { item: 'wool-3' } }]
  for (const person of ['p-0', 'p-1', 'p-77', 'nobody']) {
    for (const page of pages) {
      const body = { slot: 'home', count: 100, ...page }
      const key = await signer.sign(person)
      const { json } = await server().send('POST /v1/decide', { body, key })
      assert.ok(json.items.length > 0)
      assert.deepEqual([json.model, json.releasedOn], [undefined, '2026-11-24'])
      for (const { score, contributions } of json.items) {
        assert.equal(score, undefined)
        assert.ok(contributions.length <= 5)
        const percents = contributions.map(({ percent }: Json) => percent)
        const sum = percents.reduce((total: number, one: number) => total + Math.abs(one), 0)
        assert.ok(percents.every(Number.isInteger) && (sum === 100 || percents.length === 0))
        for (const { kind, id, support, share } of contributions) {
          assert.equal(share, undefined)
          assert.ok(support === null || [50, 100, 200].includes(support))
          assert.ok(kind !== 'rest' || (id === null && support === null))
        }
      }
    }
  }
})

test('what they do next counts in the next decision, without a new model', async () => {
  await joining('ben', 'bread-0')
  const before = await decide({ externalId: 'ben', count: 5 })
  const deeds = ['tea-0', 'tea-1', 'tea-2', 'tea-3'].map((item) => ({
    externalId: 'ben',
    item,
    verb: 'purchase',
    at: '2026-11-24T11:00:00Z',
  }))
  await server().send('POST /v1/interactions', { body: { interactions: deeds } })
  const after = await decide({ externalId: 'ben', count: 5 })
  assert.equal(after.model, before.model)
  assert.ok(!idsOf(before).some((id) => id.startsWith('tea-')))
  assert.ok(idsOf(after).some((id) => id.startsWith('tea-')))
})

test('what was bought is not shown again, what was looked at may be', async () => {
  await joining('cat', 'bread-0', 'bread-1', 'bread-2')
  const all = await decide({ externalId: 'cat', count: 100 })
  assert.ok(idsOf(all).includes('bread-1'))
  const interactions = [{ externalId: 'cat', item: 'bread-1', verb: 'purchase' }]
  await server().send('POST /v1/interactions', { body: { interactions } })
  const left = await decide({ externalId: 'cat', count: 100 })
  assert.ok(!idsOf(left).includes('bread-1'))
})

test('filters, and what is on the page already, hold on every rung', async () => {
  for (const who of [{ externalId: 'p-0' }, {}, { page: { item: 'tea-1' } }]) {
    const ask = async (more: object) => idsOf(await decide({ count: 100, ...who, ...more }))
    const tea = await ask({ filters: { categories: ['tea'] } })
    assert.ok(tea.length > 0 && tea.every((id) => id.startsWith('tea-')))
    const cheap = await ask({ filters: { priceMinorMin: 100, priceMinorMax: 200 } })
    assert.ok(cheap.length > 0 && cheap.every((id) => /-[12]$/.test(id)))
    const small = await ask({ filters: { attributes: { size: 'small' } } })
    assert.ok(small.length > 0 && small.every((id) => /-[0246]$/.test(id)))
    const [first = ''] = await ask({})
    assert.ok(!(await ask({ exclude: [first] })).includes(first))
    assert.deepEqual(await ask({ filters: { categories: ['none'] } }), [])
    assert.deepEqual(await ask({ filters: { attributes: { constructor: 'x' } } }), [])
  }
})

test('what cannot be had, or was taken off the catalogue, is not shown from then on', async () => {
  const who = { externalId: 'p-0', count: 100 }
  const [first, second] = idsOf(await decide(who))
  const item = (await server().send(`GET /v1/items/${first}`)).json
  await server().send(`PUT /v1/items/${first}`, { body: { ...item, available: false } })
  assert.ok(!idsOf(await decide(who)).includes(first ?? ''))
  await server().send(`PUT /v1/items/${first}`, { body: item })
  assert.ok(idsOf(await decide(who)).includes(first ?? ''))
  const other = (await server().send(`GET /v1/items/${second}`)).json
  await server().send(`DELETE /v1/items/${second}`)
  assert.ok(!idsOf(await decide(who)).includes(second ?? ''))
  await server().send(`PUT /v1/items/${second}`, { body: other })
})

test('an item that nobody met yet is reached through its category', async () => {
  await server().send('PUT /v1/items/bread-new', { body: { categories: ['bread'] } })
  const answer = await decide({ externalId: 'p-0', count: 100 })
  const found = answer.items.find(({ id }: Json) => id === 'bread-new')
  assert.ok(found.contributions.every(({ kind }: Json) => kind === 'category' || kind === 'rest'))
  await server().send('DELETE /v1/items/bread-new')
})

test('somebody new, unknown or unnamed is shown what is popular, from nothing of theirs', async () => {
  await joining('dan')
  for (const who of [{ externalId: 'dan' }, { externalId: 'nobody' }, { subject: 'sub_x' }, {}]) {
    const answer = await decide({ ...who, count: 6 })
    assert.equal(answer.rung, 'general')
    assert.equal(answer.items.length, 6)
    assert.deepEqual(answer.dataUsed, {
      historyItems: 0,
      startItems: 0,
      page: false,
      popularity: true,
    })
    assert.equal(answer.basis, 'none')
  }
})

test('a page with an item speaks for itself, whoever looks at it', async () => {
  const answers = await Promise.all(
    [{}, { externalId: 'nobody' }].map((who) =>
      decide({ ...who, tokens: false, slot: 'item', page: { item: 'wool-3' }, count: 5 }),
    ),
  )
  for (const { rung, dataUsed, items, basis } of answers) {
    assert.deepEqual([rung, basis], ['contextual', 'none'])
    assert.deepEqual(dataUsed, { historyItems: 0, startItems: 0, page: true, popularity: true })
    assert.ok(items.every(({ id }: Json) => id.startsWith('wool-') && id !== 'wool-3'))
  }
  assert.deepEqual(answers[0]?.items, answers[1]?.items)
  const byCategory = await decide({ page: { categories: ['tea'] }, count: 3 })
  assert.equal(byCategory.rung, 'contextual')
  assert.ok(idsOf(byCategory).every((id) => id.startsWith('tea-')))
})

test('the rungs that know nobody take their items apart just as well', async () => {
  for (const page of [{}, { item: 'wool-3' }]) {
    const { items } = await decide({ page, count: 100 })
    for (const { score, contributions } of items) {
      const sum = contributions.reduce((total: number, { share }: Json) => total + share, 0)
      assert.ok(Math.abs(sum - score) <= 1e-9)
      for (const { support } of contributions) assert.ok(support === null || support >= K)
    }
  }
})

test('a withdrawal is seen in the very next decision, and so is the next yes', async () => {
  await joining('eve', 'bread-0', 'bread-1')
  const say = (action: string) =>
    server().send('POST /v1/consent', {
      body: { externalId: 'eve', action, purposes: ['site_personalization'], evidence: 'a form' },
    })
  assert.equal((await decide({ externalId: 'eve' })).rung, 'personal')
  await say('withdraw')
  const after = await decide({ externalId: 'eve' })
  assert.deepEqual([after.rung, after.outcome], ['general', 'refused'])
  assert.ok(after.reasons.some(({ code }: Json) => code === 'consent_withdrawn'))
  await say('give')
  // What was kept for it is gone: the history begins anew.
  assert.equal((await decide({ externalId: 'eve' })).outcome, 'permitted')
})

test('how to change it is said to whoever is known, in paths that answer', async () => {
  const { app } = server()
  const subject = await aSubject('fay').meeting({ item: 'bread-0' }).join(app)
  const own = await decide({ subject })
  const methods = own.change.map(({ method }: Json) => method)
  assert.deepEqual(methods, ['PUT', 'POST', 'POST', 'POST'])
  for (const { path, says } of own.change) {
    assert.ok(path.startsWith(`/v1/subjects/${subject}/`) && says)
  }
  const named = await decide({ externalId: 'fay' })
  assert.ok(named.change.every(({ path }: Json) => path.startsWith('/v1/subjects/{id}/')))
  const unknown = await decide({ externalId: 'nobody' })
  assert.deepEqual(
    unknown.change.map(({ method, path }: Json) => `${method} ${path}`),
    ['POST /v1/consent'],
  )
  assert.deepEqual((await decide({ subject: 'sub_x' })).change, [])
  assert.deepEqual((await decide({})).change, [])
  const documented = Object.keys(server().openApi.paths)
  for (const { path } of [...own.change, ...named.change, ...unknown.change]) {
    assert.ok(documented.includes(path.replace(subject, '{id}')), path)
  }
})

test('unknown, erased and malformed ids get one and the same decision', async () => {
  const erased = await aSubject('gus').meeting({ item: 'bread-0' }).join(server().app)
  const { json } = await server().send(`POST /v1/subjects/${erased}/erase`)
  await server().app.trainer.awaitClearance(json.id)
  const ids = [erased, `sub_${'0'.repeat(26)}`, 'sub_', 'x'.repeat(5_000), 'a\u0000b', '__proto__']
  const answers = await Promise.all(ids.map((subject) => decide({ subject, tokens: false })))
  assert.equal(new Set(answers.map((answer) => JSON.stringify(answer))).size, 1)
  const [gone, never] = ['gus', 'nobody'].map((externalId) => decide({ externalId, tokens: false }))
  assert.deepEqual(await gone, await never)
})

test('deciding writes nothing', async () => {
  const before = contentOf(server().directory)
  await decide({ externalId: 'p-0', count: 100 }, { 'sec-gpc': '1' })
  await decide({ externalId: 'nobody', page: { item: 'tea-1' } })
  await decide({})
  await server().send('POST /v1/purposes', { body: { externalId: 'p-0' } })
  assert.deepEqual(contentOf(server().directory), before)
})

test('decisions go on during a training, and a second training is refused', async () => {
  const { operator } = server()
  const started = await Promise.all(
    [1, 2].map(() => server().send('POST /v1/train', { key: operator })),
  )
  assert.deepEqual(started.map(({ status }) => status).sort(), [202, 409])
  const model = (await decide({ externalId: 'p-0' })).model
  let during = 0
  while ((await server().send('GET /v1/train')).json.state === 'running') {
    const { rung, items } = await decide({ externalId: 'p-0' })
    assert.deepEqual([rung, items.length], ['personal', 10])
    during += 1
  }
  assert.ok(during > 0)
  assert.notEqual((await decide({ externalId: 'p-0' })).model, model)
})

test('a training that is ended leaves the model, and where none runs there is nothing to end', async () => {
  const { operator } = server()
  const before = (await decide({ externalId: 'p-0' })).model
  const { status } = await server().send('POST /v1/train', { key: operator })
  assert.equal(status, 202)
  for (let turn = 0; turn < 2; turn += 1) {
    const ended = await server().send('DELETE /v1/train', { key: operator })
    assert.deepEqual([ended.status, ended.json.state], [200, 'idle'])
    assert.equal((await decide({ externalId: 'p-0' })).model, before)
  }
})

test('a model that nobody may train is of nobody: then there is no personal rung', async () => {
  const body = { action: 'withdraw', purposes: BOTH }
  const { json } = await server().send('POST /v1/subjects/find', { body: { externalId: 'p-1' } })
  const { status } = await server().send(`PUT /v1/subjects/${json.subject}/consent`, { body })
  assert.equal(status, 200)
  assert.equal((await decide({ externalId: 'p-1' })).rung, 'general')
})

/** Every row of every table, as somebody beside the server reads it. */
function contentOf(directory: string): Readonly<Record<string, unknown>> {
  const database = new DatabaseSync(join(directory, 'equipoise.db'), { readOnly: true })
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
    return Object.fromEntries(
      tables.map(({ name }) => [
        String(name),
        database.prepare(`SELECT * FROM "${String(name)}"`).all(),
      ]),
    )
  } finally {
    database.close()
  }
}
