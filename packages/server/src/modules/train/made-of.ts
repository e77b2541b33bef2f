/**
 * Names all that a contribution is made of: what is kept of the person, what they marked, whether
 * sensitive items count, and what the catalogue says of items as far as that matters. Of the same
 * name follows the same contribution, so that only who changed is read again.
 */
import { createHash } from 'node:crypto'
import type { Catalogue } from '../catalogue/index.ts'
import type { PersonGate } from '../law/index.ts'

/** Of how a contribution is made of all that: another one where `contributionOf` changes. */
const FORM = 1

/** @param progress what is kept of the person (`ProfileReader.readProgress`). */
export type NameMadeOf = (person: PersonGate, sensitiveToo: boolean, progress: string) => string

/** Looks through the catalogue once for each state that it is met in. */
export function madeOfNamer(catalogue: Catalogue): NameMadeOf {
  const sensitive = ofCatalogue(catalogue, (id) =>
    (catalogue.find(id)?.sensitive.length ?? 0) > 0 ? [id] : [],
  )
  const categories = ofCatalogue(catalogue, (id) => [[id, catalogue.find(id)?.categories]])
  return ({ marks }, sensitiveToo, progress) =>
    [
      FORM,
      progress,
      sensitiveToo ? 'all' : sensitive(),
      marks.items.length + marks.categories.length === 0 ? '' : digest(marks),
      marks.categories.length === 0 ? '' : categories(),
    ].join(' ')
}

/** Says something of every item, in the order of their ids, as a digest. */
function ofCatalogue(catalogue: Catalogue, say: (id: string) => readonly unknown[]): () => string {
  let entries: ReturnType<Catalogue['entries']> | undefined
  let made = ''
  return () => {
    const now = catalogue.entries()
    if (now === entries) return made
    made = digest(
      now
        .map(({ id }) => id)
        .sort()
        .flatMap(say),
    )
    entries = now
    return made
  }
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22)
}
