/**
 * Which rules bind a decision: place selects packs, date and purpose and condition select rules.
 */
import { type BindingRule, bind } from './binding-rule.ts'
import { type Circumstances, circumstancesOf, conditionHolds } from './condition.ts'
import type { Facts } from './facts.ts'
import { type IndexedRule, isInForce, type NearPack, nearPacks } from './law-index.ts'
import type { RegionScope, RulePack, Threshold } from './rule-pack.ts'

export interface BindingLaw {
  /** `id@version` of the packs that bind, in the order given. */
  readonly packs: readonly string[]
  readonly rules: readonly BindingRule[]
}

/**
 * Several places add up. A place whose packs have no model for the purpose, just now and for this
 * person, falls under `elsewhere` for it: a pack that is silent, or only refuses, permits nothing.
 */
export function bindingLaw(packs: readonly RulePack[], facts: Facts): BindingLaw {
  const about = circumstancesOf(facts)
  const near = nearPacks(packs, about.places, facts.deployment.establishment ?? NOWHERE)
  const held = near.map((one) => rulesThatHold(one, about))
  const uncovered = !isCovered(near, held, about.places.length)
  const names: string[] = []
  const rules: BindingRule[] = []
  for (let index = 0; index < near.length; index += 1) {
    const one = near[index]
    if (one === undefined || (one.pack.scope.kind === 'elsewhere' && !uncovered)) continue
    names.push(one.name)
    for (const binding of held[index] ?? []) rules.push(binding)
  }
  return { packs: names, rules }
}

const NOWHERE: readonly never[] = []

/** Whether each place has a law that says how the purpose may be served. */
function isCovered(
  near: readonly NearPack[],
  held: readonly (readonly BindingRule[])[],
  places: number,
): boolean {
  for (let place = 0; place < places; place += 1) {
    const isGrounded = near.some(
      ({ covers }, index) => covers[place] && held[index]?.some(({ isCover }) => isCover),
    )
    if (!isGrounded) return false
  }
  return places > 0
}

function rulesThatHold({ pack, rules }: NearPack, about: Circumstances): readonly BindingRule[] {
  const { facts } = about
  const speaking = rules.get(facts.purpose)
  if (speaking === undefined) return NOWHERE
  const below = isBelowThreshold(pack, facts)
  const held: BindingRule[] = []
  for (const indexed of speaking) {
    const binding = bindingOf(indexed, about)
    if (binding === undefined) continue
    if (below === undefined || below.exceptRules.includes(indexed.rule.id)) held.push(binding)
    else if (binding.isGround) held.push(belowThreshold(binding, below))
  }
  return held
}

function bindingOf(
  { rule, from, until, always, known, assumed }: IndexedRule,
  about: Circumstances,
): BindingRule | undefined {
  const { at } = about.facts
  if (at < from || at >= until) return undefined
  if (always) return known
  if (rule.unless?.some((one) => conditionHolds(one, about) === 'yes')) return undefined
  const holding = conditionHolds(rule.when, about)
  if (holding === 'no') return undefined
  return holding === 'assumed' ? assumed : known
}

/** The threshold, where the business is known to stay below it and no other limb binds it. */
function isBelowThreshold({ scope, zone }: RulePack, facts: Facts): Threshold | undefined {
  if (scope.kind !== 'regions' || scope.thresholds === undefined) return undefined
  const threshold = scope.thresholds.find((one) => isInForce(one, facts.at, zone))
  if (threshold === undefined || !staysBelow(threshold, scope, facts)) return undefined
  const { orPurposes, orPurposesFrom = 0, orData } = threshold
  if (orPurposes.includes(facts.purpose) && !servesBelow(orPurposesFrom, scope, facts)) {
    return undefined
  }
  if (facts.data?.some(({ category }) => orData.includes(category))) return undefined
  return threshold
}

function staysBelow(threshold: Threshold, scope: RegionScope, facts: Facts): boolean {
  const { consumers, sizes, either } = threshold
  const { size } = facts.deployment
  const isSmall = size !== undefined && sizes.includes(size)
  const servesFew = consumers !== undefined && servesBelow(consumers, scope, facts)
  if (consumers === undefined) return isSmall
  if (sizes.length === 0) return servesFew
  return either ? isSmall || servesFew : isSmall && servesFew
}

/** Known to serve fewer people than that; what is known of a country bounds its parts. */
function servesBelow(limit: number, { regions }: RegionScope, { deployment }: Facts): boolean {
  const { consumersServed: served } = deployment
  if (served === undefined) return false
  return regions.every((region) => {
    const most = served[region] ?? served[region.slice(0, 2)]
    return most !== undefined && most < limit
  })
}

/** A law that does not bind so small a business leaves the purpose unregulated, and says where. */
function belowThreshold({ pack, rule }: BindingRule, { citation }: Threshold): BindingRule {
  const says = 'The business serves too few people there for this law to bind it.'
  const effect = { kind: 'model', model: 'unregulated' } as const
  return bind(pack, { ...rule, effect, citation, says }, false)
}
