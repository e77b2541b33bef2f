/**
 * Gathers the facts about a person and asks the gate. Everything that wants personal data comes
 * through here: it gets a decision per purpose, and where consent changes between the decision and
 * the act, it is asked again.
 */
import {
  type ConsentRecord,
  consentFor,
  foldConsent,
  type PurposeConsent,
  UNVERIFIABLE_CONSENT,
} from '@equipoise/core/consent'
import {
  type Decision,
  type Deployment,
  decide,
  type RulePack,
  type Signals,
} from '@equipoise/core/law'
import type { Instant, Purpose, Region, SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { Store, SubjectFacts } from '../../store/index.ts'

const ATTEMPTS_MAX = 3

/** What a request says of the person beside who they are. */
export interface Situation {
  /** Where the person is now. */
  readonly location: Region | undefined
  readonly signals: Signals
}

export const NO_SITUATION: Situation = { location: undefined, signals: { gpc: false } }

/** The gate as seen for one person at one instant. */
export interface PersonGate {
  readonly subject: SubjectId | undefined
  readonly consent: readonly ConsentRecord[]
  consentOf(purpose: Purpose): PurposeConsent
  decide<P extends Purpose>(purpose: P): Decision<P>
}

export interface Gate {
  readonly packs: readonly RulePack[]
  open(subject: SubjectId | undefined, situation?: Situation): Promise<PersonGate>
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

export function createGate({ store, packs, deployment, now }: GateOptions): Gate {
  async function open(
    subject: SubjectId | undefined,
    { location, signals }: Situation = NO_SITUATION,
  ): Promise<PersonGate> {
    const found =
      subject === undefined
        ? undefined
        : await store.read('gate', async (reader) => reader.findFacts(subject))
    const consentOf = consentReader(found)
    return {
      subject: found?.subject,
      consent: found === undefined || found.consent === 'unverifiable' ? [] : found.consent,
      consentOf,
      decide: (purpose) =>
        decide(
          {
            at: now(),
            purpose,
            subject: found?.subject,
            consent: consentOf(purpose),
            consentRevision: found?.consentRevision ?? 0,
            location,
            residence: found?.region,
            ageBand: found?.ageBand,
            signals,
            deployment,
          },
          packs,
        ),
    }
  }

  return {
    packs,
    open,
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

function consentReader(found: SubjectFacts | undefined): (purpose: Purpose) => PurposeConsent {
  if (found?.consent === 'unverifiable') return () => UNVERIFIABLE_CONSENT
  const state = foldConsent(found?.consent ?? [])
  return (purpose) => consentFor(state, purpose)
}
