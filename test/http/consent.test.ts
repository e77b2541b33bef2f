/** What people say about purposes, over HTTP: each word counts from the next request on. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PURPOSES } from '@equipoise/core/values'
import { type Json, serverOfFile } from '../builders/server.ts'
import { BOTH } from '../builders/subject.ts'

const server = serverOfFile()

async function say(externalId: string, act: object): Promise<Json> {
  const body = { externalId, action: 'give', purposes: BOTH, evidence: 'a form', ...act }
  return (await server().send('POST /v1/consent', { body })).json
}

async function outcomes(externalId: string, more: object = {}, headers = {}): Promise<Json> {
  const body = { externalId, ...more }
  const { json } = await server().send('POST /v1/purposes', { body, headers })
  return Object.fromEntries(json.purposes.map((one: Json) => [one.purpose, one]))
}

async function keep(externalId: string, verb: string = 'view'): Promise<Json> {
  const body = { interactions: [{ externalId, item: 'bread', verb, id: `${externalId}-${verb}` }] }
  return (await server().send('POST /v1/interactions', { body })).json
}

test('give, refuse and withdraw each count at once, and each is on record', async () => {
  const { subject, state, records } = await say('ann', {})
  assert.match(subject, /^sub_[0-9a-z]{26}$/)
  assert.deepEqual(Object.keys(state), [...PURPOSES])
  assert.deepEqual([state.site_personalization, state.measurement], ['given', 'unknown'])
  assert.equal(records.length, 1)
  for (const [action, status] of [
    ['refuse', 'refused'],
    ['give', 'given'],
    ['withdraw', 'withdrawn'],
  ]) {
    const body = { action, purposes: BOTH, ...(action === 'give' ? { evidence: 'a form' } : {}) }
    const { json } = await server().send(`PUT /v1/subjects/${subject}/consent`, { body })
    assert.equal(json.state.model_training, status)
    const { site_personalization } = await outcomes('ann')
    assert.equal(site_personalization.status, status)
    assert.equal(site_personalization.outcome, action === 'give' ? 'permitted' : 'refused')
    assert.equal(
      (await keep('ann', action === 'give' ? 'click' : 'view')).accepted,
      Number(action === 'give'),
    )
  }
  const { json } = await server().send(`GET /v1/subjects/${subject}/consent`)
  assert.deepEqual(
    json.records.map(({ action }: Json) => action),
    ['withdraw', 'give', 'refuse', 'give'],
  )
  const part = await server().send(`GET /v1/subjects/${subject}/consent?limit=3`)
  const { nextCursor } = part.json
  const rest = await server().send(`GET /v1/subjects/${subject}/consent?cursor=${nextCursor}`)
  assert.deepEqual([...part.json.records, ...rest.json.records], json.records)
  assert.equal(rest.json.nextCursor, null)
})

test('a purpose is a switch of its own', async () => {
  await say('ben', { purposes: ['measurement'] })
  const { site_personalization, measurement } = await outcomes('ben')
  assert.deepEqual([site_personalization.outcome, measurement.outcome], ['refused', 'permitted'])
})

test('somebody who was never asked, or is nobody here, is refused everything', async () => {
  for (const who of [{}, { externalId: 'nobody' }, { subject: 'sub_x' }]) {
    const { json } = await server().send('POST /v1/purposes', { body: who })
    for (const { outcome, status, reasons } of json.purposes) {
      assert.deepEqual([outcome, status], ['refused', 'unknown'])
      assert.ok(reasons.length > 0)
    }
  }
})

test('each refusal names its law', async () => {
  for (const [location, pack] of [
    ['DE', /^eu-/],
    ['GB', /^uk-/],
    ['US-CA', /^us-ca-/],
    ['BR', /^elsewhere/],
  ] as const) {
    const named = await outcomes('nobody', { location, signals: { gpc: true } })
    const reasons = Object.values<Json>(named).flatMap((one) => one.reasons)
    assert.ok(
      reasons.some((reason) => pack.test(reason.pack)),
      location,
    )
    for (const { citation, says, code, rule } of reasons) {
      assert.ok(citation && says && code && rule, location)
    }
  }
})

test('where the law would permit and only we ask first, the answer says both', async () => {
  const { site_personalization } = await outcomes('nobody', { location: 'US-CA' })
  const { outcome, lawOutcome, reasons } = site_personalization
  assert.deepEqual([outcome, lawOutcome], ['refused', 'permitted'])
  assert.equal(reasons[0].pack.split('@')[0], 'equipoise')
})

test('Global Privacy Control refuses the sale and tracking that were agreed to', async () => {
  const passing = ['cross_context_advertising', 'sale_or_sharing']
  await say('cat', { purposes: [...passing, 'site_personalization'], explicit: true })
  const without = await outcomes('cat', { location: 'FR' })
  assert.ok(passing.every((purpose) => without[purpose].outcome === 'permitted'))
  for (const [more, headers] of [
    [{}, { 'sec-gpc': '1' }],
    [{ signals: { gpc: true } }, {}],
    [{ location: 'US-CA' }, { 'sec-gpc': '1' }],
  ]) {
    const named = await outcomes('cat', more, headers)
    for (const purpose of passing) {
      assert.equal(named[purpose].outcome, 'refused')
      const codes = named[purpose].reasons.map(({ code }: Json) => code)
      assert.ok(codes.includes('signal_refuses'), purpose)
    }
    assert.equal(named.site_personalization.outcome, 'permitted')
  }
})

test('a header that says anything but 1 is no signal', async () => {
  for (const value of ['0', 'true', '11', '']) {
    const named = await outcomes('cat', {}, { 'sec-gpc': value })
    assert.equal(named.sale_or_sharing.outcome, 'permitted', value)
  }
})

test('under 16 a guardian’s yes is needed, and the child’s own counts for nothing', async () => {
  await say('dora', { region: 'DE', ageBand: '13_15' })
  const own = await outcomes('dora')
  assert.equal(own.model_training.outcome, 'refused')
  assert.equal(own.model_training.reasons[0].code, 'guardian_needed')
  await say('dora', { by: 'guardian' })
  assert.equal((await outcomes('dora')).model_training.outcome, 'permitted')
})

test('a withdrawal deletes what was kept for that purpose alone, and only that', async () => {
  const { subject } = await say('eve', { purposes: ['site_personalization'] })
  await keep('eve', 'view')
  await say('eve', { purposes: ['model_training'] })
  await keep('eve', 'purchase')
  const body = { purposes: ['site_personalization'] }
  const { json } = await server().send(`POST /v1/subjects/${subject}/withdraw`, { body })
  assert.equal(json.state.site_personalization, 'withdrawn')
  const kept = await server().send(`GET /v1/subjects/${subject}/interactions`)
  assert.deepEqual(
    kept.json.interactions.map(({ verb, purposes }: Json) => [verb, purposes]),
    [['purchase', ['model_training']]],
  )
})

test('a withdrawal says when the model has followed', async () => {
  const { subject } = await say('fay', {})
  const body = { purposes: ['model_training'] }
  const { json } = await server().send(`POST /v1/subjects/${subject}/withdraw`, { body })
  const clearance = await server().send(`GET /v1/erasures/${json.clearance}`)
  assert.equal(clearance.json.modelClearedAt, json.modelClearedAt)
  assert.ok(json.modelClearedAt, 'there is no model, so it is clear')
})

test('to withdraw what was never given, or by somebody unknown, gives nobody anything', async () => {
  const withdrawal = { externalId: 'gus', action: 'withdraw', purposes: BOTH }
  await server().refuse('POST /v1/consent', { body: withdrawal }, 'not_found')
  await server().refuse('POST /v1/subjects/find', { body: { externalId: 'gus' } }, 'not_found')
  const { state } = await say('gus', { action: 'refuse' })
  assert.equal(state.model_training, 'refused')
})

test('a refused consent act leaves no trace', async () => {
  const bad = { externalId: 'hal', action: 'give', purposes: BOTH }
  await server().refuse('POST /v1/consent', { body: bad }, 'evidence_missing')
  await server().refuse('POST /v1/subjects/find', { body: { externalId: 'hal' } }, 'not_found')
})

test('a sensitive purpose needs an express yes', async () => {
  await say('ida', { purposes: ['sensitive_profiling'] })
  assert.equal((await outcomes('ida')).sensitive_profiling.reasons[0].code, 'consent_not_explicit')
  await say('ida', { purposes: ['sensitive_profiling'], explicit: true })
  assert.equal((await outcomes('ida')).sensitive_profiling.outcome, 'permitted')
})
