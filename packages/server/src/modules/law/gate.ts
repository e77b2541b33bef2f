/**
 * Gathers the facts about a person and asks the gate. Everything that wants personal data comes
 * through here: it gets a decision per purpose, and where consent changes between the decision and
 * the act, it is asked again.
 */
import { NO_WISHES, type SpecificityLevel, type Wishes } from '@equipoise/core/channels'
import {
  type ConsentFold,
  consentFor,
  EMPTY_FOLD,
  NO_CONSENT,
  type PurposeConsent,
  UNVERIFIABLE_CONSENT,
} from '@equipoise/core/consent'
import {
  type Asking,
  answerLaw,
  askingFor,
  type Basis,
  createDecider,
  type Decision,
  type DecisionRecord,
  type Deployment,
  type LawAnswer,
  type Situation as LawSituation,
  type Outcome,
  type RulePack,
  termsOfYes,
  type YesTerms,
} from '@equipoise/core/law'
import { NO_SIGNALS, type Signals } from '@equipoise/core/signals'
import type { AgeBand, Instant, Purpose, Region, SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { Marks, Store, SubjectFacts } from '../../store/index.ts'
import { keepRulebook } from './keep-rulebook.ts'
import { listRelaxations } from './relax-law.ts'

const ATTEMPTS_MAX = 3

/** What a request says of the person beside who they are. */
export interface Situation {
  /** Where the person is now. */
  readonly location: Region | undefined
  readonly signals: Signals
  /** What else the law may ask: the channel, or how the person stands to the business. */
  readonly about?: LawSituation | undefined
}

export const NO_SITUATION: Situation = { location: undefined, signals: NO_SIGNALS }

/** The gate as seen for one person at one instant. */
export interface PersonGate {
  readonly subject: SubjectId | undefined
  /** Names what was read of them: another text after any change. Undefined for nobody known. */
  readonly standing: string | undefined
  /** The instant that every decision and record is of. */
  readonly at: Instant
  /** What they said; nothing where it cannot be relied on. */
  readonly consent: ConsentFold
  /** Where they live and how old they are, as far as anybody said. */
  readonly residence: Region | undefined
  readonly ageBand: AgeBand | undefined
  /** Whether a back end has spoken for them: only such people count towards k. */
  readonly vouched: boolean
  readonly marks: Marks
  /** The most specific that they want to be told things; undefined where they did not say. */
  readonly ceiling: SpecificityLevel | undefined
  /** What they said of their lists for good. */
  readonly wishes: Wishes
  /** A pause that the person asked for, over or not. */
  readonly pausedUntil: Instant | undefined
  consentOf(purpose: Purpose): PurposeConsent
  decide<P extends Purpose>(purpose: P): Decision<P>
  /** Whether they may be asked about it now, and which law says so. */
  askingOf(purpose: Purpose): Asking
  /** As `askingOf`, where they said no to it just now. */
  askingAfterNo(purpose: Purpose): Asking
  /**
   * What the law makes of a yes of theirs at that instant, where they were of that age and place.
   */
  termsOfYes(purpose: Purpose, about: YesAbout): YesTerms
  /** All that the law says of it: duties, and when a refusal may be over. Costs some times more. */
  answer(purpose: Purpose): LawAnswer
  /** What the gate would say if no pause held: what is kept may not outlive its yes in one. */
  outcomeBeyondPause(purpose: Purpose): Outcome
  /** What decisions of this person rested on, to be kept with the act that they permitted. */
  recordOf(decisions: Iterable<readonly [Purpose, Decision]>): DecisionRecord
}

/** What a yes is said with: it may tell of age and place what was not known before. */
export interface YesAbout {
  readonly at: Instant
  readonly residence: Region | undefined
  readonly ageBand: AgeBand | undefined
}

export interface Gate {
  readonly packs: readonly RulePack[]
  /** What the business says of itself, with what was relaxed after an assessment. */
  readonly deployment: Deployment
  /** Reads anew what was relaxed: later decisions weigh that. */
  refresh(): Promise<void>
  open(subject: SubjectId | undefined, situation?: Situation): Promise<PersonGate>
  /** Opens the gate for many people at one instant, in their order. */
  openMany(
    subjects: readonly (SubjectId | undefined)[],
    situation?: Situation,
  ): Promise<readonly PersonGate[]>
  /** Opens the gate for everybody, so many at a time, in the order of their ids. */
  openAll(count: number): AsyncIterable<readonly PersonGate[]>
  /** Opens the gate and acts; once more, a few times, where consent changed in between. */
  act<T>(
    subject: SubjectId | undefined,
    situation: Situation,
    act: (person: PersonGate) => Promise<T>,
  ): Promise<T>
}

export interface GateOptions {
  readonly store: Store
  readonly packs: readonly RulePack[]
  readonly deployment: Deployment
  readonly now: () => Instant
}

/** Keeps the rulebook that the gate weighs, so that its decisions can be taken again. */
export async function createGate({ store, packs, deployment, now }: GateOptions): Promise<Gate> {
  let law = await readLaw()
  const decide = createDecider(packs)

  async function readLaw(): Promise<{
    readonly deployment: Deployment
    readonly rulebook: string
  }> {
    const found = await listRelaxations(store)
    const relaxed = found.map(({ purpose, places }) => ({ purpose, places }))
    const whole = relaxed.length === 0 ? deployment : { ...deployment, relaxed }
    return { deployment: whole, rulebook: await keepRulebook(store, { packs, deployment: whole }) }
  }

  async function openMany(
    subjects: readonly (SubjectId | undefined)[],
    situation: Situation = NO_SITUATION,
  ): Promise<readonly PersonGate[]> {
    const found = await findAll(store, subjects)
    const moment = { at: now(), situation, records: new Map<string, DecisionRecord>() }
    return found.map((facts) => openFor(facts, moment))
  }

  async function* openAll(count: number): AsyncGenerator<readonly PersonGate[]> {
    for await (const found of store.list('gate', count)) {
      const moment = { at: now(), situation: NO_SITUATION, records: new Map() }
      yield found.map((facts) => openFor(facts, moment))
    }
  }

  async function open(
    subject: SubjectId | undefined,
    situation: Situation = NO_SITUATION,
  ): Promise<PersonGate> {
    const found =
      subject === undefined
        ? undefined
        : await store.read('gate', async (reader) => reader.findFacts(subject))
    return openFor(found, { at: now(), situation, records: new Map() })
  }

  function openFor(found: SubjectFacts | undefined, moment: Moment): PersonGate {
    const { at, records } = moment
    const { location, signals } = moment.situation
    const consentOf = consentReader(found)
    const consentRevision = found?.consentRevision ?? 0
    const [residence, ageBand] = [found?.region, found?.ageBand]
    const pausedUntil = found?.pausedUntil
    const about = { subject: found?.subject, residence, ageBand, pausedUntil, consentRevision }
    const { rulebook } = law
    const told = { ...moment.situation.about, at, location, signals }
    const facts = { ...told, deployment: law.deployment, ...about }
    return {
      subject: found?.subject,
      standing: found?.standing,
      at,
      consent: found === undefined || found.consent === 'unverifiable' ? EMPTY_FOLD : found.consent,
      vouched: found?.vouched ?? false,
      marks: found?.marks ?? NO_MARKS,
      ceiling: found?.ceiling,
      wishes: found?.wishes ?? NO_WISHES,
      pausedUntil,
      consentOf,
      residence,
      ageBand,
      decide: (purpose) => decide({ ...facts, purpose, consent: consentOf(purpose) }),
      askingOf: (purpose) => askingFor({ ...facts, purpose, consent: consentOf(purpose) }, packs),
      askingAfterNo: (purpose) =>
        askingFor({ ...facts, purpose, consent: { ...NO_CONSENT, ...NO, since: at } }, packs),
      termsOfYes: (purpose, told) =>
        termsOfYes({ ...facts, ...told, purpose, consent: consentOf(purpose) }, packs),
      answer: (purpose) => answerLaw({ ...facts, purpose, consent: consentOf(purpose) }, packs),
      outcomeBeyondPause: (purpose) =>
        decide({ ...facts, pausedUntil: undefined, purpose, consent: consentOf(purpose) }).outcome,
      recordOf(decisions) {
        const permitted = permittedIn(decisions)
        const name = `${residence} ${ageBand} ${consentRevision} ${permitted.join()}`
        const known = records.get(name)
        if (known) return known
        const bases = Object.fromEntries(permitted)
        const { gpc } = signals
        const record = { at, location, residence, ageBand, gpc, consentRevision, rulebook, bases }
        records.set(name, record)
        return record
      },
    }
  }

  return {
    packs,
    get deployment() {
      return law.deployment
    },
    async refresh() {
      law = await readLaw()
    },
    open,
    openMany,
    openAll,
    async act(subject, situation, act) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await act(await open(subject, situation))
        } catch (error) {
          const changed = error instanceof EquipoiseError && error.code === 'consent_changed'
          if (!changed || attempt >= ATTEMPTS_MAX) throw error
        }
      }
    },
  }
}

