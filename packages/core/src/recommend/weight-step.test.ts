import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { STEP_MAX, stepWeight, weightStep } from './weight-step.ts'

test('a weight is told to within a fifth of itself, with its sign', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-6, max: 150, noNaN: true }),
      fc.boolean(),
      (size, isPositive) => {
        const weight = isPositive ? size : -size
        const ratio = stepWeight(weightStep(weight)) / weight
        assert.ok(ratio > 0.84 && ratio < 1.2, `${ratio}`)
      },
    ),
  )
})

test('a step comes back from its weight', () => {
  for (let step = -STEP_MAX; step <= STEP_MAX; step += 1) {
    assert.equal(weightStep(stepWeight(step)), step)
  }
})

test('what is too small is not told, what is too large as the largest', () => {
  assert.deepEqual([0, 1e-9, -1e-9].map(weightStep), [0, 0, 0])
  assert.deepEqual([1e9, -1e9].map(weightStep), [STEP_MAX, -STEP_MAX])
})
