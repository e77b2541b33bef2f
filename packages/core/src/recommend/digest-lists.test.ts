import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { itemsOfMany, itemsOfOne, listsOf } from './builders.test.ts'
import { digestLists } from './digest-lists.ts'

test('the digest is of who holds what, in whatever order they come', () => {
  fc.assert(
    fc.property(itemsOfMany, fc.array(fc.nat()), (people, picks) => {
      const shuffled = people
        .map((items, at) => [picks[at] ?? 0, at, items.toReversed()] as const)
        .toSorted(([a, i], [b, j]) => a - b || j - i)
        .map(([, , items]) => items)
      assert.equal(digestOf(shuffled), digestOf(people))
    }),
  )
})

test('one contribution more makes another digest, also where it is the same as one before', () => {
  fc.assert(
    fc.property(itemsOfMany, itemsOfOne, (people, more) => {
      assert.notEqual(digestOf([...people, more]), digestOf(people))
      assert.notEqual(digestOf([...people, more, more]), digestOf([...people, more]))
    }),
  )
})

test('who is vouched for, what items are called and who holds them each count', () => {
  const people = [['a1', 'a2'], ['a2']]
  const others = [
    digestOf(people),
    digestOf(people, [0]),
    digestOf(people, [1]),
    digestOf([['a1', 'a3'], ['a3']]),
    digestOf([['a1'], ['a2'], ['a2']]),
    digestOf([['a1', 'a2'], ['a1']]),
    digestOf([]),
  ]
  assert.equal(new Set(others).size, others.length)
})

/** Made once by hand from the form that `digest-lists.ts` describes. */
test('the form of the digest stands', () => {
  const sha = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
  const numbers = (...values: number[]) => Buffer.from(Uint32Array.from(values).buffer)
  const head = sha(Buffer.from('EQSTATE1'), numbers(2), numbers(2, 2, 2), Buffer.from('a1a2'))
  const hashes = [sha(numbers(1, 0, 1)), sha(numbers(0, 1))].sort(Buffer.compare)
  assert.equal(digestOf([['a2'], ['a1', 'a2']], [0]), sha(head, ...hashes).toString('hex'))
})

function digestOf(people: readonly (readonly string[])[], unvouched: number[] = []): string {
  const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
  return Buffer.from(digestLists(listsOf(people, unvouched), hash)).toString('hex')
}
