import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededChance } from './chance.ts'
import { givenTest, givenValidation } from './given-split.ts'
import { holdOutBlocks } from './hold-out-blocks.ts'
import { InteractionTable, PART, type Part } from './interaction-table.ts'
import { listAt } from './item-lists.ts'
import { holdOutItems, holdOutLast, holdOutSubjects, splitByTime, wholePlan } from './protocols.ts'
import { LABEL, type Plan, type Split, toSplit } from './split.ts'

type Row = readonly [subject: string, item: string, at?: number | undefined, part?: Part]

function gather(rows: readonly Row[]) {
  const table = new InteractionTable()
  for (const [subject, item, at, part = PART.train] of rows) table.add(subject, item, { at, part })
  return table.finish()
}

/** Forty people with ten items each. */
const TOWN = gather(
  Array.from({ length: 400 }, (_, at): Row => [`s${at % 40}`, `i${(at * 7) % 61}`, at]),
)

function namesOf(split: Split, list: Uint32Array): string[] {
  return [...list].map((item) => split.itemIds[item] ?? '')
}

test('a cut in time: before it is trained on, at it or later is asked for', () => {
  const rows: Row[] = [
    ['a', 'x', 1],
    ['a', 'y', 2],
    ['a', 'z', 8],
    ['b', 'z', 3],
    ['b', 'x', 9],
    ['b', 'old'],
    ['c', 'y', 9],
  ]
  const split = toSplit(splitByTime(wholePlan(gather(rows), 'temporal'), { testRatio: 0.5 }))
  assert.deepEqual(split.itemIds, ['old', 'x', 'y', 'z'])
  assert.deepEqual(split.cases.subjects, ['a', 'b'])
  assert.deepEqual(namesOf(split, listAt(split.cases.history, 1)), ['old', 'z'])
  assert.deepEqual(namesOf(split, listAt(split.cases.held, 1)), ['x'])
  assert.deepEqual(split.notes, { undated: 1, cutAt: 8, subjectsWithoutHistory: 1 })
})

test('a held item that training does not know counts as held', () => {
  const rows: Row[] = [
    ['a', 'x', 1],
    ['a', 'new', 9],
    ['a', 'y', 9],
    ['b', 'y', 2],
  ]
  const { cases } = toSplit(splitByTime(wholePlan(gather(rows), 'temporal'), { testRatio: 0.5 }))
  assert.deepEqual([...cases.heldCounts], [2])
  assert.equal(listAt(cases.held, 0).length, 1)
})

test('without two different times there is no cut', () => {
  const undated = wholePlan(
    gather([
      ['a', 'x'],
      ['a', 'y'],
    ]),
    'temporal',
  )
  const says = /fewer than two different times/
  assert.throws(() => splitByTime(undated, { testRatio: 0.2 }), says)
  const once = wholePlan(
    gather([
      ['a', 'x', 5],
      ['a', 'y', 5],
    ]),
    'temporal',
  )
  assert.throws(() => splitByTime(once, { testRatio: 0.2 }), says)
})

test('people held out are trained on with nothing, shown four fifths and asked for one', () => {
  const options = { subjectRatio: 0.1, itemRatio: 0.2, chance: seededChance(1) }
  const plan = holdOutSubjects(wholePlan(TOWN, 'strong'), options)
  const split = toSplit(plan)
  assert.equal(split.cases.subjects.length, 4)
  assert.equal(split.train.starts.length - 1, 36)
  for (const [index] of split.cases.subjects.entries()) {
    assert.equal(listAt(split.cases.history, index).length, 8)
    assert.equal(split.cases.heldCounts[index], 2)
  }
})

test('the same seed holds out the same, another seed others', () => {
  const labels = (seed: number) => {
    const options = { subjectRatio: 0.2, itemRatio: 0.2, chance: seededChance(seed) }
    return holdOutSubjects(wholePlan(TOWN, 'strong'), options).labels
  }
  assert.deepEqual(labels(1), labels(1))
  assert.notDeepEqual(labels(1), labels(2))
})

test('a part that is divided again never meets what was asked for before', () => {
  const chance = seededChance(4)
  const divisions: readonly ((plan: Plan) => Plan)[] = [
    (plan) => splitByTime(plan, { testRatio: 0.2 }),
    (plan) => holdOutSubjects(plan, { subjectRatio: 0.2, itemRatio: 0.2, chance }),
    (plan) => holdOutItems(plan, { itemRatio: 0.25, chance }),
  ]
  fc.assert(
    fc.property(fc.constantFrom(...divisions), fc.constantFrom(...divisions), (first, second) => {
      const tested = first(wholePlan(TOWN, 'strong'))
      const again = second(tested)
      for (const [entry, label] of tested.labels.entries()) {
        if (label !== LABEL.train) assert.equal(again.labels[entry], LABEL.out)
      }
      assert.ok(again.labels.includes(LABEL.held))
    }),
  )
})

