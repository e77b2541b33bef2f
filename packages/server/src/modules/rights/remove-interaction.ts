/** Removes one thing that a person did, from the store and from the training state, at once. */
import { decideRights } from '@equipoise/core/law'
import type { SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import { type Cleared, removing } from '../train/index.ts'
import type { ActingFor } from './acting-for.ts'
import { rightsLeaf } from './rights-leaf.ts'
import type { RightsParts } from './rights-parts.ts'
import { shrinkContribution } from './shrink-contribution.ts'

/**
 * The subject's part in the state is made anew from what is left: an item stays in it only where
 * something else of theirs still holds it there.
 *
 * @throws EquipoiseError `not_found` for an unknown subject and an unknown interaction alike.
 */
export async function removeInteraction(
  { store, now, follow, resume }: RightsParts,
  subject: SubjectId,
  { interaction, acting }: { readonly interaction: string; readonly acting: ActingFor },
): Promise<Cleared> {
  const at = now()
  const removal = await removing(resume, () =>
    store.transact(decideRights('correction', subject, at), async (writer) => {
      const leaf = rightsLeaf('remove', { subject, at, acting })
      const removed = await writer.removeInteraction(interaction, leaf)
      if (!removed.found) throw new EquipoiseError('not_found', 'Cannot find the interaction')
      return { ...(await shrinkContribution(writer)), rows: removed.rows }
    }),
  )
  return follow(subject, removal, at)
}
