import assert from 'node:assert/strict'
import { test } from 'node:test'
import { purposesAccepting } from '@equipoise/core/consent'
import {
  compareUtf8,
  type Instant,
  type Purpose,
  toInstant,
  VERBS,
  type Verb,
} from '@equipoise/core/values'
import fc from 'fast-check'
import type { CollectedInteraction, KeptInteraction, ProfileItem, VerbSummary } from '../store.ts'
import {
  anInteraction,
  BASIS,
  BOTH,
  type EngineUnderTest,
  openStage,
  type Person,
} from './stage.ts'

const SITE: readonly Purpose[] = ['site_personalization']
const TRAINING: readonly Purpose[] = ['model_training']

export function interactionContract(engine: EngineUnderTest): void {
  test('what somebody did is listed in parts, the latest that came first, wherever it lies', async (t) => {
    const stage = await openStage(t, engine)
    const someone = await stage.person()
    const ids = Array.from({ length: 23 }, (_, n) => `${n}`)
    const listed = async (count: number) => {
      const found: string[] = []
      for (let before: number | undefined; ; ) {
        const page = { before, count }
        const { entries, next } = await stage.store.read(someone.rights('access'), (reader) =>
          reader.pageInteractions(page),
        )
        assert.ok(entries.length <= count)
        found.push(...entries.map(({ id }) => id))
        if (next === undefined) return found
        before = next
      }
    }
    for (const id of ids.slice(0, 12)) await someone.append(anInteraction({ id }))
    assert.deepEqual(await listed(5), ids.slice(0, 12).toReversed())
    // A removal puts everything where all others are; what comes next arrives beside it.
    await someone.remove('3')
    for (const id of ids.slice(12)) await someone.append(anInteraction({ id }))
    const left = ids.filter((id) => id !== '3').toReversed()
    for (const count of [1, 4, 11, 22, 23, 200]) assert.deepEqual(await listed(count), left)
    await stage.reopen()
    assert.deepEqual(await listed(7), left)
  })

  test('an interaction is kept as it was, in the order of arrival', async (t) => {
    const { person } = await openStage(t, engine)
    const someone = await person()
    const kept: CollectedInteraction[] = [
      {
        id: 'b',
        item: 'Ünï 😀',
        verb: 'purchase',
        at: toInstant(1_700_000_000_000),
        purposes: BOTH,
        basis: BASIS,
      },
      anInteraction({ id: 'a', item: '__proto__', verb: 'dislike', purposes: SITE }),
      anInteraction({ id: 'é', item: '7', at: toInstant(0), purposes: TRAINING }),
    ]
    await someone.append(...kept)
    assert.deepEqual(await someone.kept(), kept)
  })

  test('an id counts once, in one batch, in the next and after a restart', async (t) => {
    const { person, reopen } = await openStage(t, engine)
    const someone = await person()
    const [a, b] = [anInteraction({ id: 'a' }), anInteraction({ id: 'b' })]
    assert.deepEqual(await someone.append(a, b, a), { accepted: 2, duplicates: 1 })
    assert.deepEqual(await someone.append(b), { accepted: 0, duplicates: 1 })
    await reopen()
    assert.deepEqual(await someone.append(a, anInteraction({ id: 'c' })), {
      accepted: 1,
      duplicates: 1,
    })
    assert.equal((await someone.kept()).length, 3)
  })

  test('a duplicate changes nothing, whatever it says', async (t) => {
    const { person } = await openStage(t, engine)
    const someone = await person()
    await someone.append(anInteraction({ id: 'a', purposes: SITE }))
    await someone.append(
      anInteraction({ id: 'a', item: 'other', verb: 'purchase', purposes: BOTH }),
    )
    assert.deepEqual(await someone.kept(), [anInteraction({ id: 'a', purposes: SITE })])
    assert.deepEqual(await someone.profile('model_training'), [])
  })

  test('two people may have interactions of one id', async (t) => {
    const { person } = await openStage(t, engine)
    for (const someone of [await person(), await person()]) {
      assert.equal((await someone.append(anInteraction({ id: 'a' }))).accepted, 1)
    }
  })

  test('a purpose sees only what is kept for it', async (t) => {
    const { person } = await openStage(t, engine)
    const someone = await person()
    await someone.append(
      anInteraction({ item: 'site', purposes: SITE }),
      anInteraction({ item: 'training', purposes: TRAINING }),
      anInteraction({ item: 'both', purposes: BOTH }),
    )
    const itemsFor = async (purpose: Purpose) =>
      (await someone.profile(purpose)).map(({ item }) => item).toSorted(compareUtf8)
    assert.deepEqual(await itemsFor('site_personalization'), ['both', 'site'])
    assert.deepEqual(await itemsFor('model_training'), ['both', 'training'])
    await someone.consent('give', 'first_party_advertising')
    assert.deepEqual(await itemsFor('first_party_advertising'), [])
  })

  test('the profile is the fold of the rows, however many came and left', async (t) => {
    const stage = await openStage(t, engine)
    await fc.assert(
      fc.asyncProperty(histories, async (steps) => {
        const someone = await stage.person()
        for (const step of steps) {
          if ('append' in step) await someone.append(...step.append)
          else await removeSome(someone, step.remove)
          await assertFolded(someone)
        }
      }),
      { numRuns: 12, endOnFailure: true },
    )
  })

  test('what was read before is never told again once it has changed', async (t) => {
    const { store, person, advance } = await openStage(t, engine)
    const someone = await person()
    const items = async () =>
      (await someone.profile('site_personalization')).map(({ item }) => item).toSorted(compareUtf8)
    await someone.append(anInteraction({ id: 'a', item: 'a' }))
    assert.deepEqual([await items(), await items()], [['a'], ['a']])
    await someone.append(anInteraction({ id: 'b', item: 'b' }))
    assert.deepEqual(await items(), ['a', 'b'])
    // What is not committed is not told; what was read meanwhile is not kept past the commit.
    await store.transact(someone.rights('erasure'), async (writer) => {
      await writer.removeItems(['a'])
      assert.deepEqual(await items(), ['a', 'b'])
    })
    assert.deepEqual(await items(), ['b'])
    const failed = store.transact(someone.rights('erasure'), async (writer) => {
      await writer.removeItems(['b'])
      throw new Error('taken back')
    })
    await assert.rejects(failed, /taken back/)
    assert.deepEqual(await items(), ['b'])
    await store.transact(someone.rights('correction'), (writer) =>
      writer.updateSubject({ marks: { items: ['b'], categories: [] } }),
    )
    assert.deepEqual(await items(), [])
    const permit = await someone.permit('site_personalization')
    const pausedUntil = toInstant(BASIS.at + 60_000)
    await store.transact(someone.rights('correction'), (writer) =>
      writer.updateSubject({ pausedUntil, marks: { items: [], categories: [] } }),
    )
    const read = () => store.read(permit, (reader) => reader.readProfile())
    await assert.rejects(read(), { code: 'consent_changed' })
    advance(60_001)
    assert.deepEqual(await items(), ['b'])
    await someone.consent('withdraw', 'site_personalization')
    await assert.rejects(read(), { code: 'consent_changed' })
    advance(1)
    await someone.consent('give', 'site_personalization')
    assert.deepEqual(await items(), [])
    await someone.erase()
    await assert.rejects(read(), { code: 'consent_changed' })
  })

  test('a fold of more rows than are read one by one says the same, also after a restart', async (t) => {
    const { person, reopen } = await openStage(t, engine)
    const someone = await person()
    const many = Array.from({ length: 300 }, (_, n) =>
      anInteraction({
        id: `i-${n}`,
        item: `item-${n % 7}`,
        verb: VERBS[n % 4] ?? 'view',
        at: n % 3 === 0 ? undefined : toInstant(1_000 * ((n * 37) % 211)),
        purposes: n % 5 === 0 ? SITE : BOTH,
      }),
    )
    for (let n = 0; n < many.length; n += 90) {
      await someone.append(...many.slice(n, n + 90))
      await assertFolded(someone)
    }
    await reopen()
    await assertFolded(someone)
    for (const n of [0, 1, 64, 65, 150, 299]) await someone.remove(`i-${n}`)
    await assertFolded(someone)
    await someone.append(anInteraction({ item: 'last' }))
    await assertFolded(someone)
  })

  test('what was kept for a purpose alone goes when it ends, and the rest stays', async (t) => {
    const { person } = await openStage(t, engine)
    const someone = await person()
    await someone.append(
      anInteraction({ id: 'site', purposes: SITE }),
      anInteraction({ id: 'training', purposes: TRAINING }),
      anInteraction({ id: 'both', purposes: BOTH }),
    )
    const removal = await someone.consent('withdraw', 'site_personalization')
    const kept = await someone.kept()
    assert.equal(removal?.rows, 1)
    assert.deepEqual(
      kept.map(({ id }) => id),
      ['training', 'both'],
    )
    assert.deepEqual(
      kept.map(({ purposes }) => purposes),
      [TRAINING, TRAINING],
    )
  })

  test('a purpose that is given again begins without a past', async (t) => {
    const { person, advance } = await openStage(t, engine)
    const someone = await person()
    const many = Array.from({ length: 100 }, (_, n) => anInteraction({ item: `item-${n}` }))
    await someone.append(...many)
    await someone.consent('withdraw', 'site_personalization')
    advance(1)
    await someone.consent('give', 'site_personalization')
    assert.deepEqual(await someone.profile('site_personalization'), [])
    assert.equal((await someone.profile('model_training')).length, 100)
    await someone.append(anInteraction({ item: 'new', purposes: SITE }))
    await assertFolded(someone)
  })

  test('with the last purpose the last interaction goes', async (t) => {
    const { person } = await openStage(t, engine)
    const someone = await person()
    await someone.append(...Array.from({ length: 100 }, () => anInteraction()))
    await someone.consent('refuse', ...BOTH)
    assert.deepEqual(await someone.kept(), [])
  })

  test('the end of one person’s purpose takes nothing from another', async (t) => {
    const { person } = await openStage(t, engine)
    const [one, other] = [await person(), await person()]
    for (const someone of [one, other]) await someone.append(anInteraction({ id: 'a' }))
    await one.consent('withdraw', ...BOTH)
    await one.erase()
    assert.equal((await other.kept()).length, 1)
    assert.equal((await other.profile('site_personalization')).length, 1)
  })

  test('one interaction is removed, and may come again', async (t) => {
    const { person } = await openStage(t, engine)
    const someone = await person()
    await someone.append(anInteraction({ id: 'a' }), anInteraction({ id: 'b' }))
    const removal = await someone.remove('a')
    assert.deepEqual([removal.found, removal.rows], [true, 1])
    assert.deepEqual(
      (await someone.kept()).map(({ id }) => id),
      ['b'],
    )
    assert.equal((await someone.append(anInteraction({ id: 'a' }))).accepted, 1)
    assert.equal((await someone.kept()).length, 2)
  })

  test('an interaction that is not there, or is another’s, is not found', async (t) => {
    const { person } = await openStage(t, engine)
    const [one, other] = [await person(), await person()]
    await other.append(anInteraction({ id: 'a' }))
    for (const id of ['a', '', 'A', 'a ']) {
      const removal = await one.remove(id)
      assert.deepEqual([removal.found, removal.rows], [false, 0])
    }
    assert.equal((await other.kept()).length, 1)
  })
}

