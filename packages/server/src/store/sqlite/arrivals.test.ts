/** What arrives is moved to its place in slices; what a process leaves behind is put there. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import type { toInstant } from '@equipoise/core/values'
import { anInteraction, openStage, type Person, type Stage } from '../contract/stage.ts'
import type { ArrivalLimits } from './arrivals.ts'
import { openIn, type SqliteUnderTest } from './sqlite-under-test.ts'

const LIMITS: ArrivalLimits = {
  movedTogether: 10,
  ofOneMax: 100,
  sliceMin: 3,
  sliceMax: 3,
  deletedTogether: 4,
}

test('rows wait at the end of one table until there are enough, and are then moved', async (t) => {
  const { stage, counts } = await aStore(t, LIMITS)
  const people = [await stage.person(), await stage.person(), await stage.person()]
  const fill = async (rows: number) => {
    for (let n = 0; n < rows; n += 1) await people[n % 3]?.append(anInteraction())
  }
  await fill(9)
  assert.deepEqual(counts(), { arrivals: 9, interactions: 0 })
  await fill(1)
  // Not enough in a slice for everybody: copied, and not yet deleted.
  assert.ok(counts().interactions > 0 && counts().arrivals === 10)
  await fill(8)
  assert.equal(counts().interactions, 10)
  assert.ok(counts().arrivals < 10)
  assert.deepEqual(await Promise.all(people.map(lengthOf)), [7, 6, 5])
})

test('what waits does not grow with how much comes at once', async (t) => {
  const { stage, counts } = await aStore(t, LIMITS)
  const people = [await stage.person(), await stage.person()]
  for (let n = 0; n < 40; n += 1) {
    await people[n % 2]?.append(...Array.from({ length: 50 }, () => anInteraction()))
  }
  assert.ok(counts().arrivals <= 200, `${counts().arrivals} wait`)
  assert.deepEqual(await Promise.all(people.map(lengthOf)), [1_000, 1_000])
})

for (const half of [false, true]) {
  test(`what was left is in its place after the next opening (half of it moved: ${half})`, async (t) => {
    const { stage, counts, directory } = await aStore(t)
    const someone = await stage.person()
    const ids = Array.from({ length: 100 }, (_, n) => `${n}`)
    await someone.append(...ids.map((id) => anInteraction({ id })))
    assert.deepEqual(counts(), { arrivals: 100, interactions: 0 })
    await stage.store.close()
    if (half) {
      change(
        directory,
        `INSERT INTO interactions
         SELECT subject, seq, id_hash, purposes, sealed FROM arrivals WHERE arrival <= 50`,
      )
    }
    await stage.reopen()
    assert.deepEqual(counts(), { arrivals: 0, interactions: 100 })
    assert.deepEqual(
      (await someone.kept()).map(({ id }) => id),
      ids,
    )
    const again = await someone.append(anInteraction({ id: '7' }), anInteraction({ id: 'new' }))
    assert.deepEqual(again, { accepted: 1, duplicates: 1 })
  })
}

test('a row whose number was taken by another one is put in its place all the same', async (t) => {
  const { stage, counts, directory } = await aStore(t)
  const someone = await stage.person()
  await someone.append(anInteraction({ id: 'a' }), anInteraction({ id: 'b' }))
  await stage.store.close()
  change(
    directory,
    `INSERT INTO interactions SELECT subject, 1, id_hash, purposes, sealed FROM arrivals
     WHERE seq = 0`,
  )
  await stage.reopen()
  assert.deepEqual(counts(), { arrivals: 0, interactions: 2 })
  assert.deepEqual((await someone.kept()).map(({ id }) => id).toSorted(), ['a', 'b'])
})

test('an id counts once through every move, for somebody with very many', async (t) => {
  const { stage } = await aStore(t, { ...LIMITS, ofOneMax: 40 })
  const someone = await stage.person()
  for (let n = 0; n < 2_000; n += 50) {
    const batch = Array.from({ length: 50 }, (_, m) => anInteraction({ id: `${n + m}` }))
    const earlier = anInteraction({ id: `${Math.floor(n / 2)}` })
    const { accepted } = await someone.append(...batch, earlier)
    assert.equal(accepted, 50)
  }
  assert.equal(await lengthOf(someone), 2_000)
  const [item] = await someone.profile('site_personalization')
  assert.equal(item?.verbs.view?.count, 2_000)
})

test('nothing of a person who leaves in the middle of a move is in either table', async (t) => {
  const { stage, counts } = await aStore(t, LIMITS)
  const [leaves, stays] = [await stage.person(), await stage.person()]
  for (let n = 0; n < 6; n += 1) {
    await leaves.append(anInteraction())
    await stays.append(anInteraction())
  }
  assert.ok(counts().arrivals > 0 && counts().interactions > 0)
  // One subject, one act of consent, six interactions.
  assert.equal((await leaves.erase()).rows, 8)
  assert.equal(await lengthOf(stays), 6)
  for (let n = 0; n < 20; n += 1) await stays.append(anInteraction())
  assert.equal(await lengthOf(stays), 26)
  await stage.reopen()
  assert.deepEqual(counts(), { arrivals: 0, interactions: 26 })
})

async function lengthOf(someone: Person): Promise<number> {
  return (await someone.kept()).length
}

interface Opened {
  readonly stage: Stage
  readonly directory: string
  counts(): { readonly arrivals: number; readonly interactions: number }
}

async function aStore(t: TestContext, limits?: ArrivalLimits): Promise<Opened> {
  const directory = mkdtempSync(join(tmpdir(), 'equipoise-arrivals-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  const open = async (now: () => ReturnType<typeof toInstant>): Promise<SqliteUnderTest> =>
    openIn(directory, now, limits)
  const stage = await openStage(t, { name: 'sqlite', open })
  return {
    stage,
    directory,
    counts: () => ({
      arrivals: countOf(directory, 'arrivals'),
      interactions: countOf(directory, 'interactions'),
    }),
  }
}

function countOf(directory: string, table: string): number {
  const database = new DatabaseSync(join(directory, 'equipoise.db'), { readOnly: true })
  const row = database.prepare(`SELECT count(*) AS n FROM ${table}`).get()
  database.close()
  return Number(row?.['n'])
}

function change(directory: string, sql: string): void {
  const database = new DatabaseSync(join(directory, 'equipoise.db'))
  database.exec(sql)
  database.close()
}
