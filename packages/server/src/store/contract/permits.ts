import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PERMIT_LIFETIME_MS, Permit, type RightsAct, RightsPermit } from '@equipoise/core/law'
import type { CollectedInteraction, RightsWriter } from '../store.ts'
import {
  aConsentRecord,
  anInteraction,
  aRightsLeaf,
  BOTH,
  type EngineUnderTest,
  openStage,
} from './stage.ts'

export function permitContract(engine: EngineUnderTest): void {
  test('a permit reads what it is for, and appends what it is for', async (t) => {
    const { person } = await openStage(t, engine)
    const someone = await person()
    await someone.append(anInteraction())
    assert.deepEqual(await someone.profile('site_personalization'), [
      { item: 'item-1', verbs: { view: { count: 1, lastAt: undefined } } },
    ])
  })

  test('a permit of before a change of consent opens nothing any more', async (t) => {
    const { store, person } = await openStage(t, engine)
    const someone = await person()
    const permit = await someone.permit('site_personalization')
    await someone.consent('give', 'measurement')
    const read = store.read(permit, (reader) => reader.readProfile())
    await assert.rejects(read, { code: 'consent_changed' })
    const interaction = anInteraction({ purposes: ['site_personalization'] })
    const append = store.transact([permit], (writer) => writer.appendInteractions([interaction]))
    await assert.rejects(append, { code: 'consent_changed' })
    assert.deepEqual(await someone.kept(), [])
  })

  test('consent that changes in the middle of a reading ends it', async (t) => {
    const { store, person } = await openStage(t, engine)
    const someone = await person()
    const permit = await someone.permit('site_personalization')
    await store.read(permit, async (reader) => {
      await reader.readProfile()
      await someone.consent('withdraw', 'site_personalization')
      await assert.rejects(reader.readProfile(), { code: 'consent_changed' })
    })
  })

  test('a permit is good until its time, and not from then on', async (t) => {
    const { store, person, advance } = await openStage(t, engine)
    const someone = await person()
    const permit = await someone.permit('site_personalization')
    advance(PERMIT_LIFETIME_MS - 1)
    await store.read(permit, (reader) => reader.readProfile())
    advance(1)
    const read = store.read(permit, (reader) => reader.readProfile())
    await assert.rejects(read, { code: 'consent_changed' })
  })

  test('the right of a person ends with its time too', async (t) => {
    const { store, person, advance } = await openStage(t, engine)
    const someone = await person()
    const right = someone.rights('access')
    advance(PERMIT_LIFETIME_MS)
    const read = store.read(right, (reader) => reader.listInteractions())
    await assert.rejects(read, { code: 'consent_changed' })
  })

  test('what looks like a permit opens nothing', async (t) => {
    const { store, person } = await openStage(t, engine)
    const someone = await person()
    const genuine = await someone.permit('site_personalization')
    for (const value of lookAlikes(genuine, Permit.prototype)) {
      // Each is cast past the compiler, as a careless caller would.
      const forged = value as Permit<'site_personalization'>
      const read = async () => store.read(forged, (reader) => reader.readProfile())
      await assert.rejects(read, TypeError)
      const append = async () =>
        store.transact([forged], (writer) =>
          writer.appendInteractions([anInteraction({ purposes: ['site_personalization'] })]),
        )
      await assert.rejects(append, TypeError)
    }
    assert.deepEqual(await someone.kept(), [])
  })

  test('what looks like a right opens nothing', async (t) => {
    const { store, person, now } = await openStage(t, engine)
    const someone = await person()
    for (const value of lookAlikes(someone.rights('erasure'), RightsPermit.prototype)) {
      const forged = value as RightsPermit // cast past the compiler
      await assert.rejects(
        async () => store.read(forged, (reader) => reader.readSubject()),
        TypeError,
      )
      const leaf = aRightsLeaf('erase', someone.subject, now())
      await assert.rejects(
        async () => store.transact(forged, (writer) => writer.erase(() => leaf)),
        TypeError,
      )
    }
    assert.ok(await someone.facts())
  })

  test('permits of two people keep nothing together', async (t) => {
    const { store, person } = await openStage(t, engine)
    const [one, two] = [await person(), await person()]
    const permits = [await one.permit('site_personalization'), await two.permit('model_training')]
    const append = store.transact(permits, (writer) => writer.appendInteractions([anInteraction()]))
    await assert.rejects(append, /permits of one subject/)
    assert.deepEqual([await one.kept(), await two.kept()], [[], []])
  })

  const UNCOVERED: readonly (readonly [string, Partial<CollectedInteraction>])[] = [
    ['a purpose that no permit is for', { purposes: BOTH }],
    ['no purpose', { purposes: [] }],
    ['a purpose that does not accept the verb', { verb: 'skip', purposes: ['model_training'] }],
  ]
  for (const [what, change] of UNCOVERED) {
    test(`an interaction for ${what} is not kept`, async (t) => {
      const { store, person } = await openStage(t, engine)
      const someone = await person()
      const permit = await someone.permit('model_training')
      const append = store.transact([permit], (writer) =>
        writer.appendInteractions([anInteraction(change)]),
      )
      await assert.rejects(append, /Broken invariant/)
      assert.deepEqual(await someone.kept(), [])
    })
  }

  test('without a permit nothing is kept', async (t) => {
    const { store } = await openStage(t, engine)
    const append = store.transact([], (writer) => writer.appendInteractions([anInteraction()]))
    await assert.rejects(append, /at least one permit/)
  })

  test('a permit for personalization does not reach the training state', async (t) => {
    const { store, person } = await openStage(t, engine)
    const someone = await person()
    const permit = await someone.permit('site_personalization')
    const read = store.read(permit, (reader) => reader.findContribution())
    await assert.rejects(read, /model_training/)
    const cast = permit as Permit as Permit<'model_training'> // past the compiler
    const put = store.transact(cast, (writer) =>
      writer.putContribution({ items: ['x'], until: undefined, madeOf: undefined }),
    )
    await assert.rejects(put, /model_training/)
  })

  const RIGHTS: readonly (readonly [
    string,
    readonly RightsAct[],
    (writer: RightsWriter, leaf: ReturnType<typeof aRightsLeaf>) => Promise<unknown>,
  ])[] = [
    ['erase', ['erasure'], (writer, leaf) => writer.erase(() => leaf)],
    ['remove', ['correction', 'erasure'], (writer, leaf) => writer.removeInteraction('a', leaf)],
    [
      'record consent',
      ['consent'],
      (writer, leaf) => {
        // The leaf's time is that of the test's clock.
        const at = Date.parse(leaf.at) as never
        return writer.appendConsent(aConsentRecord('give', BOTH, at))
      },
    ],
    ['end purposes', ['consent'], (writer) => writer.endPurposes(BOTH)],
    ['correct', ['consent', 'correction'], (writer) => writer.updateSubject({ ageBand: 'adult' })],
    [
      'change their part in the training state',
      ['correction', 'erasure'],
      (writer) => writer.replaceContribution(undefined),
    ],
  ]
  for (const [what, acts, act] of RIGHTS) {
    test(`only the right to it lets somebody ${what}`, async (t) => {
      const { store, person, now } = await openStage(t, engine)
      const someone = await person()
      const leaf = aRightsLeaf('remove', someone.subject, now())
      for (const right of ['consent', 'access', 'correction', 'erasure'] as const) {
        if (acts.includes(right)) continue
        const attempt = store.transact(someone.rights(right), (writer) => act(writer, leaf))
        await assert.rejects(attempt, /a rights permit of the acts/, right)
      }
      for (const right of acts) {
        const someoneElse = await person()
        await store.transact(someoneElse.rights(right), (writer) => act(writer, leaf))
      }
    })
  }

  test('a handle dies with its callback, whatever it is for', async (t) => {
    const { store, person, now } = await openStage(t, engine)
    const someone = await person()
    const permit = await someone.permit('model_training')
    const right = someone.rights('erasure')
    const reading = [
      await store.read(permit, async (reader) => () => reader.readProfile()),
      await store.read(right, async (reader) => () => reader.readSubject()),
      await store.read('gate', async (reader) => () => reader.findFacts(someone.subject)),
      await store.read('system', async (reader) => () => reader.countSubjects()),
    ]
    const leaf = aRightsLeaf('erase', someone.subject, now())
    const interactions = [anInteraction({ purposes: ['model_training'] })]
    const writing = [
      await store.transact(
        [permit],
        async (writer) => () => writer.appendInteractions(interactions),
      ),
      await store.transact(permit, async (writer) => () => writer.readProfile()),
      await store.transact(right, async (writer) => () => writer.erase(() => leaf)),
      await store.transact('system', async (writer) => () => writer.putSetting('a', 'b')),
    ]
    for (const late of [...reading, ...writing]) {
      await assert.rejects(async () => late(), /the transaction is over/)
    }
    assert.ok(await someone.facts())
  })

  test('a reader cannot write, and the system reads nothing about a person', async (t) => {
    const { store, person } = await openStage(t, engine)
    const someone = await person()
    const permit = await someone.permit('model_training')
    const names = [
      await store.read(permit, async (reader) => methodsOf(reader)),
      await store.read(someone.rights('access'), async (reader) => methodsOf(reader)),
      await store.read('gate', async (reader) => methodsOf(reader)),
      await store.read('system', async (reader) => methodsOf(reader)),
    ]
    const writes = /^(append|put|create|update|end|remove|replace|erase|delete|drop|clear)/
    assert.deepEqual(
      names.flat().filter((name) => writes.test(name)),
      [],
    )
    const system = await store.transact('system', async (writer) => methodsOf(writer))
    assert.deepEqual(
      system.filter((name) =>
        /profile|interaction|consent|facts|readSubject|contribution/i.test(name),
      ),
      ['dropContribution'],
    )
  })
}

/** Wherever they stand: on what is lent, or on what it was made from. */
function methodsOf(handle: object): readonly string[] {
  const names: string[] = []
  for (const name in handle) names.push(name)
  assert.ok(names.length > 0)
  return names
}

function lookAlikes(genuine: object, prototype: object): readonly unknown[] {
  return [
    structuredClone(genuine),
    Object.create(prototype),
    Object.create(genuine),
    new Proxy(genuine, {}),
    Object.assign(Object.create(prototype), {
      terms: { purpose: 'site_personalization', subject: 'sub_', consentRevision: 1, until: 1e15 },
    }),
    undefined,
    null,
    'permit',
    {},
  ]
}