type Step =
  | { readonly append: readonly CollectedInteraction[] }
  | { readonly remove: readonly number[] }

const interactions: fc.Arbitrary<CollectedInteraction> = fc
  .record({
    id: fc.nat({ max: 400 }).map((n) => `id-${n}`),
    item: fc.constantFrom('a', 'b', 'c', '__proto__', 'é'),
    verb: fc.constantFrom(...VERBS),
    at: fc.option(fc.nat({ max: 50 }).map(toInstant), { nil: undefined }),
    purposes: fc.constantFrom(SITE, TRAINING, BOTH),
  })
  .map((one) => ({ ...one, purposes: acceptedBy(one.verb, one.purposes), basis: BASIS }))

const histories: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    fc
      .array(interactions, { minLength: 1, maxLength: 120, size: 'max' })
      .map((append) => ({ append })),
    fc.array(fc.nat(), { minLength: 1, maxLength: 5 }).map((remove) => ({ remove })),
  ),
  { minLength: 1, maxLength: 6 },
)

function acceptedBy(verb: Verb, purposes: readonly Purpose[]): readonly Purpose[] {
  const accepted = purposes.filter((purpose) => purposesAccepting(verb).includes(purpose))
  return accepted.length > 0 ? accepted : SITE
}

async function removeSome(someone: Person, picks: readonly number[]): Promise<void> {
  const kept = await someone.kept()
  for (const pick of picks) {
    const one = kept[pick % Math.max(1, kept.length)]
    if (one) await someone.remove(one.id)
  }
}