const NO = { status: 'refused' } as const
const NO_MARKS: Marks = { items: [], categories: [] }

/** When and where people are asked about, and the records that those of equal facts share. */
interface Moment {
  readonly at: Instant
  readonly situation: Situation
  readonly records: Map<string, DecisionRecord>
}

function permittedIn(
  decisions: Iterable<readonly [Purpose, Decision]>,
): (readonly [Purpose, Basis])[] {
  const permitted: (readonly [Purpose, Basis])[] = []
  for (const [purpose, decision] of decisions) {
    if (decision.outcome === 'permitted') permitted.push([purpose, decision.basis])
  }
  return permitted
}

function findAll(
  store: Store,
  subjects: readonly (SubjectId | undefined)[],
): Promise<readonly (SubjectFacts | undefined)[]> {
  return store.read('gate', async (reader) => {
    const found: (SubjectFacts | undefined)[] = []
    for (const subject of subjects) {
      found.push(subject === undefined ? undefined : await reader.findFacts(subject))
    }
    return found
  })
}

function consentReader(found: SubjectFacts | undefined): (purpose: Purpose) => PurposeConsent {
  if (found === undefined) return () => NO_CONSENT
  const { consent } = found
  if (consent === 'unverifiable') return () => UNVERIFIABLE_CONSENT
  return (purpose) => consentFor(consent.state, purpose)
}
