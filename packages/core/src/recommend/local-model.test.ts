import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { listsOf, type Person, peopleWith } from './local-lists.test.ts'
import { solveLocalColumns, solveLocalModel } from './local-model.ts'
import { invertedBy } from './small-inverse.test.ts'

const ONE = 2 ** 20
const OPTIONS = { lambda: 2, dropout: 0.3, neighboursMax: 8 }

function person(items: readonly number[], weight = ONE, vouched = true): Person {
  return { items, weight, vouched }
}

test('with all items as neighbours, a column is that of the closed form', () => {
  fc.assert(
    fc.property(peopleWith(7), (some) => {
      const people = [...some, person([0, 1, 2, 3, 4, 5, 6])]
      const model = solveLocalModel(listsOf(people, 7), { ...OPTIONS, neighboursMax: 7 })
      const inverse = invertedBy(people, 7, OPTIONS)
      for (let target = 0; target < 7; target += 1) {
        const dense = new Float64Array(7)
        for (let at = model.columns.starts[target] ?? 0; at < end(model, target); at += 1) {
          dense[model.columns.rows[at] ?? 0] = model.columns.values[at] ?? 0
        }
        for (const [source, weight] of dense.entries()) {
          const closed = -(inverse[source]?.[target] ?? 0) / (inverse[target]?.[target] ?? 1)
          assert.ok(Math.abs(weight - (source === target ? 0 : closed)) < 1e-5)
        }
      }
    }),
  )
})

test('the nearest are those with the largest keys, of equal ones the first', () => {
  const people = [person([0, 1]), person([0, 2]), person([0, 3]), person([0, 3])]
  const model = solveLocalModel(listsOf(people, 5), { ...OPTIONS, neighboursMax: 2 })
  assert.deepEqual([...model.columns.rows.subarray(0, 2)], [1, 3])
  assert.equal(model.thresholds[0], ONE)
  assert.equal(model.thresholds[4], 0)
})

test('people count where they are vouched for, and weigh in any case', () => {
  const people = [person([0, 1]), person([0, 1], ONE, false), person([0])]
  const model = solveLocalModel(listsOf(people, 2), OPTIONS)
  assert.deepEqual([...model.people], [2, 1])
  assert.deepEqual([...model.pairPeople], [1, 1])
})

test('a column solved alone is that of the whole model', () => {
  fc.assert(
    fc.property(peopleWith(9), fc.nat(8), (people, target) => {
      const lists = listsOf(people, 9)
      const alone = solveLocalColumns(lists, OPTIONS, Uint32Array.of(target))
      const { columns } = solveLocalModel(lists, OPTIONS)
      const [from, to] = columns.starts.subarray(target)
      assert.deepEqual(alone.columns.values, columns.values.slice(from, to))
    }),
  )
})

test('degenerate data makes a sane model', () => {
  const alike = Array.from({ length: 30 }, () => person([0, 1, 2, 3]))
  const inAll = [[0, 1], [0, 2], [0], [0, 3]].map((items) => person(items))
  for (const [people, items] of [
    [[], 0],
    [[], 3],
    [[person([])], 2],
    [[person([0, 1, 2])], 3],
    [[person([0])], 1],
    [alike, 4],
    [inAll, 4],
  ] as const) {
    for (const lambda of [0, 5, 1e9]) {
      const model = solveLocalModel(listsOf(people, items), { ...OPTIONS, lambda, dropout: 0 })
      assert.ok(model.columns.values.every((value) => Math.abs(value) <= 2))
    }
  }
})

test('options out of range and malformed lists are refused by name', () => {
  const lists = listsOf([person([0, 1])], 2)
  const refused = (change: object, message: RegExp): void => {
    const call = (): unknown => solveLocalModel({ ...lists, ...change }, { ...OPTIONS, ...change })
    assert.throws(call, { name: 'RangeError', message })
  }
  refused({ lambda: Number.NaN }, /lambda is "NaN"/)
  refused({ dropout: 1 }, /dropout is "1"/)
  refused({ neighboursMax: 0.5 }, /neighboursMax is "0.5"/)
  refused({ items: Uint32Array.of(1, 0) }, /not ascending/)
  refused({ items: Uint32Array.of(1, 1) }, /not ascending/)
  refused({ items: Uint32Array.of(0, 2) }, /holds item 2 of 2/)
  refused({ starts: Uint32Array.of(0, 3) }, /ends at 3/)
  refused({ starts: Uint32Array.of(1, 2) }, /start at 0/)
  refused({ starts: new Uint32Array() }, /starts are empty/)
  refused({ weights: Uint32Array.of(0) }, /weight of person 0 is "0"/)
  refused({ weights: Uint32Array.of(ONE + 1) }, /expected 1 to 1048576/)
  refused({ weights: new Uint32Array() }, /weights are 0/)
  refused({ vouched: Uint8Array.of(2) }, /vouching of person 0/)
  refused({ vouched: new Uint8Array() }, /vouched are 0/)
})

function end(model: { columns: { starts: Uint32Array } }, target: number): number {
  return model.columns.starts[target + 1] ?? 0
}
