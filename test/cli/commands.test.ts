/** Each command of the table: its keys, its exit code, and one object on the standard output. */
import assert from 'node:assert/strict'
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { PURPOSES } from '@equipoise/core/values'
import {
  aFolder,
  done,
  equipoise,
  refused,
  tell,
  townLines,
  writeLines,
} from '../builders/command-line.ts'
import type { Json } from '../builders/server.ts'
import { aTown } from '../builders/town.ts'

const closing: (() => unknown)[] = []
const folder = aFolder({ after: (close) => closing.push(close as () => unknown) })
const data = join(folder, 'data')
const SUBJECT = ['--subject', 'p-0']
const PERSONALIZATION = ['--purpose', 'site_personalization']

before(async () => {
  const path = writeLines(join(folder, 'deeds.jsonl'), townLines(aTown(60)))
  await done(['import', 'interactions', path, '--consent-evidence', 'a form'], data)
})
after(() => {
  for (const close of closing) close()
})

test('before any training there are no weights, and a decision is general', async () => {
  const { gram, weights } = await done(['model', 'digest'], data)
  assert.match(gram, /^[0-9a-f]{64}$/)
  assert.equal(weights, null)
  assert.equal((await done(['decide', ...SUBJECT], data)).rung, 'general')
})

test('train --plan says what a training would take, and publishes nothing', async () => {
  const json = await done(['train', '--plan'], data)
  assert.deepEqual([json.subjects, json.items], [60, 24])
  assert.ok(json.nonZeros > 24 && json.seconds > 0 && json.memoryBytes > 1_000_000)
  assert.equal((await done(['model', 'digest'], data)).weights, null)
})

test('train builds a model and says what is in it', async () => {
  const { status, json, stderr } = await tell(['train'], data)
  assert.equal(status, 0)
  assert.deepEqual([json.subjects, json.items], [60, 24])
  assert.ok(json.nonZeros > 24 && json.seconds > 0 && json.peakMemoryBytes > 1_000_000)
  assert.match(json.model, /^mod_\w{26}$/)
  assert.match(stderr, /solving/)
})

test('decide answers as the API does', async () => {
  const json = await done(['decide', ...SUBJECT, '--slot', 'home', '--count', '3'], data)
  assert.equal(json.rung, 'personal')
  assert.equal(json.items.length, 3)
  for (const { id, score, contributions } of json.items) {
    assert.match(id, /^(bread|tea|wool)-\d$/)
    assert.ok(contributions.length > 0)
    const sum = contributions.reduce((total: number, { share }: Json) => total + share, 0)
    assert.ok(Math.abs(sum - score) <= 1e-9)
    for (const one of contributions) {
      assert.deepEqual(Object.keys(one).sort(), ['id', 'kind', 'share', 'support'])
    }
  }
  assert.ok(json.reasons.every(({ citation, code }: Json) => citation && code))
})

test('decide takes every slot, a page, a place and a signal', async () => {
  for (const slot of ['item', 'basket', 'feed', 'email']) {
    assert.equal((await done(['decide', ...SUBJECT, '--slot', slot], data)).items.length, 10)
  }
  const words = ['--item', 'tea-1', '--region', 'US-CA', '--gpc', '--count', '1']
  const json = await done(['decide', '--subject', 'nobody', ...words], data)
  assert.ok(json.packs.some((pack: string) => pack.startsWith('us-ca-ccpa@')))
})

test('decide makes a feed page by page, and a playlist by its seed', async () => {
  const feed = ['decide', ...SUBJECT, '--feed', 'personal', '--count', '5']
  const first = await done(feed, data)
  assert.equal(first.feed.mode, 'personal')
  const second = await done([...feed, '--cursor', first.feed.next], data)
  const ids = [...first.items, ...second.items].map(({ id }: Json) => id)
  assert.equal(new Set(ids).size, 10)
  const nobody = ['decide', '--subject', 'nobody', '--feed', 'personal']
  assert.equal((await done(nobody, data)).feed.mode, 'chronological')
  const playlist = ['decide', ...SUBJECT, '--playlist', 'smooth', '--continue', 'tea-1,tea-2']
  const { playlist: told, items } = await done([...playlist, '--seed', '7'], data)
  assert.deepEqual([told.order, told.seed, items.length], ['smooth', 7, 10])
})

test('what decide is asked wrongly has the code of the API', async () => {
  for (const [words, code] of [
    [['--slot', 'roof'], 'unknown_slot'],
    [['--count', '0'], 'invalid_count'],
    [['--count', '-1'], 'usage'],
    [['--count', '101'], 'invalid_count'],
    [['--count', '1e9'], 'invalid_count'],
    [['--count', 'many'], 'invalid_count'],
    [['--region', 'Germany'], 'invalid_region'],
    [['--feed', 'best'], 'usage'],
    [['--ads', 'in-feed'], 'usage'],
    [['--playlist', 'loud'], 'usage'],
    [['--playlist', 'ranked', '--apart', 'maker'], 'usage'],
  ] as const) {
    assert.deepEqual(await refused(['decide', ...SUBJECT, ...words], data), [2, code])
  }
  const lapsed = ['--feed', 'personal', '--cursor', 'x']
  assert.deepEqual(await refused(['decide', ...SUBJECT, ...lapsed], data), [1, 'invalid_request'])
  assert.deepEqual(await refused(['decide'], data), [2, 'usage'])
  const malformed = await refused(['decide', '--subject', 'a\u0007'], data)
  assert.deepEqual(malformed, [1, 'invalid_subject'])
})

