/** Audiences: what is counted, what may run, and the attack that the guard is there for. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { meets, type PersonAttributes, parseConditions } from './audience.ts'
import { AudienceCounts } from './audience-counts.ts'
import { runningAudiences, shownSize } from './audience-guard.ts'

const NAMES = ['a', 'b', 'c', 'd']

/** Conditions of which none implies another. */
const audience = (id: string) => ({
  id,
  conditions: [{ attribute: 'bought' as const, anyOf: [id] }],
})
type Act = { readonly person: string; readonly audiences: readonly string[] | undefined }

const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.record({
    person: fc.nat(30).map((n) => `p${n}`),
    audiences: fc.option(fc.subarray(NAMES), { nil: undefined }),
  }),
  { maxLength: 120 },
)

function counted(all: readonly Act[]) {
  const counts = new AudienceCounts(NAMES)
  const people = new Map<string, readonly string[]>()
  for (const { person, audiences } of all) {
    if (audiences === undefined) {
      counts.drop(person)
      people.delete(person)
    } else {
      counts.put(person, audiences)
      people.set(person, audiences)
    }
  }
  return { counts, people }
}

test('counts are those of the people who are there, whoever came, changed and went', () => {
  fc.assert(
    fc.property(acts, (all) => {
      const { counts, people } = counted(all)
      assert.equal(counts.population, people.size)
      const members = (name: string) => [...people].filter(([, in_]) => in_.includes(name))
      for (const a of NAMES) {
        assert.equal(counts.sizeOf(a), members(a).length)
        for (const b of NAMES) {
          const without = members(a).filter(([, in_]) => !in_.includes(b))
          assert.equal(counts.difference(a, b), without.length)
        }
      }
    }),
  )
})

test('no two audiences run that differ by fewer than k', () => {
  const sizes = fc.array(fc.nat(400), { minLength: 15, maxLength: 15 })
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 300 }), (groups, k) => {
      const counts = crowd(groups)
      const running = [...runningAudiences(counts, NAMES.map(audience), k)]
      const least = Math.max(50, k)
      for (const a of running) {
        assert.ok(counts.sizeOf(a) >= least)
        for (const b of running) {
          assert.ok(a === b || counts.difference(a, b) >= least)
        }
      }
    }),
  )
})

/** A crowd of so many people for each set of audiences, the empty one aside. */
function crowd(groups: readonly number[]): AudienceCounts {
  const counts = new AudienceCounts(NAMES)
  for (const [at, people] of groups.entries()) {
    const audiences = NAMES.filter((_, bit) => ((at + 1) >> bit) & 1)
    for (let n = 0; n < people; n += 1) counts.put(`${at} ${n}`, audiences)
  }
  return counts
}

/**
 * The attack: two audiences that differ by one person alone. Whoever runs both of them learns from
 * their numbers of showings whether the person is what the second one says and the first does not.
 */
function attack(isIll: boolean) {
  const counts = new AudienceCounts(['everybody', 'ill'])
  for (let n = 0; n < 500; n += 1) counts.put(`p${n}`, ['everybody', 'ill'])
  counts.put('victim', isIll ? ['everybody', 'ill'] : ['everybody'])
  return counts
}

test('with the guard off, two audiences give one person away', () => {
  const shownTo = (counts: AudienceCounts, audience: string) => counts.sizeOf(audience)
  const learn = (counts: AudienceCounts) =>
    shownTo(counts, 'everybody') - shownTo(counts, 'ill') === 0
  assert.equal(learn(attack(true)), true)
  assert.equal(learn(attack(false)), false)
})

test('with the guard on, the attacker is shown the same either way', () => {
  const shownTo = (counts: AudienceCounts) => {
    const running = runningAudiences(counts, ['everybody', 'ill'].map(audience), 100)
    return ['everybody', 'ill'].map((id) => (running.has(id) ? shownSize(counts.sizeOf(id)) : 0))
  }
  assert.deepEqual(shownTo(attack(false)), [500, 0])
  assert.deepEqual(shownTo(attack(true)), [500, 0])
})

test('of two audiences the narrower one runs too where k people are in the wider alone', () => {
  const wide = { id: 'a', conditions: [{ attribute: 'bought' as const, anyOf: ['shoes'] }] }
  const narrow = {
    id: 'b',
    conditions: [
      { attribute: 'bought' as const, anyOf: ['shoes/running'] },
      { attribute: 'place' as const, anyOf: ['DE'] },
    ],
  }
  const inBoth = [0, 0, 200]
  const running = (wideAlone: number) =>
    runningAudiences(crowd([wideAlone, ...inBoth.slice(1)]), [wide, narrow], 100).size
  assert.deepEqual([99, 100].map(running), [1, 2])
})

test('a size is shown in two digits, in tens at least, and as none below the floor', () => {
  assert.deepEqual(
    [0, 49, 50, 61, 99, 101, 1_049, 98_765].map((n) => shownSize(n)),
    [0, 0, 50, 60, 100, 100, 1_000, 99_000],
  )
})

const SHOPPER: PersonAttributes = {
  place: new Set(['DE']),
  looked_at: new Set(['shoes', 'hats']),
  bought: new Set(['tea']),
  liked: new Set(),
}

test('all conditions have to hold, by any of their values', () => {
  const inGermany = { attribute: 'place' as const, anyOf: ['DE', 'AT'] }
  const shoes = { attribute: 'looked_at' as const, anyOf: ['shoes'] }
  assert.ok(meets(SHOPPER, [inGermany, shoes]))
  assert.ok(!meets(SHOPPER, [inGermany, { attribute: 'liked', anyOf: ['shoes'] }]))
})

test('conditions are read strictly, and none says anything sensitive', () => {
  const codeOf = (json: unknown) => {
    const read = parseConditions(json)
    return read.ok ? undefined : read.issues[0]?.code
  }
  const shoes = { attribute: 'looked_at', anyOf: ['shoes'] }
  assert.equal(codeOf([shoes]), undefined)
  assert.equal(codeOf([]), 'no_conditions')
  assert.equal(codeOf(Array(9).fill(shoes)), 'too_many_conditions')
  assert.equal(codeOf([shoes, shoes]), 'attribute_repeated')
  assert.equal(codeOf([{ attribute: 'income', anyOf: ['high'] }]), 'attribute_unknown')
  assert.equal(codeOf([{ ...shoes, not: true }]), 'attribute_unknown')
  assert.equal(codeOf([{ attribute: 'place', anyOf: [] }]), 'values_invalid')
  assert.equal(codeOf([{ attribute: 'place', anyOf: ['DE', 'DE'] }]), 'values_invalid')
  for (const word of ['Health/Diabetes', 'judaism', 'iab-content:286', 'iab-audience:1095']) {
    assert.equal(codeOf([{ attribute: 'bought', anyOf: [word] }]), 'category_sensitive')
  }
})
