/** Removes one thing that a person did, from the store and from the training state, at once. */
import { decideRights } from '@equipoise/core/law'
import type { SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { Removal, RightsWriter } from '../../store/index.ts'
import { type Cleared, itemsForTraining, removing } from '../train/index.ts'
import { type RightsParts, rightsLeaf } from './export-subject.ts'

/**
 * The subject's part in the state is made anew from what is left: an item stays in it only where
 * something else of theirs still holds it there.
 *
 * @throws EquipoiseError `not_found` for an unknown subject and an unknown interaction alike.
 */
export async function removeInteraction(
  { store, now, follow, resume }: RightsParts,
  subject: SubjectId,
  interaction: string,
): Promise<Cleared> {
  const at = now()
  const removal = await removing(resume, () =>
    store.transact(decideRights('correction', subject, at), async (writer) => {
      const leaf = rightsLeaf('remove', subject, at, {})
      const removed = await writer.removeInteraction(interaction, leaf)
      if (!removed.found) throw new EquipoiseError('not_found', 'Cannot find the interaction')
      return { ...(await shrinkContribution(writer)), rows: removed.rows }
    }),
  )
  return follow(subject, removal, at)
}

async function shrinkContribution(writer: RightsWriter): Promise<Removal> {
  const before = await writer.findContribution()
  const left = new Set(itemsForTraining(await writer.listInteractions()))
  const items = before?.items.filter((item) => left.has(item)) ?? []
  const { until } = before ?? { until: undefined }
  return writer.replaceContribution(items.length === 0 ? undefined : { items, until })
}
