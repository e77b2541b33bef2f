/**
 * The whole of it with the client alone, as a back end would: a catalogue and people, a model, a
 * decision with its reasons, a no, an export, an erasure. Read it as an example.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Client,
  createClient,
  EquipoiseProblem,
  type NewInteraction,
  signSubjectToken,
} from '@equipoise/client'
import { aKey, serverOfFile } from '../builders/server.ts'
import { aTown, townItems } from '../builders/town.ts'

const server = serverOfFile({ environment: { EQUIPOISE_SUPPORT_PEOPLE_MIN: '50' } })
const BOTH = ['site_personalization', 'model_training'] as const

function backEnd(): Client {
  return createClient({ url: server().url, key: server().secret })
}

function operator(): Client {
  return createClient({ url: server().url, key: server().operator, reason: 'Asked by letter' })
}

test('a catalogue goes up in one call', async () => {
  const items = townItems().map((id) => ({ id, title: `Fine ${id}`, categories: [id.slice(0, 3)] }))
  const { accepted, rejected } = await backEnd().putItems(items)
  assert.deepEqual([accepted, rejected], [24, []])
  const { total } = await backEnd().listItems({ category: 'tea', count: 3 })
  assert.equal(total, 8)
})

test('people say yes, and what they do from then on is kept', async () => {
  const equipoise = backEnd()
  const town = aTown(180)
  const evidence = 'Sign-up form, wording of November 2026'
  await Promise.all(
    town.map(({ externalId }) =>
      equipoise.recordConsent({ externalId, action: 'give', purposes: BOTH, evidence }),
    ),
  )
  const all: NewInteraction[] = town.flatMap(({ externalId, deeds }) =>
    deeds.map((deed, index) => ({ ...deed, externalId, id: `${externalId}-${index}` })),
  )
  for (let at = 0; at < all.length; at += 1_000) {
    const interactions = all.slice(at, at + 1_000)
    const first = await equipoise.collectInteractions({ interactions })
    assert.deepEqual([first.accepted, first.refused], [interactions.length, []])
    // As a retry would: nothing counts twice.
    const again = await equipoise.collectInteractions({ interactions })
    assert.deepEqual([again.accepted, again.duplicates], [0, interactions.length])
  }
})

test('an operator has a model made of them', async () => {
  const equipoise = operator()
  let { state } = await equipoise.train()
  while (state === 'running') state = (await equipoise.readTraining()).state
  assert.equal(state, 'idle')
  assert.equal((await equipoise.readStatus()).model?.subjects, 180)
})

test('a decision says what to show, on which ground, and why', async () => {
  const { rung, items, basis, reasons } = await backEnd().decide({
    externalId: 'p-1',
    slot: 'home',
    count: 3,
    location: 'DE',
  })
  assert.deepEqual([rung, basis, items.length], ['personal', 'consent', 3])
  assert.ok(reasons.every(({ citation, says }) => citation !== '' && says !== ''))
  for (const { score = NaN, contributions, title } of items) {
    assert.match(title ?? '', /^Fine /)
    const sum = contributions.reduce((total, { share = NaN }) => total + share, 0)
    assert.ok(Math.abs(sum - score) <= 1e-9)
  }
})

test('with a token a page acts for the person in front of it, and for nobody else', async () => {
  const { id: keyId, key } = await operator().createKey({ kind: 'signing' })
  const token = { key: key ?? '', keyId, externalId: 'p-1', now: server().app.now() }
  const page = createClient({
    url: server().url,
    subjectToken: () => signSubjectToken(token),
  })
  const { subject } = await backEnd().findSubject({ externalId: 'p-2' })
  assert.equal((await page.readConsent('me')).state['site_personalization'], 'given')
  await assert.rejects(page.readConsent(subject), isProblem(404, 'not_found'))
  await assert.rejects(page.readStatus(), isProblem(403, 'forbidden'))
})

test('a no acts at once: on the next decision, and on what was kept', async () => {
  const equipoise = backEnd()
  const { subject } = await equipoise.findSubject({ externalId: 'p-4' })
  assert.ok((await equipoise.listInteractions(subject)).interactions.length > 0)
  const { state } = await equipoise.withdrawConsent(subject, { purposes: BOTH })
  assert.equal(state['site_personalization'], 'withdrawn')
  assert.equal((await equipoise.decide({ subject, slot: 'home' })).outcome, 'refused')
  assert.deepEqual((await equipoise.listInteractions(subject)).interactions, [])
})

test('somebody takes along what is held, and is erased', async () => {
  const equipoise = operator()
  const { subject } = await equipoise.findSubject({ externalId: 'p-7' })
  const held = await equipoise.exportSubject(subject)
  assert.deepEqual([held.subject.externalId, held.schema], ['p-7', 'equipoise/export@1'])
  assert.ok(held.interactions.length > 0)
  const { id, rows } = await equipoise.eraseSubject(subject)
  assert.ok(rows > 0)
  await assert.rejects(equipoise.exportSubject(subject), isProblem(404, 'not_found'))
  // The model follows within its clearance time; the receipt's id tells when it has.
  let cleared = await equipoise.readErasure(id)
  while (cleared.modelClearedAt === null) cleared = await equipoise.readErasure(id)
  assert.ok(cleared.modelClearedAt >= cleared.at)
})

test('an operator who does not say why is told so', async () => {
  const hasty = createClient({ url: server().url, key: server().operator })
  const who = { externalId: 'p-8' }
  await assert.rejects(hasty.findSubject(who), isProblem(400, 'reason_missing'))
  const { subject } = await hasty.findSubject(who, { reason: 'She asked by letter' })
  await assert.rejects(hasty.exportSubject(subject), isProblem(400, 'reason_missing'))
})

test('a key that counts for nothing, and one that may not do that', async () => {
  const nobody = createClient({ url: server().url, key: `eq_secret_${'A'.repeat(43)}` })
  await assert.rejects(nobody.readStatus(), isProblem(401, 'unauthorized'))
  await assert.rejects(backEnd().createKey({ kind: 'secret' }), isProblem(403, 'forbidden'))
  const viewer = await aKey(server().app, { kind: 'operator', role: 'viewer' })
  await assert.rejects(
    createClient({ url: server().url, key: viewer }).train(),
    isProblem(403, 'forbidden'),
  )
})

function isProblem(status: number, code: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof EquipoiseProblem, String(error))
    assert.deepEqual([error.status, error.code], [status, code])
    assert.match(error.requestId ?? '', /^[0-9a-f-]{36}$/)
    return true
  }
}
