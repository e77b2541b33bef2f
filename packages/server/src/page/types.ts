/** The API's answers, as far as the page reads them. Their whole form is at /openapi.json. */

export type Rung = 'personal' | 'on_device' | 'contextual' | 'general'
export type Outcome = 'permitted' | 'refused'
export type Verb = 'view' | 'add' | 'purchase' | 'like' | 'dislike'

export interface Persona {
  readonly externalId: string
  readonly name: string
  readonly story: string
  readonly case: string
  /** Null for somebody who was never asked, or was erased. */
  readonly subject: string | null
  readonly region: string | null
  readonly ageBand: string | null
}

export interface Reason {
  readonly code: string
  readonly pack: string
  readonly rule: string
  readonly citation: string
  readonly says: string
  readonly advisory: boolean
}

export interface Contribution {
  readonly kind: 'item' | 'category' | 'popularity' | 'rest'
  readonly id: string | null
  readonly share: number
  readonly support: number | null
}

export interface Suggestion {
  readonly id: string
  readonly title: string | null
  readonly categories: readonly string[]
  readonly priceMinor: number | null
  readonly currency: string | null
  readonly score: number
  readonly contributions: readonly Contribution[]
}

export interface Answer {
  readonly rung: Rung
  readonly items: readonly Suggestion[]
  readonly outcome: Outcome
  readonly lawOutcome: Outcome
  readonly basis: string
  readonly reasons: readonly Reason[]
  readonly dataUsed: {
    readonly historyItems: number
    readonly page: boolean
    readonly popularity: boolean
  }
}

export interface PurposeStanding {
  readonly purpose: string
  readonly says: string
  readonly status: string
  readonly outcome: Outcome
  readonly lawOutcome: Outcome
  readonly reasons: readonly Reason[]
}

export interface ConsentRecord {
  readonly id: string
  readonly action: string
  readonly purposes: readonly string[]
  readonly at: string
  readonly by: string
  readonly evidence: string
  /** What was shown, where that is known. */
  readonly notice: NamedNotice | null
}

export interface NamedNotice {
  readonly id: string
  readonly version: string
  readonly language: string
}

export interface Notice {
  readonly texts: Readonly<
    Record<
      string,
      {
        readonly title: string
        readonly sections: readonly { readonly heading?: string; readonly text: string }[]
      }
    >
  >
}

/** What every list that is read in parts has beside its entries. */
export interface Part {
  readonly nextCursor: string | null
}

export interface ConsentAnswer extends Part {
  readonly subject: string
  readonly records: readonly ConsentRecord[]
  readonly clearance: string | null
  readonly modelClearedAt: string | null
}

export interface Interaction {
  readonly id: string
  readonly item: string
  readonly verb: string
  readonly at: string | null
  readonly purposes: readonly string[]
}

export interface Item {
  readonly id: string
  readonly title?: string
  readonly categories: readonly string[]
  readonly attributes?: Readonly<Record<string, string>>
  readonly priceMinor?: number
  readonly currency?: string
  readonly sensitive: readonly string[]
}

export interface CollectAnswer {
  readonly accepted: number
  readonly refused: readonly { readonly reasons: readonly Reason[] }[]
  readonly rejected: readonly { readonly says: string }[]
}

/** Something taken back: when it was, and when the model had followed. */
export interface Clearance {
  readonly id: string
  readonly at: string
  readonly rows: number
  readonly modelClearedAt: string | null
}

export interface Erasure {
  readonly id: string
  readonly erasedAt: string
  readonly rows: number
  readonly modelClearedAt: string | null
}

export interface Standing {
  readonly version: string
  readonly subjects: number
  readonly items: number
  readonly packs: readonly string[]
  readonly supportPeopleMin: number
  readonly modelClearanceSeconds: number
  readonly model: {
    readonly model: string
    readonly builtAt: string
    readonly subjects: number
    readonly items: number
    readonly stale: boolean
  } | null
  readonly refusals: readonly {
    readonly day: string
    readonly code: string
    readonly pack: string
    readonly count: number
  }[]
}

export interface Training {
  readonly state: 'idle' | 'running' | 'failed'
  readonly stage: string | null
  readonly ratio: number
}
