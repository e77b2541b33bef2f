/** What a page was shown and what came of it: by the tokens of a decision, past the gate again. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY_MS, type Purpose } from '@equipoise/core/values'
import { TOKEN_LENGTH } from '@equipoise/server/modules/impressions'
import { aPage, type Page } from '../builders/page-person.ts'
import { aServer, type Json, serverOfFile } from '../builders/server.ts'
import { aSubject } from '../builders/subject.ts'
import { aTown, townItems } from '../builders/town.ts'

const K = 50
const ALL: readonly Purpose[] = ['device_storage', 'site_personalization', 'model_training']
const UNTHROTTLED = {
  EQUIPOISE_RATE_PAGE_PER_SECOND: 'none',
  EQUIPOISE_RATE_SUBJECT_PER_MINUTE: 'none',
  EQUIPOISE_RATE_OUTLET_PER_MINUTE: 'none',
}

const server = serverOfFile(
  { environment: { EQUIPOISE_SUPPORT_PEOPLE_MIN: String(K), ...UNTHROTTLED } },
  async ({ app, send }) => {
    const items = townItems().map((id) => ({ id, categories: [id.split('-')[0]] }))
    const body = items.map((item) => JSON.stringify(item)).join('\n')
    await send('POST /v1/items/bulk', { body, headers: { 'content-type': 'application/x-ndjson' } })
    await Promise.all(
      aTown(240).map(({ externalId, deeds }) =>
        aSubject(externalId)
          .meeting(...deeds)
          .join(app),
      ),
    )
    await app.trainer.train()
  },
)

/** Somebody in front of a page who agreed, and has looked at bread. */
async function somebody(): Promise<Page> {
  const page = await aPage(server())
  await page.agree(ALL)
  const interactions = ['bread-0', 'bread-1'].map((item) => ({ item, verb: 'view' }))
  const { json } = await page.send('POST /v1/interactions', { body: { interactions } })
  assert.equal(json.accepted, 2)
  return page
}

async function decide(page: Page, more: object = {}): Promise<Json> {
  return (await page.send('POST /v1/decide', { body: { slot: 'home', count: 3, ...more } })).json
}

async function tokenFor(page: Page, more: object = {}): Promise<string> {
  return (await decide(page, more)).items[0].token
}

async function show(page: Page, ...tokens: readonly string[]): Promise<Json> {
  const body = { impressions: tokens.map((token) => ({ token })) }
  return (await page.send('POST /v1/impressions', { body })).json
}

async function shownTo(page: Page): Promise<Json> {
  return (await page.send('GET /v1/subjects/me/impressions')).json.impressions
}

async function report(page: Page, token: string, verb: string): Promise<Json> {
  return (await page.send('POST /v1/outcomes', { body: { outcomes: [{ token, verb }] } })).json
}

const countsOf = ({ accepted, duplicates, refused, rejected }: Json) => [
  accepted,
  duplicates,
  refused.length,
  rejected.length,
]

test('what was shown is listed for the person: when, why and on what basis', async () => {
  const page = await somebody()
  const { items, rung } = await decide(page)
  const [first] = items
  assert.equal(rung, 'personal')
  assert.deepEqual(countsOf(await show(page, first.token)), [1, 0, 0, 0])
  const [shown, ...more] = await shownTo(page)
  assert.deepEqual(more, [])
  assert.deepEqual([shown.item, shown.slot, shown.rung], [first.id, 'home', 'personal'])
  assert.deepEqual(shown.contributions, first.contributions)
  assert.equal(shown.decidedAt, new Date(server().app.now()).toISOString())
  assert.deepEqual(shown.purposes, ['site_personalization'])
  assert.equal(shown.basis.bases.site_personalization, 'consent')
  assert.ok(shown.reasons.length > 0)
  assert.ok(shown.reasons.every(({ says, citation }: Json) => says && citation))
})

test('which model ranked is told to a back end, and not to a page', async () => {
  const page = await somebody()
  await show(page, await tokenFor(page))
  const [shown] = await shownTo(page)
  assert.equal('model' in shown, false)
  const { subject } = (await page.send('GET /v1/subjects/me/consent')).json
  const { json } = await server().send(`GET /v1/subjects/${subject}/impressions`)
  assert.equal(json.impressions[0].model, server().app.published()?.manifest.model)
})

