/**
 * Erases a person: every row, then the key that opens whatever a copy may still hold, then the
 * write-ahead log, before it is reported. The training state loses them in the same transaction.
 * The leaf of the act says nothing of whom it was about: the secret of its commitment is in the
 * receipt that is answered, and kept nowhere.
 */
import { decideRights } from '@equipoise/core/law'
import {
  DAY_MS,
  formatInstant,
  type Instant,
  type SubjectId,
  toInstant,
} from '@equipoise/core/values'
import { receiptOf } from '../receipts/index.ts'
import { type Cleared, removing } from '../train/index.ts'
import type { ActingFor } from './acting-for.ts'
import { rightsLeaf } from './rights-leaf.ts'
import type { RightsParts } from './rights-parts.ts'

export interface Erased extends Cleared {
  readonly erasedAt: Instant
  readonly rows: number
  /** The proof of it, given this once: what opens its leaf is kept nowhere. */
  readonly receipt: string
}

/** @throws EquipoiseError `not_found`. */
export async function eraseSubject(
  parts: Omit<RightsParts, 'catalogue'>,
  subject: SubjectId,
  acting: ActingFor,
): Promise<Erased> {
  const { store, parties, now, follow, resume } = parts
  const at = now()
  const dates = datesOf(parts, at)
  const toLeaf = (rows: number) => rightsLeaf('erase', { subject, at, acting }, { rows, ...dates })
  const removal = await removing(resume, () =>
    store.transact(decideRights('erasure', subject, at), async (writer) => writer.erase(toLeaf)),
  )
  const erasedAt = now()
  const cleared = await follow(subject, removal, erasedAt)
  return {
    erasedAt,
    rows: removal.rows,
    receipt: await receiptOf({ store, parties }, removal.act),
    ...cleared,
  }
}

/**
 * Beside the moment of the act: by when the published model has followed, and from when on no copy
 * opens any more what was erased. Only a copy of the key files could, and it is kept so many days.
 */
function datesOf(
  {
    modelClearanceSeconds,
    keyCopyDays,
  }: Pick<RightsParts, 'modelClearanceSeconds' | 'keyCopyDays'>,
  at: Instant,
) {
  return {
    modelClearBy: formatInstant(toInstant(at + modelClearanceSeconds * 1_000)),
    copiesUnreadableFrom: formatInstant(toInstant(at + keyCopyDays * DAY_MS)),
  }
}
