/** What every act about one person begins with: the row that stands for them, and their key. */
import type { RightsAct, RightsPermit } from '@equipoise/core/law'
import { assert } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { SubjectSealer } from '../../keys/subject-keys.ts'
import type { Database } from './database.ts'
import { type Engine, findSubjectRow, type SubjectKey, type SubjectRow } from './engine.ts'
import { checkRightsPermit } from './permit-check.ts'

export interface OpenSubject extends KeyedSubject {
  readonly subject: SubjectRow
}

export interface KeyedSubject {
  readonly subject: SubjectKey
  readonly sealer: SubjectSealer
}

/** @throws EquipoiseError `consent_changed`, `not_found`, `key_missing`. */
export function openWithRights(
  engine: Engine,
  database: Database,
  permit: RightsPermit,
  acts: readonly RightsAct[] = [],
): OpenSubject {
  const { subject, act } = checkRightsPermit(engine, permit)
  assert(acts.length === 0 || acts.includes(act), `a rights permit of the acts ${acts.join(', ')}`)
  const row = findSubjectRow(database, subject)
  if (!row) throw new EquipoiseError('not_found', 'Cannot find the subject')
  return { subject: row, sealer: sealerOf(engine, row) }
}

/** @throws EquipoiseError `key_missing`. */
export function sealerOf({ keys, people }: Engine, { subject }: SubjectRow): SubjectSealer {
  const sealer = people.findListed(subject)?.sealer ?? keys.find(subject)
  if (!sealer)
    throw new EquipoiseError('key_missing', 'Cannot open a subject: the data key is gone')
  return sealer
}
