/**
 * The second look at a permit, in the same step that reads or writes: is it genuine, of this
 * subject, within its time, and of the consent revision that stands in the store now? Consent that
 * changed since the gate decided makes the permit worthless, and the caller asks the gate again.
 */
import { Permit, type PermitTerms, RightsPermit, type RightsTerms } from '@equipoise/core/law'
import type { Purpose } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { Database } from './database.ts'
import { type Engine, findSubjectRow, type SubjectRow } from './engine.ts'

/** @throws EquipoiseError `consent_changed`; TypeError where the permit is not the gate's. */
export function checkPermit<P extends Purpose>(
  { now, people }: Engine,
  database: Database,
  permit: Permit<P>,
): { readonly terms: PermitTerms<P>; readonly row: SubjectRow } {
  const terms = Permit.termsOf(permit)
  const row = people.find(terms.subject)?.row ?? findSubjectRow(database, terms.subject)
  if (!row || row.consentRevision !== terms.consentRevision) {
    throw new EquipoiseError(
      'consent_changed',
      'Cannot use a permit: consent changed since it was made',
    )
  }
  if (now() >= terms.until) {
    throw new EquipoiseError('consent_changed', 'Cannot use a permit: its time is over')
  }
  return { terms, row }
}

/** @throws EquipoiseError `consent_changed`; TypeError where the permit is not the gate's. */
export function checkRightsPermit({ now }: Engine, permit: RightsPermit): RightsTerms {
  const terms = RightsPermit.termsOf(permit)
  if (now() >= terms.until) {
    throw new EquipoiseError('consent_changed', 'Cannot use a rights permit: its time is over')
  }
  return terms
}
