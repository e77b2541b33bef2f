import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY_MS, type Instant, toInstant } from '@equipoise/core/values'
import fc from 'fast-check'
import type { CatalogueItem } from '../../store/index.ts'
import { type ToldBy, toldSpecificity } from './told-specificity.ts'

const NOON = toInstant(Date.parse('2026-11-24T12:00:00Z'))

const told = fc.array(
  fc.record({
    kind: fc.constantFrom('item', 'category', 'rest', 'popularity'),
    id: fc.option(fc.constantFrom('a', 'b', 'c')),
    support: fc.option(fc.constantFrom(50, 100, 2_000)),
  }),
  { maxLength: 5 },
)
const moments = fc.integer({ min: -2 * DAY_MS, max: 9 * DAY_MS }).map((ms) => toInstant(NOON + ms))
const acts = fc
  .dictionary(fc.constantFrom('a', 'b', 'c'), moments)
  .map((dated): ReadonlyMap<string, Instant> => new Map(Object.entries(dated)))
const catalogues = fc.subarray(['a', 'b', 'c']).map(catalogueOf)

/** What a catalogue tells whose items of these ids are sensitive. */
function catalogueOf(sensitive: readonly string[]): ToldBy['catalogue'] {
  const items = new Map(sensitive.map((id) => [id, anItem(id)]))
  return {
    hasSensitive: items.size > 0,
    find: (id) => items.get(id),
    categoryOf: () => undefined,
  }
}

function anItem(id: string): CatalogueItem {
  const about = { id, title: undefined, categories: [], attributes: {}, sensitive: ['health'] }
  return { ...about, available: true, priceMinor: undefined, currency: undefined }
}

const facts = fc.record({
  population: fc.constantFrom(500, 6_000),
  now: moments,
  acts,
  catalogue: catalogues,
})

test('what was kept is told only where it would be found again', () => {
  fc.assert(
    fc.property(told, facts, facts, (list, by, other) => {
      const { population, now, acts, catalogue } = other
      const changes = [{ population }, { now }, { acts }, { catalogue }, other]
      for (const change of changes) {
        for (const one of [by, { ...by, ...change }]) {
          assert.deepEqual(toldSpecificity(list, one), toldSpecificity([...list], one))
        }
      }
    }),
    { numRuns: 1_000 },
  )
})
