/** Reads what many people give to the training state, each under a permit of their own. */
import type { Permit } from '@equipoise/core/law'
import { assert, type SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import { bytesOf, textOfBytes } from '../../keys/subject-keys.ts'
import type {
  Contribution,
  ContributionsReader,
  NumberedItems,
  StandingContribution,
} from '../store.ts'
import { openContribution } from './contribution-rows.ts'
import { blobIn, type Database, integerIn, type Row } from './database.ts'
import { BEFORE_ALL, type Engine, type SubjectRow, subjectRowIn } from './engine.ts'
import { interactionSource, progressOf } from './interaction-rows.ts'
import { sealerOf } from './open-subject.ts'
import { checkPermit } from './permit-check.ts'

/** What is kept of somebody's part, opened, and the number of their last interaction. */
export interface KeptPart {
  readonly contribution: Contribution | undefined
  readonly numbered: NumberedItems | undefined
  /** Whether what the gate read of them is kept beside it, and they stand like that. */
  readonly isRemembered: boolean
  readonly lastSeq: number
}

export function contributionsReader(
  engine: Engine,
  database: Database,
  permits: readonly Permit<'model_training'>[],
): ContributionsReader {
  return {
    async listContributions(isKnown = () => false) {
      const people = permits.map((permit) => permittedRow(engine, database, permit))
      const parts = partsOf(engine, database, people)
      const source = interactionSource(engine, database)
      return people.map((row, at): StandingContribution | 'consent_changed' => {
        if (row === undefined) return 'consent_changed'
        const part = parts.get(row.subject) ?? NO_PART
        const progress = progressOf(source, row, part.lastSeq)
        if (isKnown(at, progress)) return { progress, contribution: undefined, isRemembered: true }
        if (!('sealed' in part)) {
          const { contribution, numbered, isRemembered } = part
          return { progress, contribution, isRemembered, ...(numbered && { numbered }) }
        }
        if (part.sealed === undefined) {
          return { progress, contribution: undefined, isRemembered: false }
        }
        const kept = openContribution(part.sealed, sealerOf(engine, row))
        const isRemembered = kept.remembered?.standing === row.standing
        return { progress, contribution: kept.contribution, isRemembered }
      })
    },
  }
}

/** Of those who were listed just now what was opened then; of the others what is sealed. */
function partsOf(
  { people: cache }: Engine,
  database: Database,
  people: readonly (SubjectRow | undefined)[],
): ReadonlyMap<SubjectId, KeptPart | StoredPart> {
  const parts = new Map<SubjectId, KeptPart | StoredPart>()
  const others: SubjectRow[] = []
  for (const row of people) {
    if (row === undefined) continue
    const part = cache.findListed(row.subject)?.part
    if (part === undefined) others.push(row)
    else parts.set(row.subject, part)
  }
  const keys = others.map(({ key }) => key).sort(Buffer.compare)
  const [first, last] = [keys[0], keys.at(-1)]
  if (first === undefined || last === undefined) return parts
  const stored = listStored(database, first, last)
  for (const { subject, key } of others) parts.set(subject, stored.get(textOfBytes(key)) ?? NO_PART)
  return parts
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

export interface StoredPart {
  readonly sealed: Uint8Array | undefined
  /** Of the interactions in their place; -1 where there is none. */
  readonly lastSeq: number
}

export const NO_PART: StoredPart = { sealed: undefined, lastSeq: -1 }

/** The next so many people, in the order of their ids, with what is stored of their part. */
export function listWithParts(
  database: Database,
  after: SubjectId | undefined,
  count: number,
): readonly { readonly row: SubjectRow; readonly stored: StoredPart }[] {
  const from = after === undefined ? BEFORE_ALL : bytesOf(after)
  return database
    .all(NEXT, from, count)
    .map((row) => ({ row: subjectRowIn(row), stored: storedIn(row) }))
}

/** Of everybody from one id to another, by the bytes of the id. */
function listStored(
  database: Database,
  first: Uint8Array,
  last: Uint8Array,
): ReadonlyMap<string, StoredPart> {
  return new Map(database.all(RANGE, first, last).map((row) => [nameOf(row), storedIn(row)]))
}

/** The row of everybody, with their part and the number of their last interaction, -1 for none. */
const EVERYBODY = `SELECT subjects.subject, consent_revision, interaction_seq, subjects.sealed,
  contributions.sealed AS part,
  (SELECT seq + length(id_hashes) / 16 - 1 FROM interactions
   WHERE interactions.subject = subjects.subject ORDER BY seq DESC LIMIT 1) AS last
  FROM subjects LEFT JOIN contributions ON contributions.subject = subjects.subject`

const RANGE = `${EVERYBODY} WHERE subjects.subject BETWEEN ? AND ?`
const NEXT = `${EVERYBODY} WHERE subjects.subject > ? ORDER BY subjects.subject LIMIT ?`

function nameOf(row: Row): string {
  return textOfBytes(blobIn(row, 'subject'))
}

function storedIn(row: Row): StoredPart {
  return {
    sealed: row['part'] === null ? undefined : blobIn(row, 'part'),
    lastSeq: row['last'] === null ? -1 : integerIn(row, 'last'),
  }
}
