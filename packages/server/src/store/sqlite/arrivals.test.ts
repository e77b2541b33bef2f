/** What arrives is moved to its place in slices; what a process leaves behind is put there. */
import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { decideRights } from '@equipoise/core/law'
import type { toInstant } from '@equipoise/core/values'
import { bytesOf } from '../../keys/subject-keys.ts'
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
  // Not everybody in one slice: three are placed, and nothing is deleted yet.
  assert.deepEqual(counts(), { arrivals: 10, interactions: 3 })
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
  test(`what a process that ended left is in its place after the next opening (half of it moved: ${half})`, async (t) => {
    // A move of one person's hundred takes two commits here, and nothing of the journal is deleted.
    const limits = half ? { ...LIMITS, movedTogether: 101, sliceMin: 51, sliceMax: 51 } : undefined
    const { stage, directory } = await aStore(t, limits)
    const someone = await stage.person('someone')
    const ids = Array.from({ length: 100 }, (_, n) => `${n}`)
    await someone.append(...ids.slice(0, 80).map((id) => anInteraction({ id })))
    await someone.append(...ids.slice(80).map((id) => anInteraction({ id })))
    const other = await stage.person('other')
    if (half) await other.append(anInteraction({ id: '0' }))
    const left = await asItWasLeft(t, directory)
    assert.equal(left.counts().interactions > 0, half)
    assert.ok(left.counts().arrivals > 0)
    const again = await left.open(stage)
    assert.deepEqual(left.counts(), { arrivals: 0, interactions: half ? 101 : 100 })
    assert.deepEqual(await again.idsOf(someone), ids)
    assert.deepEqual(await again.idsOf(other), half ? ['0'] : [])
    assert.equal(passingKeysIn(left.directory), 0)
  })
}

test('somebody whose key is gone is left out, and everybody else is put in their place', async (t) => {
  const { stage, directory } = await aStore(t)
  const [lost, stays] = [await stage.person('lost'), await stage.person('stays')]
  for (const someone of [lost, stays]) await someone.append(anInteraction({ id: 'a' }))
  const left = await asItWasLeft(t, directory)
  change(left.directory, 'DELETE FROM wrapped_keys WHERE subject = ?', lost, 'keys.db')
  const again = await left.open(stage)
  assert.deepEqual(left.counts(), { arrivals: 0, interactions: 1 })
  assert.deepEqual(await again.idsOf(stays), ['a'])
})

test('an entry that was altered stops the opening, and is not thrown away', async (t) => {
  const { stage, directory } = await aStore(t)
  await (await stage.person()).append(anInteraction())
  const left = await asItWasLeft(t, directory)
  change(left.directory, 'UPDATE arrivals SET sealed = zeroblob(length(sealed))')
  assert.throws(() => openIn(left.directory, stage.now), { code: 'store_unavailable' })
  assert.equal(left.counts().arrivals, 1)
  assert.equal(passingKeysIn(left.directory), 1)
})

test('an entry whose key was destroyed, as a copy that is put back may have, opens to nobody', async (t) => {
  const { stage, directory } = await aStore(t)
  const someone = await stage.person('someone')
  await someone.append(anInteraction({ id: 'before' }))
  await stage.reopen()
  await someone.append(anInteraction({ id: 'late' }))
  const left = await asItWasLeft(t, directory)
  change(left.directory, 'DELETE FROM passing_keys', undefined, 'keys.db')
  const again = await left.open(stage)
  assert.deepEqual(left.counts(), { arrivals: 0, interactions: 1 })
  assert.deepEqual(await again.idsOf(someone), ['before'])
})

test('what is closed leaves nothing waiting, and no key of it', async (t) => {
  const { stage, counts, directory } = await aStore(t)
  const people = await Promise.all([1, 2, 3].map(() => stage.person()))
  for (const someone of people) await someone.append(anInteraction(), anInteraction())
  assert.deepEqual(counts(), { arrivals: 3, interactions: 0 })
  assert.equal(passingKeysIn(directory), 1)
  await stage.store.close()
  assert.deepEqual(counts(), { arrivals: 0, interactions: 6 })
  assert.equal(passingKeysIn(directory), 0)
})