test('the same impression twice is kept once', async () => {
  const page = await somebody()
  const token = await tokenFor(page)
  assert.deepEqual(countsOf(await show(page, token)), [1, 0, 0, 0])
  assert.deepEqual(countsOf(await show(page, token)), [0, 1, 0, 0])
  assert.deepEqual(countsOf(await show(page, token, token)), [0, 2, 0, 0])
  assert.equal((await shownTo(page)).length, 1)
})

test('all tokens are of one length, whatever they stand for', async () => {
  const long = 'x'.repeat(256)
  await server().send(`PUT /v1/items/${long}`, { body: { categories: ['tea'] } })
  const page = await somebody()
  const nobody = await aPage(server())
  const asked = [{ count: 100 }, { page: { item: 'wool-1' } }, { page: { categories: ['tea'] } }]
  const answers = await Promise.all(
    [page, nobody].flatMap((one) => asked.map((more) => decide(one, { count: 100, ...more }))),
  )
  const items = answers.flatMap((answer) => answer.items)
  assert.ok(items.some(({ id }: Json) => id === long))
  assert.deepEqual([...new Set(items.map(({ token }: Json) => token.length))], [TOKEN_LENGTH])
  assert.ok(TOKEN_LENGTH <= 2_048)
  assert.equal(new Set(items.map(({ token }: Json) => token)).size, items.length)
  await server().send(`DELETE /v1/items/${long}`)
})

