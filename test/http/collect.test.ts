/** What people did, sent in batches: each entry is kept, kept already, refused or rejected. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Json, serverOfFile } from '../builders/server.ts'
import { aSubject } from '../builders/subject.ts'

const server = serverOfFile({}, async ({ app }) => {
  for (const name of ['ann', 'ben', 'cat', 'dan', 'fact']) await aSubject(name).join(app)
  await aSubject('eve').giving('measurement').join(app)
})

const AT = '2026-11-20T10:00:00Z'

async function collect(entries: readonly unknown[], more: object = {}) {
  const body = { interactions: entries, ...more }
  return (await server().send('POST /v1/interactions', { body })).json
}

async function subjectOf(externalId: string): Promise<string> {
  return (await server().send('POST /v1/subjects/find', { body: { externalId } })).json.subject
}

async function keptOf(externalId: string) {
  const subject = await subjectOf(externalId)
  return (await server().send(`GET /v1/subjects/${subject}/interactions`)).json.interactions
}

test('what is permitted is kept, for the purposes that accept it', async () => {
  const { accepted, refused, rejected } = await collect([
    { externalId: 'ann', item: 'bread', verb: 'purchase', at: AT, id: 'one' },
    { subject: await subjectOf('ann'), item: 'tea', verb: 'skip', at: AT, id: 'two' },
  ])
  assert.deepEqual([accepted, refused, rejected], [2, [], []])
  const both = ['site_personalization', 'model_training']
  const kept = await keptOf('ann')
  const at = '2026-11-20T10:00:00.000Z'
  assert.deepEqual(
    kept.map(({ basis: _, title: __, categories: ___, ...one }: Json) => one),
    [
      { id: 'two', item: 'tea', verb: 'skip', at, purposes: [both[0]] },
      { id: 'one', item: 'bread', verb: 'purchase', at, purposes: both },
    ],
  )
})

test('the facts and the decision stand with what they permitted', async () => {
  const batch = [{ externalId: 'fact', item: 'bread', verb: 'purchase', at: AT, id: 'one' }]
  const headers = { 'sec-gpc': '1' }
  await server().send('POST /v1/interactions', {
    body: { interactions: batch, location: 'US-CA' },
    headers,
  })
  const [{ basis }] = await keptOf('fact')
  const { rulebook, ...facts } = basis
  assert.match(rulebook, /^[0-9a-f]{64}$/)
  assert.deepEqual(facts, {
    decidedAt: '2026-11-24T12:00:00.000Z',
    location: 'US-CA',
    residence: null,
    ageBand: null,
    gpc: true,
    consentRecords: 1,
    bases: { site_personalization: 'consent', model_training: 'consent' },
  })
})

test('what comes twice under one id is kept once, as it came first', async () => {
  const first = { externalId: 'ben', item: 'bread', verb: 'view', at: AT, id: 'one' }
  assert.deepEqual(countsOf(await collect([first, first])), [1, 1, 0, 0])
  const again = { ...first, item: 'tea' }
  assert.deepEqual(countsOf(await collect([again, { ...first, id: 'two' }])), [1, 1, 0, 0])
  const kept = await keptOf('ben')
  assert.deepEqual(kept.map(({ id, item }: { id: string; item: string }) => [id, item]).sort(), [
    ['one', 'bread'],
    ['two', 'bread'],
  ])
})

test('an id is its person’s: another person’s is another interaction', async () => {
  const of = (externalId: string) => ({ externalId, item: 'bread', verb: 'view', at: AT, id: 'x' })
  assert.deepEqual(countsOf(await collect([of('cat'), of('dan')])), [2, 0, 0, 0])
})

test('without an id, what comes twice is kept twice', async () => {
  const entry = { externalId: 'cat', item: 'tea', verb: 'view' }
  assert.deepEqual(countsOf(await collect([entry, entry])), [2, 0, 0, 0])
  const kept = await keptOf('cat')
  assert.ok(kept.every(({ id }: { id: string }) => /^(int_\w{26}|x)$/.test(id)))
})

test('each bad entry has its place, its field and a code, and costs no other', async () => {
  const good = { externalId: 'dan', item: 'bread', verb: 'view', at: AT }
  const bad: readonly (readonly [unknown, string, string])[] = [
    ['text', '', 'not_an_object'],
    [null, '', 'not_an_object'],
    [[good], '', 'not_an_object'],
    [{ ...good, price: 5 }, '', 'unknown_field'],
    [
      JSON.parse('{"__proto__":{},"externalId":"dan","item":"x","verb":"view"}'),
      '',
      'unknown_field',
    ],
    [JSON.parse('{"constructor":1,"externalId":"dan"}'), '', 'unknown_field'],
    [{ ...good, externalId: undefined }, 'subject', 'subject_unclear'],
    [{ ...good, subject: 'sub_x' }, 'subject', 'subject_unclear'],
    [{ ...good, externalId: 7 }, 'externalId', 'id_missing'],
    [{ ...good, externalId: '' }, 'externalId', 'id_missing'],
    [{ ...good, externalId: 'a\u0000b' }, 'externalId', 'id_malformed'],
    [{ ...good, externalId: 'a\ud83d' }, 'externalId', 'id_malformed'],
    [{ ...good, externalId: 'x'.repeat(10_000) }, 'externalId', 'id_too_long'],
    [{ ...good, item: undefined }, 'item', 'id_missing'],
    [{ ...good, item: 'a\nb' }, 'item', 'id_malformed'],
    [{ ...good, item: 'x'.repeat(10_000) }, 'item', 'id_too_long'],
    [{ ...good, id: 'x'.repeat(257) }, 'id', 'id_too_long'],
    [{ ...good, id: '\ud800' }, 'id', 'id_malformed'],
    [{ ...good, verb: 'stare' }, 'verb', 'unknown_verb'],
    [{ ...good, verb: undefined }, 'verb', 'unknown_verb'],
    [{ ...good, verb: 'toString' }, 'verb', 'unknown_verb'],
    [{ ...good, at: 'yesterday' }, 'at', 'invalid_time'],
    [{ ...good, at: 1_700_000_000 }, 'at', 'invalid_time'],
    [{ ...good, at: '2026-02-30T00:00:00Z' }, 'at', 'invalid_time'],
    [{ ...good, at: '2026-11-24T12:06:00Z' }, 'at', 'time_in_future'],
    [{ ...good, at: '9999-01-01T00:00:00Z' }, 'at', 'time_in_future'],
  ]
  const answer = await collect([good, ...bad.map(([entry]) => entry), good])
  assert.deepEqual(countsOf(answer), [2, 0, 0, bad.length])
  assert.deepEqual(
    answer.rejected.map(({ index, path, code }: Rejected) => [index, path, code]),
    bad.map(([, path, code], index) => [index + 1, path, code]),
  )
  for (const { says } of answer.rejected) assert.match(says, /^[A-Z].{7,}[^.]$/)
})

interface Rejected {
  readonly index: number
  readonly path: string
  readonly code: string
}

test('a clock that is a little ahead is no future', async () => {
  const entry = { externalId: 'dan', item: 'x', verb: 'view', at: '2026-11-24T12:04:59Z' }
  assert.deepEqual(countsOf(await collect([entry])), [1, 0, 0, 0])
})

test('what nobody agreed to is refused with its law, never stored, and counted', async () => {
  const entries = ['eve', 'nobody', 'nobody'].map((externalId) => ({
    externalId,
    item: 'bread',
    verb: 'view',
  }))
  const before = await refusals()
  const answer = await collect([...entries, { subject: 'sub_x', item: 'x', verb: 'view' }], {
    location: 'DE',
  })
  assert.deepEqual(countsOf(answer), [0, 0, 4, 0])
  for (const { reasons } of answer.refused) {
    const [{ code, citation, says, pack }] = reasons
    assert.equal(code, 'consent_absent')
    assert.match(pack, /^[\w-]+@\d{4}-\d\d-\d\d$/)
    assert.ok(citation.length > 10 && says.length > 10)
  }
  assert.equal((await refusals()) - before, 4)
  await server().refuse('POST /v1/subjects/find', { body: { externalId: 'nobody' } }, 'not_found')
  assert.deepEqual(await keptOf('eve'), [])
})

async function refusals(): Promise<number> {
  const { json } = await server().send('GET /v1/status')
  return json.refusals.reduce((sum: number, { count }: { count: number }) => sum + count, 0)
}

test('a full batch of 1,000 from many people is taken, and an empty one is none', async () => {
  const people = ['ann', 'ben', 'cat', 'dan', 'eve', 'nobody']
  const entries = Array.from({ length: 1_000 }, (_, n) => ({
    externalId: people[n % people.length],
    item: `item-${n}`,
    verb: 'view',
    id: `batch-${n}`,
  }))
  const [accepted = 0, duplicates, refused = 0, rejected] = countsOf(await collect(entries))
  assert.deepEqual([accepted + refused, duplicates, rejected], [1_000, 0, 0])
  assert.equal(refused, entries.filter((_, n) => n % people.length >= 4).length)
  assert.deepEqual(countsOf(await collect([])), [0, 0, 0, 0])
})

function countsOf({ accepted, duplicates, refused, rejected }: Collected): number[] {
  return [accepted, duplicates, refused.length, rejected.length]
}

interface Collected {
  readonly accepted: number
  readonly duplicates: number
  readonly refused: readonly unknown[]
  readonly rejected: readonly unknown[]
}

test('somebody without a name counts once a back end reports a purchase of theirs', async () => {
  const consent = { action: 'give', purposes: ['site_personalization'], evidence: 'a form' }
  const { json } = await server().send('POST /v1/consent', {
    body: { anonymousId: 'device-1', ...consent },
  })
  const vouched = async () =>
    (await server().send(`GET /v1/subjects/${json.subject}/export`)).json.subject.vouched
  await collect([{ anonymousId: 'device-1', item: 'bread', verb: 'view', at: AT }])
  assert.equal(await vouched(), false)
  await collect([{ anonymousId: 'device-1', item: 'bread', verb: 'purchase', at: AT }])
  assert.equal(await vouched(), true)
})
