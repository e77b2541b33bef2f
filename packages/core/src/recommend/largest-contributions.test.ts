import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Contributions } from './contribution.ts'
import { LargestContributions } from './largest-contributions.ts'

const reasons = fc.uniqueArray(
  fc.record({
    kind: fc.constantFrom('item' as const, 'category' as const, 'popularity' as const),
    id: fc.constantFrom('a', 'b', 'c', 'd', '～', '😀'),
    // Few values, so that many are equally large.
    share: fc.integer({ min: -3, max: 3 }),
    support: fc.constantFrom(50, 100),
  }),
  { selector: ({ kind, id }) => `${kind} ${id}` },
)

const bandOf = (shared: number): number => shared
const all = (): LargestContributions => new LargestContributions({ bandOf })

test('all are listed in the order of their importance, whatever order they came in', () => {
  fc.assert(
    fc.property(reasons, fc.integer({ min: -2, max: 2 }), (offered, rest) => {
      const [ours, plain] = [all(), new Contributions()]
      for (const { kind, id, share, support } of offered.toReversed()) {
        ours.offer(kind, id, share, support)
      }
      for (const one of offered) plain.add(one)
      ours.addRest(rest)
      plain.addRest(rest)
      assert.deepEqual(ours.list(), plain.list())
    }),
  )
})

test('at most so many are listed, the largest by name, and the sum stays', () => {
  fc.assert(
    fc.property(
      reasons,
      fc.integer({ min: -2, max: 2 }),
      fc.integer({ min: 1, max: 8 }),
      (offered, rest, most) => {
        const [few, whole] = [new LargestContributions({ most, bandOf }), all()]
        for (const gathered of [few, whole]) {
          for (const { kind, id, share, support } of offered) {
            gathered.offer(kind, id, share, support)
          }
          gathered.addRest(rest)
        }
        const [listed, everything] = [few.list(), whole.list()]
        assert.ok(listed.length <= most)
        const named = listed.filter(({ kind }) => kind !== 'rest')
        assert.deepEqual(
          named,
          everything.filter(({ kind }) => kind !== 'rest').slice(0, named.length),
        )
        const sumOf = (parts: typeof everything) => parts.reduce((sum, { share }) => sum + share, 0)
        assert.equal(sumOf(listed), sumOf(everything))
        if (everything.length <= most) assert.deepEqual(listed, everything)
      },
    ),
  )
})
