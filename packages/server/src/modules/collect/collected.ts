/**
 * Tells whoever listens in this process what became of a batch: telemetry counts it. Without a
 * listener nothing is spent.
 */
import { channel } from 'node:diagnostics_channel'
import type { Store } from '../../store/index.ts'

/** Names and numbers alone. */
export interface CollectedCounts {
  readonly accepted: number
  readonly duplicates: number
  readonly refused: readonly {
    readonly purpose: string
    readonly reasons: readonly { readonly code: string }[]
  }[]
  readonly rejected: readonly { readonly code: string }[]
}

interface Collected {
  readonly store: Store
  readonly counts: CollectedCounts
}

const NONE: CollectedCounts = { accepted: 0, duplicates: 0, refused: [], rejected: [] }
const COLLECTED = channel('equipoise.collected')

export function tellCollected(store: Store, counts: Partial<CollectedCounts>): void {
  if (!COLLECTED.hasSubscribers) return
  COLLECTED.publish({ store, counts: { ...NONE, ...counts } } satisfies Collected)
}

/** Listens to what one store collects; returns how to stop. */
export function onCollected(store: Store, listen: (counts: CollectedCounts) => void): () => void {
  const hear = (message: unknown): void => {
    // Published by `tellCollected` alone.
    const collected = message as Collected
    if (collected.store === store) listen(collected.counts)
  }
  COLLECTED.subscribe(hear)
  return () => COLLECTED.unsubscribe(hear)
}
