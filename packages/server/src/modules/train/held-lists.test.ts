import assert from 'node:assert/strict'
import { test } from 'node:test'
import { orderLists } from '@equipoise/core/recommend'
import { compareUtf8, formatId, type SubjectId, toInstant } from '@equipoise/core/values'
import fc from 'fast-check'
import { type Given, HeldLists, type ListsCopy } from './held-lists.ts'

const PEOPLE: readonly SubjectId[] = [1, 2, 3, 4].map((n) =>
  formatId('sub', new Uint8Array(16).fill(n)),
)
const ITEMS = ['a', 'b', 'c', '～', '😀']

/** Of numbers that come with items. */
const TABLES = [undefined, ITEMS, ITEMS.toReversed()]

const GROUNDS = { standing: 'as before', permittedUntil: toInstant(1) } as const

type Step =
  | {
      readonly kind: 'put'
      readonly who: SubjectId
      readonly given: Given
      /** Whose numbers the items come with; undefined for none. */
      readonly names: readonly string[] | undefined
    }
  | { readonly kind: 'vouch'; readonly who: SubjectId; readonly vouched: boolean }
  | { readonly kind: 'forget'; readonly who: SubjectId }
  | { readonly kind: 'copy'; readonly fails: boolean }

const who = fc.constantFrom(...PEOPLE)
const given: fc.Arbitrary<Given> = fc.record({
  items: fc.uniqueArray(fc.constantFrom(...ITEMS)),
  vouched: fc.boolean(),
  madeOf: fc.constantFrom('this', 'that'),
  until: fc.constant(undefined),
  standing: fc.constant(GROUNDS.standing),
  permittedUntil: fc.constant(GROUNDS.permittedUntil),
})
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('put' as const), who, given, names: fc.constantFrom(...TABLES) }),
    fc.record({ kind: fc.constant('vouch' as const), who, vouched: fc.boolean() }),
    fc.record({ kind: fc.constant('forget' as const), who }),
    fc.record({ kind: fc.constant('copy' as const), fails: fc.boolean() }),
  ),
  { maxLength: 60, size: 'max' },
)

test('whatever came and went, a copy holds what is there, and names nothing else', () => {
  fc.assert(
    fc.property(steps, (taken) => {
      const [lists, left] = [new HeldLists(), new Map<SubjectId, Given>()]
      for (const step of taken) take(step, lists, left)
      const copy = lists.copy()
      const givers = [...left.values()].filter(({ items }) => items.length > 0)
      assert.deepEqual(contentOf(copy), contentOf(fresh(left)))
      const named = copy.names.filter((name) => name !== '').toSorted(compareUtf8)
      assert.deepEqual(namesInOrder(copy), named)
      assert.deepEqual(named, [...new Set(givers.flatMap(({ items }) => items))].sort(compareUtf8))
      assert.deepEqual(lists.load, {
        subjects: givers.length,
        items: named.length,
        interactions: givers.reduce((sum, { items }) => sum + items.length, 0),
      })
    }),
  )
})

function numbered(
  items: readonly string[],
  names: readonly string[] | undefined,
): Parameters<HeldLists['put']>[2] {
  return names && { names, numbers: Uint32Array.from(items, (item) => names.indexOf(item)) }
}

function namesInOrder({ names, order = new Uint32Array() }: ListsCopy): readonly string[] {
  return Array.from(order, (slot) => names[slot] ?? '')
}

test('what differs from the copy before is touched, also where nothing came of that copy', () => {
  fc.assert(
    fc.property(steps, steps, (before, since) => {
      const [lists, left] = [new HeldLists(), new Map<SubjectId, Given>()]
      for (const step of before) take(step, lists, left)
      lists.copy()
      const then = new Map(left)
      for (const step of since) {
        if (step.kind !== 'copy') take(step, lists, left)
        else lists.retouch(lists.copy())
      }
      const copy = lists.copy()
      const touched = new Set(copy.names.filter((_, slot) => copy.touched[slot] === 1))
      for (const subject of PEOPLE) {
        const [was, is] = [then.get(subject), left.get(subject)]
        const isSame = givenOf(was) === givenOf(is)
        const items = isSame ? [] : [...(was?.items ?? []), ...(is?.items ?? [])]
        for (const item of items) assert.ok(touched.has(item) || !copy.names.includes(item))
      }
    }),
  )
})

test('what nobody changed is not touched', () => {
  const lists = new HeldLists()
  const [ann, ben] = PEOPLE
  assert.ok(ann && ben)
  const one = { ...GROUNDS, vouched: true, madeOf: 'this', until: undefined }
  lists.put(ann, { ...one, items: ['a', 'b'] })
  lists.put(ben, { ...one, items: ['b', 'c'] })
  lists.copy()
  lists.put(ann, { ...one, items: ['b', 'a'], madeOf: 'that' })
  assert.equal(lists.find(ann)?.madeOf, 'that')
  assert.deepEqual(lists.copy().touched, new Uint8Array(3))
  lists.forget(ann)
  const { names, touched } = lists.copy()
  assert.deepEqual(
    [names, [...touched]],
    [
      ['', 'b', 'c'],
      [1, 1, 0],
    ],
  )
})

function take(step: Step, lists: HeldLists, left: Map<SubjectId, Given>): void {
  switch (step.kind) {
    case 'put':
      lists.put(step.who, step.given, numbered(step.given.items, step.names))
      left.set(step.who, step.given)
      return
    case 'vouch': {
      const before = left.get(step.who)
      lists.keep(step.who, { ...GROUNDS, vouched: step.vouched })
      if (before) left.set(step.who, { ...before, vouched: step.vouched })
      return
    }
    case 'forget':
      lists.forget(step.who)
      left.delete(step.who)
      return
    case 'copy': {
      const copy = lists.copy()
      if (step.fails) lists.retouch(copy)
    }
  }
}

function fresh(left: ReadonlyMap<SubjectId, Given>): ListsCopy {
  const lists = new HeldLists()
  for (const [subject, one] of left) lists.put(subject, one)
  return lists.copy()
}

/** Who holds what, whoever they are. */
function contentOf(copy: ListsCopy): unknown {
  const { ids, starts, items, vouched } = orderLists(copy, 5)
  const people = Array.from(vouched, (is, person) =>
    [is, ...items.subarray(starts[person], starts[person + 1])].join(),
  )
  return { ids, people: people.sort() }
}

/** A list's order says nothing: `Given`. */
function givenOf(given: Given | undefined): string {
  return JSON.stringify([given?.items.toSorted(compareUtf8), given?.vouched])
}
