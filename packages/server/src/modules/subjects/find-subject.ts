/** Finds who a caller means: by our own id, or by the caller's id through its keyed hash. */
import { isSubjectId, parseExternalId, type SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { Store } from '../../store/index.ts'

export type SubjectReference = { readonly subject: string } | { readonly externalId: string }

/**
 * Undefined where there is no such subject: unknown, erased and malformed `sub_` ids look alike.
 */
export async function findSubject(
  store: Store,
  reference: SubjectReference,
): Promise<SubjectId | undefined> {
  if ('subject' in reference) {
    const { subject } = reference
    if (!isSubjectId(subject)) return undefined
    const facts = await store.read('gate', async (reader) => reader.findFacts(subject))
    return facts?.subject
  }
  const { externalId } = reference
  const parsed = parseExternalId(externalId)
  if (!parsed.ok) {
    throw new EquipoiseError('invalid_subject', `Cannot use a subject: ${parsed.issues[0]?.says}`)
  }
  return store.read('gate', async (reader) => reader.findSubject(externalId))
}

/** @throws EquipoiseError `not_found`, in the same words for unknown and erased. */
export async function getSubject(store: Store, reference: SubjectReference): Promise<SubjectId> {
  const subject = await findSubject(store, reference)
  if (subject === undefined) throw new EquipoiseError('not_found', 'Cannot find the subject')
  return subject
}
