import type { Instant } from '@equipoise/core/values'
import type { Store } from '../../store/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import type { Gate } from '../law/index.ts'
import type { Parties } from '../receipts/index.ts'
import type { Follow } from '../train/index.ts'

/** What the acts under a person's rights are made with. */
export interface RightsParts {
  readonly store: Store
  readonly gate: Gate
  readonly parties: Parties
  readonly catalogue: Catalogue
  readonly now: () => Instant
  readonly follow: Follow
  /** Within which the published model follows an erasure. */
  readonly modelClearanceSeconds: number
  /** For how long a copy of the key files may open what an erasure made unreadable. */
  readonly keyCopyDays: number
  /** Sees to it that the model follows what was removed, where it has not yet. */
  readonly resume: () => Promise<void>
}
