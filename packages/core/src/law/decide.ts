/**
 * The gate. Facts go in; a decision comes out: a permit, or a refusal, with every reason cited.
 *
 * Law is weighed first: of all rules that bind, the strictest model wins, and any refusing rule
 * refuses. Our own rules (the `house` packs) are weighed with it and can only refuse more; what the
 * law alone would have said stands beside the outcome as `lawOutcome`. Nothing that is absent,
 * expired, unreadable or unknown ever permits.
 *
 * Pure: the same facts and packs give the same decision, so that a stored one can be replayed.
 */
import type { Instant, Purpose, SubjectId } from '../values/index.ts'
import { toInstant } from '../values/index.ts'
import type { Facts } from './facts.ts'
import { changesOf } from './law-index.ts'
import {
  mintPermit,
  mintRightsPermit,
  type Permit,
  type RightsAct,
  type RightsPermit,
} from './permit.ts'
import type { Reason } from './reason.ts'
import type { RulePack } from './rule-pack.ts'
import { standingConsent } from './timed.ts'
import { type Basis, bindLaw, isAhead, lapsesOf, type Weighed, weighLaw } from './weigh-law.ts'

/** A permit is used at once or asked for again: it outlives no request and no batch of a job. */
export const PERMIT_LIFETIME_MS: number = 5 * 60_000

export type Outcome = 'permitted' | 'refused'

interface Answer {
  readonly reasons: readonly Reason[]
  /** What the law alone, without our own stricter rules, would say. */
  readonly lawOutcome: Outcome
  /** `id@version` of every pack that binds. */
  readonly packs: readonly string[]
}

export type Decision<P extends Purpose = Purpose> =
  | (Answer & {
      readonly outcome: 'permitted'
      readonly permit: Permit<P>
      readonly basis: Basis
      /** When the consent that this rests on lapses; undefined where nothing lapses. */
      readonly until: Instant | undefined
    })
  | (Answer & { readonly outcome: 'refused' })

export function decide<P extends Purpose>(
  facts: Facts & { readonly purpose: P },
  packs: readonly RulePack[],
): Decision<P> {
  const { at } = facts
  const consent = standingConsent(facts)
  const bound = bindLaw(packs, facts)
  const { until, lawUntil } = lapsesOf(bound, consent)
  const lapsed = { all: isOver(until, at), law: isOver(lawUntil, at), ahead: isAhead(consent, at) }
  const changes = changesOf(packs).find((change) => change > at) ?? Number.POSITIVE_INFINITY
  return conclude(facts, weighLaw(bound, facts, lapsed), { until, changes })
}

interface Ends {
  readonly until: Instant | undefined
  readonly changes: number
}

export function isOver(until: Instant | undefined, at: Instant): boolean {
  return until !== undefined && until <= at
}

/**
 * Makes a decision of what was weighed for exactly these facts: the last step, and the only one
 * that knows whom it is about.
 *
 * @param ends when the yes lapses, where there is one and it does, and when some rule next begins
 * or ends: no permit reaches across that.
 */
export function conclude<P extends Purpose>(
  facts: Facts & { readonly purpose: P },
  { refused, reasons, basis, lawRefused, packs }: Weighed,
  { until, changes }: Ends,
): Decision<P> {
  const lawOutcome = lawRefused ? 'refused' : 'permitted'
  if (isPaused(facts)) return { outcome: 'refused', reasons: [PAUSED], lawOutcome, packs }
  if (refused || facts.subject === undefined) {
    return { outcome: 'refused', reasons, lawOutcome, packs }
  }
  const lapses = basis === 'consent' ? until : undefined
  const permit = mintPermit({
    purpose: facts.purpose,
    subject: facts.subject,
    consentRevision: facts.consentRevision,
    until: toInstant(Math.min(facts.at + PERMIT_LIFETIME_MS, lapses ?? Infinity, changes)),
  })
  return { outcome: 'permitted', permit, basis, until: lapses, reasons, lawOutcome, packs }
}

/**
 * A person's act on their own data is never refused by the gate: the right is theirs everywhere.
 * Whether the one who asks is that person is for the edge to know.
 */
export function decideRights(act: RightsAct, subject: SubjectId, at: Instant): RightsPermit {
  return mintRightsPermit({ act, subject, until: toInstant(at + PERMIT_LIFETIME_MS) })
}

/** Whether a pause that the person asked for is not over yet. */
function isPaused({ pausedUntil, at }: Facts): boolean {
  return pausedUntil !== undefined && at < pausedUntil
}

const PAUSED: Reason = {
  code: 'paused',
  pack: 'equipoise',
  rule: 'pause_until',
  citation:
    'Equipoise, the gate: a pause that a person asked for holds until it ends (GDPR Art. 18)',
  says: 'You asked for a pause. Until it ends nothing is kept about you and nothing is used.',
  advisory: false,
}