test('a test row that stands in train is trained on, not asked for, and counted', () => {
  const given = gather([
    ['a', 'x'],
    ['a', 'x', undefined, PART.test],
    ['a', 'y', undefined, PART.test],
    ['b', 'y'],
    ['stranger', 'x', undefined, PART.test],
  ])
  const split = toSplit(givenTest(given, 'given'))
  assert.deepEqual(namesOf(split, listAt(split.cases.held, 0)), ['y'])
  assert.deepEqual(split.notes, { testInTrain: 1, subjectsWithoutHistory: 1 })
})

test('a validation part is asked for first and trained on afterwards', () => {
  const given = gather([
    ['a', 'x'],
    ['a', 'y', undefined, PART.train],
    ['a', 'y', undefined, PART.validation],
    ['a', 'z', undefined, PART.test],
    ['b', 'y'],
    ['b', 'z'],
  ])
  const validation = toSplit(givenValidation(given) ?? wholePlan(given, 'given'))
  assert.deepEqual(namesOf(validation, listAt(validation.cases.history, 0)), ['x'])
  assert.deepEqual(namesOf(validation, listAt(validation.cases.held, 0)), ['y'])
  const tested = toSplit(givenTest(given, 'given'))
  assert.deepEqual(namesOf(tested, listAt(tested.cases.history, 0)), ['x', 'y'])
  assert.deepEqual(namesOf(tested, listAt(tested.cases.held, 0)), ['z'])
  assert.equal(givenValidation(gather([['a', 'x']])), undefined)
})

test('leave-one-out ranks the held item among the given ones alone', () => {
  const given = gather([
    ['a', 'x'],
    ['b', 'y'],
    ['b', 'z'],
    ['a', 'y', undefined, PART.test],
    ['a', 'z', undefined, PART.candidate],
  ])
  const { cases, ...split } = toSplit(givenTest(given, 'leave-one-out'))
  assert.ok(cases.candidates)
  assert.deepEqual(namesOf({ cases, ...split }, listAt(cases.candidates, 0)), ['z'])
})

test('what somebody did last is asked for, by their own clock; the order of the rest is known', () => {
  const rows: Row[] = [
    ['a', 'x', 30],
    ['a', 'y', 10],
    ['a', 'z', 20],
    ['a', 'undated'],
    ['b', 'x', 900],
    ['b', 'y', 901],
    ['once', 'x', 5],
    ['at once', 'x', 7],
    ['at once', 'y', 7],
  ]
  const split = toSplit(holdOutLast(wholePlan(gather(rows), 'last'), { itemRatio: 0.2 }))
  const { subjects, history, held, places = [] } = split.cases
  assert.deepEqual(subjects, ['a', 'b'])
  assert.deepEqual(namesOf(split, listAt(held, 0)), ['x'])
  assert.deepEqual(namesOf(split, listAt(held, 1)), ['y'])
  assert.deepEqual(namesOf(split, listAt(history, 0)), ['undated', 'y', 'z'])
  assert.deepEqual([...places], [0, 1, 0, 0])
  const undated = wholePlan(
    gather([
      ['a', 'x'],
      ['a', 'y'],
    ]),
    'last',
  )
  assert.throws(() => holdOutLast(undated, { itemRatio: 0.2 }), RangeError)
})

test('nobody is asked for all that they have, nor for less than one of what is dated', () => {
  const ratio = fc.double({ min: 0.01, max: 0.99, noNaN: true })
  fc.assert(
    fc.property(ratio, (itemRatio) => {
      const { cases } = toSplit(holdOutLast(wholePlan(TOWN, 'last'), { itemRatio }))
      assert.equal(cases.subjects.length, 40)
      assert.ok(cases.heldCounts.every((count) => count >= 1 && count <= 9))
    }),
  )
})

test('a block holds what belongs together, and the share asked for', () => {
  // Each of twenty people holds five of one kind and five of another.
  const rows = Array.from({ length: 200 }, (_, at): Row => {
    const kind = at % 10 < 5 ? 'old' : 'new'
    return [`s${Math.floor(at / 10)}`, `${kind}-${at % 5}`]
  })
  const twins = Array.from({ length: 100 }, (_, at): Row => {
    const kind = at % 2 === 0 ? 'old' : 'new'
    return [`${kind}-${Math.floor(at / 10)}`, `${kind}-${Math.floor(at / 2) % 5}`]
  })
  const plan = wholePlan(gather([...rows, ...twins]), 'given')
  const options = { itemRatio: 0.5, chance: seededChance(3) }
  const split = toSplit(holdOutBlocks(plan, options))
  for (const [at, subject] of split.cases.subjects.entries()) {
    if (!subject.startsWith('s')) continue
    const names = namesOf(split, listAt(split.cases.held, at))
    assert.equal(names.length, 5)
    assert.equal(new Set(names.map((name) => name.slice(0, 3))).size, 1, names.join(' '))
  }
  const again = holdOutBlocks(plan, { ...options, chance: seededChance(3) })
  assert.deepEqual(holdOutBlocks(plan, { ...options, chance: seededChance(3) }), again)
})
