/**
 * Whatever a person does counts in the very next decision, also where decisions of theirs were
 * asked for just before and are asked for meanwhile: nothing that is kept in memory outlives what
 * it was made of.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Json, serverOfFile } from '../builders/server.ts'
import { aSubject } from '../builders/subject.ts'
import { aTown, townItems } from '../builders/town.ts'

const server = serverOfFile(
  { environment: { EQUIPOISE_SUPPORT_PEOPLE_MIN: '50' } },
  async ({ app, send }) => {
    const lines = townItems().map((id) => JSON.stringify({ id, categories: [id.split('-')[0]] }))
    const headers = { 'content-type': 'application/x-ndjson' }
    await send('POST /v1/items/bulk', { body: lines.join('\n'), headers })
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

async function decide(externalId: string): Promise<Json> {
  const body = { externalId, slot: 'home', count: 100, tokens: false }
  return (await server().send('POST /v1/decide', { body })).json
}

/** Somebody who likes bread, of whom decisions have been made again and again. */
async function somebody(externalId: string): Promise<string> {
  const subject = await aSubject(externalId)
    .meeting({ id: `${externalId}-0`, item: 'bread-0' }, { item: 'bread-1' })
    .join(server().app)
  for (let turn = 0; turn < 3; turn += 1) {
    const { rung, dataUsed } = await decide(externalId)
    assert.deepEqual([rung, dataUsed.historyItems], ['personal', 2])
  }
  return subject
}

/** Acts while decisions of the same person go on, and decides once it is reported done. */
async function after(externalId: string, act: () => Promise<{ status: number }>): Promise<Json> {
  const meanwhile = Array.from({ length: 8 }, () => decide(externalId))
  const { status } = await act()
  assert.ok(status < 300, `${status}`)
  const answer = await decide(externalId)
  await Promise.all(meanwhile)
  // Nothing that was under way has put back what it read before.
  const again = await decide(externalId)
  assert.deepEqual([again.rung, again.dataUsed], [answer.rung, answer.dataUsed])
  return answer
}

const send = (route: string, body: object = {}) => server().send(route, { body })

test('what they do next counts at once', async () => {
  await somebody('ann')
  const interactions = [{ externalId: 'ann', item: 'tea-1', verb: 'purchase' }]
  const answer = await after('ann', () => send('POST /v1/interactions', { interactions }))
  assert.equal(answer.dataUsed.historyItems, 3)
  assert.ok(answer.items.every(({ id }: Json) => id !== 'tea-1'))
})

test('what they remove speaks for nothing from then on', async () => {
  const subject = await somebody('ben')
  const path = `POST /v1/subjects/${subject}/interactions/remove`
  const answer = await after('ben', () => send(path, { interaction: 'ben-0' }))
  assert.equal(answer.dataUsed.historyItems, 1)
  assert.ok(!JSON.stringify(answer.items.map((one: Json) => one.contributions)).includes('bread-0'))
})

test('what they mark as wrong is neither used nor shown', async () => {
  const subject = await somebody('cat')
  const answer = await after('cat', () =>
    send(`POST /v1/subjects/${subject}/marks`, { item: 'bread-0' }),
  )
  assert.equal(answer.dataUsed.historyItems, 1)
  assert.ok(!JSON.stringify(answer.items).includes('"bread-0"'))
})

test('a pause holds at once, and what is resumed is as it was', async () => {
  const subject = await somebody('dan')
  const until = new Date(server().app.now() + 86_400_000).toISOString()
  const paused = await after('dan', () => send(`POST /v1/subjects/${subject}/pause`, { until }))
  assert.deepEqual([paused.rung, paused.outcome], ['general', 'refused'])
  assert.equal(paused.reasons[0].code, 'paused')
  const resumed = await after('dan', () => send(`POST /v1/subjects/${subject}/resume`))
  assert.deepEqual([resumed.rung, resumed.dataUsed.historyItems], ['personal', 2])
})

test('a withdrawal holds at once, and a new yes begins without a past', async () => {
  const subject = await somebody('eve')
  const say = (action: string) => () =>
    server().send(`PUT /v1/subjects/${subject}/consent`, {
      body: { action, purposes: ['site_personalization'], evidence: 'a form' },
    })
  const withdrawn = await after('eve', say('withdraw'))
  assert.deepEqual([withdrawn.rung, withdrawn.outcome], ['general', 'refused'])
  const again = await after('eve', say('give'))
  assert.deepEqual([again.outcome, again.dataUsed.historyItems], ['permitted', 0])
})

test('who was erased is nobody at once, also where they come back', async () => {
  const subject = await somebody('fay')
  const erased = await after('fay', () => send(`POST /v1/subjects/${subject}/erase`))
  assert.deepEqual([erased.rung, erased.outcome], ['general', 'refused'])
  assert.deepEqual(erased, await decide('nobody'))
  await aSubject('fay').join(server().app)
  assert.equal((await decide('fay')).dataUsed.historyItems, 0)
})
