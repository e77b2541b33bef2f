/**
 * Unlearning is exact: after any order of coming, doing, taking back, leaving and coming again, the
 * state and the model are those of a directory that only ever saw what is left.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { purposesAccepting } from '@equipoise/core/consent'
import { VERBS, type Verb } from '@equipoise/core/values'
import type { App } from '@equipoise/server/app'
import { recordConsent } from '@equipoise/server/modules/consent'
import { eraseSubject, removeInteraction } from '@equipoise/server/modules/rights'
import { getSubject } from '@equipoise/server/modules/subjects'
import fc from 'fast-check'
import { anApp } from './builders/app.ts'
import { anItem, catalogue, stock } from './builders/catalogue.ts'
import { aConsent, aSubject, BY_SUBJECT, meet } from './builders/subject.ts'

const PEOPLE = ['ann', 'ben', 'cat', 'dan']
const ITEMS = [...catalogue(6), anItem('secret', { sensitive: ['health'] })]

type Step = PersonalStep | { readonly kind: 'train' } | { readonly kind: 'restart' }

type PersonalStep =
  | { readonly kind: 'meet'; readonly who: string; readonly item: string; readonly verb: Verb }
  | { readonly kind: 'takeBack'; readonly who: string; readonly pick: number }
  | { readonly kind: 'withdraw' | 'give' | 'erase'; readonly who: string }

const who = fc.constantFrom(...PEOPLE)
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('meet' as const),
        who,
        item: fc.constantFrom(...ITEMS.map(({ id }) => id), 'unlisted'),
        verb: fc.constantFrom(...VERBS),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('takeBack' as const), who, pick: fc.nat() }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constantFrom('withdraw', 'give', 'erase'), who }),
    },
    { weight: 1, arbitrary: fc.constantFrom<Step>({ kind: 'train' }, { kind: 'restart' }) },
  ),
  { minLength: 5, maxLength: 40, size: 'max' },
)

const LEANING = { EQUIPOISE_MODEL_POPULARITY_EXPONENT: '3', EQUIPOISE_HALF_LIFE_ITEMS: '5' }

for (const [resident, numRuns, environment] of [
  [false, 20, {}],
  [true, 8, {}],
  [true, 8, LEANING],
] as const) {
  const how = `resident: ${resident}, settings: ${JSON.stringify(environment)}`
  test(`whatever came and left, the state is that of what is left (${how})`, async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const [here, there] = await Promise.all([
          anAppToDiscard({ resident, environment }),
          anAppToDiscard({ environment }),
        ])
        try {
          const left = new Left()
          for (const step of taken) await take(step, here, left)
          await left.repeatIn(there.app)
          assert.deepEqual(await digestsOf(here.app), await digestsOf(there.app))
        } finally {
          await Promise.all([here.discard(), there.discard()])
        }
      }),
      { numRuns, endOnFailure: true },
    )
  })
}

test('a state that could not take somebody whole is as if they had not come', async (t) => {
  const [here, there] = [(await anApp(t)).app, (await anApp(t)).app]
  const wide = Array.from({ length: 101 }, (_, n) =>
    anItem(`wide-${n}`, { categories: Array.from({ length: 20 }, (__, m) => `${n}-${m}`) }),
  )
  await stock(here, wide)
  const meetings = wide.map(({ id }) => ({ item: id }))
  for (const app of [here, there])
    await aSubject('ann')
      .meeting(...meetings)
      .join(app)
  await assert.rejects(here.trainer.train(), { code: 'model_invalid' })
  const narrow = wide.map((item) => ({ ...item, categories: ['one'] }))
  for (const app of [here, there]) await stock(app, narrow)
  assert.deepEqual(await digestsOf(here), await digestsOf(there))
})

for (const stage of ['reading people', 'solving', 'publishing'] as const) {
  test(`somebody who leaves while a model is at "${stage}" is in none that is published`, async (t) => {
    const { app } = await anApp(t)
    await stock(app, ITEMS)
    for (const name of ['ann', 'ben']) await aSubject(name).meeting({ item: 'item-0' }).join(app)
    const leaving = await aSubject('leaving').meeting({ item: 'only-theirs' }).join(app)
    let erased: Promise<unknown> | undefined
    await app.trainer.train((progress) => {
      if (progress.stage === stage) erased ??= eraseSubject(app, leaving, BY_SUBJECT)
    })
    await erased
    assert.equal(app.published()?.model.ordinals.has('only-theirs'), false)
    assert.equal(await app.trainer.isStale(), false)
  })
}

test('a removal that a training overtakes is marked as cleared', async (t) => {
  const { app } = await anApp(t, { resident: true })
  await aSubject('staying').meeting({ item: 'item-0' }).join(app)
  const leaving = await aSubject('leaving').meeting({ item: 'only-theirs' }).join(app)
  await app.trainer.train()
  const training = app.trainer.train()
  const { clearance } = await eraseSubject(app, leaving, BY_SUBJECT)
  await training
  assert.ok(await app.trainer.awaitClearance(clearance))
  assert.equal(app.published()?.model.ordinals.has('only-theirs'), false)
})

test('a model that cannot be rebuilt without somebody who left is withdrawn', async (t) => {
  const failures: unknown[] = []
  const { app } = await anApp(t, { resident: true, onError: (error) => failures.push(error) })
  const leaving = await aSubject('leaving').meeting({ item: 'only-theirs' }).join(app)
  await aSubject('staying').meeting({ item: 'item-0' }).join(app)
  await app.trainer.train()
  const wide = Array.from({ length: 101 }, (_, n) =>
    anItem(`wide-${n}`, { categories: Array.from({ length: 20 }, (__, m) => `${n}-${m}`) }),
  )
  await stock(app, wide)
  await meet(
    app,
    'staying',
    wide.map(({ id }) => ({ item: id })),
  )
  const { clearance } = await eraseSubject(app, leaving, BY_SUBJECT)
  assert.ok(await app.trainer.awaitClearance(clearance))
  assert.equal(app.published(), undefined)
  assert.equal(failures.length, 1)
})

async function take(step: Step, here: Discardable, left: Left): Promise<void> {
  if (step.kind === 'restart') return here.reopen()
  if (step.kind === 'train') return trainNow(here.app)
  return takePersonal(step, here.app, left)
}

async function takePersonal(step: PersonalStep, app: App, left: Left): Promise<void> {
  const person = left.of(step.who)
  if (!person.joined && step.kind !== 'give' && step.kind !== 'meet') return
  const reference = { externalId: step.who }
  switch (step.kind) {
    case 'give':
      await recordConsent(
        app,
        reference,
        aConsent('give', ['site_personalization', 'model_training']),
      )
      Object.assign(person, { joined: true, training: true })
      return
    case 'withdraw':
      await recordConsent(app, reference, aConsent('withdraw', ['model_training']))
      person.training = false
      for (const one of person.met.values()) one.training = false
      return
    case 'meet': {
      if (!person.joined) await takePersonal({ kind: 'give', who: step.who }, app, left)
      const id = `${step.who}-${left.next()}`
      const { item, verb } = step
      await meet(app, step.who, [{ id, item, verb }])
      const counts = person.training && purposesAccepting(verb).includes('model_training')
      person.met.set(id, { item, verb, training: counts })
      return
    }
    case 'takeBack': {
      const ids = [...person.met.keys()]
      const id = ids[step.pick % Math.max(1, ids.length)]
      if (id === undefined) return
      await removeInteraction(app, await getSubject(app.store, reference), {
        interaction: id,
        acting: BY_SUBJECT,
      })
      person.met.delete(id)
      return
    }
    case 'erase':
      await eraseSubject(app, await getSubject(app.store, reference), BY_SUBJECT)
      left.forget(step.who)
  }
}

interface PersonLeft {
  joined: boolean
  training: boolean
  readonly met: Map<string, { readonly item: string; readonly verb: Verb; training: boolean }>
}

/** What is left, as the simplest bookkeeping has it. */
class Left {
  readonly #people = new Map<string, PersonLeft>()
  #count = 0

