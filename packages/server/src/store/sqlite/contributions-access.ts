/** Reads what many people give to the training state, each under a permit of their own. */
import type { Permit } from '@equipoise/core/law'
import { assert } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { ContributionsReader, StandingContribution } from '../store.ts'
import { openContribution } from './contribution-rows.ts'
import { blobIn, type Database, integerIn, type Row } from './database.ts'
import { type Engine, type SubjectRow, textOfBytes } from './engine.ts'
import { interactionSource, progressOf } from './interaction-rows.ts'
import { sealerOf } from './open-subject.ts'
import { checkPermit } from './permit-check.ts'

export function contributionsReader(
  engine: Engine,
  database: Database,
  permits: readonly Permit<'model_training'>[],
): ContributionsReader {
  return {
    async listContributions(isKnown = () => false) {
      const people = permits.map((permit) => permittedRow(engine, database, permit))
      const stored = listStored(database, people)
      const source = interactionSource(engine, database)
      return people.map((row, at): StandingContribution | 'consent_changed' => {
        if (row === undefined) return 'consent_changed'
        const { sealed, lastSeq } = stored.get(textOfBytes(row.key)) ?? NOTHING
        const progress = progressOf(source, row, lastSeq)
        if (sealed === undefined || isKnown(at, progress)) {
          return { progress, contribution: undefined }
        }
        return { progress, contribution: openContribution(sealed, sealerOf(engine, row)) }
      })
    },
  }
}

/** Undefined where the permit does not hold any more. */
function permittedRow(
  engine: Engine,
  database: Database,
  permit: Permit<'model_training'>,
): SubjectRow | undefined {
  try {
    const { terms, row } = checkPermit(engine, database, permit)
    assert(terms.purpose === 'model_training', 'a permit for model_training')
    return row
  } catch (error) {
    if (error instanceof EquipoiseError && error.code === 'consent_changed') return undefined
    throw error
  }
}

interface Stored {
  readonly sealed: Uint8Array | undefined
  /** Of the interactions in their place; -1 where there is none. */
  readonly lastSeq: number
}

const NOTHING: Stored = { sealed: undefined, lastSeq: -1 }

/** By the bytes of the subject's id. */
function listStored(
  database: Database,
  people: readonly (SubjectRow | undefined)[],
): ReadonlyMap<string, Stored> {
  const keys = people.flatMap((row) => (row ? [row.key] : [])).sort(Buffer.compare)
  const [first, last] = [keys[0], keys.at(-1)]
  if (first === undefined || last === undefined) return new Map()
  return new Map(database.all(RANGE, first, last).map((row) => [nameOf(row), storedIn(row)]))
}

const RANGE = `SELECT subjects.subject, contributions.sealed,
  (SELECT seq + length(id_hashes) / 16 - 1 FROM interactions
   WHERE interactions.subject = subjects.subject ORDER BY seq DESC LIMIT 1) AS last
  FROM subjects LEFT JOIN contributions ON contributions.subject = subjects.subject
  WHERE subjects.subject BETWEEN ? AND ?`

function nameOf(row: Row): string {
  return textOfBytes(blobIn(row, 'subject'))
}

function storedIn(row: Row): Stored {
  return {
    sealed: row['sealed'] === null ? undefined : blobIn(row, 'sealed'),
    lastSeq: row['last'] === null ? -1 : integerIn(row, 'last'),
  }
}
