/** What the law makes of a yes that somebody says now: until when it counts, and whose it is. */
import type { PurposeConsent } from '../consent/index.ts'
import type { Instant } from '../values/index.ts'
import type { Facts } from './facts.ts'
import type { RulePack } from './rule-pack.ts'
import { bindLaw, lapsesOf } from './weigh-law.ts'

export interface YesTerms {
  /** When it lapses under the strictest rule that binds; undefined where none ends it. */
  readonly until: Instant | undefined
  /** Whether it counts from a guardian alone. */
  readonly needsGuardian: boolean
}

/** @param facts what stands of the person; the yes is said at `facts.at`. */
export function termsOfYes(facts: Facts, packs: readonly RulePack[]): YesTerms {
  const bound = bindLaw(packs, facts)
  const yes: PurposeConsent = { ...facts.consent, status: 'given', since: facts.at }
  return {
    until: lapsesOf(bound, { ...yes, until: undefined }).until,
    needsGuardian: bound.all.rules.some(({ rule }) => rule.effect.kind === 'guardian'),
  }
}