test('consent is shown, given, refused and withdrawn, purpose by purpose', async () => {
  const who = ['--subject', 'new']
  assert.deepEqual(await refused(['consent', 'show', ...who], data), [1, 'not_found'])
  const give = ['consent', 'give', ...who, ...PERSONALIZATION, '--purpose', 'measurement']
  assert.deepEqual(await refused(give, data), [1, 'evidence_missing'])
  const given = await done([...give, '--evidence', 'a form', '--region', 'DE'], data)
  assert.deepEqual(Object.keys(given.state), [...PURPOSES])
  assert.deepEqual([given.state.measurement, given.state.email_marketing], ['given', 'unknown'])
  const refusal = await done(['consent', 'refuse', ...who, '--purpose', 'measurement'], data)
  assert.equal(refusal.state.measurement, 'refused')
  const withdrawn = await done(['consent', 'withdraw', ...who, ...PERSONALIZATION], data)
  assert.equal(withdrawn.state.site_personalization, 'withdrawn')
  assert.deepEqual((await done(['consent', 'show', ...who], data)).state, withdrawn.state)
})

test('a consent act without a purpose, of an unknown one, or by a stranger is none', async () => {
  const give = ['consent', 'give', '--subject', 'odd', '--evidence', 'a form']
  assert.deepEqual(await refused(give, data), [2, 'usage'])
  assert.deepEqual(await refused([...give, '--purpose', 'spying'], data), [2, 'unknown_purpose'])
  const by = [...give, ...PERSONALIZATION, '--by', 'neighbour']
  assert.deepEqual(await refused(by, data), [2, 'usage'])
  const age = [...give, ...PERSONALIZATION, '--age-band', '12']
  assert.deepEqual(await refused(age, data), [2, 'usage'])
  const withdraw = ['consent', 'withdraw', '--subject', 'odd', ...PERSONALIZATION]
  assert.deepEqual(await refused(withdraw, data), [1, 'not_found'])
})

test('export writes everything, to a file that only its owner reads', async () => {
  const whole = await done(['export', ...SUBJECT], data)
  assert.equal(whole.subject.externalId, 'p-0')
  const out = join(folder, 'export.json')
  writeFileSync(out, 'old')
  chmodSync(out, 0o644)
  assert.deepEqual(await done(['export', ...SUBJECT, '--out', out], data), { out })
  const written = JSON.parse(readFileSync(out, 'utf8'))
  // An export is an act, too, and stands in the next.
  const same = { exportedAt: '', acts: [] }
  assert.deepEqual({ ...written, ...same }, { ...whole, ...same })
  assert.equal(written.acts.length, whole.acts.length + 1)
  assert.equal(statSync(out).mode & 0o777, 0o600)
  const nowhere = ['export', ...SUBJECT, '--out', join(folder, 'no/such/file')]
  assert.deepEqual(await refused(nowhere, data), [1, 'file_unwritable'])
})

test('wishes are set and shown, and the next feed and their export obey', async () => {
  const set = ['wishes', 'set', ...SUBJECT]
  const more = ['--follow', 'maker:a:b', '--follow', 'category:tea', '--not-for-profile']
  const json = await done([...set, '--feed', 'chronological', ...more, 'list:for-ann'], data)
  const follows = [
    { by: 'maker', value: 'a:b' },
    { by: 'category', value: 'tea' },
  ]
  const notForProfile = { items: [], lists: ['for-ann'] }
  assert.deepEqual(json, { feedMode: 'chronological', follows, notForProfile })
  assert.deepEqual(await done(['wishes', 'show', ...SUBJECT], data), json)
  const { feed } = await done(['decide', ...SUBJECT, '--slot', 'feed', '--feed', 'personal'], data)
  assert.deepEqual([feed.mode, feed.settledBy], ['chronological', 'wish'])
  const { subject, acts } = await done(['export', ...SUBJECT], data)
  assert.deepEqual(subject.wishes, json)
  assert.ok(acts.some(({ act }: Json) => act === 'wishes'))
  const back = ['--feed', 'none', '--unfollow', 'maker:a:b', '--for-profile', 'list:for-ann']
  assert.deepEqual(await done([...set, ...back], data), {
    feedMode: null,
    follows: follows.slice(1),
    notForProfile: { items: [], lists: [] },
  })
})

