/** Our default gives way to the law by an operator's act over HTTP, and answers of the law tell. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aKey, serverOfFile } from '../builders/server.ts'

const server = serverOfFile()
const ASSESSMENT = 'California lets own-site suggestions rest on notice; people expect them here.'
const OWN = 'site_personalization'
const ASKED = { purpose: OWN, location: 'US-CA' }

test('an officer relaxes with an assessment, the law answers so, and restores', async () => {
  const key = await aKey(server().app, { kind: 'operator', role: 'privacy_officer' })
  const law = async () => (await server().send('POST /v1/law/decide', { body: ASKED })).json
  assert.deepEqual([(await law()).outcome, (await law()).relaxed], ['refused', false])
  const { entries } = await server().app.store.verifyLedger()
  const body = { purpose: OWN, places: ['US-CA'], assessment: ASSESSMENT }
  const made = await server().send('POST /v1/law/relaxations', { key, body })
  assert.equal(made.status, 200, made.text)
  assert.deepEqual([made.json.leaf, made.json.secret], [entries, undefined])
  assert.match(made.json.by, /^key_/)
  assert.deepEqual([(await law()).outcome, (await law()).relaxed], ['permitted', true])
  const listed = await server().send('GET /v1/law/relaxations', { key })
  assert.deepEqual(listed.json.relaxations, [made.json])
  const ended = await server().send(`DELETE /v1/law/relaxations/${OWN}`, { key })
  assert.equal(ended.json.ended, 1)
  assert.equal((await law()).outcome, 'refused')
  assert.equal((await server().app.store.verifyLedger()).entries, entries + 2)
})

test('without an assessment, a place that there is, or the role, nothing is relaxed', async () => {
  const officer = await aKey(server().app, { kind: 'operator', role: 'privacy_officer' })
  const marketer = await aKey(server().app, { kind: 'operator', role: 'marketer' })
  const good = { purpose: OWN, places: ['US-CA'], assessment: ASSESSMENT }
  for (const [key, change, code] of [
    [officer, { assessment: 'ok' }, 'assessment_missing'],
    [officer, { places: ['QQ'] }, 'invalid_region'],
    [officer, { places: [] }, 'invalid_request'],
    [officer, { purpose: 'spying' }, 'invalid_request'],
    [marketer, {}, 'forbidden'],
  ] as const) {
    await server().refuse('POST /v1/law/relaxations', { key, body: { ...good, ...change } }, code)
  }
  await server().refuse('DELETE /v1/law/relaxations/spying', { key: officer }, 'unknown_purpose')
  const { json } = await server().send('GET /v1/law/relaxations', { key: officer })
  assert.deepEqual(json.relaxations, [])
})
