/**
 * Which verbs are accepted under which purpose: data minimisation as a table. An interaction is
 * kept for the purposes that both accept its verb and are permitted; with none, it is not kept at
 * all. `docs/guide/collect.md` shows it.
 */
import { PURPOSES, type Purpose, VERBS, type Verb } from '../values/index.ts'

const POSITIVE: readonly Verb[] = ['view', 'click', 'add', 'purchase', 'like', 'play']

export const VERBS_OF_PURPOSE: Readonly<Partial<Record<Purpose, readonly Verb[]>>> = {
  site_personalization: [...POSITIVE, 'dislike', 'skip'],
  model_training: POSITIVE,
  first_party_advertising: ['view', 'click', 'add', 'purchase', 'like', 'dislike'],
}

const ACCEPTING: ReadonlyMap<Verb, readonly Purpose[]> = new Map(
  VERBS.map((verb) => [
    verb,
    PURPOSES.filter((purpose) => VERBS_OF_PURPOSE[purpose]?.includes(verb)),
  ]),
)

export function purposesAccepting(verb: Verb): readonly Purpose[] {
  return ACCEPTING.get(verb) ?? []
}
