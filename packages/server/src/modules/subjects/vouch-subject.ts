import { decideRights } from '@equipoise/core/law'
import type { Instant, SubjectId } from '@equipoise/core/values'
import type { Store } from '../../store/index.ts'

/**
 * Notes that a back end has spoken for somebody: from the next training on they count towards k.
 *
 * @throws EquipoiseError `not_found`.
 */
export async function vouchSubject(store: Store, subject: SubjectId, at: Instant): Promise<void> {
  await store.transact(decideRights('correction', subject, at), async (writer) => {
    if (!(await writer.readSubject()).vouched) await writer.updateSubject({ vouched: true })
  })
}
