/** The law, as a script asks it: about nobody in particular, without a data directory. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { aFolder, done, equipoise, refused, writeLines } from '../builders/command-line.ts'

const KEYS = [
  ...['outcome', 'lawOutcome', 'conditions', 'basis', 'reasons', 'obligations', 'packs'],
  ...['until', 'retryAt', 'wouldChange', 'lawReasons', 'relaxed'],
]

function ask(t: TestContext, facts: object, name = 'decide', ...more: string[]) {
  const folder = aFolder(t)
  const file = writeLines(join(folder, 'facts.json'), [JSON.stringify(facts)])
  const words = ['law', name, '--facts', file, ...more]
  return { words, folder: join(folder, 'none') }
}

test('facts are decided with all reasons cited, and no directory is begun for it', async (t) => {
  const { words, folder } = ask(t, { purpose: 'site_personalization', location: 'FR' })
  const answer = await done(words, folder)
  assert.deepEqual(Object.keys(answer).toSorted(), KEYS.toSorted())
  assert.deepEqual([answer.outcome, answer.lawOutcome], ['refused', 'permitted'])
  assert.ok(answer.reasons.length > 0)
  for (const { citation, pack } of answer.reasons) assert.ok(citation !== '' && pack.includes('@'))
  assert.ok(answer.packs.some((pack: string) => pack.startsWith('eu-gdpr@')))
  assert.equal(existsSync(folder), false)
})

test('what is asked by mail in Germany is refused by the law itself, until there is consent', async (t) => {
  const facts = { purpose: 'email_marketing', location: 'DE' }
  const without = ask(t, facts)
  assert.equal((await done(without.words, without.folder)).lawOutcome, 'refused')
  const consent = { state: 'given', explicit: true, separate: true }
  const given = ask(t, { ...facts, consent })
  assert.equal((await done(given.words, given.folder)).outcome, 'permitted')
})

test('facts that are unknown to the form, and a file that is none, are refused', async (t) => {
  for (const facts of [
    { purpose: 'site_personalization', weather: 'rain' },
    { purpose: 'site_personalization', location: 'QQ' },
    { purpose: 'site_personalization', age: { years: -1 } },
    { location: 'FR' },
  ]) {
    const { words, folder } = ask(t, facts)
    assert.equal((await refused(words, folder))[1], 'law_facts_invalid', JSON.stringify(facts))
  }
  const nowhere = ['law', 'decide', '--facts', join(aFolder(t), 'nowhere.json')]
  assert.equal((await equipoise([...nowhere, '--json'])).status, 1)
})

test('a deadline is the earliest of all that bind', async (t) => {
  const facts = { location: 'FR', at: '2026-01-31T12:00:00Z' }
  const { words, folder } = ask(t, facts, 'deadline', '--request', 'access')
  // A month after the last of January ends with February.
  assert.match((await done(words, folder)).respondBy, /^2026-02-28T/)
})

test('packs are listed by place, and two are told apart', async (t) => {
  const folder = join(aFolder(t), 'none')
  const { packs } = await done(['law', 'packs', '--location', 'US-CA'], folder)
  const names = packs.map(({ pack }: { readonly pack: string }) => pack.split('@')[0])
  assert.ok(names.includes('equipoise') && names.some((name: string) => name.startsWith('us-ca')))
  assert.ok(!names.includes('eu-gdpr'))
  const { differences } = await done(['law', 'diff', 'eu-gdpr', 'uk-gdpr'], folder)
  assert.ok(differences.length > 0)
  assert.deepEqual((await done(['law', 'diff', 'eu-gdpr', 'eu-gdpr'], folder)).differences, [])
})

test('asked of a directory, the law counts what was relaxed there', async (t) => {
  const { words, folder } = ask(t, { purpose: 'site_personalization', location: 'US-CA' })
  const assessment = writeLines(join(aFolder(t), 'assessment.txt'), [
    'California lets own-site suggestions rest on notice; people expect them here.',
  ])
  const about = ['--purpose', 'site_personalization', '--location', 'US-CA']
  await done(['consent', 'refuse', '--subject', 'ann', '--purpose', 'measurement'], folder)
  assert.equal((await done(words, folder)).outcome, 'refused')
  const made = await done(['law', 'relax', ...about, '--assessment', assessment], folder)
  assert.deepEqual([made.by, made.secret], ['command_line', undefined])
  const relaxed = await done(words, folder)
  assert.deepEqual([relaxed.outcome, relaxed.relaxed], ['permitted', true])
  await done(['law', 'restore', '--purpose', 'site_personalization'], folder)
  assert.deepEqual((await done(words, folder)).relaxed, false)
})
