import type { Instant, SubjectId } from '@equipoise/core/values'
import type { Store } from '../../store/index.ts'
import type { Gate } from '../law/index.ts'
import type { Parties } from '../receipts/index.ts'
import type { Follow } from '../train/index.ts'

/** What the acts of consent are made with. */
export interface ConsentParts {
  readonly store: Store
  readonly gate: Gate
  readonly parties: Parties
  readonly now: () => Instant
  readonly random: (size: number) => Uint8Array
  readonly follow: Follow
  /** Sees to it that the model follows what was removed, where it has not yet. */
  readonly resume: () => Promise<void>
  /** Waits for a mail to that person which is on its way just now. */
  readonly settleMail?: ((subject: SubjectId) => Promise<void>) | undefined
}