test('a token that is altered anywhere, of another, late or from elsewhere is none', async (t) => {
  const page = await somebody()
  const token = await tokenFor(page)
  const altered = Array.from(token, (letter, at) => {
    return `${token.slice(0, at)}${letter === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
  })
  const batches = Array.from({ length: Math.ceil(altered.length / 100) }, (_, batch) =>
    altered.slice(100 * batch, 100 * (batch + 1)),
  )
  const rejected = []
  for (const batch of batches) rejected.push(...(await show(page, ...batch)).rejected)
  assert.equal(rejected.length, TOKEN_LENGTH)

  const other = await tokenFor(await somebody())
  const unknown = await tokenFor(await aPage(server()))
  const there = await aServer(t)
  await there.send('PUT /v1/items/bread-0', { body: {} })
  const elsewhere = (await there.send('POST /v1/decide', { body: { slot: 'home' } })).json.items[0]
  const cut = token.slice(1)
  const late = await tokenFor(page)
  rejected.push(...(await show(page, other, unknown, elsewhere.token, cut, `${token}A`)).rejected)
  server().advance(DAY_MS)
  rejected.push(...(await show(page, late)).rejected)
  assert.equal(rejected.length, TOKEN_LENGTH + 6)
  const words = new Set(rejected.map(({ code, says }) => `${code}: ${says}`))
  assert.equal(words.size, 1)
  assert.match([...words][0] ?? '', /^token_invalid: /)
  assert.deepEqual(await shownTo(page), [])
})

test('a late impression brings nobody back: withdrawn, paused or erased, it is refused', async () => {
  const [withdrawn, paused, erased] = [await somebody(), await somebody(), await somebody()]
  const tokens = [await tokenFor(withdrawn), await tokenFor(paused), await tokenFor(erased)]
  const purposes = ['site_personalization']
  await withdrawn.send('POST /v1/subjects/me/withdraw', { body: { purposes } })
  const until = new Date(server().app.now() + DAY_MS).toISOString()
  await paused.send('POST /v1/subjects/me/pause', { body: { until } })
  const before = await countPeople()
  const { cookie, csrf } = erased
  await erased.send('POST /v1/subjects/me/erase')
  Object.assign(erased, { cookie, csrf })
  assert.deepEqual(countsOf(await show(withdrawn, tokens[0] ?? '')), [0, 0, 1, 0])
  const late = await show(paused, tokens[1] ?? '')
  assert.deepEqual([...countsOf(late), late.refused[0].reasons[0].code], [0, 0, 1, 0, 'paused'])
  // The cookie of somebody who is gone stands for nobody.
  const gone = { body: { impressions: [{ token: tokens[2] }] } }
  await erased.refuse('POST /v1/impressions', gone, 'forbidden')
  const impressions = tokens.map((token) => ({ token }))
  const fromBackEnd = await server().send('POST /v1/impressions', { body: { impressions } })
  assert.deepEqual(countsOf(fromBackEnd.json), [0, 0, 3, 0])
  assert.equal(await countPeople(), before - 1)
  assert.deepEqual([await shownTo(withdrawn), await shownTo(paused)], [[], []])
})

test('a token of another slot than the one that is named is none, shown or acted on', async () => {
  const page = await somebody()
  const token = await tokenFor(page)
  const named = async (slot: string) => {
    const body = { impressions: [{ token, slot }] }
    return (await page.send('POST /v1/impressions', { body })).json
  }
  const elsewhere = await named('basket')
  assert.deepEqual(
    [...countsOf(elsewhere), elsewhere.rejected[0].code],
    [0, 0, 0, 1, 'token_invalid'],
  )
  assert.deepEqual(countsOf(await named('home')), [1, 0, 0, 0])
  const outcomes = (slot: string) => ({ body: { outcomes: [{ token, slot, verb: 'click' }] } })
  const wrong = await page.send('POST /v1/outcomes', outcomes('feed'))
  assert.equal(wrong.json.rejected[0].code, 'token_invalid')
  const right = await page.send('POST /v1/outcomes', outcomes('home'))
  assert.deepEqual(countsOf(right.json), [1, 0, 0, 0])
})

test('what was shown and then removed is not shown again by the same token', async () => {
  const page = await somebody()
  const { items } = await decide(page)
  const [{ id, token }] = items
  await show(page, token)
  await page.send('POST /v1/subjects/me/marks', { body: { item: id } })
  await page.send('POST /v1/subjects/me/marks/remove', { body: { item: id } })
  assert.deepEqual(countsOf(await show(page, token)), [0, 1, 0, 0])
  assert.deepEqual(await shownTo(page), [])
})

test('what came of an impression stands with it, and is an interaction as well', async () => {
  const page = await somebody()
  const { items } = await decide(page)
  const [{ id, token }] = items
  await show(page, token)
  assert.deepEqual(countsOf(await report(page, token, 'click')), [1, 0, 0, 0])
  assert.deepEqual(countsOf(await report(page, token, 'click')), [0, 1, 0, 0])
  const [shown] = await shownTo(page)
  assert.deepEqual(
    shown.outcomes.map(({ verb }: Json) => verb),
    ['click'],
  )
  const kept = (await page.send('GET /v1/subjects/me/interactions')).json.interactions
  const clicks = kept.filter((one: Json) => one.item === id && one.verb === 'click')
  assert.equal(clicks.length, 1)
})

test('an outcome of what was never shown is rejected', async () => {
  const page = await somebody()
  const answer = await report(page, await tokenFor(page), 'click')
  assert.deepEqual(countsOf(answer), [0, 0, 0, 1])
  assert.equal(answer.rejected[0].code, 'no_impression')
  const kept = (await page.send('GET /v1/subjects/me/interactions')).json.interactions
  assert.equal(kept.length, 2)
})

test('marking an item wrong takes the impressions of it away, and it is not shown again', async () => {
  const page = await somebody()
  const { items } = await decide(page)
  await show(page, ...items.map(({ token }: Json) => token))
  assert.equal((await shownTo(page)).length, 3)
  await page.send('POST /v1/subjects/me/marks', { body: { item: items[0].id } })
  const left = (await shownTo(page)).map(({ item }: Json) => item)
  assert.ok(left.length === 2 && !left.includes(items[0].id))
  const next = await decide(page, { count: 100 })
  assert.ok(!next.items.some(({ id }: Json) => id === items[0].id))
  const late = await show(page, items[0].token)
  assert.equal(late.accepted, 0)
  assert.equal((await shownTo(page)).length, 2)
})

test('tokens are left out where nobody wants them', async () => {
  const { items } = await decide(await somebody(), { tokens: false })
  assert.ok(items.length > 0 && items.every(({ token }: Json) => token === undefined))
})

function countPeople(): Promise<number> {
  return server().app.store.read('system', (reader) => reader.countSubjects())
}
