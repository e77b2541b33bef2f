/**
 * What a decision rested on, kept with the act that it permitted. Together with the rulebook (the
 * packs and the deployment's own facts, kept once under their digest) and the person's consent
 * records it gives the decision again, reasons and citations included.
 */
import type { AgeBand, Instant, Purpose, Region } from '../values/index.ts'
import type { Basis } from './weigh-law.ts'

export interface DecisionRecord {
  readonly at: Instant
  readonly location: Region | undefined
  readonly residence: Region | undefined
  readonly ageBand: AgeBand | undefined
  readonly gpc: boolean
  /** How many consent records counted. */
  readonly consentRevision: number
  /** Digest of the packs and the deployment that were weighed. */
  readonly rulebook: string
  /** Each purpose that was permitted, and on what basis. */
  readonly bases: Readonly<Partial<Record<Purpose, Basis>>>
}
