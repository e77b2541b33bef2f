/** How subjects are found and named, what they mark and pause, and texts that count once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NO_WISHES } from '@equipoise/core/channels'
import { decideRights, type RightsAct } from '@equipoise/core/law'
import { formatId, type SubjectId, toInstant } from '@equipoise/core/values'
import type { Identity, RightsWriter } from '../store.ts'
import {
  anInteraction,
  aRightsLeaf,
  type EngineUnderTest,
  external,
  NOTHING_SAID,
  openStage,
  type Stage,
} from './stage.ts'

const KINDS = ['external', 'anonymous', 'session'] as const

export function identityContract(engine: EngineUnderTest): void {
  test('an identity is found as what it is, and never as one of another kind', async (t) => {
    const stage = await openStage(t, engine)
    for (const kind of KINDS) {
      const subject = await create(stage, { kind, text: 'same' })
      for (const other of KINDS) {
        const expected = KINDS.indexOf(other) <= KINDS.indexOf(kind)
        assert.equal((await find(stage, { kind: other, text: 'same' })) !== undefined, expected)
      }
      assert.equal(await find(stage, { kind, text: 'same' }), subject)
    }
  })

  test('of a session nothing is kept in words, of an anonymous id no external one', async (t) => {
    const stage = await openStage(t, engine)
    const names = await Promise.all(
      KINDS.map(async (kind) => {
        const { externalId, anonymousId } = await describe(
          stage,
          await create(stage, { kind, text: kind }),
        )
        return [externalId, anonymousId]
      }),
    )
    assert.deepEqual(names, [
      ['external', undefined],
      [undefined, 'anonymous'],
      [undefined, undefined],
    ])
  })

  test('an identity that changes is found by the new one alone, also after a restart', async (t) => {
    const stage = await openStage(t, engine)
    const session: Identity = { kind: 'session', text: 'secret' }
    const subject = await create(stage, session)
    assert.equal(await find(stage, session), subject)
    await act(stage, subject, 'correction', (writer) => writer.changeIdentity(external('7')))
    for (let restart = 0; restart < 2; restart += 1) {
      assert.equal(await find(stage, session), undefined)
      assert.equal(await find(stage, external('7')), subject)
      assert.equal((await describe(stage, subject)).externalId, '7')
      await stage.reopen()
    }
  })

  test('an identity that is somebody’s is not given to another one', async (t) => {
    const stage = await openStage(t, engine)
    const [one, other] = [await stage.person('7'), await stage.person('8')]
    const take = act(stage, other.subject, 'consent', (writer) =>
      writer.changeIdentity(external('7')),
    )
    await assert.rejects(take, { code: 'consent_changed' })
    assert.equal(await find(stage, external('7')), one.subject)
    assert.equal(await find(stage, external('8')), other.subject)
    await act(stage, one.subject, 'consent', (writer) => writer.changeIdentity(external('7')))
  })

  test('an identity whose change was given up stays as it was', async (t) => {
    const stage = await openStage(t, engine)
    const { subject } = await stage.person('7')
    const change = act(stage, subject, 'correction', async (writer) => {
      await writer.changeIdentity(external('8'))
      throw new Error('given up')
    })
    await assert.rejects(change, /given up/)
    assert.equal(await find(stage, external('7')), subject)
    assert.equal(await find(stage, external('8')), undefined)
  })

  test('who is vouched for, paused and what they marked is read as it was said', async (t) => {
    const stage = await openStage(t, engine)
    const subject = await create(stage, external('7'), false)
    const marks = { items: ['Ünï 😀'], categories: ['books'] }
    const pausedUntil = toInstant(stage.now() + 1_000)
    const facts = () => stage.store.read('gate', (reader) => reader.findFacts(subject))
    const before = await facts()
    assert.deepEqual([before?.vouched, before?.pausedUntil], [false, undefined])
    const said = { vouched: true, pausedUntil, marks }
    await act(stage, subject, 'correction', (writer) => writer.updateSubject(said))
    await stage.reopen()
    const after = await facts()
    assert.deepEqual([after?.vouched, after?.pausedUntil, after?.marks], [true, pausedUntil, marks])
    const taken = { pausedUntil: undefined, marks: { items: [], categories: [] } }
    await act(stage, subject, 'correction', (writer) => writer.updateSubject(taken))
    const { pausedUntil: until, marks: left, vouched } = await describe(stage, subject)
    assert.deepEqual([until, left, vouched], [undefined, taken.marks, true])
  })

  test('a profile leaves out what was marked, and is whole again without the mark', async (t) => {
    const stage = await openStage(t, engine)
    const someone = await stage.person()
    await someone.append(anInteraction({ item: 'a' }), anInteraction({ item: 'b' }))
    const items = async () =>
      (await someone.profile('model_training')).map(({ item }) => item).toSorted()
    const mark = (...marked: string[]) =>
      act(stage, someone.subject, 'correction', (writer) =>
        writer.updateSubject({ marks: { items: marked, categories: ['x'] } }),
      )
    await mark('b', 'c')
    assert.deepEqual(await items(), ['a'])
    const permit = await someone.permit('site_personalization')
    const marks = await stage.store.read(permit, (reader) => reader.readMarks())
    assert.deepEqual(marks, { items: ['b', 'c'], categories: ['x'] })
    await mark()
    assert.deepEqual(await items(), ['a', 'b'])
  })

  test('a permit of before a pause opens nothing until the pause is over', async (t) => {
    const stage = await openStage(t, engine)
    const someone = await stage.person()
    const permit = await someone.permit('model_training')
    const pause = (pausedUntil: number) =>
      act(stage, someone.subject, 'correction', (writer) =>
        writer.updateSubject({ pausedUntil: toInstant(pausedUntil) }),
      )
    await pause(stage.now() + 1_000)
    const interaction = anInteraction({ purposes: ['model_training'] })
    const read = () => stage.store.read(permit, (reader) => reader.readProfile())
    await assert.rejects(read(), { code: 'consent_changed' })
    const append = stage.store.transact([permit], (writer) =>
      writer.appendInteractions([interaction]),
    )
    await assert.rejects(append, { code: 'consent_changed' })
    const gathering = { permits: [permit], interactions: [interaction] }
    assert.deepEqual(await stage.store.collect([gathering]), ['consent_changed'])
    stage.advance(1_000)
    assert.deepEqual(await read(), [])
  })

  test('what was marked since the gate decided is not kept', async (t) => {
    const stage = await openStage(t, engine)
    const someone = await stage.person()
    const permit = await someone.permit('model_training')
    const [wrong, right] = ['wrong', 'right'].map((item) => ({
      permits: [permit],
      interactions: [anInteraction({ item, purposes: ['model_training'] })],
    }))
    assert.ok(wrong && right)
    await act(stage, someone.subject, 'correction', (writer) =>
      writer.updateSubject({ marks: { items: ['wrong'], categories: [] } }),
    )
    const outcomes = await stage.store.collect([wrong, right])
    assert.deepEqual(outcomes, ['consent_changed', { accepted: 1, duplicates: 0 }])
  })

  test('what is kept apart from the profile since the gate decided is not kept', async (t) => {
    const stage = await openStage(t, engine)
    const someone = await stage.person()
    const permit = await someone.permit('model_training')
    const [apart, other] = ['apart', 'other'].map((item) => ({
      permits: [permit],
      interactions: [anInteraction({ item, purposes: ['model_training'] })],
    }))
    assert.ok(apart && other)
    const wishes = { ...NO_WISHES, notForProfile: { items: ['apart'], lists: [] } }
    await act(stage, someone.subject, 'correction', (writer) => writer.updateSubject({ wishes }))
    const outcomes = await stage.store.collect([apart, other])
    assert.deepEqual(outcomes, ['consent_changed', { accepted: 1, duplicates: 0 }])
    await stage.reopen()
    const kept = await describe(stage, someone.subject)
    assert.deepEqual(kept.wishes, wishes)
  })

  test('a text counts once, until it is swept', async (t) => {
    const stage = await openStage(t, engine)
    const { subject } = await stage.person()
    const use = (text: string) =>
      act(stage, subject, 'consent', (writer) => writer.useOnce(text, toInstant(1_000)))
    const sweep = (before: number) =>
      stage.store.transact('system', (writer) => writer.sweepUsed(toInstant(before)))
    assert.deepEqual([await use('a'), await use('a'), await use('b')], [true, false, true])
    await stage.reopen()
    await sweep(1_000)
    assert.equal(await use('a'), false)
    await sweep(1_001)
    assert.equal(await use('a'), true)
  })

  test('a text that was used by an act that was given up is not used', async (t) => {
    const stage = await openStage(t, engine)
    const { subject } = await stage.person()
    const until = toInstant(1_000)
    const fail = act(stage, subject, 'consent', async (writer) => {
      await writer.useOnce('a', until)
      throw new Error('given up')
    })
    await assert.rejects(fail, /given up/)
    assert.equal(await act(stage, subject, 'consent', (writer) => writer.useOnce('a', until)), true)
    const elsewhere = act(stage, subject, 'access', (writer) => writer.useOnce('b', until))
    await assert.rejects(elsewhere, /rights permit of the acts/)
  })

  test('acts under a person’s rights are listed in order, and consent is not among them', async (t) => {
    const stage = await openStage(t, engine)
    const { subject, ...someone } = await stage.person()
    await someone.consent('give', 'measurement')
    const leaves = (['pause', 'export'] as const).map((what) =>
      aRightsLeaf(what, subject, stage.now()),
    )
    for (const leaf of leaves) {
      await act(stage, subject, 'access', (writer) => writer.appendRightsAct(leaf))
    }
    const right = decideRights('access', subject, stage.now())
    const listed = await stage.store.read(right, (reader) => reader.listRightsActs())
    assert.deepEqual(listed, leaves)
  })
}

function find({ store }: Stage, identity: Identity): Promise<SubjectId | undefined> {
  return store.read('gate', (reader) => reader.findSubject(identity))
}

function describe({ store, now }: Stage, subject: SubjectId) {
  return store.read(decideRights('access', subject, now()), (reader) => reader.readSubject())
}

let made = 0

async function create(stage: Stage, identity: Identity, vouched = true): Promise<SubjectId> {
  made += 1
  const subject = formatId('sub', new Uint8Array(16).fill(made % 256))
  await act(stage, subject, 'consent', (writer) =>
    writer.createSubject(identity, { ...NOTHING_SAID, vouched, createdAt: stage.now() }),
  )
  return subject
}

function act<T>(
  { store, now }: Stage,
  subject: SubjectId,
  right: RightsAct,
  writing: (writer: RightsWriter) => Promise<T>,
): Promise<T> {
  return store.transact(decideRights(right, subject, now()), writing)
}
