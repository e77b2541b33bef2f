/**
 * Finds who a caller means: by our own id, or through a keyed hash by the business's id of the
 * person or of the device, or by the secret of a session.
 */
import { isSubjectId, parseExternalId, type SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { Identity, Store } from '../../store/index.ts'

export type SubjectReference =
  | { readonly subject: string }
  | { readonly externalId: string }
  | { readonly anonymousId: string }
  | { readonly session: string }

/**
 * Undefined where there is no such subject: unknown, erased and malformed `sub_` ids look alike.
 *
 * @throws EquipoiseError `invalid_subject` for an id of the caller's that is none.
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
  const identity = identityIn(reference)
  return store.read('gate', async (reader) => reader.findSubject(identity))
}

/**
 * Finds many at once, in their order. One of our own ids stands as it is: whether there is such a
 * subject is for the gate to see.
 *
 * @throws EquipoiseError as `findSubject`.
 */
export async function findSubjects(
  store: Store,
  references: readonly SubjectReference[],
): Promise<readonly (SubjectId | undefined)[]> {
  return store.read('gate', async (reader) => {
    const found: (SubjectId | undefined)[] = []
    for (const one of references) {
      if (!('subject' in one)) found.push(await reader.findSubject(identityIn(one)))
      else found.push(isSubjectId(one.subject) ? one.subject : undefined)
    }
    return found
  })
}

/** @throws EquipoiseError `not_found`, in the same words for unknown and erased. */
export async function getSubject(store: Store, reference: SubjectReference): Promise<SubjectId> {
  const subject = await findSubject(store, reference)
  if (subject === undefined) throw new EquipoiseError('not_found', 'Cannot find the subject')
  return subject
}

/** What a reference that is not our own id stands for. @throws EquipoiseError `invalid_subject`. */
export function identityIn(reference: Exclude<SubjectReference, { subject: string }>): Identity {
  if ('session' in reference) return { kind: 'session', text: reference.session }
  const [kind, text] =
    'externalId' in reference
      ? (['external', reference.externalId] as const)
      : (['anonymous', reference.anonymousId] as const)
  const parsed = parseExternalId(text)
  if (!parsed.ok) {
    throw new EquipoiseError('invalid_subject', `Cannot use a subject: ${parsed.issues[0]?.says}`)
  }
  return { kind, text: parsed.value }
}