/** Compares what each purpose reads with the rows themselves, as a person sees them. */
async function assertFolded(someone: Person): Promise<void> {
  const kept = await someone.kept()
  for (const purpose of ['site_personalization', 'model_training'] as const) {
    const rows = kept.filter(({ purposes }) => purposes.includes(purpose))
    assert.deepEqual(sorted(await someone.profile(purpose)), sorted(foldOf(rows)))
  }
}

function foldOf(rows: readonly KeptInteraction[]): ProfileItem[] {
  const items = new Map<string, Map<Verb, VerbSummary>>()
  for (const { item, verb, at } of rows) {
    const verbs = items.get(item) ?? new Map<Verb, VerbSummary>()
    const { count, lastAt } = verbs.get(verb) ?? { count: 0, lastAt: undefined }
    verbs.set(verb, { count: count + 1, lastAt: latest(lastAt, at) })
    items.set(item, verbs)
  }
  return [...items].map(([item, verbs]) => ({ item, verbs: Object.fromEntries(verbs) }))
}

function latest(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  const known = [a, b].filter((at) => at !== undefined)
  return known.length === 0 ? undefined : toInstant(Math.max(...known))
}

function sorted(profile: readonly ProfileItem[]): ProfileItem[] {
  return profile.toSorted((a, b) => compareUtf8(a.item, b.item))
}
