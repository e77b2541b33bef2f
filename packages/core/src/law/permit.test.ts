/** The run-time half of the permit: what passes the compiler by a cast is found out. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatId, toInstant } from '../values/index.ts'
import { mintPermit, mintRightsPermit, Permit, type PermitTerms, RightsPermit } from './permit.ts'

const TERMS: PermitTerms<'measurement'> = {
  purpose: 'measurement',
  subject: formatId('sub', new Uint8Array(16)),
  consentRevision: 1,
  until: toInstant(1),
}
const RIGHTS = { act: 'access', subject: TERMS.subject, until: TERMS.until } as const

const permit = mintPermit(TERMS)
const rightsPermit = mintRightsPermit(RIGHTS)

test('a permit of the gate tells its terms', () => {
  assert.deepEqual(Permit.termsOf(permit), TERMS)
  assert.deepEqual(RightsPermit.termsOf(rightsPermit), RIGHTS)
})

const LOOK_ALIKES: readonly (readonly [string, unknown])[] = [
  ['an object with the same fields', { ...TERMS }],
  ['an object with the class for its prototype', Object.create(Permit.prototype)],
  ['an object with a permit for its prototype', Object.create(permit)],
  ['a clone, as from another thread', structuredClone(permit)],
  ['a proxy of a permit', new Proxy(permit, {})],
  ['a spread permit', { ...permit }],
  ['a rights permit', rightsPermit],
  ['the class itself', Permit],
  ['nothing', undefined],
  ['null', null],
  ['a text', 'permit'],
]

for (const [what, value] of LOOK_ALIKES) {
  test(`${what} is no permit`, () => {
    assert.throws(() => Permit.termsOf(value as Permit), TypeError)
  })
}

test('a permit for a purpose is none for a right', () => {
  for (const value of [
    permit,
    Object.create(RightsPermit.prototype),
    structuredClone(rightsPermit),
  ]) {
    assert.throws(() => RightsPermit.termsOf(value as RightsPermit), TypeError)
  }
})

test('the classes make nothing without the key of the gate', () => {
  for (const key of [undefined, null, Symbol('the gate'), Symbol.for('the gate'), 'the gate']) {
    assert.throws(() => new Permit(TERMS, key as never), TypeError)
    assert.throws(() => new RightsPermit(RIGHTS, key as never), TypeError)
  }
  class Forged extends Permit<'measurement'> {}
  assert.throws(() => Reflect.construct(Forged, [TERMS]), TypeError)
})

test('a permit shows nothing, and its terms cannot be changed', () => {
  assert.equal(JSON.stringify(permit), '{}')
  assert.deepEqual(Object.getOwnPropertyNames(permit), [])
  const terms = Permit.termsOf(permit)
  assert.throws(() => Object.assign(terms, { purpose: 'sale_or_sharing' }), TypeError)
  assert.equal(Permit.termsOf(permit).purpose, 'measurement')
})

test('the package that others import has no mint', async () => {
  const names = Object.keys(await import('./index.ts'))
  assert.deepEqual(
    names.filter((name) => /mint/i.test(name)),
    [],
  )
})
