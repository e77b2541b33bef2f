import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawPage } from './draw-page.ts'
import type { Evaluation } from './evaluation.ts'
import { scaleOver } from './page-charts.ts'

/** Ours and two others, with our lead over each as the test says. */
function anEvaluation(leads: Readonly<Record<string, readonly [low: number, high: number]>>) {
  const models = ['equipoise', ...Object.keys(leads)]
  const each = <T>(value: T): Record<string, T> =>
    Object.fromEntries(models.map((model) => [model, value]))
  const band = { low: 0.2, high: 0.4 }
  const evaluation: Evaluation = {
    protocol: 'strong',
    dataset: {
      name: '<script>alert(1)</script>',
      subjects: 1_000,
      items: 20,
      interactions: 5_000,
      asked: 100,
      heldOut: 200,
      notes: { undated: 3, subjectsWithoutHistory: 0 },
    },
    metrics: each({ 'ndcg@20': 0.3, 'longTailShare@20': 0.1 }),
    seconds: each(1),
    askingSeconds: each(1),
    intervals: each({ 'ndcg@20': band }),
    differences: Object.fromEntries(
      Object.entries(leads).map(([model, [low, high]]) => [
        model,
        { 'ndcg@20': { mean: (low + high) / 2, low, high } },
      ]),
    ),
    groups: { activity: [], given: [] },
    hyperParameters: each({}),
    skipped: {},
    cutoffs: [20],
    seed: 1,
    rounds: 1_000,
  }
  return evaluation
}

const headline = (evaluation: Evaluation) => /<h1>(.*)<\/h1>/.exec(drawPage(evaluation))?.[1]

test('ahead is said only where every interval is above zero', () => {
  const ahead = anEvaluation({ ease: [0.01, 0.02], popularity: [0.1, 0.2] })
  assert.match(headline(ahead) ?? '', /^Equipoise is ahead of every other model: NDCG@20 0\.3000$/)
  const even = anEvaluation({ ease: [-0.01, 0.02], popularity: [0.1, 0.2] })
  assert.equal(headline(even), 'Equipoise is even with EASE, and ahead of the rest')
  const behind = anEvaluation({ ease: [-0.02, -0.01], popularity: [0.1, 0.2] })
  assert.equal(headline(behind), 'Equipoise is behind EASE on these data')
})

test('a name is text on the page, whatever it holds', () => {
  const html = drawPage(anEvaluation({ ease: [0, 1] }))
  assert.ok(!html.includes('<script>'))
  assert.ok(html.includes('&lt;script&gt;alert(1)&lt;/script&gt;'))
})

test('what was done with what does not fit is said, and nothing of what there was none', () => {
  const html = drawPage(anEvaluation({ ease: [0, 1] }))
  assert.match(html, /3 interactions without a time were learned from\./)
  assert.doesNotMatch(html, /had nothing to show/)
})

test('a scale has round ticks that hold all values', () => {
  assert.deepEqual(scaleOver([0.21, 0.47], true), { min: 0, max: 0.6, ticks: [0, 0.2, 0.4, 0.6] })
  const { min, max, ticks } = scaleOver([-0.013, 0.258])
  assert.ok(min <= -0.013 && max >= 0.258 && ticks.includes(0))
  assert.deepEqual(scaleOver([0.5, 0.5]).ticks.length > 1, true)
})
