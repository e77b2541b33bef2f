/** Listing everybody where threads open what is sealed: each part is that of its own person. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { SubjectId } from '@equipoise/core/values'
import { askGate, openStage, type Stage } from '../contract/stage.ts'
import type { Contribution } from '../store.ts'
import { SQLITE } from './sqlite-under-test.ts'

const PEOPLE = 1_300
const AT_A_TIME = 40

test('what threads opened is told of whoever it is of', async (t) => {
  const stage = await openStage(t, SQLITE)
  const parts = await manyParts(stage)
  await stage.reopen()
  let [pages, numbered] = [0, 0]
  const found = new Map<SubjectId, readonly string[]>()
  for await (const page of stage.store.list('gate', AT_A_TIME)) {
    pages += 1
    // They start when a thousand are read; until they are there, people are opened here.
    if (pages > 16) await pause(60)
    const permits = page.map((facts) => askGate(facts, 'model_training', stage.now()))
    const listed = await stage.store.read(permits, (reader) => reader.listContributions())
    for (const [at, part] of listed.entries()) {
      assert.ok(part !== 'consent_changed' && part.contribution)
      found.set(page[at]?.subject ?? assert.fail(), part.contribution.items)
      numbered += part.numbered === undefined ? 0 : 1
    }
  }
  assert.deepEqual(found, new Map([...parts].toSorted(([a], [b]) => (a < b ? -1 : 1))))
  assert.ok(numbered > 0, 'threads opened some')
})

test('whoever leaves early leaves no thread, and what was listed is read as of anybody', async (t) => {
  const stage = await openStage(t, SQLITE)
  const parts = await manyParts(stage)
  for await (const page of stage.store.list('gate', PEOPLE)) {
    assert.equal(page.length, PEOPLE)
    break
  }
  const [subject, items] = [...parts][0] ?? assert.fail('somebody is there')
  const facts = await stage.store.read('gate', (reader) => reader.findFacts(subject))
  const permit = askGate(facts, 'model_training', stage.now())
  const [part] = await stage.store.read([permit], (reader) => reader.listContributions())
  assert.ok(part !== undefined && part !== 'consent_changed')
  assert.deepEqual(part.contribution?.items, items)
})

async function manyParts(stage: Stage): Promise<ReadonlyMap<SubjectId, readonly string[]>> {
  const parts = new Map<SubjectId, readonly string[]>()
  for (let made = 0; made < PEOPLE; made += 100) {
    const people = Array.from({ length: 100 }, async (_, at) => {
      const person = await stage.person()
      const items = [`a${at}`, `b${made}`, `c${made + at}`]
      const part: Contribution = { items, until: undefined, madeOf: undefined }
      const permit = await person.permit('model_training')
      await stage.store.transact(permit, (writer) => writer.putContribution(part))
      parts.set(person.subject, items)
    })
    await Promise.all(people)
  }
  return parts
}
