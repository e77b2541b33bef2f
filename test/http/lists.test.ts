/** Lists that start from items, and re-ranking: what a back end gets, and what a page gets. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aSigner } from '../builders/page-person.ts'
import { type Json, serverOfFile } from '../builders/server.ts'
import { aSubject } from '../builders/subject.ts'
import { aTown, townItems } from '../builders/town.ts'

const server = serverOfFile(
  { environment: { EQUIPOISE_SUPPORT_PEOPLE_MIN: '50' } },
  async ({ app, send }) => {
    const lines = townItems().map((id) => {
      const [taste = '', number = ''] = id.split('-')
      const attributes = { brand: `brand ${Number(number) % 3}` }
      const title = `The ${taste} of the town`
      return JSON.stringify({
        id,
        title,
        categories: [taste],
        attributes,
        priceMinor: Number(number),
      })
    })
    const headers = { 'content-type': 'application/x-ndjson' }
    await send('POST /v1/items/bulk', { body: lines.join('\n'), headers })
    await send('PUT /v1/items/bread-plain', { body: { categories: ['bread'] } })
    for (const { externalId, deeds } of aTown(240)) {
      await aSubject(externalId)
        .meeting(...deeds)
        .join(app)
    }
    await aSubject('refuses').join(app)
    await send('POST /v1/consent', {
      body: {
        externalId: 'refuses',
        action: 'withdraw',
        purposes: ['site_personalization'],
      },
    })
    await app.trainer.train()
  },
)

async function decide(body: object, expected = 200): Promise<Json> {
  const { json, status } = await server().send('POST /v1/decide', {
    body: { slot: 'home', ...body },
  })
  assert.equal(status, expected, JSON.stringify(json))
  return json
}

async function onPage(person: string, body: object, expected = 200): Promise<Json> {
  const signer = await aSigner(server())
  const key = await signer.sign(person)
  const sent = { body: { slot: 'home', ...body }, key }
  const { json, status } = await server().send('POST /v1/decide', sent)
  assert.equal(status, expected, JSON.stringify(json))
  return json
}

const idsOf = ({ items }: Json): string[] => items.map(({ id }: Json) => id)
const kindsOf = ({ items }: Json): string[] => [
  ...new Set<string>(items.flatMap((one: Json) => one.contributions.map(({ kind }: Json) => kind))),
]
const codesOf = ({ notes }: Json): string[] => notes.map(({ code }: Json) => code)

const STARTS: readonly object[] = [
  { similarTo: 'tea-1' },
  { basket: ['tea-1', 'tea-2'] },
  { session: ['bread-1', 'tea-1', 'tea-2'] },
  { like: ['tea-1'], unlike: ['bread-1'] },
  { continue: ['tea-1', 'tea-3'] },
]

test('a back end that asks for nobody gets lists by the model, whose shares sum', async () => {
  for (const from of STARTS) {
    const answer = await decide({ from, count: 4 })
    assert.deepEqual([answer.rung, answer.start.by], ['contextual', 'model'], JSON.stringify(from))
    assert.ok(idsOf(answer)[0]?.startsWith('tea-'), JSON.stringify([from, idsOf(answer)]))
    for (const { score, contributions, id } of answer.items) {
      const sum = contributions.reduce((total: number, { share }: Json) => total + share, 0)
      assert.ok(Math.abs(sum - score) <= 1e-9)
      assert.ok(!JSON.stringify(from).includes(`"${id}"`))
      for (const { kind, support } of contributions) assert.ok(kind === 'rest' || support >= 50)
    }
  }
})

test('a person who permits it gets them by the model, on a page in whole percents', async () => {
  for (const from of STARTS) {
    const answer = await onPage('p-0', { from, count: 5 })
    assert.deepEqual([answer.rung, answer.basis], ['personal', 'consent'])
    assert.equal(answer.start.by, 'model')
    assert.equal(answer.items.length, 5)
    for (const { score, contributions } of answer.items) {
      assert.equal(score, undefined)
      assert.ok(contributions.length <= 5)
      assert.ok(contributions.every(({ share }: Json) => share === undefined))
    }
  }
})

test('without the permit there is likeness of content alone, on a page and by a key', async () => {
  for (const from of STARTS) {
    const answers = [
      await onPage('nobody', { from, count: 5 }),
      await onPage('refuses', { from, count: 5 }),
      await decide({ externalId: 'refuses', from, count: 5 }),
    ]
    for (const answer of answers) {
      assert.deepEqual([answer.rung, answer.start.by], ['contextual', 'content'])
      assert.ok(idsOf(answer)[0]?.startsWith('tea-'))
      const allowed = ['category', 'attribute', 'word', 'popularity', 'rest']
      assert.ok(kindsOf(answer).every((kind) => allowed.includes(kind)))
      assert.ok(codesOf(answer).includes('by_content'))
    }
    assert.deepEqual(idsOf(answers[0]), idsOf(answers[1]))
    for (const { score, contributions } of answers[2].items) {
      const sum = contributions.reduce((total: number, { share }: Json) => total + share, 0)
      assert.ok(Math.abs(sum - score) <= 1e-9)
    }
  }
})

test('starting from items keeps nothing', async () => {
  const before = await server().send('GET /v1/status')
  await decide({ externalId: 'new here', from: { session: ['tea-1'] } })
  const after = await server().send('GET /v1/status')
  assert.equal(after.json.subjects, before.json.subjects)
  await decide({ externalId: 'new here' })
  const found = await server().send('POST /v1/subjects/find', { body: { externalId: 'new here' } })
  assert.equal(found.status, 404)
})

test('what is not known, or empty, is said, and the slot is filled all the same', async () => {
  const some = await decide({ from: { basket: ['tea-1', 'no such'] }, count: 3 })
  assert.deepEqual(some.notes[0].items, ['no such'])
  assert.equal(some.items.length, 3)
  const none = await decide({ from: { similarTo: 'no such' }, count: 3 })
  assert.deepEqual(codesOf(none), ['items_unknown', 'start_unknown'])
  assert.deepEqual([none.start, none.items.length], [null, 3])
  const empty = await decide({ from: { basket: [] }, count: 3 })
  assert.deepEqual([codesOf(empty), empty.items.length], [['start_empty'], 3])
})

test('contradictory and endless requests are refused with a code', async () => {
  const many = Array.from({ length: 10_000 }, (_, n) => `item-${n}`)
  const cases: readonly (readonly [object, string])[] = [
    [{ from: { similarTo: 'tea-1', basket: ['tea-1'] } }, 'options_contradict'],
    [{ from: { like: ['tea-1'], unlike: ['tea-1'] } }, 'options_contradict'],
    [{ from: { unlike: ['tea-1'] } }, 'options_contradict'],
    [{ rerank: { sequence: {}, explore: {} } }, 'options_contradict'],
    [{ from: { basket: many } }, 'invalid_request'],
    [{ rerank: { diversify: { lambda: 1.5 } } }, 'invalid_request'],
    [{ rerank: { diversify: { lambda: null } } }, 'invalid_request'],
    [{ rerank: { boosts: [{ when: 'true', factor: -1 }] } }, 'invalid_request'],
    [{ rerank: { caps: [{ by: 'brand', max: 0 }] } }, 'invalid_request'],
    [{ filters: { where: 'item.priceMinor <' } }, 'expression_invalid'],
    [{ rerank: { boosts: [{ when: 'item.', factor: 2 }] } }, 'expression_invalid'],
  ]
  for (const [body, code] of cases) assert.equal((await decide(body, 400)).code, code)
})

test('an expression filters on every rung, and what it fails on is left out and said', async () => {
  for (const who of [{ externalId: 'p-0' }, {}, { from: { similarTo: 'tea-1' } }]) {
    const where = 'item.priceMinor >= 3'
    const answer = await decide({ ...who, count: 100, filters: { where } })
    assert.ok(idsOf(answer).length > 0)
    assert.ok(idsOf(answer).every((id) => Number(id.split('-')[1]) >= 3))
    const failed = answer.notes.find(({ code }: Json) => code === 'expression_failed')
    assert.deepEqual(failed.items, ['bread-plain'])
    assert.match(failed.says, /"filters\.where" failed at character 6/)
  }
  const unless = await decide({ count: 100, filters: { unless: '"tea" in item.categories' } })
  assert.ok(!idsOf(unless).some((id) => id.startsWith('tea-')))
  const page = await onPage('nobody', { count: 5, filters: { where: 'item.priceMinor > 0' } })
  const failed = page.notes.find(({ code }: Json) => code === 'expression_failed')
  assert.equal(failed?.items, undefined)
})

test('a boost moves items and not their scores, and says what it cost', async () => {
  const plain = await decide({ externalId: 'p-0', count: 5 })
  const last = idsOf(await decide({ externalId: 'p-0', count: 12 })).at(-1) ?? ''
  const boosts = [{ when: `item.id == "${last}"`, factor: 100 }]
  const boosted = await decide({ externalId: 'p-0', count: 5, rerank: { boosts } })
  assert.equal(idsOf(boosted)[0], last)
  const [change] = boosted.reranked
  assert.deepEqual([change.step, change.changed, change.movedIn], ['boost', true, [last]])
  assert.ok(change.scoreCost > 0)
  for (const { id, score, contributions } of boosted.items) {
    const before = plain.items.find((one: Json) => one.id === id)
    if (before) assert.deepEqual([score, contributions], [before.score, before.contributions])
  }
})

test('caps hold, and a list that they make shorter says so', async () => {
  const caps = [{ by: 'brand', max: 1 }]
  const answer = await decide({ count: 10, rerank: { caps }, filters: { unless: 'false' } })
  assert.ok(codesOf(answer).includes('shorter_than_asked'))
  const brands = idsOf(answer)
    .filter((id) => id !== 'bread-plain')
    .map((id) => Number(id.split('-')[1]) % 3)
  assert.equal(new Set(brands).size, brands.length)
})

test('what is drawn is marked, with its chance to a key and without it to a page', async () => {
  const rerank = { explore: { share: 0.4, pool: 8 } }
  const answer = await decide({ count: 5, rerank })
  const drawn = answer.items.filter(({ explored }: Json) => explored)
  assert.equal(drawn.length, 2)
  for (const { propensity, placePropensity } of drawn) {
    assert.deepEqual([propensity, placePropensity], [2 / 8, 1 / 8])
  }
  const page = await onPage('p-0', { count: 5, rerank: { explore: {} } })
  const shown = page.items.filter(({ explored }: Json) => explored)
  assert.deepEqual([shown.length, shown[0].propensity], [1, undefined])
})

test('the chance of a place is kept with its impression, and the person can read it', async () => {
  const rerank = { explore: { share: 1, pool: 8 } }
  const { items } = await decide({ externalId: 'p-1', count: 1, rerank })
  const impressions = [{ token: items[0].token }]
  const report = await server().send('POST /v1/impressions', { body: { impressions } })
  assert.equal(report.json.accepted, 1, JSON.stringify(report.json))
  const { json } = await server().send('POST /v1/subjects/find', { body: { externalId: 'p-1' } })
  const kept = await server().send(`GET /v1/subjects/${json.subject}/impressions`)
  assert.equal(kept.json.impressions[0].propensity, 1 / 8)
})

test('a page may take steps, and not set their strengths', async () => {
  const rerank = { diversify: {}, rotate: {}, longTail: {}, calibrate: {} }
  const page = await onPage('p-0', { count: 5, rerank })
  assert.deepEqual(
    page.reranked.map((one: Json) => Object.keys(one).sort().join()),
    new Array(4).fill('changed,step'),
  )
  for (const step of [
    { diversify: { lambda: 0.5 } },
    { rotate: { seed: 'x' } },
    { boosts: [{ when: 'true', factor: 2 }] },
    { novelty: { weight: 0 } },
  ]) {
    assert.equal((await onPage('p-0', { rerank: step }, 403)).code, 'forbidden')
  }
})

test('a playlist goes on from its seeds with no brand twice within three', async () => {
  const answer = await decide({
    from: { continue: ['tea-1', 'tea-2'] },
    count: 9,
    rerank: { sequence: { order: 'smooth', apart: { by: 'brand', within: 3 } } },
    filters: { unless: 'item.id == "bread-plain"' },
  })
  const brands = ['tea-1', 'tea-2', ...idsOf(answer)].map((id) => Number(id.split('-')[1]) % 3)
  assert.equal(answer.items.length, 9)
  for (let at = 2; at < brands.length; at += 1) {
    assert.equal(new Set(brands.slice(at - 2, at + 1)).size, 3, `${brands}`)
  }
})

test('calibration without a history says that there is no mix', async () => {
  assert.ok(codesOf(await decide({ rerank: { calibrate: {} } })).includes('no_mix'))
  assert.ok(
    !codesOf(await decide({ externalId: 'p-0', rerank: { calibrate: {} } })).includes('no_mix'),
  )
})
