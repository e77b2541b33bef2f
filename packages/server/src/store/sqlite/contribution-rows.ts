/**
 * The training state: one sealed list of items a consenting subject, and a count of its losses.
 *
 * Beside the list stands what the gate read of the person when it was put there, in the same seal:
 * whoever opens everybody opens one value a person. It counts as long as the person stands as they
 * did then (`SubjectRow.standing`).
 *
 * Form: the list as JSON; a line break; what the gate read, as JSON. The second line is missing
 * where there was nothing to rely on.
 */
import { toInstant } from '@equipoise/core/values'
import type { SubjectSealer } from '../../keys/subject-keys.ts'
import type { Contribution } from '../store.ts'
import { blobIn, type Database, textIn } from './database.ts'

const PLACE = { table: 'contributions', column: 'sealed' }
const REVISION = 'state_revision'
const LINE_BREAK = 0x0a

interface StoredContribution {
  readonly items: readonly string[]
  readonly until: number | null
  readonly madeOf?: string
  readonly standing?: string
}

/** What the gate read of somebody who stood like that: `rememberFacts` made the text. */
export interface Remembered {
  readonly standing: string
  readonly facts: string
}

export interface KeptContribution {
  readonly contribution: Contribution
  readonly remembered: Remembered | undefined
}

export function findContribution(
  database: Database,
  subject: Uint8Array,
  sealer: SubjectSealer,
): KeptContribution | undefined {
  const row = database.get('SELECT sealed FROM contributions WHERE subject = ?', subject)
  return row && openContribution(blobIn(row, 'sealed'), sealer)
}

/** @throws SealError where it was altered or is somebody else's. */
export function openContribution(sealed: Uint8Array, sealer: SubjectSealer): KeptContribution {
  const plain = sealer.open(PLACE, sealed)
  const end = plain.indexOf(LINE_BREAK)
  const text = plain.toString('utf8', 0, end < 0 ? plain.length : end)
  // What was sealed is what is opened, byte for byte.
  const { items, until, madeOf, standing } = JSON.parse(text) as StoredContribution
  return {
    contribution: { items, until: until === null ? undefined : toInstant(until), madeOf },
    remembered:
      end < 0 || standing === undefined
        ? undefined
        : { standing, facts: plain.toString('utf8', end + 1) },
  }
}

export function putContribution(
  database: Database,
  subject: Uint8Array,
  sealer: SubjectSealer,
  { contribution: { items, until, madeOf }, remembered }: KeptContribution,
): void {
  const stored: StoredContribution = {
    items,
    until: until ?? null,
    ...(madeOf === undefined ? {} : { madeOf }),
    ...(remembered === undefined ? {} : { standing: remembered.standing }),
  }
  const lines = [JSON.stringify(stored), ...(remembered === undefined ? [] : [remembered.facts])]
  database.run(
    `INSERT INTO contributions (subject, sealed) VALUES (?, ?)
     ON CONFLICT (subject) DO UPDATE SET sealed = excluded.sealed`,
    subject,
    sealer.seal(PLACE, Buffer.from(lines.join('\n'))),
  )
}

/** Something that the gate reads of them was corrected: nothing of what it was is kept. */
export function forgetRemembered(
  database: Database,
  subject: Uint8Array,
  sealer: SubjectSealer,
): void {
  const kept = findContribution(database, subject, sealer)
  if (kept?.remembered === undefined) return
  putContribution(database, subject, sealer, { ...kept, remembered: undefined })
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
