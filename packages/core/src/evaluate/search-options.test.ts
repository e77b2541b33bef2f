import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  DEFAULT_MODEL_OPTIONS,
  type ModelOptions,
  modelOptionsIssue,
} from '../recommend/model-options.ts'
import { searchOptions } from './search-options.ts'

const NEVER = () => false

/** A hill whose top is where it is told to be. */
function hill(top: ModelOptions): (options: ModelOptions) => Promise<number> {
  return async (options) => {
    const away = [
      Math.log2(options.lambda / top.lambda) / 4,
      (options.dropout - top.dropout) * 2,
      (options.exponentTenths - top.exponentTenths) / 5,
      (options.popularityTenths - top.popularityTenths) / 3,
    ]
    return 1 - away.reduce((sum, one) => sum + one ** 2, 0) / 10
  }
}

const tops = fc.record({
  lambda: fc.double({ min: 1, max: 500, noNaN: true }),
  dropout: fc.double({ min: 0, max: 0.9, noNaN: true }),
  exponentTenths: fc.integer({ min: 0, max: 10 }),
  neighboursMax: fc.constant(200),
  popularityTenths: fc.integer({ min: 0, max: 5 }),
  halfLifeItems: fc.constant(0),
})

test('it climbs a hill to within its finest step', async () => {
  await fc.assert(
    fc.asyncProperty(tops, async (top) => {
      const found = await searchOptions(hill(top), { builds: 300, isOver: NEVER })
      const { options, value } = found.best
      assert.ok(found.finished && value > 0.998, `${value} at ${JSON.stringify(options)}`)
    }),
  )
})

test('what it tries is in range, and nothing is built twice', async () => {
  const far = { lambda: 1e9, dropout: 5, exponentTenths: 90, neighboursMax: 1 }
  const top = { ...far, popularityTenths: 90, halfLifeItems: 0 }
  const seen = new Set<string>()
  const { trials } = await searchOptions(hill(top), { builds: 200, isOver: NEVER })
  for (const { options } of trials) {
    assert.equal(modelOptionsIssue(options), undefined)
    seen.add(JSON.stringify(Object.entries(options).toSorted()))
  }
  assert.equal(seen.size, trials.length)
})

test('it keeps to its budget, of builds and of time', async () => {
  const top = { ...DEFAULT_MODEL_OPTIONS, lambda: 3, dropout: 0.1, exponentTenths: 9 }
  const measure = hill(top)
  const few = await searchOptions(measure, { builds: 3, isOver: NEVER })
  assert.equal(few.trials.length, 3)
  assert.ok(!few.finished)
  let asked = 0
  const late = await searchOptions(measure, { builds: 100, isOver: () => ++asked > 4 })
  assert.equal(late.trials.length, 5)
})

test('the options in use are tried first, and kept where nothing is better', async () => {
  const flat = async (options: ModelOptions) => (options === DEFAULT_MODEL_OPTIONS ? 1 : 0)
  const { best, trials } = await searchOptions(flat, { builds: 40, isOver: NEVER })
  assert.equal(trials[0]?.options, DEFAULT_MODEL_OPTIONS)
  assert.equal(best.options, DEFAULT_MODEL_OPTIONS)
})

test('more neighbours have to earn their memory, fewer may cost a little', async () => {
  const almostFlat = async ({ neighboursMax }: ModelOptions) => 1 + neighboursMax / 1e6
  const { best } = await searchOptions(almostFlat, { builds: 200, isOver: NEVER })
  assert.equal(best.options.neighboursMax, 25)
  const steep = async ({ neighboursMax }: ModelOptions) => neighboursMax
  const found = await searchOptions(steep, { builds: 200, isOver: NEVER })
  assert.equal(found.best.options.neighboursMax, 1_600)
})

test('a half-life is searched where an order is known, and left alone where none is', async () => {
  const recent = async ({ halfLifeItems }: ModelOptions) =>
    halfLifeItems === 0 ? 0 : 1 / (1 + Math.abs(halfLifeItems - 5))
  const budget = { builds: 200, isOver: NEVER }
  const ordered = await searchOptions(recent, budget, DEFAULT_MODEL_OPTIONS, { isOrdered: true })
  assert.equal(ordered.best.options.halfLifeItems, 5)
  const unordered = await searchOptions(recent, budget)
  assert.ok(unordered.trials.every(({ options }) => options.halfLifeItems === 0))
})
