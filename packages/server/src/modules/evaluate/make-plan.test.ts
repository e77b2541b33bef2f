import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InteractionTable, LABEL, PART, type Plan } from '@equipoise/core/evaluate'
import { planTest, planValidation } from './make-plan.ts'

/** Each of so many people has ten items, the last two of which are for the test. */
function town(people: number, part: typeof PART.test | typeof PART.train = PART.train) {
  const table = new InteractionTable()
  for (let row = 0; row < 10 * people; row += 1) {
    const [subject, at] = [Math.floor(row / 10), row % 10]
    const item = `i${(subject * 3 + at * at) % 40}-${at}`
    table.add(`s${subject}`, item, { at: row, part: at < 8 ? PART.train : part })
  }
  return table.finish()
}

function heldOf({ labels }: Plan): number[] {
  return [...labels.keys()].filter((entry) => labels[entry] === LABEL.held)
}

test('of few people several parts are asked about, of many one', () => {
  const few = planValidation(town(100), { protocol: 'strong', seed: 1 })
  assert.equal(few.length, 6)
  assert.notDeepEqual(heldOf(few[0]), heldOf(few[1] ?? few[0]))
  assert.equal(planValidation(town(6_000), { protocol: 'strong', seed: 1 }).length, 1)
})

for (const protocol of ['temporal', 'last', 'strong', 'given'] as const) {
  test(`what the test asks for is neither learned from nor asked for (${protocol})`, () => {
    const interactions = town(60, protocol === 'given' ? PART.test : PART.train)
    for (const holdOut of [undefined, 'random', 'blocks', 'both'] as const) {
      const request = { protocol, seed: 3, holdOut }
      const tested = heldOf(planTest(interactions, request))
      assert.ok(tested.length > 0)
      for (const plan of planValidation(interactions, request)) {
        assert.ok(heldOf(plan).length > 0)
        assert.ok(tested.every((entry) => plan.labels[entry] === LABEL.out))
      }
    }
  })
}
