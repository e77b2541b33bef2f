/** What people ask for under a law has a day, an outcome, and a receipt of both. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readReceipt } from '@equipoise/server/modules/receipts'
import { aKey, serverOfFile } from '../builders/server.ts'
import { aSubject } from '../builders/subject.ts'

const server = serverOfFile()

async function statusOf(subject: string, leaf: number): Promise<unknown> {
  const { json } = await server().send(`GET /v1/subjects/${subject}/receipt?leaf=${leaf}`)
  return readReceipt(json.receipt).document['dpv:hasStatus']
}

test('a request comes in with the day of its law, and its outcome is on record', async () => {
  const subject = await aSubject('req-1').from('DE').join(server().app)
  const path = `/v1/subjects/${subject}/requests`
  const asked = await server().send(`POST ${path}`, { body: { right: 'restriction' } })
  const { request, outcome, receivedAt, respondBy } = asked.json
  assert.equal(outcome, 'received')
  const days = (Date.parse(respondBy) - Date.parse(receivedAt)) / 86_400_000
  assert.ok(days > 0 && days <= 31, `${days} days`)
  const again = await server().send(`POST ${path}`, { body: { right: 'restriction' } })
  assert.deepEqual(again.json, asked.json)
  const why = 'What is kept about you is right, and is needed for your order.'
  const answer = { body: { request, outcome: 'rejected', why } }
  const answered = await server().send(`POST ${path}/answer`, answer)
  assert.deepEqual([answered.json.outcome, answered.json.why], ['rejected', why])
  const { json } = await server().send(`GET ${path}`)
  assert.deepEqual(json.requests, [answered.json])
  assert.equal(await statusOf(subject, request), 'dpv:RequestAcknowledged')
  assert.equal(await statusOf(subject, request + 1), 'dpv:RequestRejected')
  await server().refuse(`POST ${path}/answer`, answer, 'not_found')
})

test('a no says why, and only whoever may answers', async () => {
  const subject = await aSubject('req-2').join(server().app)
  const path = `/v1/subjects/${subject}/requests`
  const { json } = await server().send(`POST ${path}`, { body: { right: 'objection' } })
  const { request } = json
  const answer = `POST ${path}/answer`
  await server().refuse(answer, { body: { request, outcome: 'rejected' } }, 'invalid_request')
  const key = await aKey(server().app, { kind: 'operator', role: 'marketer' })
  await server().refuse(answer, { key, body: { request, outcome: 'fulfilled' } }, 'forbidden')
  await server().refuse(`POST ${path}`, { body: { right: 'spying' } }, 'invalid_request')
  const other = await aSubject('req-3').join(server().app)
  const elsewhere = `POST /v1/subjects/${other}/requests/answer`
  await server().refuse(elsewhere, { body: { request, outcome: 'fulfilled' } }, 'not_found')
  const done = await server().send(answer, { body: { request, outcome: 'fulfilled' } })
  assert.deepEqual([done.json.outcome, done.json.why], ['fulfilled', null])
})
