/**
 * A pause: until it ends nothing is collected about the person, nothing of theirs is used, and they
 * are not in the training state. What is kept stays, and counts again afterwards (GDPR Art. 18).
 */
import { decideRights } from '@equipoise/core/law'
import { DAY_MS, formatInstant, type Instant, type SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import { type Cleared, removing } from '../train/index.ts'
import type { ActingFor } from './acting-for.ts'
import { rightsLeaf } from './rights-leaf.ts'
import type { RightsParts } from './rights-parts.ts'

export const PAUSE_DAYS_MAX = 3_660

/** @throws EquipoiseError `not_found`, and `invalid_request` for a time past or too far ahead. */
export async function pauseSubject(
  { store, now, follow, resume }: RightsParts,
  subject: SubjectId,
  { until, acting }: { readonly until: Instant; readonly acting: ActingFor },
): Promise<Cleared> {
  const at = now()
  if (until <= at || until > at + PAUSE_DAYS_MAX * DAY_MS) {
    throw new EquipoiseError(
      'invalid_request',
      'Cannot pause: want a time ahead, ten years at most',
    )
  }
  const removal = await removing(resume, () =>
    store.transact(decideRights('correction', subject, at), async (writer) => {
      await writer.updateSubject({ pausedUntil: until })
      const details = { until: formatInstant(until) }
      await writer.appendRightsAct(rightsLeaf('pause', { subject, at, acting }, details))
      return writer.replaceContribution(undefined)
    }),
  )
  return follow(subject, removal, at)
}

/** Ends a pause; where there is none, nothing changes. @throws EquipoiseError `not_found`. */
export async function resumeSubject(
  { store, now }: RightsParts,
  subject: SubjectId,
  { acting }: { readonly acting: ActingFor },
): Promise<void> {
  const at = now()
  await store.transact(decideRights('correction', subject, at), async (writer) => {
    const { pausedUntil } = await writer.readSubject()
    if (pausedUntil === undefined) return
    await writer.updateSubject({ pausedUntil: undefined })
    await writer.appendRightsAct(rightsLeaf('resume', { subject, at, acting }))
  })
}
