/**
 * Ends what may no longer be: where a yes has lapsed, or does not count any more (a child's, say),
 * what was kept for it alone is deleted, as after a withdrawal. Nobody acted, so no record is
 * added; the gate has refused since that very moment, and this makes room.
 */
import { setImmediate as letOthersGo } from 'node:timers/promises'
import { VERBS_OF_PURPOSE } from '@equipoise/core/consent'
import { CLOCK_TOLERANCE_MS, decideRights } from '@equipoise/core/law'
import { PURPOSES, type Purpose, type SubjectId } from '@equipoise/core/values'
import type { PersonGate } from '../law/index.ts'
import { type Cleared, removing } from '../train/index.ts'
import type { ConsentParts } from './consent-parts.ts'

/** So few that whoever calls meanwhile waits for milliseconds. */
const BATCH_SUBJECTS = 16

/** The purposes that anything is kept for. */
const KEPT_FOR: readonly Purpose[] = PURPOSES.filter(
  (purpose) => VERBS_OF_PURPOSE[purpose] || purpose === 'email_marketing',
)

/**
 * Asks the gate about everybody; returns of how many people something ended.
 *
 * @param signal ends it early, between people.
 */
export async function endAllUnpermitted(
  parts: ConsentParts,
  signal?: AbortSignal,
): Promise<number> {
  let people = 0
  // Read together: it costs half of what one after the other would.
  for await (const next of parts.gate.openAll(BATCH_SUBJECTS)) {
    if (signal?.aborted === true) break
    const ended = await Promise.all(next.map((person) => endFor(parts, person)))
    people += ended.filter((cleared) => cleared !== undefined).length
    await letOthersGo()
  }
  return people
}

/** Undefined where nothing was kept that had to go. */
export async function endUnpermitted(
  parts: ConsentParts,
  subject: SubjectId,
): Promise<Cleared | undefined> {
  return endFor(parts, await parts.gate.open(subject))
}

async function endFor(
  { store, now, follow, resume }: ConsentParts,
  person: PersonGate,
): Promise<Cleared | undefined> {
  const { subject } = person
  const ended = KEPT_FOR.filter((purpose) => isVoid(person, purpose))
  if (subject === undefined || ended.length === 0) return undefined
  const at = now()
  const removal = await removing(resume, () =>
    store.transact(decideRights('consent', subject, at), async (writer) => {
      // Somebody who has just spoken again is asked about again, and not ended by what stood
      // before.
      const consent = await writer.readConsent()
      const unchanged = consent !== 'unverifiable' && consent.count === person.consent.count
      return unchanged ? writer.endPurposes(ended) : undefined
    }),
  )
  if (!removal || (removal.rows === 0 && !removal.stateChanged)) return undefined
  return follow(subject, removal, at)
}

/** There is a yes, and the gate refuses all the same, a pause aside: after one it counts again. */
function isVoid(person: PersonGate, purpose: Purpose): boolean {
  const { status, since } = person.consentOf(purpose)
  // Where the clock was set back nothing is known to be over: it is refused, and nothing is lost.
  const isKnown = since === undefined || since <= person.at + CLOCK_TOLERANCE_MS
  return status === 'given' && isKnown && person.outcomeBeyondPause(purpose) === 'refused'
}
