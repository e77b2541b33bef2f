/**
 * Erasure is exact, as a script outside sees it: after some leave, the digests are those of a
 * directory that never held them; and the order in which files come counts for nothing.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { aFolder, done, serve, townLines, writeLines } from '../builders/command-line.ts'
import type { Json } from '../builders/server.ts'
import { aTown, seeded } from '../builders/town.ts'

const PEOPLE = 120
const LEAVING = 9
const EVIDENCE = ['--consent-evidence', 'a form of 2026']

test('import all, erase some, train: as an import that left them out, in another order', async (t) => {
  const folder = aFolder(t)
  const town = aTown(PEOPLE)
  const [one, two, three] = [town.slice(0, 40), town.slice(40, 90), town.slice(90)]
  const files = [
    writeLines(join(folder, 'one.jsonl'), townLines(one)),
    writeLines(join(folder, 'two.csv'), townLines(two, 'csv')),
    writeLines(join(folder, 'three.jsonl'), townLines(three).toReversed()),
  ]
  const leaving = pick(town.map(({ externalId }) => externalId))
  const skips = leaving.flatMap((externalId) => ['--skip-subject', externalId])
  const [all, some] = [join(folder, 'all'), join(folder, 'some')]
  const trained = await Promise.all([
    importErasing(t, all, files, leaving),
    importSkipping(some, files.toReversed(), skips),
  ])
  for (const { subjects } of trained) assert.equal(subjects, PEOPLE - LEAVING)
  const [here, there] = await Promise.all(
    [all, some].map((data) => done(['model', 'digest'], data)),
  )
  assert.deepEqual(here, there)
  assert.match(here.gram, /^[0-9a-f]{64}$/)
  assert.match(here.weights, /^[0-9a-f]{64}$/)
  assert.notEqual(here.gram, here.weights)
})

/** Trains in between, so that the model, too, has somebody to forget. */
async function importErasing(
  t: Pick<import('node:test').TestContext, 'after'>,
  data: string,
  files: readonly string[],
  leaving: readonly string[],
): Promise<Json> {
  await done(['import', 'interactions', ...files, ...EVIDENCE], data)
  const server = await serve(t, data)
  const full = await done(['train'], data)
  assert.equal(full.subjects, PEOPLE)
  const before = await done(['model', 'digest'], data)
  for (const [n, externalId] of leaving.entries()) {
    const wait = n === leaving.length - 1 ? ['--wait'] : []
    const { erasedAt, rows, modelClearedAt, rebuilt } = await done(
      ['erase', '--subject', externalId, ...wait],
      data,
    )
    assert.ok(erasedAt && rows > 0)
    if (wait.length === 0) continue
    assert.ok(modelClearedAt >= erasedAt)
    assert.ok(rebuilt.columns > 0 && rebuilt.columns <= rebuilt.items && rebuilt.seconds >= 0)
  }
  const after = await done(['model', 'digest'], data)
  assert.notEqual(after.gram, before.gram)
  assert.notEqual(after.weights, before.weights)
  await server.stop()
  return done(['train'], data)
}

async function importSkipping(
  data: string,
  files: readonly string[],
  skips: readonly string[],
): Promise<Json> {
  for (const file of files) {
    await done(['import', 'interactions', file, ...EVIDENCE, ...skips], data)
  }
  return done(['train'], data)
}

function pick(ids: readonly string[]): readonly string[] {
  const random = seeded(7)
  return ids
    .map((id) => [random(), id] as const)
    .sort(([a], [b]) => a - b)
    .slice(0, LEAVING)
    .map(([, id]) => id)
}
