/**
 * A town of people with tastes, always the same for a seed: enough of them share a pair of items
 * that a reason may be named.
 */
import type { Verb } from '@equipoise/core/values'

export interface Deed {
  readonly item: string
  readonly verb: Verb
  readonly at: string
}

export interface Resident {
  readonly externalId: string
  readonly deeds: readonly Deed[]
}

export const ITEMS_A_TASTE = 8
const TASTES = ['bread', 'tea', 'wool']
const VERBS: readonly Verb[] = ['view', 'click', 'purchase', 'like']
const BEGIN = Date.parse('2026-09-01T00:00:00Z')
const SPAN_MS = 80 * 86_400_000

/** People `p-0` to `p-(n-1)`; each of the items `bread-0` … `wool-7` is met by many of them. */
export function aTown(people: number, seed: number = 1): readonly Resident[] {
  const random = seeded(seed)
  return Array.from({ length: people }, (_, n) => {
    const taste = TASTES[n % TASTES.length]
    const items = Array.from({ length: ITEMS_A_TASTE }, (_, number) => `${taste}-${number}`)
    const strange = TASTES.map((other) => `${other}-${Math.floor(random() * ITEMS_A_TASTE)}`)
    const met = [...items.filter(() => random() < 0.9), ...strange]
    return { externalId: `p-${n}`, deeds: met.map((item) => aDeed(item, random)) }
  })
}

export function townItems(): readonly string[] {
  return TASTES.flatMap((taste) =>
    Array.from({ length: ITEMS_A_TASTE }, (_, number) => `${taste}-${number}`),
  )
}

/** A number from 0 to 1 each call, the same ones for a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function aDeed(item: string, random: () => number): Deed {
  const verb = VERBS[Math.floor(random() * VERBS.length)] ?? 'view'
  return { item, verb, at: new Date(BEGIN + Math.floor(random() * SPAN_MS)).toISOString() }
}
