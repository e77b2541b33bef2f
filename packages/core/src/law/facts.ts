import type { PurposeConsent } from '../consent/index.ts'
import type { Signals } from '../signals/index.ts'
import type { AgeBand, Instant, Purpose, Region, SubjectId } from '../values/index.ts'
import type { Control, Situation, Size } from './situation.ts'

/** Everything that a decision rests on. What is undefined is unknown, and never read as leave. */
export interface Facts extends Situation {
  readonly at: Instant
  readonly purpose: Purpose
  readonly subject: SubjectId | undefined
  readonly consent: PurposeConsent
  /** Counts the subject's consent records; a permit is good for one revision only. */
  readonly consentRevision: number
  /** Where the person is now. */
  readonly location: Region | undefined
  /** Where the person lives. */
  readonly residence: Region | undefined
  readonly ageBand: AgeBand | undefined
  /**
   * The person asked for a pause up to then: meanwhile nothing is collected, used or trained on.
   */
  readonly pausedUntil?: Instant | undefined
  /** As received with the request. They only ever take away. */
  readonly signals: Signals
  readonly deployment: Deployment
}

/** What the business says of its own installation, once; the stricter where it does not say. */
export interface Deployment {
  /** Whose packs bind a person of unknown place. */
  readonly markets: readonly Region[]
  readonly directedToMinors: boolean
  /** An online platform in the sense of the EU's Digital Services Act, Art. 3(i). */
  readonly platform: boolean
  readonly size?: Size | undefined
  /** Where the business is established: some laws follow it to every person it serves. */
  readonly establishment?: readonly Region[] | undefined
  /** Designated under the EU's Digital Markets Act. */
  readonly gatekeeper?: boolean | undefined
  /** People served a year, by place. Where it is unknown, the thresholds of laws are met. */
  readonly consumersServed?: Readonly<Record<string, number>> | undefined
  readonly controls?: readonly Control[] | undefined
  /** Where our own opt-in default was relaxed towards the law, each after an assessment. */
  readonly relaxed?: readonly Relaxation[] | undefined
}

/** For one purpose, our default gives way to the law in these places, and nowhere else. */
export interface Relaxation {
  readonly purpose: Purpose
  readonly places: readonly Region[]
}
