import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NO_WISHES } from '@equipoise/core/channels'
import { type ConsentRecord, foldRecords } from '@equipoise/core/consent'
import { decideRights } from '@equipoise/core/law'
import { formatId, type Region } from '@equipoise/core/values'
import {
  aConsentRecord,
  anInteraction,
  BOTH,
  type EngineUnderTest,
  external,
  openStage,
} from './stage.ts'

export function subjectContract(engine: EngineUnderTest): void {
  test('a new subject is found by their external id and is as they were described', async (t) => {
    const { store, now } = await openStage(t, engine)
    const subject = formatId('sub', new Uint8Array(16))
    // A literal of the test, known good.
    const about = { region: 'US-CA' as Region, ageBand: '16_17', vouched: false } as const
    const described = { ...about, createdAt: now() }
    await store.transact(decideRights('consent', subject, now()), (writer) =>
      writer.createSubject(external('Ünï 7'), described),
    )
    const found = await store.read('gate', (reader) => reader.findSubject(external('Ünï 7')))
    const record = await store.read(decideRights('access', subject, now()), (reader) =>
      reader.readSubject(),
    )
    assert.equal(found, subject)
    const marks = { items: [], categories: [] }
    assert.deepEqual(record, {
      subject,
      externalId: 'Ünï 7',
      anonymousId: undefined,
      ...described,
      pausedUntil: undefined,
      marks,
      ceiling: undefined,
      wishes: NO_WISHES,
    })
  })

  test('an external id is found as it is, never one that looks like it', async (t) => {
    const stage = await openStage(t, engine)
    await stage.person('Café 7')
    for (const other of ['café 7', 'Cafe\u0301 7', 'Café 7 ', 'Café', '', '%']) {
      const found = await stage.store.read('gate', (reader) => reader.findSubject(external(other)))
      assert.equal(found, undefined, JSON.stringify(other))
    }
  })

  test('somebody whom nobody made is unknown', async (t) => {
    const { store, now } = await openStage(t, engine)
    const subject = formatId('sub', new Uint8Array(16))
    assert.equal(await store.read('gate', (reader) => reader.findSubject(external('x'))), undefined)
    assert.equal(await store.read('gate', (reader) => reader.findFacts(subject)), undefined)
    const show = store.read(decideRights('access', subject, now()), (reader) =>
      reader.readSubject(),
    )
    await assert.rejects(show, { code: 'not_found' })
  })

  test('two people never share an external id: the second one is turned away whole', async (t) => {
    const stage = await openStage(t, engine)
    const { subject } = await stage.person('7')
    await assert.rejects(stage.person('7'), { code: 'consent_changed' })
    assert.equal(
      await stage.store.read('gate', (reader) => reader.findSubject(external('7'))),
      subject,
    )
    assert.equal(await stage.store.read('system', (reader) => reader.countSubjects()), 1)
  })

  test('each consent record is kept as it was, in its order, and counted', async (t) => {
    const { now, person, store } = await openStage(t, engine)
    const someone = await person('7', [])
    const records = [
      aConsentRecord('give', ['measurement', 'email_tracking'], now()),
      { ...aConsentRecord('refuse', ['measurement'], now()), by: 'guardian' as const },
      { ...aConsentRecord('withdraw', ['email_tracking'], now()), explicit: true, evidence: '' },
    ]
    for (const record of records) {
      await store.transact(someone.rights('consent'), (writer) => writer.appendConsent(record))
    }
    const facts = await someone.facts()
    assert.deepEqual([facts?.consent, facts?.consentRevision], [foldRecords(records), 3])
    const listed = await store.read(someone.rights('access'), (reader) => reader.listConsent())
    assert.deepEqual(listed, records)
  })

  test('many records stand as they would all at once, are listed in parts, and outlive a restart', async (t) => {
    const stage = await openStage(t, engine)
    const someone = await stage.person('7', [])
    const records: ConsentRecord[] = []
    for (let n = 0; n < 50; n += 1) {
      stage.advance(1)
      const action = (['give', 'refuse', 'withdraw'] as const)[n % 3] ?? 'give'
      const record = aConsentRecord(action, n % 2 === 0 ? ['measurement'] : BOTH, stage.now())
      records.push(record)
      await stage.store.transact(someone.rights('consent'), async (writer) => {
        await writer.appendConsent(record)
        assert.deepEqual(await writer.readConsent(), foldRecords(records))
      })
    }
    await stage.reopen()
    assert.deepEqual((await someone.facts())?.consent, foldRecords(records))
    const listed = []
    for (let before: number | undefined; ; ) {
      const page = { before, count: 7 }
      const { entries, next } = await stage.store.read(someone.rights('access'), (reader) =>
        reader.pageConsent(page),
      )
      listed.push(...entries)
      if (next === undefined) break
      before = next
    }
    assert.deepEqual(listed, records.toReversed())
    const all = await stage.store.read(someone.rights('access'), (reader) => reader.listConsent())
    assert.deepEqual(all, records)
    for (const revisions of [[50, 0, 17, 16, 16], [31], records.map((_, n) => n)]) {
      const stood = await stage.store.read(someone.rights('access'), (reader) =>
        reader.readConsentAt(revisions),
      )
      assert.deepEqual(
        stood,
        new Map(
          [...new Set(revisions)]
            .toSorted((a, b) => a - b)
            .map((revision) => [revision, foldRecords(records.slice(0, revision))]),
        ),
      )
    }
    await assert.rejects(
      stage.store.read(someone.rights('access'), (reader) => reader.readConsentAt([51])),
      { code: 'ledger_broken' },
    )
    assert.deepEqual((await stage.store.verifyLedger()).problems, [])
    await someone.erase()
    assert.equal(await someone.facts(), undefined)
  })

  test('what is corrected is corrected, and the rest stays', async (t) => {
    const { store, person } = await openStage(t, engine)
    const someone = await person('7')
    const region = 'DE' as Region // a literal of the test, known good
    const change = (more: object) =>
      store.transact(someone.rights('correction'), (writer) => writer.updateSubject(more))
    await change({ region })
    await change({ ageBand: '13_15' })
    const facts = await someone.facts()
    assert.deepEqual([facts?.region, facts?.ageBand], ['DE', '13_15'])
    await change({ region: undefined })
    assert.equal((await someone.facts())?.region, undefined)
  })

  test('subjects are listed once each, in one order, page by page', async (t) => {
    const { store, person } = await openStage(t, engine)
    const people = await Promise.all(Array.from({ length: 7 }, () => person()))
    const listed: string[] = []
    for (let last: (typeof people)[number]['subject'] | undefined; ; ) {
      const after = last
      const page = await store.read('system', (reader) => reader.listSubjects(after, 3))
      if (page.length === 0) break
      listed.push(...page)
      last = page.at(-1)
    }
    assert.deepEqual(listed.toSorted(), people.map(({ subject }) => subject).toSorted())
    assert.deepEqual(listed, listed.toSorted())
  })

  test('an erased person answers as somebody who never was', async (t) => {
    const { store, person } = await openStage(t, engine)
    const [gone, other] = [await person('gone'), await person('other')]
    await gone.append(anInteraction({ id: 'a' }))
    await other.append(anInteraction({ id: 'b' }))
    const permit = await gone.permit('site_personalization')
    await gone.erase()
    assert.equal(
      await store.read('gate', (reader) => reader.findSubject(external('gone'))),
      undefined,
    )
    assert.equal(await gone.facts(), undefined)
    for (const act of ['access', 'consent', 'correction', 'erasure'] as const) {
      const show = store.read(gone.rights(act), (reader) => reader.readSubject())
      await assert.rejects(show, { code: 'not_found' })
    }
    await assert.rejects(gone.kept(), { code: 'not_found' })
    await assert.rejects(gone.erase(), { code: 'not_found' })
    await assert.rejects(gone.consent('give', 'measurement'), { code: 'not_found' })
    const read = store.read(permit, (reader) => reader.readProfile())
    await assert.rejects(read, { code: 'consent_changed' })
    assert.deepEqual(await store.read('system', (reader) => reader.listSubjects(undefined, 9)), [
      other.subject,
    ])
    assert.equal((await other.kept()).length, 1)
  })

  test('erasing says how many rows it took, the person’s own and their acts included', async (t) => {
    const { person } = await openStage(t, engine)
    const someone = await person()
    await someone.append(anInteraction(), anInteraction(), anInteraction())
    // One subject, one act of consent, three interactions.
    assert.equal((await someone.erase()).rows, 5)
  })

  test('the same external id comes back as a new person without a past', async (t) => {
    const { person } = await openStage(t, engine)
    const before = await person('7')
    await before.append(anInteraction({ id: 'a' }))
    await before.erase()
    const after = await person('7', ['site_personalization'])
    assert.notEqual(after.subject, before.subject)
    assert.deepEqual(await after.kept(), [])
    assert.equal((await after.facts())?.consentRevision, 1)
    const outcome = await after.append(
      anInteraction({ id: 'a', purposes: ['site_personalization'] }),
    )
    assert.deepEqual(outcome, { accepted: 1, duplicates: 0 })
  })
}
