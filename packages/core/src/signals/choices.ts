/** What a person agreed to, as it is written into a signal for others. */
import type { Purpose } from '../values/index.ts'
import { GPC_REFUSES } from './read-signals.ts'

export interface Choices {
  readonly granted: readonly Purpose[]
  /** Whether the person was shown what they decide on: without it nothing counts as granted. */
  readonly noticeShown: boolean
  /** Global Privacy Control takes its purposes out, whatever was agreed to. */
  readonly gpc: boolean
  /** The person is known to be a child, or may be. */
  readonly minor: boolean
}

export const REFUSAL: Choices = { granted: [], noticeShown: true, gpc: false, minor: false }

/** What is left of what was granted; the least of it is nothing. */
export function grantedIn({ granted, noticeShown, gpc }: Choices): ReadonlySet<Purpose> {
  if (!noticeShown) return new Set()
  return new Set(granted.filter((purpose) => !gpc || !GPC_REFUSES.includes(purpose)))
}
