/** What the gate reads of a person, as a text that is kept beside their part in the training. */
import type { SubjectFacts } from '../store.ts'
import type { Remembered } from './contribution-rows.ts'
import type { SubjectRow } from './engine.ts'

/** All but what the row itself says. */
export type RememberedFacts = Omit<SubjectFacts, 'subject' | 'standing' | 'consentRevision'>

/** Undefined where nothing can be relied on. */
export function rememberFacts(facts: SubjectFacts): Remembered | undefined {
  if (facts.consent === 'unverifiable') return undefined
  const { subject: _, consentRevision: __, standing, ...rest } = facts
  return { standing, facts: JSON.stringify(rest satisfies RememberedFacts) }
}

/** @param parsed what `rememberFacts` made a text of, for a row of the same standing. */
export function recallFacts(
  { subject, standing, consentRevision }: SubjectRow,
  parsed: RememberedFacts,
): SubjectFacts {
  const { consent, region, ageBand, vouched, pausedUntil, marks, ceiling, wishes } = parsed
  const about = { subject, standing, consentRevision, consent, region, ageBand, vouched }
  const { feedMode, ...others } = wishes
  return { ...about, pausedUntil, marks, ceiling, wishes: { ...others, feedMode } }
}
