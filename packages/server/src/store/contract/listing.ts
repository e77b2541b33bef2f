/** People who are read many at a time are read as each of them is alone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRegion, type SubjectId } from '@equipoise/core/values'
import type { Contribution, SubjectFacts } from '../store.ts'
import {
  anInteraction,
  askGate,
  type EngineUnderTest,
  openStage,
  type Person,
  type Stage,
} from './stage.ts'

const FRANCE = ['FR'].find(isRegion)
const CONTRIBUTION: Contribution = { items: ['a', 'b'], until: undefined, madeOf: 'this' }

export function listingContract(engine: EngineUnderTest): void {
  test('facts that are listed are those that are found, in the order of ids', async (t) => {
    const stage = await openStage(t, engine)
    const people = await somePeople(stage)
    const alone = await Promise.all(people.map((person) => person.facts()))
    const [all, pages] = [await listFacts(stage, 100), await listFacts(stage, 2)]
    assert.deepEqual(all, inOrder(alone))
    assert.deepEqual(pages, all)
    await stage.reopen()
    assert.deepEqual(await listFacts(stage, 3), all)
  })

  test('how people stand changes with their consent and what is said of them', async (t) => {
    const stage = await openStage(t, engine)
    const [someone, other] = [await stage.person(), await stage.person()]
    const seen = new Set<string>()
    const [standing, still] = [await standingOf(stage, someone), await standingOf(stage, other)]
    seen.add(standing)
    await someone.append(anInteraction())
    assert.equal(await standingOf(stage, someone), standing)
    await someone.consent('give', 'measurement')
    seen.add(await standingOf(stage, someone))
    await stage.store.transact(someone.rights('correction'), (writer) =>
      writer.updateSubject({ pausedUntil: stage.now() }),
    )
    seen.add(await standingOf(stage, someone))
    assert.equal(seen.size, 3)
    assert.equal((await someone.facts())?.standing, await standingOf(stage, someone))
    assert.equal(await standingOf(stage, other), still)
  })

  test('contributions that are listed are those that are found', async (t) => {
    const stage = await openStage(t, engine)
    const people = await somePeople(stage)
    for (const person of people.slice(1)) {
      const permit = await person.permit('model_training')
      await stage.store.transact(permit, (writer) => writer.putContribution(CONTRIBUTION))
    }
    await people[2]?.append(anInteraction(), anInteraction())
    for (const from of [people, people.toReversed()]) {
      const permits = await Promise.all(from.map((person) => person.permit('model_training')))
      const alone = await Promise.all(
        permits.map((permit) =>
          stage.store.read(permit, async (reader) => ({
            progress: await reader.readProgress(),
            contribution: await reader.findContribution(),
            isRemembered: (await reader.findContribution()) !== undefined,
          })),
        ),
      )
      await listFacts(stage, 100)
      const listed = await stage.store.read(permits, (reader) => reader.listContributions())
      assert.deepEqual(listed, alone)
      const known = await stage.store.read(permits, (reader) =>
        reader.listContributions((at, progress) => progress === alone[at]?.progress),
      )
      assert.deepEqual(
        known,
        alone.map(({ progress }) => ({ progress, contribution: undefined, isRemembered: true })),
      )
    }
    assert.deepEqual(await stage.store.read([], (reader) => reader.listContributions()), [])
  })

  test('what the gate reads is remembered with a part for as long as the person stands so', async (t) => {
    const stage = await openStage(t, engine)
    const [someone, corrected, other] = await somePeople(stage)
    assert.ok(someone && corrected && other)
    const people = [someone, corrected, other]
    for (const person of people) await putPart(stage, person)
    assert.deepEqual(await rememberedOf(stage, people), [true, true, true])
    await stage.reopen()
    await someone.consent('give', 'measurement')
    await stage.store.transact(corrected.rights('correction'), (writer) =>
      writer.updateSubject({ ageBand: 'adult', region: FRANCE }),
    )
    await stage.reopen()
    const alone = await Promise.all(people.map((person) => person.facts()))
    await stage.reopen()
    const listed = (await listFacts(stage, 2)).filter(({ subject }) =>
      people.some((person) => person.subject === subject),
    )
    assert.deepEqual(listed, inOrder(alone))
    assert.equal(listed.find((one) => one.subject === corrected.subject)?.region, FRANCE)
    assert.deepEqual(await rememberedOf(stage, people), [false, false, true])
    for (const person of people) await putPart(stage, person)
    assert.deepEqual(await rememberedOf(stage, people), [true, true, true])
  })

  test('whoever changes while others are listed is told as they stand then', async (t) => {
    const stage = await openStage(t, engine)
    const people = (await somePeople(stage)).toSorted((a, b) => (a.subject < b.subject ? -1 : 1))
    for (const person of people) await putPart(stage, person)
    const [first, second, third, fourth] = people
    assert.ok(first && second && third && fourth)
    const seen: SubjectFacts[] = []
    for await (const page of stage.store.list('gate', 1)) {
      seen.push(...page)
      if (page[0]?.subject !== first.subject) continue
      await second.consent('withdraw', 'model_training')
      await third.erase()
      await stage.store.transact(fourth.rights('correction'), (writer) =>
        writer.updateSubject({ pausedUntil: stage.now() }),
      )
    }
    assert.deepEqual(seen, inOrder(await Promise.all(people.map((person) => person.facts()))))
    assert.equal(seen.length, 3)
  })

  test('people who are many are listed as each of them is', async (t) => {
    const stage = await openStage(t, engine)
    const parts = new Map<SubjectId, Contribution>()
    for (let made = 0; made < MANY; made += 100) {
      const people = Array.from({ length: 100 }, async (_, at) => {
        const person = await stage.person()
        const items = [`a${at}`, `b${made}`, `c${made + at}`]
        parts.set(person.subject, await putPart(stage, person, items))
      })
      await Promise.all(people)
    }
    await stage.reopen()
    const found = new Map<SubjectId, Contribution>()
    for await (const page of stage.store.list('gate', 40)) {
      const permits = page.map((facts) => askGate(facts, 'model_training', stage.now()))
      const listed = await stage.store.read(permits, (reader) => reader.listContributions())
      for (const [at, part] of listed.entries()) {
        assert.ok(part !== 'consent_changed' && part.contribution && part.isRemembered)
        const { names, numbers } = part.numbered ?? { names: [], numbers: new Uint32Array() }
        const numbered = Array.from(numbers, (number) => names[number])
        if (part.numbered) assert.deepEqual(numbered, part.contribution.items)
        found.set(page[at]?.subject ?? assert.fail(), part.contribution)
      }
    }
    assert.deepEqual([...found.keys()], [...parts.keys()].toSorted())
    for (const [subject, part] of found) assert.deepEqual(part, parts.get(subject))
  })

  test('nothing is listed of whoever’s permit does not hold, though they were listed before', async (t) => {
    const stage = await openStage(t, engine)
    const [someone, leaving, other] = await somePeople(stage)
    assert.ok(someone && leaving && other)
    const permits = await Promise.all(
      [someone, leaving, other].map((person) => person.permit('model_training')),
    )
    await listFacts(stage, 100)
    await someone.consent('withdraw', 'model_training')
    await leaving.erase()
    const [first, second, third] = await stage.store.read(permits, (reader) =>
      reader.listContributions(),
    )
    assert.deepEqual([first, second], ['consent_changed', 'consent_changed'])
    assert.notEqual(third, 'consent_changed')
    assert.ok(!(await listFacts(stage, 100)).some(({ subject }) => subject === leaving.subject))
  })
}

const MANY = 300

async function putPart(
  stage: Stage,
  person: Person,
  items: readonly string[] = ['a', 'b'],
): Promise<Contribution> {
  const part = { ...CONTRIBUTION, items }
  const permit = await person.permit('model_training')
  await stage.store.transact(permit, (writer) => writer.putContribution(part))
  return part
}

async function rememberedOf(
  stage: Stage,
  people: readonly Person[],
): Promise<readonly (boolean | undefined)[]> {
  const permits = await Promise.all(people.map((person) => person.permit('model_training')))
  const listed = await stage.store.read(permits, (reader) => reader.listContributions())
  return listed.map((part) => (part === 'consent_changed' ? undefined : part.isRemembered))
}

async function somePeople(stage: Stage): Promise<readonly Person[]> {
  const people: Person[] = []
  for (let n = 0; n < 4; n += 1) people.push(await stage.person())
  // Enough for a fold of what they said.
  for (let n = 0; n < 20; n += 1) await people[3]?.consent('give', 'measurement')
  return people
}

async function listFacts(stage: Stage, count: number): Promise<readonly SubjectFacts[]> {
  const listed: SubjectFacts[] = []
  for await (const page of stage.store.list('gate', count)) listed.push(...page)
  return listed
}

async function standingOf(stage: Stage, { subject }: Person): Promise<string> {
  const all = await stage.store.read('gate', (reader) => reader.listStandings(undefined, 100))
  return all.find((one) => one.subject === subject)?.standing ?? assert.fail('nobody is there')
}

function inOrder(facts: readonly (SubjectFacts | undefined)[]): readonly SubjectFacts[] {
  return facts
    .filter((one) => one !== undefined)
    .toSorted((a, b) => (a.subject < b.subject ? -1 : 1))
}
