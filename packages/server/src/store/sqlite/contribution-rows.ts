/** The training state: one sealed list of items a consenting subject, and a count of its losses. */
import { toInstant } from '@equipoise/core/values'
import type { SubjectSealer } from '../../keys/subject-keys.ts'
import type { Contribution } from '../store.ts'
import { blobIn, type Database, textIn } from './database.ts'
import { decodeJson, encodeJson } from './engine.ts'

const PLACE = { table: 'contributions', column: 'sealed' }
const REVISION = 'state_revision'

interface StoredContribution {
  readonly items: readonly string[]
  readonly until: number | null
  readonly madeOf?: string
}

export function findContribution(
  database: Database,
  subject: Uint8Array,
  sealer: SubjectSealer,
): Contribution | undefined {
  const row = database.get('SELECT sealed FROM contributions WHERE subject = ?', subject)
  return row && openContribution(blobIn(row, 'sealed'), sealer)
}

export function openContribution(sealed: Uint8Array, sealer: SubjectSealer): Contribution {
  const stored = decodeJson<StoredContribution>(sealer.open(PLACE, sealed))
  const until = stored.until === null ? undefined : toInstant(stored.until)
  return { items: stored.items, until, madeOf: stored.madeOf }
}

export function putContribution(
  database: Database,
  subject: Uint8Array,
  sealer: SubjectSealer,
  contribution: Contribution,
): void {
  const stored: StoredContribution = {
    items: contribution.items,
    until: contribution.until ?? null,
    ...(contribution.madeOf === undefined ? {} : { madeOf: contribution.madeOf }),
  }
  database.run(
    `INSERT INTO contributions (subject, sealed) VALUES (?, ?)
     ON CONFLICT (subject) DO UPDATE SET sealed = excluded.sealed`,
    subject,
    sealer.seal(PLACE, encodeJson(stored)),
  )
}

export function deleteContribution(database: Database, subject: Uint8Array): boolean {
  return database.run('DELETE FROM contributions WHERE subject = ?', subject) > 0
}

export function readStateRevision(database: Database): number {
  const row = database.get('SELECT value FROM meta WHERE name = ?', REVISION)
  return row === undefined ? 0 : Number(textIn(row, 'value'))
}

/** Counts a loss of the state: a model built before it still holds what was lost. */
export function raiseStateRevision(database: Database): number {
  const revision = readStateRevision(database) + 1
  database.run(
    'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    REVISION,
    String(revision),
  )
  return revision
}
