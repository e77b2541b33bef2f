/** Many people in one transaction: what each of them gets is their own. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PERMIT_LIFETIME_MS } from '@equipoise/core/law'
import type { CollectedInteraction, Gathering } from '../store.ts'
import {
  aConsentRecord,
  anInteraction,
  BASIS,
  BOTH,
  type EngineUnderTest,
  openStage,
  type Person,
} from './stage.ts'

export function collectingContract(engine: EngineUnderTest): void {
  test('many people’s are kept at once, each one’s own, in the order given', async (t) => {
    const { store, person, reopen } = await openStage(t, engine)
    const people = await Promise.all(Array.from({ length: 45 }, () => person()))
    const gatherings = await Promise.all(
      people.map((one, n) =>
        gather(one, ...Array.from({ length: n % 3 }, (_, m) => anInteraction({ id: `${m}` }))),
      ),
    )
    const filled = gatherings.filter(({ interactions }) => interactions.length > 0)
    const outcomes = await store.collect(filled)
    assert.deepEqual(
      outcomes,
      filled.map(({ interactions }) => ({ accepted: interactions.length, duplicates: 0 })),
    )
    await reopen()
    for (const [n, one] of people.entries()) {
      assert.deepEqual(
        (await one.kept()).map(({ id }) => id),
        ['0', '1'].slice(0, n % 3),
      )
    }
  })

  test('whose consent changed is left out and told so, and nobody else', async (t) => {
    const { store, person, advance } = await openStage(t, engine)
    const people = await Promise.all(Array.from({ length: 5 }, () => person()))
    const late = await gather(people[0], anInteraction())
    advance(PERMIT_LIFETIME_MS)
    const rest = await Promise.all(people.slice(1).map((one) => gather(one, anInteraction())))
    await people[2]?.consent('withdraw', 'model_training')
    await people[3]?.erase()
    const outcomes = await store.collect([late, ...rest])
    const kept = { accepted: 1, duplicates: 0 }
    const changed = 'consent_changed'
    assert.deepEqual(outcomes, [changed, kept, changed, changed, kept])
    assert.deepEqual([await people[0]?.kept(), await people[2]?.kept()], [[], []])
  })

  test('a person who comes twice in one gathering is one person', async (t) => {
    const { store, person } = await openStage(t, engine)
    const someone = await person()
    const [a, b] = [anInteraction({ id: 'a' }), anInteraction({ id: 'b' })]
    const twice = [await gather(someone, a, b), await gather(someone, b, a)]
    assert.deepEqual(await store.collect(twice), [
      { accepted: 2, duplicates: 0 },
      { accepted: 0, duplicates: 2 },
    ])
    assert.deepEqual(await someone.kept(), [a, b])
  })

  test('a permit that covers too little keeps nothing of anybody', async (t) => {
    const { store, person } = await openStage(t, engine)
    const [one, other] = [await person(), await person()]
    const good = await gather(one, anInteraction())
    const { permits } = await gather(other)
    const bad = { permits: permits.slice(0, 1), interactions: [anInteraction()] }
    await assert.rejects(store.collect([good, bad]), /purposes that the permits are for/)
    assert.deepEqual([await one.kept(), await other.kept()], [[], []])
    assert.deepEqual(await store.collect([good]), [{ accepted: 1, duplicates: 0 }])
  })

  test('what is collected beside acts on the same person is all there, or as they left it', async (t) => {
    const { store, person, now } = await openStage(t, engine)
    const someone = await person()
    const before = await gather(someone, anInteraction({ id: 'before' }))
    const after = await gather(someone, anInteraction({ id: 'after' }))
    const givenUp = store.transact(someone.rights('consent'), async (writer) => {
      await writer.endPurposes(BOTH)
      assert.deepEqual(await writer.listInteractions(), [])
      await writer.appendConsent(aConsentRecord('withdraw', BOTH, now()))
      throw new Error('given up')
    })
    const results = await Promise.allSettled([
      store.collect([before]),
      givenUp,
      someone.remove('before'),
      store.collect([after]),
    ])
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
    )
    assert.deepEqual(
      (await someone.kept()).map(({ id }) => id),
      ['after'],
    )
    assert.equal((await someone.append(anInteraction({ id: 'before' }))).accepted, 1)
  })

  test('a reader in the middle of an act sees what was there before it', async (t) => {
    const { store, person } = await openStage(t, engine)
    const someone = await person()
    await someone.append(anInteraction({ id: 'a' }), anInteraction({ id: 'b' }))
    await store.transact(someone.rights('consent'), async (writer) => {
      await writer.endPurposes(BOTH)
      assert.deepEqual(
        (await someone.kept()).map(({ id }) => id),
        ['a', 'b'],
      )
      assert.equal((await someone.profile('model_training')).length, 1)
    })
    assert.deepEqual(await someone.kept(), [])
  })

  test('what a decision rested on is read as it was kept', async (t) => {
    const { person, reopen } = await openStage(t, engine)
    const someone = await person()
    const basis = {
      ...BASIS,
      location: 'US-CA' as never, // a literal of the test, known good
      residence: 'DE' as never, // likewise
      ageBand: '16_17',
      gpc: true,
      consentRevision: 70_000,
      bases: { device_storage: 'notice', political_advertising: 'legitimate_interest' },
    } as const
    const interaction: CollectedInteraction = anInteraction({ basis })
    await someone.append(interaction)
    for (let restart = 0; restart < 2; restart += 1) {
      assert.deepEqual(await someone.kept(), [interaction])
      await reopen()
    }
  })
}

async function gather(
  person: Person | undefined,
  ...interactions: CollectedInteraction[]
): Promise<Gathering> {
  assert.ok(person)
  const permits = await Promise.all(BOTH.map((purpose) => person.permit(purpose)))
  return { permits, interactions }
}