  next(): number {
    this.#count += 1
    return this.#count
  }

  of(name: string): PersonLeft {
    const person = this.#people.get(name) ?? { joined: false, training: false, met: new Map() }
    this.#people.set(name, person)
    return person
  }

  forget(name: string): void {
    this.#people.delete(name)
  }

  /** Brings only what is left, in another order, to a directory that saw nothing else. */
  async repeatIn(app: App): Promise<void> {
    for (const [name, { training, met }] of [...this.#people].toReversed()) {
      const meetings = [...met.values()].filter((one) => one.training).toReversed()
      if (!training || meetings.length === 0) continue
      const what = meetings.map(({ item, verb }) => ({ item, verb }))
      await aSubject(name)
        .meeting(...what)
        .join(app)
    }
  }
}

interface Discardable extends Awaited<ReturnType<typeof anApp>> {
  discard(): Promise<void>
}

/** An app of one run of a property, which is over before its test is. */
async function anAppToDiscard(options: Parameters<typeof anApp>[1]): Promise<Discardable> {
  let tidy: (() => Promise<void> | void) | undefined
  const after = (act: unknown) => {
    tidy = act as () => Promise<void>
  }
  const opened = await anApp({ after } as Parameters<typeof anApp>[0], options)
  await stock(opened.app, ITEMS)
  const discard = async () => {
    await tidy?.()
  }
  return Object.assign(Object.create(opened), { discard })
}

async function digestsOf(app: App): Promise<object> {
  await trainNow(app)
  const { digests } = app.published()?.manifest ?? {}
  assert.equal(digests?.gram, await app.trainer.stateDigest())
  return { ...digests }
}

/** Trains, after whatever rebuild is under way. */
async function trainNow(app: App): Promise<void> {
  await app.trainer.ensure()
  await app.trainer.train().catch(async (error: unknown) => {
    assert.equal((error as { code?: string }).code, 'training_running')
    await app.trainer.ensure()
    await trainNow(app)
  })
}
