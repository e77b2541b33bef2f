/** The packs that there are: which bind a place, which rules are in force, what two differ in. */
import { isInForce, isInScope, type Rule, type RulePack } from '@equipoise/core/law'
import type { Instant, Region } from '@equipoise/core/values'

export interface PackView {
  readonly pack: string
  readonly title: string
  readonly binds: string
  readonly zone: string
  readonly status: string | null
  readonly rules: number
  readonly inForce: number
  readonly advisory: number
}

export function listPacks(
  packs: readonly RulePack[],
  at: Instant,
  location: Region | undefined,
): readonly PackView[] {
  return packs
    .filter(
      ({ scope }) =>
        location === undefined || scope.kind !== 'regions' || isInScope(scope, location),
    )
    .map((pack) => ({
      pack: `${pack.id}@${pack.version}`,
      title: pack.title,
      binds: pack.scope.kind === 'regions' ? pack.scope.regions.join(' ') : pack.scope.kind,
      zone: pack.zone ?? 'UTC',
      status: pack.status ?? null,
      rules: pack.rules.length,
      inForce: pack.rules.filter((rule) => isInForce(rule, at, pack.zone)).length,
      advisory: pack.rules.filter(({ advisory }) => advisory).length,
    }))
}

export interface PackDifference {
  readonly rule: string
  /** What stands in the first and in the second; null where it has no such rule. */
  readonly first: string | null
  readonly second: string | null
}

/** Rules by id that one has and the other has not, or has otherwise. */
export function differPacks(first: RulePack, second: RulePack): readonly PackDifference[] {
  const ids = [...new Set([...first.rules, ...second.rules].map(({ id }) => id))]
  return ids.flatMap((id) => {
    const [a, b] = [first, second].map(({ rules }) => rules.find((rule) => rule.id === id))
    const [said, other] = [a && sayRule(a), b && sayRule(b)]
    return said === other ? [] : [{ rule: id, first: said ?? null, second: other ?? null }]
  })
}

function sayRule({ effect, purposes, when, from, until, citation }: Rule): string {
  return JSON.stringify({ ...effect, purposes, when, from, until, citation })
}
