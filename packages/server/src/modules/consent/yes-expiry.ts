/** Until when a yes counts, and that it does not take the place of one that counts more. */
import { type Instant, type Purpose, toInstant } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { PersonGate, YesAbout } from '../law/index.ts'

/** A yes that is about to be recorded, with what it tells of the person's place and age. */
export interface NewYes extends YesAbout {
  readonly purposes: readonly Purpose[]
  readonly by: 'subject' | 'guardian'
}

/**
 * All of it counts until the first of its purposes lapses.
 *
 * @throws EquipoiseError `guardian_needed` where a child's own yes, which does not count, would be
 *   put in the place of a guardian's.
 */
export function yesExpiry(
  person: PersonGate,
  { purposes, by, ...about }: NewYes,
): { readonly expiresAt?: Instant } {
  const terms = purposes.map((purpose) => ({ purpose, ...person.termsOfYes(purpose, about) }))
  const guarded = terms.filter(({ purpose, needsGuardian }) => {
    const { status, by: before } = person.consentOf(purpose)
    return by === 'subject' && needsGuardian && status === 'given' && before === 'guardian'
  })
  if (guarded.length > 0) {
    throw new EquipoiseError(
      'guardian_needed',
      'Cannot put a yes of a child in the place of a guardian’s',
      { details: { purposes: guarded.map(({ purpose }) => purpose) } },
    )
  }
  const ends = terms.flatMap(({ until }) => (until === undefined ? [] : [until]))
  return ends.length === 0 ? {} : { expiresAt: toInstant(Math.min(...ends)) }
}
