import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { mayBeYoungerThan } from '@equipoise/core/values'
import { DEMO_CASES, DEMO_FILES } from './demo-data.ts'
import { readDemo } from './read-demo.ts'

const FOLDER = resolve(import.meta.dirname, '../../../demo')
const demo = readDemo(FOLDER)
const purchases = [...demo.interactions]

function brokenCopy(file: string, content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'equipoise-demo-'))
  cpSync(FOLDER, folder, { recursive: true })
  writeFileSync(join(folder, file), content)
  return folder
}

test('the demo is small enough to keep in the repository', () => {
  const sizes = readdirSync(FOLDER).map((file) => statSync(join(FOLDER, file)).size)
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) <= 3_000_000)
})

test('every case of consent is covered, by many and by a persona', () => {
  for (const demoCase of DEMO_CASES) {
    assert.ok(demo.subjects.filter((subject) => subject.case === demoCase).length >= 50)
    assert.ok(demo.personas.some((persona) => persona.case === demoCase))
  }
})

test('subjects and items are named once, and every purchase is by one of them of one of them', () => {
  const items = new Set(demo.items.map((item) => item.id))
  const subjects = new Set(demo.subjects.map((subject) => subject.externalId))
  assert.deepEqual([items.size, subjects.size], [demo.items.length, demo.subjects.length])
  assert.ok(purchases.every(({ item, externalId }) => items.has(item) && subjects.has(externalId)))
})

test('purchases have ids of their own and can be read twice', () => {
  assert.equal(new Set(purchases.map((purchase) => purchase.id)).size, purchases.length)
  assert.equal([...demo.interactions].length, purchases.length)
})

test('under 16 means a band that may be younger than 16, and nobody else has one', () => {
  for (const { ageBand, case: demoCase } of demo.subjects) {
    assert.equal(ageBand !== undefined && mayBeYoungerThan(ageBand, 16), demoCase === 'under_16')
  }
})

test('a persona is a subject of that case, with purchases enough to be interesting', () => {
  for (const persona of demo.personas) {
    const subject = demo.subjects.find(({ externalId }) => externalId === persona.externalId)
    const own = purchases.filter(({ externalId }) => externalId === persona.externalId)
    assert.equal(subject?.case, persona.case)
    assert.ok(own.length >= 30)
  }
})

test('a broken line is named', () => {
  const items = brokenCopy(DEMO_FILES.items, '{"id":"a"}\n')
  assert.throws(() => readDemo(items), /"items\.jsonl": line 1/)
  const interactions = brokenCopy(DEMO_FILES.interactions, '1\t2\teggs\n1\tx\teggs\n')
  assert.throws(() => [...readDemo(interactions).interactions], /"interactions\.tsv": line 2/)
})