test('wishes that cannot be read change nothing', async () => {
  const set = ['wishes', 'set', ...SUBJECT]
  const before = await done(['wishes', 'show', ...SUBJECT], data)
  for (const wrong of [
    [],
    ['--feed', 'loud'],
    ['--follow', 'acme'],
    ['--follow', ':acme'],
    ['--follow', `maker:${'a'.repeat(501)}`],
    ['--not-for-profile', 'list:For Ann'],
    ['--not-for-profile', 'maker:acme'],
    ['--not-for-profile', `item:${'a'.repeat(257)}`],
  ]) {
    assert.deepEqual(await refused([...set, ...wrong], data), [2, 'usage'], wrong.join(' '))
  }
  const many = Array.from({ length: 201 }, (_, n) => ['--follow', `maker:${n}`]).flat()
  assert.deepEqual(await refused([...set, ...many], data), [1, 'invalid_request'])
  assert.deepEqual(await done(['wishes', 'show', ...SUBJECT], data), before)
  assert.deepEqual(await refused(['wishes', 'show', '--subject', 'p-99'], data), [1, 'not_found'])
})

test('one thing is removed by the id that the export shows', async () => {
  const { interactions } = await done(['export', ...SUBJECT], data)
  const words = ['interactions', 'remove', ...SUBJECT, '--interaction']
  const removed = await done([...words, interactions[0].id], data)
  assert.ok(removed.removedAt)
  assert.deepEqual(await refused([...words, interactions[0].id], data), [1, 'not_found'])
  assert.deepEqual(await refused(['interactions', 'remove', ...SUBJECT], data), [2, 'usage'])
  const left = await done(['export', ...SUBJECT], data)
  assert.equal(left.interactions.length, interactions.length - 1)
})

test('erase says when and how much; with --wait also when the model had followed', async (t) => {
  const words = ['erase', '--subject', 'p-1']
  const receipt = join(aFolder(t), 'receipt.txt')
  const json = await done([...words, '--wait', '--receipt', receipt], data)
  assert.ok(json.rows > 0)
  assert.ok(json.modelClearedAt >= json.erasedAt)
  assert.equal(readFileSync(receipt, 'utf8'), json.receipt)
  assert.equal(statSync(receipt).mode & 0o777, 0o600)
  assert.deepEqual(await refused(words, data), [1, 'not_found'])
  assert.deepEqual(await refused(['export', '--subject', 'p-1'], data), [1, 'not_found'])
  assert.deepEqual(await refused(['erase', '--subject', 'p-99'], data), [1, 'not_found'])
})

test('keys create makes a key of either kind, and of no other', async () => {
  for (const kind of ['secret', 'operator']) {
    const { key } = await done(['keys', 'create', '--kind', kind], data)
    assert.match(key, new RegExp(`^eq_${kind}_[\\w-]{43}$`))
  }
  assert.deepEqual(await refused(['keys', 'create', '--kind', 'master'], data), [2, 'usage'])
  assert.deepEqual(await refused(['keys', 'create'], data), [2, 'usage'])
})

test('the ledger verifies, and so does the rest', async () => {
  const ledger = await done(['ledger', 'verify'], data)
  assert.ok(ledger.entries > 60 && ledger.valid)
  assert.deepEqual([typeof ledger.root, ledger.problems], ['string', []])
  const { ok, checks } = await done(['doctor'], data)
  assert.ok(ok)
  for (const one of checks) assert.deepEqual(Object.keys(one), ['name', 'ok', 'says'])
})

test('a call that is no command is answered with what there is, and repeats no name', async () => {
  for (const words of [
    ['erase', 'mark7f3'],
    ['mark', 'mark7f3'],
    ['train', 'mark7f3'],
    ['export', '--subjcet', 'mark7f3'],
    ['consent', 'show', 'mark7f3'],
    ['import', 'movielens', 'mark7f3', 'mark7f3', '--consent-evidence', 'x'],
  ]) {
    const { status, stdout, stderr } = await equipoise([...words, '--data', data])
    assert.deepEqual([status, stdout], [2, ''])
    assert.ok(!stderr.includes('mark7f3'), stderr)
  }
})

test('help is told for everything and for each command', async () => {
  const { status, stdout } = await equipoise(['help'])
  assert.equal(status, 0)
  for (const name of ['serve', 'import movielens', 'model digest', 'ledger verify', 'doctor']) {
    assert.ok(stdout.includes(name), name)
  }
  const one = await equipoise(['decide', '--help'])
  assert.deepEqual([one.status, /--slot home\|item/.test(one.stdout)], [0, true])
  const none = await equipoise([])
  assert.equal(none.status, 2)
})

test('for people, a result reads as lines, without a word on the error stream too many', async () => {
  const { stdout, stderr, status } = await equipoise(['doctor', '--data', data])
  assert.deepEqual([status, stderr], [0, ''])
  assert.match(stdout, /^ok: true\nchecks:\n {2}store +true/)
})

test('a setting that cannot be read refuses the start, all of them at once', async () => {
  const env = { EQUIPOISE_PORT: 'x', EQUIPOISE_MODEL_LAMBDA: '-1', EQUIPOISE_PROT: '1' }
  const { status, json, stderr } = await tell(['doctor'], data, { env })
  assert.deepEqual([status, json.error.code], [1, 'config_invalid'])
  assert.match(json.error.detail, /EQUIPOISE_PORT.*EQUIPOISE_MODEL_LAMBDA/)
  assert.match(stderr, /No such setting: EQUIPOISE_PROT/)
})
