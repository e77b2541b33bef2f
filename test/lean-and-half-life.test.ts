/**
 * A model fades what lies further back, and leans to what is popular, as far as the settings say:
 * in its columns, in a decision, and in why.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { popularityFactor } from '@equipoise/core/recommend'
import { toInstant } from '@equipoise/core/values'
import type { App } from '@equipoise/server/app'
import { type DecidedItem, type DecideRequest, decideSlot } from '@equipoise/server/modules/decide'
import { NO_SITUATION } from '@equipoise/server/modules/law'
import { anApp, NOON } from './builders/app.ts'
import { aSubject } from './builders/subject.ts'

const ENVIRONMENT = {
  EQUIPOISE_SUPPORT_PEOPLE_MIN: '50',
  EQUIPOISE_HALF_LIFE_DAYS: 'none',
  EQUIPOISE_MODEL_POPULARITY_EXPONENT: '2',
}

/** Sixty people with tents and stoves, sixty with pens and paper; and one with both kinds. */
async function aTown(app: App): Promise<void> {
  const kinds = [
    ['tent', 'stove', 'rope'],
    ['pen', 'paper', 'ink'],
  ]
  for (const [at, items] of kinds.entries()) {
    for (let n = 0; n < 60; n += 1) {
      await aSubject(`p-${at}-${n}`)
        .meeting(...items.map((item) => ({ item })))
        .join(app)
    }
  }
  const at = (minutes: number): string =>
    new Date(toInstant(NOON - (60 - minutes) * 60_000)).toISOString()
  await aSubject('ann')
    .meeting({ item: 'tent', at: at(1) }, { item: 'pen', at: at(2) })
    .join(app)
  await app.trainer.train()
}

async function listFor(app: App): Promise<readonly DecidedItem[]> {
  const request: DecideRequest = {
    outlet: 'exact',
    who: { externalId: 'ann' },
    slot: 'home',
    count: 6,
    page: { item: undefined, categories: [] },
    filters: { categories: [], priceMinorMin: undefined, priceMinorMax: undefined, attributes: {} },
    exclude: ['tent', 'pen'],
  }
  const { items } = await decideSlot(app, request, NO_SITUATION)
  // What the exact outlet gets.
  return items as readonly DecidedItem[]
}

function shareOf(items: readonly DecidedItem[], target: string, source: string): number {
  const contributions = items.find(({ id }) => id === target)?.contributions ?? []
  const found = contributions.find(({ id }) => id === source)
  assert.ok(found, `${source} speaks for ${target}`)
  return found.share
}

test('an item speaks half as much after each half-life, and the shares still sum', async (t) => {
  const { app: alike } = await anApp(t, { environment: ENVIRONMENT })
  const environment = { ...ENVIRONMENT, EQUIPOISE_HALF_LIFE_ITEMS: '1' }
  const { app: fading } = await anApp(t, { environment })
  for (const app of [alike, fading]) await aTown(app)
  const [before, after] = [await listFor(alike), await listFor(fading)]
  const [old, recent] = [shareOf(before, 'stove', 'tent'), shareOf(before, 'ink', 'pen')]
  assert.equal(shareOf(after, 'stove', 'tent'), old / 2)
  assert.equal(shareOf(after, 'ink', 'pen'), recent)
  assert.deepEqual(
    new Set(after.slice(0, 2).map(({ id }) => id)),
    new Set(['ink', 'paper']),
    'what goes with the last item comes first',
  )
  for (const { score, contributions } of after) {
    const sum = contributions.reduce((all, { share }) => all + share, 0)
    assert.ok(Math.abs(sum - score) < 1e-9)
  }
})

test('a training leans as far as it is told: each column by how many people hold its item', async (t) => {
  const { app: straight } = await anApp(t)
  const { app: leaning } = await anApp(t, { environment: ENVIRONMENT })
  for (const app of [straight, leaning]) await aTown(app)
  const [before, after] = [straight, leaning].map((app) => app.published()?.model)
  assert.ok(before && after)
  const { starts, values } = before.columns
  for (const [item, id] of before.ids.entries()) {
    const holders = id === 'tent' || id === 'pen' ? 61 : 60
    const factor = popularityFactor(holders, 2)
    const wanted = values.slice(starts[item], starts[item + 1]).map((value) => value * factor)
    assert.deepEqual(after.columns.values.slice(starts[item], starts[item + 1]), wanted, id)
  }
})
