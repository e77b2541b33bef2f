/**
 * A law as data. A pack says where it binds (`scope`) and holds dated rules, each with its
 * citation; the engine (`decide.ts`) is the same for every law. Texts are never legal advice.
 */
import type { Purpose } from '../values/index.ts'
import type { PermissionModel } from './permission-model.ts'

export interface RulePack {
  readonly id: string
  /** The date on which this text of the pack was made; a decision names `id@version`. */
  readonly version: string
  readonly title: string
  readonly scope: PackScope
  readonly rules: readonly Rule[]
}

/**
 * - `regions`: binds where the person is, or lives, in one of them;
 * - `elsewhere`: binds a place whose packs have no model for the purpose, and an unknown place;
 * - `house`: our own rule under the law, everywhere. It can only refuse more than the law does.
 */
export type PackScope =
  | { readonly kind: 'regions'; readonly regions: readonly string[] }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'house' }

export interface Rule {
  readonly id: string
  readonly purposes: readonly Purpose[]
  readonly effect: RuleEffect
  readonly when: RuleCondition
  /** First day in force, `YYYY-MM-DD` (UTC). */
  readonly from: string
  /** First day no longer in force. */
  readonly until: string | undefined
  readonly citation: string
  /** The rule in plain words. */
  readonly says: string
  /**
   * Not verified against the law's text: it can make a decision stricter, and the answer says so.
   */
  readonly advisory: boolean
}

/**
 * - `model`: how the purpose may be served;
 * - `refuse`: a refusal as soon as the condition holds (a signal, say);
 * - `guardian`: consent counts only from a guardian;
 * - `validity`: consent lapses after that ISO 8601 period.
 */
export type RuleEffect =
  | { readonly kind: 'model'; readonly model: PermissionModel }
  | { readonly kind: 'refuse' }
  | { readonly kind: 'guardian' }
  | { readonly kind: 'validity'; readonly period: string }

/** Every part that is there must hold. An empty condition always holds. */
export interface RuleCondition {
  /**
   * Younger than that many years; by region where member states differ (`default` for the rest).
   */
  readonly ageBelow: Readonly<Record<string, number>> | undefined
  readonly signal: 'gpc' | undefined
  /** The deployment is an online platform in the sense of the law. */
  readonly platform: boolean | undefined
}

/** `id@version`. */
export function packName({ id, version }: Pick<RulePack, 'id' | 'version'>): string {
  return `${id}@${version}`
}
