/** What advertising is made of, held whole in memory, kind by kind, in the order of its coming. */
import type { Instant } from '@equipoise/core/values'
import { AD_RECORD_KINDS, type AdRecord, type AdRecordKind } from '../../store/index.ts'
import type { AdForms, Review } from './ad-forms.ts'

export interface KeptForm<F> {
  readonly id: string
  readonly form: F
  readonly createdAt: Instant
  /** Of a creative. */
  readonly review?: Review
}

export type AdRecords = {
  readonly [K in AdRecordKind]: ReadonlyMap<string, KeptForm<AdForms[K]>>
}

/** How many there may be of each kind. */
export const RECORDS_MAX: Readonly<Record<AdRecordKind, number>> = {
  advertisers: 10_000,
  slots: 200,
  audiences: 500,
  creatives: 100_000,
  campaigns: 50_000,
  experiments: 100,
}
/** How many campaigns may hold people out. */
export const HOLDOUTS_MAX = 100

type Writable = { [K in AdRecordKind]: Map<string, KeptForm<AdForms[K]>> }

export class AdRecordTable {
  readonly #kept: Writable = {
    advertisers: new Map(),
    slots: new Map(),
    audiences: new Map(),
    creatives: new Map(),
    campaigns: new Map(),
    experiments: new Map(),
  }

  constructor(records: readonly AdRecord[]) {
    for (const record of records) this.take(record)
  }

  get all(): AdRecords {
    return this.#kept
  }

  /** Takes a record as the store has it. */
  take({ kind, id, body, createdAt }: AdRecord): void {
    // Written from a checked form alone, by `toRecord`.
    const { form, review } = JSON.parse(body) as Pick<KeptForm<never>, 'form' | 'review'>
    this.#kept[kind].set(id, { id, form, createdAt, ...(review && { review }) })
  }

  drop(kind: AdRecordKind, id: string): void {
    this.#kept[kind].delete(id)
  }

  /** A copy to try changes on. */
  copy(): AdRecordTable {
    const copy = new AdRecordTable([])
    for (const kind of AD_RECORD_KINDS) {
      // What is of a kind goes to the same kind.
      for (const [id, one] of this.#kept[kind]) copy.#kept[kind].set(id, one as KeptForm<never>)
    }
    return copy
  }
}

export function toRecord<F>(
  kind: AdRecordKind,
  { id, form, review, createdAt }: KeptForm<F>,
): AdRecord {
  return { kind, id, body: JSON.stringify({ form, review }), createdAt }
}
