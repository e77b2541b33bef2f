/** People who are read many at a time are read as each of them is alone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SubjectId } from '@equipoise/core/values'
import type { Contribution, SubjectFacts } from '../store.ts'
import { anInteraction, type EngineUnderTest, openStage, type Person, type Stage } from './stage.ts'

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
        alone.map(({ progress }) => ({ progress, contribution: undefined })),
      )
    }
    assert.deepEqual(await stage.store.read([], (reader) => reader.listContributions()), [])
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

async function somePeople(stage: Stage): Promise<readonly Person[]> {
  const people: Person[] = []
  for (let n = 0; n < 4; n += 1) people.push(await stage.person())
  // Enough for a fold of what they said.
  for (let n = 0; n < 20; n += 1) await people[3]?.consent('give', 'measurement')
  return people
}

async function listFacts(stage: Stage, count: number): Promise<readonly SubjectFacts[]> {
  const listed: SubjectFacts[] = []
  for (let after: SubjectId | undefined; ; after = listed.at(-1)?.subject) {
    const last = after
    const page = await stage.store.read('gate', (reader) => reader.listFacts(last, count))
    if (page.length === 0) return listed
    listed.push(...page)
  }
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
