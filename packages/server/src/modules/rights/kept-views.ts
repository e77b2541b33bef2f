/** How what is kept of a person reads: to themselves, and in their export. */
import type { DecisionRecord } from '@equipoise/core/law'
import { formatInstant, type Purpose } from '@equipoise/core/values'
import type {
  KeptImpression,
  KeptInteraction,
  ShownAd,
  ShownContribution,
} from '../../store/index.ts'

export interface ExportedInteraction {
  readonly id: string
  readonly item: string
  readonly verb: string
  readonly at: string | null
  readonly purposes: readonly Purpose[]
  readonly basis: ExportedBasis | null
}

/** What the decision rested on that permitted it: a person, a place, a moment, and the law then. */
export interface ExportedBasis {
  readonly decidedAt: string
  readonly location: string | null
  readonly residence: string | null
  readonly ageBand: string | null
  readonly gpc: boolean
  /** How many of the consent records counted. */
  readonly consentRecords: number
  readonly rulebook: string
  /** Each purpose that was permitted, and its legal basis. */
  readonly bases: Readonly<Record<string, string>>
}

export interface ExportedImpression {
  readonly id: string
  readonly item: string
  readonly slot: string
  readonly decidedAt: string
  readonly at: string
  readonly rung: string
  readonly model: string | null
  readonly contributions: readonly ShownContribution[]
  /** The chance that exploration gave it its place; null where none did. */
  readonly propensity: number | null
  /** Of an ad: which one, on whose behalf, who paid; null for anything else. */
  readonly ad: ShownAd | null
  readonly purposes: readonly Purpose[]
  readonly basis: ExportedBasis
  readonly outcomes: readonly { readonly verb: string; readonly at: string }[]
}

export function viewInteraction(kept: KeptInteraction): ExportedInteraction {
  const { id, item, verb, at, purposes, basis } = kept
  return {
    id,
    item,
    verb,
    at: at === undefined ? null : formatInstant(at),
    purposes,
    basis: basis === undefined ? null : viewBasis(basis),
  }
}

export function viewImpression(kept: KeptImpression): ExportedImpression {
  const { decidedAt, at, model, basis, outcomes, propensity, ad, ...rest } = kept
  return {
    ...rest,
    decidedAt: formatInstant(decidedAt),
    at: formatInstant(at),
    model: model ?? null,
    propensity: propensity ?? null,
    ad: ad ?? null,
    basis: viewBasis(basis),
    outcomes: outcomes.map((one) => ({ verb: one.verb, at: formatInstant(one.at) })),
  }
}

export function viewBasis(basis: DecisionRecord): ExportedBasis {
  return {
    decidedAt: formatInstant(basis.at),
    location: basis.location ?? null,
    residence: basis.residence ?? null,
    ageBand: basis.ageBand ?? null,
    gpc: basis.gpc,
    consentRecords: basis.consentRevision,
    rulebook: basis.rulebook,
    bases: { ...basis.bases },
  }
}
