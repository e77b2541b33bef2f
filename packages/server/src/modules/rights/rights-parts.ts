import type { Instant } from '@equipoise/core/values'
import type { Store } from '../../store/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import type { Gate } from '../law/index.ts'
import type { Follow } from '../train/index.ts'

/** What the acts under a person's rights are made with. */
export interface RightsParts {
  readonly store: Store
  readonly gate: Gate
  readonly catalogue: Catalogue
  readonly now: () => Instant
  readonly follow: Follow
  /** Sees to it that the model follows what was removed, where it has not yet. */
  readonly resume: () => Promise<void>
}
