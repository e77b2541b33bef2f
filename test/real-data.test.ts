/**
 * The importers on the real files, which are too large for the quick check and may not ship. They
 * are looked for in `../shared/data`, or below what EQUIPOISE_SHARED names; without them the tests
 * skip.
 */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { openCompleteJourney, openMovieLens } from '@equipoise/server/modules/import'

const now = Date.parse('2026-01-01T00:00:00Z')
const SHARED = process.env['EQUIPOISE_SHARED'] ?? join(import.meta.dirname, '../../shared')
const DATA = join(SHARED, 'data')
const JOURNEY = join(DATA, 'complete-journey')
const journeySkip = existsSync(JOURNEY) ? false : `${JOURNEY} is not here`

const REAL = [
  { folder: 'ml-100k', plays: 100_000, likes: 55_375, subjects: 943, items: 1682, movies: 1682 },
  { folder: 'ml-1m', plays: 1_000_209, likes: 575_281, subjects: 6040, items: 3706, movies: 3883 },
]

for (const real of REAL) {
  const path = join(DATA, real.folder)
  const skip = existsSync(path) ? false : `${path} is not here`
  test(`all of ${real.folder} is read`, { skip }, async () => {
    const source = await openMovieLens(path, { now })
    const counts: Record<string, number> = { play: 0, like: 0, rejected: 0 }
    const [subjects, items] = [new Set<string>(), new Set<string>()]
    for await (const row of source.rows()) {
      const kind = row.kind === 'rejected' ? row.kind : row.verb
      counts[kind] = (counts[kind] ?? 0) + 1
      if (row.kind === 'interaction') subjects.add(row.subject) && items.add(row.item)
    }
    assert.deepEqual(counts, { play: real.plays, like: real.likes, rejected: 0 })
    assert.deepEqual([subjects.size, items.size], [real.subjects, real.items])
    assert.deepEqual([source.items.length, source.rejectedItems.length], [real.movies, 0])
    assert.equal(source.bytesRead(), source.sizeBytes)
  })
}

test('every line of the real sample is a purchase or rejected', { skip: journeySkip }, async () => {
  const source = await openCompleteJourney(JOURNEY, { now })
  const counts: Record<string, number> = {}
  const items = new Set(source.items.map((item) => item.id))
  for await (const row of source.rows()) {
    const kind = row.kind === 'rejected' ? row.code : row.kind
    counts[kind] = (counts[kind] ?? 0) + 1
    assert.ok(row.kind === 'rejected' || items.has(row.item), 'every item is in the catalogue')
  }
  assert.equal(
    Object.values(counts).reduce((sum, count) => sum + count, 0),
    75_000,
  )
  assert.ok((counts['interaction'] ?? 0) > 74_000)
})
