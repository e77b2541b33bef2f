/**
 * The second look at a permit, in the same step that reads or writes: is it genuine, of this
 * subject, within its time, and of the consent revision that stands in the store now, with no pause
 * asked for since? What changed since the gate decided makes the permit worthless, and the caller
 * asks the gate again.
 */
import { NO_WISHES } from '@equipoise/core/channels'
import { Permit, type PermitTerms, RightsPermit, type RightsTerms } from '@equipoise/core/law'
import type { Purpose } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import { SealError } from '../../keys/seal.ts'
import type { Marks } from '../store.ts'
import type { Database } from './database.ts'
import { type Engine, findSubjectRow, type SubjectRow } from './engine.ts'
import { type Attributes, NO_MARKS, readAttributes } from './subject-rows.ts'

export interface CheckedPermit<P extends Purpose> {
  readonly terms: PermitTerms<P>
  readonly row: SubjectRow
  /** What the person has marked as wrong by now. */
  readonly marks: Marks
  /** Items that are not for their profile by now. */
  readonly apart: readonly string[]
}

/** @throws EquipoiseError `consent_changed`; TypeError where the permit is not the gate's. */
export function checkPermit<P extends Purpose>(
  engine: Engine,
  database: Database,
  permit: Permit<P>,
): CheckedPermit<P> {
  const { now, people } = engine
  const terms = Permit.termsOf(permit)
  const known = people.find(terms.subject) ?? people.findListed(terms.subject)
  const row = known?.row ?? findSubjectRow(database, terms.subject)
  if (!row || row.consentRevision !== terms.consentRevision) {
    throw new EquipoiseError(
      'consent_changed',
      'Cannot use a permit: consent changed since it was made',
    )
  }
  if (now() >= terms.until) {
    throw new EquipoiseError('consent_changed', 'Cannot use a permit: its time is over')
  }
  const { pausedUntil, marks, wishes } = known?.facts ?? restrictionsOf(engine, row)
  if (pausedUntil !== undefined && now() < pausedUntil) {
    throw new EquipoiseError('consent_changed', 'Cannot use a permit: a pause was asked for')
  }
  return { terms, row, marks, apart: wishes.notForProfile.items }
}

/** What the person asked for beside consent. Where that cannot be read no permit holds. */
function restrictionsOf(
  { keys }: Engine,
  row: SubjectRow,
): Pick<Attributes, 'pausedUntil' | 'marks' | 'wishes'> {
  const sealer = keys.find(row.subject)
  // Without the key nothing can be read or written: whoever asks for it says so.
  if (!sealer) return { pausedUntil: undefined, marks: NO_MARKS, wishes: NO_WISHES }
  try {
    return readAttributes(row, sealer)
  } catch (cause) {
    if (!(cause instanceof SealError)) throw cause
    throw new EquipoiseError('consent_changed', 'Cannot use a permit: the row was altered', {
      cause,
    })
  }
}

/** @throws EquipoiseError `consent_changed`; TypeError where the permit is not the gate's. */
export function checkRightsPermit({ now }: Engine, permit: RightsPermit): RightsTerms {
  const terms = RightsPermit.termsOf(permit)
  if (now() >= terms.until) {
    throw new EquipoiseError('consent_changed', 'Cannot use a rights permit: its time is over')
  }
  return terms
}
