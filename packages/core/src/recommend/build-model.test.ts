import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildModel, CATEGORIES_MAX } from './build-model.ts'
import { categoriesOf, listsOf, modelOf, OPTIONS } from './builders.test.ts'
import { categoryPeople, primaryCategory } from './model.ts'
import { solveDensely } from './solve-densely.ts'

const PEOPLE = [['a1', 'a2', 'b1'], ['a1', 'b1'], ['a2', 'b2'], ['c1']]

test('a model knows how many people hold each item and share each pair', () => {
  const model = modelOf(PEOPLE)
  assert.deepEqual(model.ids, ['a1', 'a2', 'b1', 'b2', 'c1'])
  assert.deepEqual([...model.people], [2, 2, 2, 1, 1])
  const [start = 0, end = 0] = model.columns.starts
  const shared = Array.from(model.columns.rows.subarray(start, end), (row, at) => [
    model.ids[row],
    model.pairPeople[start + at],
  ])
  assert.deepEqual(shared.slice(0, 2), [
    ['a2', 1],
    ['b1', 2],
  ])
})

test('a model knows the categories of its items and who shares two of them', () => {
  const model = modelOf(PEOPLE)
  assert.deepEqual(model.categories.ids, ['a', 'b', 'c'])
  assert.deepEqual(
    [0, 2, 4].map((item) => primaryCategory(model, item)),
    [0, 1, 2],
  )
  assert.equal(categoryPeople(model, 0, 1), 3)
  assert.equal(categoryPeople(model, 2, 1), 0)
})

test('only the vouched count, also among categories', () => {
  const lists = listsOf(PEOPLE, [0])
  const model = buildModel({
    lists,
    solved: solveDensely(lists, OPTIONS),
    categoriesOf: (item) => [...categoriesOf(item), '😀', '～'],
    options: OPTIONS,
  })
  assert.equal(model.contributions, 4)
  assert.deepEqual([...model.people], [1, 1, 1, 1, 1])
  assert.deepEqual(model.categories.ids, ['a', 'b', 'c', '～', '😀'])
  assert.equal(categoryPeople(model, 0, 0), 2)
  assert.equal(categoryPeople(model, 0, 1), 2)
  assert.equal(categoryPeople(model, 3, 4), 3)
})

test('an item without categories has no primary one', () => {
  const lists = listsOf(PEOPLE)
  const model = buildModel({
    lists,
    solved: solveDensely(lists, OPTIONS),
    categoriesOf: (item) => (item === 'a2' ? ['x'] : []),
    options: OPTIONS,
  })
  assert.deepEqual(
    [0, 1, 2].map((item) => primaryCategory(model, item)),
    [undefined, 0, undefined],
  )
})

test('more categories than can be counted in pairs are refused', () => {
  const lists = listsOf([['a1']])
  const solved = solveDensely(lists, OPTIONS)
  const categoriesOf = () => Array.from({ length: CATEGORIES_MAX + 1 }, (_, n) => `${n}`)
  assert.throws(() => buildModel({ lists, solved, categoriesOf, options: OPTIONS }), {
    name: 'RangeError',
    message: /2001 categories/,
  })
})

test('the column of a category is the mean of those of its items', () => {
  const model = modelOf(PEOPLE)
  const weightOf = (source: string, target: string): number => {
    const [start, end] = model.columns.starts.subarray(model.ordinals.get(target) ?? 0)
    const at = model.columns.rows.subarray(start, end).indexOf(model.ordinals.get(source) ?? -1)
    return at < 0 ? 0 : (model.columns.values[(start ?? 0) + at] ?? 0)
  }
  const { starts, rows, values } = model.categoryColumns
  for (let entry = starts[0] ?? 0; entry < (starts[1] ?? 0); entry += 1) {
    const source = model.ids[rows[entry] ?? 0] ?? ''
    const mean = (weightOf(source, 'a1') + weightOf(source, 'a2')) / 2
    assert.ok(Math.abs((values[entry] ?? 0) - mean) < 1e-12)
  }
})

test('nobody makes an empty model', () => {
  const model = modelOf([])
  assert.deepEqual([model.ids, model.contributions, model.peopleMax], [[], 0, 1])
})

test('an exponent out of range is refused by name', () => {
  assert.throws(() => modelOf([['a1']], { exponentTenths: 11 }), {
    name: 'RangeError',
    message: /exponentTenths is "11"/,
  })
})
