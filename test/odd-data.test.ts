/** Whatever people did, a training makes a sane model of it, or says why it cannot. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RecommendModel } from '@equipoise/core/recommend'
import type { App } from '@equipoise/server/app'
import { parseConfig } from '@equipoise/server/config'
import { HISTORY_ITEMS_MAX } from '@equipoise/server/modules/train'
import { anApp } from './builders/app.ts'
import { aSubject, meet } from './builders/subject.ts'

const BEYOND = ['2147483648', '4294967296', '9007199254740993', '18446744073709551616']

const PEOPLE: readonly (readonly [string, readonly (readonly string[])[]])[] = [
  ['nobody', []],
  ['one person with nothing', [[]]],
  ['one person with one item', [['a']]],
  ['one person with many items', [['a', 'b', 'c', 'd']]],
  ['one item that all have', [['a'], ['a'], ['a']]],
  ['identical histories, a singular block', Array.from({ length: 6 }, () => ['a', 'b', 'c'])],
  ['an item in every history', [['a', 'b'], ['a', 'c'], ['a'], ['a', 'b', 'd']]],
  ['ids beyond 2^31, 2^53 and 2^64', [BEYOND, BEYOND.slice(1), BEYOND.slice(2)]],
]
for (const [what, histories] of PEOPLE) {
  test(`of ${what} a model is made, planned before and finite`, async (t) => {
    // The least ridge that there is: nothing but the data holds the model back.
    const environment = { EQUIPOISE_MODEL_LAMBDA: '0.000001', EQUIPOISE_MODEL_DROPOUT: '0' }
    const { app } = await anApp(t, { environment })
    await live(app, histories)
    const plan = await app.trainer.plan()
    const { subjects, items, nonZeros } = await app.trainer.train()
    assert.deepEqual([plan.subjects, plan.items, plan.nonZeros], [subjects, items, nonZeros])
    assert.ok([plan.memoryBytes, plan.seconds].every((value) => value > 0 && value < 1e10))
    const distinct = new Set(histories.flat())
    assert.deepEqual([items, nonZeros], [distinct.size, histories.flat().length])
    assertFinite(app.published()?.model)
  })
}

test('of a person with very many items the latest count, and the plan knows it', async (t) => {
  const { app } = await anApp(t)
  const many = HISTORY_ITEMS_MAX + 200
  const day = Date.parse('2026-01-01T00:00:00Z')
  const meetings = Array.from({ length: many }, (_, n) => ({
    item: `item-${n}`,
    at: new Date(day + 1_000 * n).toISOString(),
  }))
  await aSubject('heavy').join(app)
  for (let n = 0; n < many; n += 1_000) await meet(app, 'heavy', meetings.slice(n, n + 1_000))
  const { nonZeros } = await app.trainer.plan()
  assert.equal(nonZeros, HISTORY_ITEMS_MAX)
  assert.equal((await app.trainer.train()).items, HISTORY_ITEMS_MAX)
  const { ordinals } = app.published()?.model ?? assert.fail('no model')
  assert.deepEqual([ordinals.has('item-199'), ordinals.has('item-200')], [false, true])
})

const ABSURD = ['NaN', 'Infinity', '-1', '1e400', 'many', ' ']
for (const variable of [
  'EQUIPOISE_MODEL_LAMBDA',
  'EQUIPOISE_MODEL_DROPOUT',
  'EQUIPOISE_MODEL_WEIGHT_EXPONENT',
  'EQUIPOISE_MODEL_NEIGHBOURS',
] as const) {
  test(`an absurd ${variable} is refused by its name before anything starts`, () => {
    for (const value of ABSURD) {
      const parse = () => parseConfig({ EQUIPOISE_DATA: 'data', [variable]: value })
      assert.throws(parse, (error: Error) => error.message.includes(variable), value)
    }
  })
}

for (const [name, value] of [
  ['lambda', Number.NaN],
  ['lambda', Number.POSITIVE_INFINITY],
  ['dropout', Number.NaN],
  ['dropout', 1],
  ['exponentTenths', 2.5],
  ['neighboursMax', 0],
] as const) {
  test(`a ${name} of ${value} is refused by name, and the published model stays`, async (t) => {
    const { app } = await anApp(t)
    await live(app, [['a', 'b'], ['a']])
    await app.trainer.train()
    const before = app.published()
    app.trainer.use({ ...app.trainer.options, [name]: value })
    await assert.rejects(
      app.trainer.train(),
      (error: Error & { code: string }) =>
        error.code === 'model_invalid' && error.message.includes(name),
    )
    await assert.rejects(app.trainer.plan(), { code: 'model_invalid' })
    assert.equal(app.published(), before)
  })
}

async function live(app: App, histories: readonly (readonly string[])[]): Promise<void> {
  for (const [n, items] of histories.entries()) {
    await aSubject(`${2 ** 53}-${n}`)
      .meeting(...items.map((item) => ({ item })))
      .join(app)
  }
}

function assertFinite(model: RecommendModel | undefined): void {
  assert.ok(model)
  const { columns, bySource, categoryColumns } = model
  for (const { values } of [columns, bySource, categoryColumns]) {
    assert.ok(values.every((value) => Math.abs(value) <= 2))
  }
}
