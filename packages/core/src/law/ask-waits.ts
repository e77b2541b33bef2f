/**
 * How long after a no the rules that bind have one wait before asking again. A no is what the
 * person said, or what they answered when they were asked; which text they were asked with is no
 * fact here, so that another wording is never a reason to ask anew.
 */
import { type Instant, toInstant } from '../values/index.ts'
import type { BindingRule } from './binding-rule.ts'
import type { Facts } from './facts.ts'
import { askableFrom, standingConsent } from './timed.ts'

export interface AskWait {
  readonly binding: BindingRule
  readonly from: Instant | 'never'
}

/** One a rule that has something to say; none where nobody was asked and no no was said. */
export function askWaits(rules: readonly BindingRule[], facts: Facts): readonly AskWait[] {
  const no = lastNo(facts)
  return rules.flatMap((binding): readonly AskWait[] => {
    const { effect } = binding.rule
    if (effect.kind !== 'ask') return []
    if (effect.after === 'never' && wasAsked(facts)) return [{ binding, from: 'never' }]
    if (no === undefined) return []
    return [{ binding, from: askableFrom(effect.after, no, binding.pack.zone) ?? 'never' }]
  })
}

/** Whether the person was asked before, whatever they answered, or said no. */
export function wasAsked(facts: Facts): boolean {
  return (facts.relationship?.asks.length ?? 0) > 0 || lastNo(facts) !== undefined
}

export function lastNo(facts: Facts): Instant | undefined {
  const { status, since } = standingConsent(facts)
  const asked = facts.relationship?.asks ?? []
  const noes = asked.flatMap(({ at, answer }) => (answer === 'refused' ? [at] : []))
  if ((status === 'refused' || status === 'withdrawn') && since !== undefined) noes.push(since)
  return noes.length === 0 ? undefined : toInstant(Math.max(...noes))
}
