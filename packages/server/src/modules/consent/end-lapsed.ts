/**
 * Ends what the law no longer lets stand: where a yes has lapsed, what was kept for it alone is
 * deleted, as after a withdrawal. Nobody acted, so no record is added; the gate has refused since
 * the moment it lapsed, and this makes room.
 */
import { decideRights } from '@equipoise/core/law'
import { PURPOSES, type Purpose, type SubjectId } from '@equipoise/core/values'
import type { Gate } from '../law/index.ts'
import type { ConsentParts } from './record-consent.ts'

const BATCH_SUBJECTS = 256

export interface LapseParts extends Omit<ConsentParts, 'random'> {
  readonly gate: Gate
}

/** Returns of how many people something ended. */
export async function endLapsedPurposes(parts: LapseParts): Promise<number> {
  let people = 0
  for (let after: SubjectId | undefined; ; ) {
    const last: SubjectId | undefined = after
    const subjects = await parts.store.read('system', async (reader) =>
      reader.listSubjects(last, BATCH_SUBJECTS),
    )
    if (subjects.length === 0) return people
    const ended = await Promise.all(subjects.map((subject) => endLapsed(parts, subject)))
    people += ended.filter(Boolean).length
    after = subjects.at(-1)
  }
}

async function endLapsed(
  { store, gate, now, follow }: LapseParts,
  subject: SubjectId,
): Promise<boolean> {
  const person = await gate.open(subject)
  const lapsed = PURPOSES.filter((purpose) => hasLapsed(person, purpose))
  if (lapsed.length === 0) return false
  const at = now()
  const removal = await store.transact(decideRights('consent', subject, at), async (writer) => {
    // Somebody who has just said yes again keeps what they have.
    const unchanged = (await writer.listConsent()).length === person.consent.length
    return unchanged ? writer.endPurposes(lapsed) : undefined
  })
  if (!removal || (removal.rows === 0 && !removal.stateChanged)) return false
  await follow(subject, removal, at)
  return true
}

type Person = Awaited<ReturnType<Gate['open']>>

function hasLapsed(person: Person, purpose: Purpose): boolean {
  if (person.consentOf(purpose).status !== 'given') return false
  return person.decide(purpose).reasons.some(({ code }) => code === 'consent_expired')
}
