/**
 * The ceiling of a person: how specific, at most, what they are shown may be, on every channel. It
 * goes for the next decision, and a channel's own ceiling stays where it is lower.
 */
import type { SpecificityLevel } from '@equipoise/core/channels'
import { decideRights } from '@equipoise/core/law'
import type { SubjectId } from '@equipoise/core/values'
import type { ActingFor } from './acting-for.ts'
import { rightsLeaf } from './rights-leaf.ts'
import type { RightsParts } from './rights-parts.ts'

/**
 * @param ceiling undefined for none of their own.
 * @throws EquipoiseError `not_found`.
 */
export async function setCeiling(
  { store, now }: Pick<RightsParts, 'store' | 'now'>,
  subject: SubjectId,
  {
    ceiling,
    acting,
  }: {
    readonly ceiling: SpecificityLevel | undefined
    readonly acting: ActingFor
  },
): Promise<void> {
  const at = now()
  await store.transact(decideRights('correction', subject, at), async (writer) => {
    await writer.updateSubject({ ceiling })
    const details = { ceiling: ceiling ?? null }
    await writer.appendRightsAct(rightsLeaf('ceiling', { subject, at, acting }, details))
  })
}
