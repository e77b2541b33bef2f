/** What the contract's tests stand on: a store with a clock that they set, and people in it. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { TestContext } from 'node:test'
import { type ConsentAction, consentFor } from '@equipoise/core/consent'
import {
  type DecisionRecord,
  decide,
  decideRights,
  type Permit,
  type RightsAct,
  type RightsPermit,
  type RulePack,
} from '@equipoise/core/law'
import { LEDGER_RECORD_SCHEMA, type LedgerRecord } from '@equipoise/core/ledger'
import {
  formatId,
  formatInstant,
  type Instant,
  PURPOSES,
  type Purpose,
  type SubjectId,
  toInstant,
} from '@equipoise/core/values'
import type {
  AppendOutcome,
  CollectedInteraction,
  Identity,
  KeptAct,
  KeptInteraction,
  ProfileItem,
  Removal,
  Store,
  SubjectFacts,
} from '../store.ts'

export interface EngineUnderTest {
  readonly name: string
  /** Opens an empty store. */
  open(now: () => Instant): Promise<StoreUnderTest>
}

export interface StoreUnderTest {
  readonly store: Store
  /** Closes the store and opens what it left. */
  reopen(): Promise<void>
  /** Closes the store and takes away what it left. */
  discard(): Promise<void>
}

export interface Stage {
  readonly store: Store
  readonly now: () => Instant
  advance(ms: number): void
  reopen(): Promise<void>
  /** A new person who gave these purposes. */
  person(externalId?: string, purposes?: readonly Purpose[]): Promise<Person>
}

export interface Person {
  readonly subject: SubjectId
  readonly externalId: string
  facts(): Promise<SubjectFacts | undefined>
  /** Asks the gate, as everybody has to. */
  permit<P extends Purpose>(purpose: P): Promise<Permit<P>>
  rights(act: RightsAct): RightsPermit
  consent(action: ConsentAction, ...purposes: Purpose[]): Promise<Removal | undefined>
  /** Keeps interactions under permits for every purpose that they name. */
  append(...interactions: CollectedInteraction[]): Promise<AppendOutcome>
  profile(purpose: Purpose): Promise<readonly ProfileItem[]>
  kept(): Promise<readonly KeptInteraction[]>
  remove(id: string): Promise<Removal & { readonly found: boolean }>
  erase(): Promise<Removal & { readonly act: KeptAct }>
}

export const BOTH: readonly Purpose[] = ['site_personalization', 'model_training']

/** Opt-in for every purpose: the least that makes a gate. */
const OPT_IN: RulePack = {
  id: 'contract',
  version: '2026-11-24',
  title: 'The rules of the contract',
  scope: { kind: 'house' },
  rules: [
    {
      id: 'opt_in',
      purposes: PURPOSES,
      effect: { kind: 'model', model: 'opt_in' },
      when: { ageBelow: undefined, signal: undefined, platform: undefined },
      from: '1970-01-01',
      until: undefined,
      citation: 'The contract',
      says: 'Everything needs consent.',
      advisory: false,
    },
  ],
}

export async function openStage(
  t: Pick<TestContext, 'after'>,
  engine: EngineUnderTest,
): Promise<Stage> {
  let at = toInstant(Date.parse('2026-11-24T12:00:00Z'))
  const now = (): Instant => at
  const opened = await engine.open(now)
  t.after(() => opened.discard())
  const getStore = (): Store => opened.store
  return {
    get store() {
      return opened.store
    },
    now,
    advance(ms) {
      at = toInstant(at + ms)
    },
    reopen: () => opened.reopen(),
    person: (externalId = formatId('ext', randomBytes(16)), purposes = BOTH) =>
      makePerson({ getStore, now, externalId }, purposes),
  }
}

interface PersonParts {
  readonly getStore: () => Store
  readonly now: () => Instant
  readonly externalId: string
}

