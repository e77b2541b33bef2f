import type { Choices } from '@equipoise/core/signals'
import type { ConsentState } from '../sdk/types.ts'

/** What signals for others are written from: only what the gate permits counts as granted. */
export function choicesOf({ permitted, purposes, gpc }: ConsentState): Choices {
  const hasAnswered = Object.values(purposes).some((status) => status !== 'unknown')
  return {
    granted: permitted,
    noticeShown: hasAnswered || permitted.length > 0,
    gpc,
    minor: false,
  }
}
