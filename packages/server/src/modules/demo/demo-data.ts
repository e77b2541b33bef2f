/** What the demo's files hold (packages/server/demo), and the cases of consent they cover. */
import type { AgeBand, Region } from '@equipoise/core/values'
import type { ImportedItem } from '../import/index.ts'

/** Invented: what a demo subject has chosen. Each case is one that the gate must tell apart. */
export const DEMO_CASES = [
  'all_given',
  'personalization_only',
  'refused',
  'withdrawn',
  'never_asked',
  'under_16',
] as const

export type DemoCase = (typeof DEMO_CASES)[number]

export interface DemoItem extends ImportedItem {
  /** The median of what one unit cost; undefined where the sample has no sale of it. */
  readonly price: { readonly amountMinor: number; readonly currency: string } | undefined
}

export interface DemoSubject {
  readonly externalId: string
  readonly region: Region
  /** Present only where it is not an adult. */
  readonly ageBand: AgeBand | undefined
  readonly case: DemoCase
}

export interface DemoInteraction {
  /** Stable, so that seeding twice changes nothing. */
  readonly id: string
  readonly externalId: string
  readonly item: string
  readonly verb: 'purchase'
  /** Milliseconds UTC, in 2017. */
  readonly at: number
}

export interface DemoPersona {
  readonly externalId: string
  readonly name: string
  readonly story: string
  readonly case: DemoCase
}

export interface Demo {
  readonly items: readonly DemoItem[]
  readonly subjects: readonly DemoSubject[]
  readonly personas: readonly DemoPersona[]
  /** Read anew each time it is iterated, in the order of subjects, then of time. */
  readonly interactions: Iterable<DemoInteraction>
}

export const DEMO_FILES = {
  items: 'items.jsonl',
  subjects: 'subjects.jsonl',
  interactions: 'interactions.tsv',
  personas: 'personas.json',
} as const