test('what waits of others is written anew when somebody takes theirs back', async (t) => {
  const { stage, counts, directory } = await aStore(t)
  const [leaves, stays] = [await stage.person('leaves'), await stage.person('stays')]
  await leaves.append(anInteraction({ id: 'a' }), anInteraction({ id: 'b' }))
  await stays.append(anInteraction({ id: 'a' }))
  await stays.append(anInteraction({ id: 'b' }))
  const before = passingKeyNumbers(directory)
  await leaves.remove('a')
  // One row of what is left of one, one entry of all that waits of the other.
  assert.deepEqual(counts(), { arrivals: 1, interactions: 1 })
  assert.equal(passingKeyNumbers(directory).length, 1)
  assert.notDeepEqual(passingKeyNumbers(directory), before)
  const left = await asItWasLeft(t, directory)
  const again = await left.open(stage)
  assert.deepEqual(await again.idsOf(leaves), ['b'])
  assert.deepEqual(await again.idsOf(stays), ['a', 'b'])
})

test('an act on somebody of whom nothing waits leaves the journal as it is', async (t) => {
  const { stage, directory } = await aStore(t)
  const [leaves, stays] = [await stage.person(), await stage.person()]
  await stays.append(anInteraction())
  const before = passingKeyNumbers(directory)
  await leaves.erase()
  assert.deepEqual(passingKeyNumbers(directory), before)
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

interface Counts {
  /** Entries of the journal, and interactions that are in their place. */
  readonly arrivals: number
  readonly interactions: number
}

interface Opened {
  readonly stage: Stage
  readonly directory: string
  counts(): Counts
}

async function aStore(t: TestContext, limits?: ArrivalLimits): Promise<Opened> {
  const directory = aDirectory(t)
  const open = async (now: () => ReturnType<typeof toInstant>): Promise<SqliteUnderTest> =>
    openIn(directory, now, limits)
  const stage = await openStage(t, { name: 'sqlite', open })
  return { stage, directory, counts: () => countsIn(directory) }
}

/** A directory as a process that is killed now would leave it. */
async function asItWasLeft(t: TestContext, running: string) {
  const directory = aDirectory(t)
  cpSync(running, directory, { recursive: true })
  return {
    directory,
    counts: () => countsIn(directory),
    async open({ now }: Stage) {
      const { store } = openIn(directory, now)
      t.after(() => store.close())
      return {
        async idsOf({ subject }: Person): Promise<readonly string[]> {
          const kept = await store.read(decideRights('access', subject, now()), (reader) =>
            reader.listInteractions(),
          )
          return kept.map(({ id }) => id)
        },
      }
    },
  }
}

function countsIn(directory: string): Counts {
  const placed = 'SELECT coalesce(sum(length(id_hashes)), 0) / 16 AS n FROM interactions'
  return {
    arrivals: Number(rowsOf(directory, 'equipoise.db', COUNT_ENTRIES)[0]?.['n']),
    interactions: Number(rowsOf(directory, 'equipoise.db', placed)[0]?.['n']),
  }
}

const COUNT_ENTRIES = 'SELECT count(*) AS n FROM arrivals'

function passingKeyNumbers(directory: string): readonly unknown[] {
  return rowsOf(directory, 'keys.db', 'SELECT number FROM passing_keys').map((row) => row['number'])
}

function passingKeysIn(directory: string): number {
  return passingKeyNumbers(directory).length
}

function rowsOf(directory: string, file: string, sql: string) {
  const database = new DatabaseSync(join(directory, file), { readOnly: true })
  const rows = database.prepare(sql).all()
  database.close()
  return rows
}

function change(
  directory: string,
  sql: string,
  whose?: Person,
  file: string = 'equipoise.db',
): void {
  const database = new DatabaseSync(join(directory, file))
  database.prepare(sql).run(...(whose ? [bytesOf(whose.subject)] : []))
  database.close()
}

function aDirectory(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'equipoise-arrivals-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}
