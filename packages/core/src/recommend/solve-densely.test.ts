import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { itemsOfMany, listsOf, matrixOf, OPTIONS } from './builders.test.ts'
import { solveDensely } from './solve-densely.ts'
import { solveWeights } from './solve-weights.ts'

test('columns are those of the matrix of the lists, with who shares each pair', () => {
  fc.assert(
    fc.property(itemsOfMany, (people) => {
      const matrix = matrixOf(people)
      const lists = listsOf(people)
      const { columns, pairPeople, people: held } = solveDensely(lists, OPTIONS)
      assert.deepEqual(columns, solveWeights(matrix.snapshot(), OPTIONS))
      const nameOf = (item: number | undefined) => lists.ids[item ?? -1] ?? ''
      for (const [target, id] of lists.ids.entries()) {
        assert.equal(held[target], matrix.people(id, id))
        for (
          let at = columns.starts[target] ?? 0;
          at < (columns.starts[target + 1] ?? 0);
          at += 1
        ) {
          assert.equal(pairPeople[at], matrix.people(nameOf(columns.rows[at]), id))
        }
      }
    }),
  )
})

test('who is not vouched for weighs and is counted nowhere', () => {
  const people = [['a1', 'a2'], ['a1', 'a2'], ['a2']]
  const [all, some] = [listsOf(people), listsOf(people, [0])].map((lists) =>
    solveDensely(lists, OPTIONS),
  )
  assert.deepEqual(some?.columns, all?.columns)
  assert.deepEqual([...(all?.people ?? [])], [2, 3])
  assert.deepEqual([...(some?.people ?? [])], [1, 2])
  assert.deepEqual([...(some?.pairPeople ?? [])], [1, 1])
})

test('more items than the solver takes are refused before anything is summed', () => {
  const items = Array.from({ length: 5001 }, (_, n) => `${n}`)
  assert.throws(() => solveDensely(listsOf([items]), OPTIONS), /5001 items/)
})
