/**
 * What the general form of the generator does not say: acts that are each a case of their own, and
 * rules about moments, controls, recipients and dates. Written by hand from the same facts.
 */
import { EUROPE } from './hand-made-europe.ts'
import { STATES } from './hand-made-states.ts'
import { FEDERAL } from './hand-made-us.ts'
import { ELSEWHERE } from './hand-made-world.ts'
import type { PackJson, RuleJson } from './pack-forms.ts'

export interface HandMade extends Partial<Omit<PackJson, 'rules'>> {
  /** Rules of the general form that these take the place of. */
  readonly drop?: readonly string[] | 'all'
  readonly rules?: readonly RuleJson[]
}

export const HAND_MADE: Readonly<Record<string, HandMade>> = {
  ...FEDERAL,
  ...STATES,
  ...EUROPE,
  ...ELSEWHERE,
}
