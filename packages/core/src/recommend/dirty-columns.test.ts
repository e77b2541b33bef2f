import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dirtyColumns } from './dirty-columns.ts'
import { type LocalColumns, mergeColumns, ordinalsBefore } from './local-columns.ts'
import { listsOf, type Person, peopleWith } from './local-lists.test.ts'
import { solveLocalColumns, solveLocalModel } from './local-model.ts'
import { leanToPopular } from './popularity-lean.ts'

const ITEMS = 14
const OPTIONS = { lambda: 1, dropout: 0.2, neighboursMax: 3 }

test('solving only the dirty columns again gives the model of today, bit for bit', () => {
  fc.assert(
    fc.property(
      peopleWith(ITEMS, 25),
      peopleWith(ITEMS, 3),
      peopleWith(ITEMS, 3),
      (staying, going, coming) => {
        const { merged, whole } = update(staying, going, coming)
        assert.deepEqual(merged, whole)
      },
    ),
  )
})

test('so it is where columns lean to what is popular', () => {
  fc.assert(
    fc.property(
      peopleWith(ITEMS, 20),
      peopleWith(ITEMS, 3),
      peopleWith(ITEMS, 3),
      fc.integer({ min: 1, max: 10 }),
      (staying, going, coming, tenths) => {
        const { merged, whole } = update(staying, going, coming, tenths)
        assert.deepEqual(merged, whole)
      },
    ),
  )
})

test('a column that nobody of them comes near is not solved again', () => {
  const pair = (a: number, b: number): Person => ({ items: [a, b], weight: 1 << 20, vouched: true })
  const { dirty } = update([pair(0, 1), pair(0, 1), pair(4, 5)], [pair(4, 5)], [])
  assert.deepEqual([...dirty], [2, 3])
})

test('items that are gone and items that are new move the others, and nothing else', () => {
  const whole = solveLocalModel(listsOf([{ items: [0, 1], weight: 5, vouched: true }], 2), OPTIONS)
  const nothing = { starts: Uint32Array.of(0, 0), rows: new Uint32Array(), values: noValues() }
  const solved = {
    targets: Uint32Array.of(0),
    columns: nothing,
    pairPeople: new Int32Array(),
    thresholds: Float64Array.of(0),
    people: Int32Array.of(0, 1, 1),
  }
  const ordinals = ordinalsBefore(['b', 'c'], ['a', 'b', 'c'])
  const merged = mergeColumns(whole, solved, ordinals)
  assert.deepEqual([...merged.columns.rows], [2, 1])
  assert.deepEqual([...merged.columns.starts], [0, 0, 1, 2])
  assert.throws(() => mergeColumns(whole, solved, ordinalsBefore(['b', 'c'], ['a', 'c'])), {
    message: /names no item that is gone/,
  })
})

function noValues(): Float64Array<ArrayBuffer> {
  return new Float64Array()
}

/** Ids are cut down to items that somebody holds, so that ordinals shift as they do in a store. */
function update(staying: Person[], going: Person[], coming: Person[], tenths = 0) {
  const leaning = (solved: LocalColumns, lists: ReturnType<typeof held>): LocalColumns =>
    leanToPopular(solved, Uint32Array.from(holderCounts(lists)), tenths)
  const [before, now] = [held([...staying, ...going]), held([...coming, ...staying])]
  const model = leaning(solveLocalModel(before, OPTIONS), before)
  const ordinals = ordinalsBefore(before.ids, now.ids)
  const names = new Set([...going, ...coming].flatMap(({ items }) => items.map(nameOf)))
  const counts = holderCounts(before)
  const dirty = dirtyColumns(now, {
    touched: Uint32Array.from(now.ids.keys()).filter((item) => names.has(now.ids[item] ?? '')),
    holdersBefore: Uint32Array.from(ordinals, (ordinal) => counts[ordinal] ?? 0),
    thresholds: Float64Array.from(ordinals, (ordinal) => model.thresholds[ordinal] ?? 0),
  })
  const solved = leaning(solveLocalColumns(now, OPTIONS, dirty), now)
  const merged = mergeColumns(model, solved, ordinals)
  return { dirty, merged, whole: leaning(solveLocalModel(now, OPTIONS), now) }
}

function held(people: readonly Person[]) {
  const lists = listsOf(people, ITEMS)
  const used = [...new Set(lists.items)].sort((a, b) => a - b)
  return {
    ...lists,
    ids: used.map((item) => lists.ids[item] ?? ''),
    items: lists.items.map((item) => used.indexOf(item)),
  }
}

function holderCounts({ ids, items }: { ids: readonly string[]; items: Uint32Array }): number[] {
  const counts = ids.map(() => 0)
  for (const item of items) counts[item] = (counts[item] ?? 0) + 1
  return counts
}

function nameOf(item: number): string {
  return `i${String(item).padStart(4, '0')}`
}
