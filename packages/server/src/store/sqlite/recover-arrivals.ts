/**
 * Puts what a process left in the journal of arrivals where it belongs: it may have begun to move
 * it. What was sealed with a key that is gone, of which a copy of the store that was put back may
 * have some, opens to nobody; whoever's own key is gone is left out.
 */
import { formatId, type SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { PassingKeys } from '../../keys/passing-keys.ts'
import { SealError } from '../../keys/seal.ts'
import { decodeEntry } from './arrival-journal.ts'
import { blobIn, type Database, integerIn, type Row } from './database.ts'
import type { SubjectKey } from './engine.ts'
import type { MaskedInteraction } from './interaction-form.ts'

export interface RecoverParts {
  readonly writing: Database
  readonly keys: PassingKeys
  /** Writes what a person has no row of yet after their others. */
  readonly place: (subject: SubjectKey, left: readonly MaskedInteraction[]) => void
}

/** @throws EquipoiseError `store_unavailable` where an entry was altered; nothing is changed. */
export function recoverArrivals({ writing, keys, place }: RecoverParts): void {
  writing.exec('BEGIN IMMEDIATE')
  try {
    for (const { subject, left } of readAll(writing, keys).values()) place(subject, left)
    writing.exec('DELETE FROM arrivals; COMMIT')
  } catch (error) {
    writing.rollback()
    throw error
  }
  keys.destroy(keys.numbers())
}

interface Left {
  readonly subject: SubjectKey
  readonly left: MaskedInteraction[]
}

function readAll(writing: Database, keys: PassingKeys): ReadonlyMap<SubjectId, Left> {
  const people = new Map<SubjectId, Left>()
  for (const row of writing.all('SELECT entry, key, sealed FROM arrivals ORDER BY entry')) {
    const key = keys.find(integerIn(row, 'key'))
    if (!key) continue
    for (const run of decodeEntry(openEntry(key.open, row))) {
      const subject = formatId('sub', run.key)
      const person: Left = people.get(subject) ?? { subject: { subject, key: run.key }, left: [] }
      people.set(subject, person)
      person.left.push(...run.arrivals)
    }
  }
  return people
}

function openEntry(open: (sealed: Uint8Array) => Buffer, row: Row): Buffer {
  try {
    return open(blobIn(row, 'sealed'))
  } catch (cause) {
    if (!(cause instanceof SealError)) throw cause
    const entry = integerIn(row, 'entry')
    throw new EquipoiseError(
      'store_unavailable',
      `Cannot open the store: entry ${entry} of what arrived was altered`,
      { cause },
    )
  }
}
