/** Contacts, the outbox and suppressed mailboxes: sealed, once, and for good. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type EmailAddress, parseEmailAddress } from '@equipoise/core/email'
import { DAY_MS, toInstant } from '@equipoise/core/values'
import type { Begun, Delivery, EmailContact } from '../email-port.ts'
import { type EngineUnderTest, openStage, type Person, type Stage } from './stage.ts'

const SEND = 'campaign/spring'

export function emailContract(engine: EngineUnderTest): void {
  test('a contact is kept as it was put, also after a restart', async (t) => {
    const stage = await openStage(t, engine)
    const alice = await reader(stage, 'alice')
    for (let restart = 0; restart < 2; restart += 1) {
      const permit = await alice.permit('email_marketing')
      const found = await stage.store.read(permit, (one) => one.findContact())
      assert.deepEqual({ relationship: undefined, ...found }, contact(stage, 'alice'))
      await stage.reopen()
    }
  })

  test('without a permit for email nobody reads an address', async (t) => {
    const stage = await openStage(t, engine)
    const alice = await reader(stage, 'alice')
    const other = await alice.permit('measurement')
    await assert.rejects(stage.store.read(other, (one) => one.findContact()))
    const permit = await alice.permit('email_marketing')
    await alice.consent('withdraw', 'measurement')
    await assert.rejects(
      stage.store.read(permit, (one) => one.findContact()),
      { code: 'consent_changed' },
    )
  })

  test('whoever is in the row twice is there once', async (t) => {
    const stage = await openStage(t, engine)
    const alice = await reader(stage, 'alice')
    assert.equal(await enqueue(stage, alice), 1)
    assert.equal(await enqueue(stage, alice), 0)
    assert.equal((await due(stage)).length, 1)
  })

  test('a mail begins once, and what is begun is not due', async (t) => {
    const stage = await openStage(t, engine)
    const alice = await reader(stage, 'alice')
    await enqueue(stage, alice)
    const [delivery] = await due(stage)
    assert.ok(delivery)
    assert.equal(await begin(stage, alice, delivery), 'begun')
    assert.equal(await begin(stage, alice, delivery), 'gone')
    assert.deepEqual(await due(stage), [])
  })

  test('what was begun when it ended is in doubt after it, and never due again', async (t) => {
    const stage = await openStage(t, engine)
    const alice = await reader(stage, 'alice')
    await enqueue(stage, alice)
    const [delivery] = await due(stage)
    assert.ok(delivery)
    await begin(stage, alice, delivery)
    await stage.reopen()
    const doubted = await stage.store.transact('system', (writer) => writer.doubtSending())
    assert.equal(doubted, 1)
    assert.equal(await begin(stage, alice, delivery), 'gone')
    assert.equal(await enqueue(stage, alice), 0)
    const moved = await stage.store.transact('system', (writer) =>
      writer.moveDelivery(delivery, 'sending', { state: 'queued', code: '' }),
    )
    assert.equal(moved, false)
  })

  test('a withdrawal before it begins stops it, takes the contact, and bars the mailbox', async (t) => {
    const stage = await openStage(t, engine)
    const alice = await reader(stage, 'alice')
    await enqueue(stage, alice)
    const [delivery] = await due(stage)
    assert.ok(delivery)
    const permit = await alice.permit('email_marketing')
    await alice.consent('withdraw', 'email_marketing')
    await assert.rejects(
      stage.store.transact(permit, (writer) => writer.beginDelivery(beginning(delivery, 'alice'))),
      { code: 'consent_changed' },
    )
    assert.deepEqual(await due(stage), [])
    assert.equal(await suppression(stage, 'alice'), 'withdrawn')
    const held = await stage.store.read(alice.rights('access'), (one) => one.findContact())
    assert.equal(held, undefined)
  })

  test('a mailbox stays barred when its person is erased, however the address is written', async (t) => {
    const stage = await openStage(t, engine)
    const alice = await reader(stage, 'alice')
    await alice.erase()
    await stage.reopen()
    assert.equal(await suppression(stage, 'alice'), 'erased')
    assert.equal(await suppression(stage, 'ALICE+shop'), 'erased')
    assert.equal(await suppression(stage, 'bob'), undefined)
    const again = await reader(stage, 'alice', 'another-id')
    await enqueue(stage, again)
    const [delivery] = await due(stage)
    assert.ok(delivery)
    const permit = await again.permit('email_marketing')
    const begun = await stage.store.transact(permit, (writer) =>
      writer.beginDelivery({ ...beginning(delivery, 'alice'), despite: ['erased'] }),
    )
    assert.equal(begun, 'suppressed')
  })

  test('a complaint is lifted by nothing, and replaced by no later reason', async (t) => {
    const stage = await openStage(t, engine)
    const alice = await reader(stage, 'alice')
    await stage.store.transact(alice.rights('consent'), (writer) =>
      writer.suppressContact('complaint'),
    )
    await stage.store.transact(alice.rights('consent'), (writer) => writer.liftSuppression())
    await alice.erase()
    assert.equal(await suppression(stage, 'alice'), 'complaint')
  })

  test('of a day and a domain so many begin, and no more', async (t) => {
    const stage = await openStage(t, engine)
    const people = await Promise.all(['a', 'b', 'c'].map((name) => reader(stage, name)))
    for (const person of people) await enqueue(stage, person)
    const begun: Begun[] = []
    for (const person of people) {
      const delivery = (await due(stage)).find(({ subject }) => subject === person.subject)
      assert.ok(delivery)
      begun.push(await begin(stage, person, delivery, 2))
    }
    assert.deepEqual(begun, ['begun', 'begun', 'paced'])
  })

  test('a contact that nobody confirms goes in time', async (t) => {
    const stage = await openStage(t, engine)
    const alice = await stage.person('alice', ['email_marketing'])
    const until = toInstant(stage.now() + DAY_MS)
    await stage.store.transact(alice.rights('consent'), (writer) =>
      writer.putContact(contact(stage, 'alice'), until),
    )
    const sweep = (at: number) =>
      stage.store.transact('system', (writer) => writer.sweepContacts(toInstant(at)))
    assert.equal(await sweep(until), 0)
    assert.equal(await sweep(until + 1), 1)
  })

  test('what is noted of openings goes with the yes to it', async (t) => {
    const stage = await openStage(t, engine)
    const alice = await reader(stage, 'alice')
    await enqueue(stage, alice)
    const [delivery] = await due(stage)
    assert.ok(delivery)
    await begin(stage, alice, delivery)
    const permit = await alice.permit('email_tracking')
    const noted = await stage.store.transact(permit, (writer) =>
      writer.noteTracked(delivery, { at: stage.now() }),
    )
    assert.equal(noted, true)
    await alice.consent('withdraw', 'email_tracking')
    const [kept] = await stage.store.read(alice.rights('access'), (one) => one.listDeliveries())
    assert.equal(kept?.opened, undefined)
    assert.equal(kept?.subject, 'News')
  })
}

function address(name: string): EmailAddress {
  const parsed = parseEmailAddress(`${name}@mail.example`)
  assert.ok(parsed.ok)
  return parsed.value
}

function contact(stage: Stage, name: string): EmailContact {
  return {
    address: address(name),
    zone: 'Europe/Berlin',
    fields: { firstName: name },
    lists: { news: { standing: 'confirmed', since: stage.now() } },
    watches: [],
    relationship: undefined,
    createdAt: stage.now(),
  }
}

async function reader(stage: Stage, name: string, externalId: string = name): Promise<Person> {
  const person = await stage.person(externalId, [
    'email_marketing',
    'email_tracking',
    'measurement',
  ])
  await stage.store.transact(person.rights('consent'), (writer) =>
    writer.putContact(contact(stage, name), undefined),
  )
  return person
}

function enqueue({ store, now }: Stage, { subject }: Person): Promise<number> {
  return store.transact('system', (writer) => writer.enqueue(SEND, [{ subject, dueAt: now() }]))
}

function due({ store, now }: Stage): Promise<readonly Delivery[]> {
  return store.read('system', (reader) => reader.listDueDeliveries(now(), 10))
}

function beginning(key: Delivery, name: string, perDayMax: number = 100) {
  return {
    key,
    address: address(name),
    detail: { subject: 'News' },
    day: '2026-11-24',
    perDayMax,
  } as const
}

async function begin(
  { store }: Stage,
  person: Person,
  delivery: Delivery,
  perDayMax: number = 100,
): Promise<Begun> {
  const permit = await person.permit('email_marketing')
  return store.transact(permit, (writer) =>
    writer.beginDelivery(beginning(delivery, person.externalId, perDayMax)),
  )
}

function suppression({ store }: Stage, name: string): Promise<string | undefined> {
  return store.read('system', (reader) => reader.findSuppression(address(name)))
}