async function makePerson(
  { getStore, now, externalId }: PersonParts,
  purposes: readonly Purpose[],
): Promise<Person> {
  const subject: SubjectId = formatId('sub', randomBytes(16))
  const rights = (act: RightsAct): RightsPermit => decideRights(act, subject, now())
  const facts = (): Promise<SubjectFacts | undefined> =>
    getStore().read('gate', (reader) => reader.findFacts(subject))
  const permit = <P extends Purpose>(purpose: P): Promise<Permit<P>> =>
    facts().then((known) => askGate(known, purpose, now()))
  const person: Person = {
    subject,
    externalId,
    facts,
    permit,
    rights,
    consent: (action, ...of) =>
      getStore().transact(rights('consent'), async (writer) => {
        await writer.appendConsent(aConsentRecord(action, of, now()))
        return action === 'give' ? undefined : writer.endPurposes(of)
      }),
    async append(...interactions) {
      const used = [...new Set(interactions.flatMap((one) => one.purposes))]
      const permits = await Promise.all(used.map((purpose) => permit(purpose)))
      return getStore().transact(permits, (writer) => writer.appendInteractions(interactions))
    },
    profile: async (purpose) =>
      getStore().read(await permit(purpose), (reader) => reader.readProfile()),
    kept: () => getStore().read(rights('access'), (reader) => reader.listInteractions()),
    remove: (id) =>
      getStore().transact(rights('erasure'), (writer) =>
        writer.removeInteraction(id, aRightsLeaf('remove', subject, now())),
      ),
    erase: () =>
      getStore().transact(rights('erasure'), (writer) =>
        writer.erase(() => aRightsLeaf('erase', subject, now())),
      ),
  }
  const createdAt = now()
  await getStore().transact(rights('consent'), async (writer) => {
    await writer.createSubject(external(externalId), { ...NOTHING_SAID, createdAt })
    if (purposes.length > 0) await writer.appendConsent(aConsentRecord('give', purposes, now()))
  })
  return person
}

/** The gate's answer where it has to be a yes. */
export function askGate<P extends Purpose>(
  known: SubjectFacts | undefined,
  purpose: P,
  at: Instant,
): Permit<P> {
  assert.ok(known && known.consent !== 'unverifiable', 'a subject whose consent can be read')
  const decision = decide(
    {
      at,
      purpose,
      subject: known.subject,
      consent: consentFor(known.consent.state, purpose),
      consentRevision: known.consentRevision,
      location: undefined,
      residence: known.region,
      ageBand: known.ageBand,
      signals: { gpc: false },
      deployment: { markets: [], directedToMinors: false, platform: false },
    },
    [OPT_IN],
  )
  assert.ok(decision.outcome === 'permitted', `consent for ${purpose}`)
  return decision.permit
}

/** What a new person begins with where nothing is said of them. */
export const NOTHING_SAID = { region: undefined, ageBand: undefined, vouched: true } as const

export function external(text: string): Identity {
  return { kind: 'external', text }
}

export function aConsentRecord(action: ConsentAction, purposes: readonly Purpose[], at: Instant) {
  return {
    id: formatId('con', randomBytes(16)),
    action,
    purposes,
    at,
    by: 'subject',
    explicit: false,
    evidence: 'a form',
  } as const
}

export function aRightsLeaf(
  act: Extract<LedgerRecord, { kind: 'rights' }>['act'],
  subject: SubjectId,
  at: Instant,
): LedgerRecord {
  const body = { subject }
  return { schema: LEDGER_RECORD_SCHEMA, kind: 'rights', act, at: formatInstant(at), body }
}

/** What a decision of the contract's gate rests on. */
export const BASIS: DecisionRecord = {
  at: toInstant(Date.parse('2026-11-24T12:00:00Z')),
  location: undefined,
  residence: undefined,
  ageBand: undefined,
  gpc: false,
  consentRevision: 1,
  rulebook: '0f'.repeat(32),
  bases: { site_personalization: 'consent', model_training: 'consent' },
}

/** `view of item-1`, kept for both purposes unless told otherwise. */
export function anInteraction(change: Partial<CollectedInteraction> = {}): CollectedInteraction {
  const id = change.id ?? formatId('int', randomBytes(16))
  return {
    item: 'item-1',
    verb: 'view',
    at: undefined,
    purposes: BOTH,
    basis: BASIS,
    ...change,
    id,
  }
}
