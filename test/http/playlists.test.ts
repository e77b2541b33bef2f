/** Playlists from end to end, and that what is not for a profile leaves no trace in one. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aSigner } from '../builders/page-person.ts'
import { type Json, serverOfFile } from '../builders/server.ts'
import { aSubject } from '../builders/subject.ts'
import { aTown, townItems } from '../builders/town.ts'

const server = serverOfFile(
  { environment: { EQUIPOISE_SUPPORT_PEOPLE_MIN: '50' } },
  async ({ app, send }) => {
    const lines = townItems().map((id, at) =>
      JSON.stringify({
        id,
        title: id,
        categories: [id.split('-')[0]],
        attributes: { artist: `artist ${at % 4}` },
      }),
    )
    const headers = { 'content-type': 'application/x-ndjson' }
    await send('POST /v1/items/bulk', { body: lines.join('\n'), headers })
    for (const { externalId, deeds } of aTown(240)) {
      await aSubject(externalId)
        .meeting(...deeds)
        .join(app)
    }
    await aSubject('quiet').meeting({ item: 'tea-1' }, { item: 'tea-2' }).join(app)
    await app.trainer.train()
  },
)

async function playlist(body: object, asked: object = {}): Promise<Json> {
  const { json, status } = await server().send('POST /v1/decide', {
    body: { slot: 'playlist', count: 6, ...body, playlist: asked },
  })
  assert.equal(status, 200, JSON.stringify(json))
  return json
}

const idsOf = ({ items }: Json): string[] => items.map(({ id }: Json) => id)
const SEEDED = { from: { continue: ['tea-1', 'bread-1'] } }

test('a playlist goes on from its seeds, has its length, and says why each', async () => {
  const answer = await playlist(SEEDED, { order: 'smooth' })
  assert.equal(answer.items.length, 6)
  assert.ok(!idsOf(answer).includes('tea-1'))
  assert.equal(answer.playlist.order, 'smooth')
  for (const { contributions, score } of answer.items) {
    const sum = contributions.reduce((total: number, { share }: Json) => total + share, 0)
    assert.ok(contributions.length > 0 && Math.abs(sum - score) <= 1e-9)
  }
})

test('no artist comes twice within n', async () => {
  const apart = { by: 'artist', within: 3 }
  const answer = await playlist({ ...SEEDED, count: 10 }, { apart, order: 'varied' })
  const artists = idsOf(answer).map((id) => townItems().indexOf(id) % 4)
  for (let at = 0; at + 3 <= artists.length; at += 1) {
    assert.equal(new Set(artists.slice(at, at + 3)).size, 3, artists.join())
  }
})

test('another seed is another list, and the same seed the same one', async () => {
  const lists = await Promise.all([0, 1, 1, 2, 3].map((seed) => playlist(SEEDED, { seed })))
  const [best, one, again, two, three] = lists.map((answer) => idsOf(answer).join())
  assert.equal(one, again)
  assert.ok(new Set([best, one, two, three]).size >= 3)
})

test('a page may ask for a seed, and not for a strength of it', async () => {
  const key = await (await aSigner(server())).sign('p-0')
  const body = { slot: 'playlist', ...SEEDED, playlist: { seed: 4 } }
  const { json } = await server().send('POST /v1/decide', { body, key })
  assert.equal(json.playlist.seed, 4)
  const rerank = { rotate: {} }
  await server().refuse('POST /v1/decide', { body: { ...body, rerank } }, 'options_contradict')
})

/** Everything that is held of what the person did, and the digest of the training state. */
async function stateOf(externalId: string): Promise<Json> {
  const { app, send } = server()
  const found = await send('POST /v1/subjects/find', { body: { externalId } })
  const { json } = await send(`GET /v1/subjects/${found.json.subject}/export`)
  await app.trainer.train()
  const { subject, interactions, training, impressions } = json
  const { marks } = subject
  const { weights } = app.published()?.manifest.digests ?? {}
  const gram = await app.trainer.stateDigest()
  const decided = await send('POST /v1/decide', { body: { slot: 'home', externalId } })
  const scores = decided.json.items.map(({ id, score }: Json) => [id, score])
  return { interactions, training, impressions, marks, weights, gram, scores }
}

test('what is done apart leaves profile, training state and model as if it had not been', async () => {
  const { send } = server()
  const found = await send('POST /v1/subjects/find', { body: { externalId: 'quiet' } })
  const before = await stateOf('quiet')
  await send(`POST /v1/subjects/${found.json.subject}/wishes`, {
    body: { notForProfile: { items: ['wool-1'], lists: ['for-the-party'] } },
  })
  const act = { externalId: 'quiet', verb: 'play' }
  const interactions = [
    { ...act, item: 'wool-1' },
    { ...act, item: 'wool-2', list: 'for-the-party' },
    { ...act, item: 'wool-3', forProfile: false },
  ]
  const { json } = await send('POST /v1/interactions', { body: { interactions } })
  assert.equal(json.accepted, 0)
  const codes = json.refused.map(({ reasons }: Json) => reasons[0].code)
  assert.deepEqual(codes, ['not_for_profile', 'not_for_profile', 'not_for_profile'])
  assert.deepEqual(await stateOf('quiet'), before)
  const answer = await playlist({ externalId: 'quiet' }, { list: 'for-the-party' })
  assert.equal(answer.playlist.forProfile, false)
  // The same acts without it count, so that the comparison above can fail.
  await send('POST /v1/interactions', { body: { interactions: [{ ...act, item: 'wool-4' }] } })
  assert.notDeepEqual(await stateOf('quiet'), before)
})

test('a click in a list that is kept apart is not kept either', async () => {
  const { send } = server()
  const answer = await playlist({ externalId: 'quiet' }, { list: 'for-the-party' })
  const [{ token }] = answer.items
  const seen = { token, slot: 'playlist:for-the-party' }
  const shown = await send('POST /v1/impressions', { body: { impressions: [seen] } })
  assert.equal(shown.json.accepted, 1)
  const outcomes = [{ ...seen, verb: 'play' }]
  const { json } = await send('POST /v1/outcomes', { body: { outcomes } })
  assert.deepEqual([json.accepted, json.refused[0].reasons[0].code], [0, 'not_for_profile'])
})

test('an event that names its list badly is rejected and costs no other', async () => {
  const act = { externalId: 'quiet', verb: 'view', item: 'tea-3' }
  const interactions = [{ ...act, list: '' }, { ...act, forProfile: 'no' }, act]
  const { json } = await server().send('POST /v1/interactions', { body: { interactions } })
  assert.deepEqual([json.accepted, json.rejected.length], [1, 2])
})
