/**
 * Which rules bind a decision: place selects packs, date and purpose and condition select rules.
 */
import { isWithin } from '../values/index.ts'
import { type BindingRule, bind } from './binding-rule.ts'
import { type Circumstances, circumstancesOf, conditionHolds, placesOf } from './condition.ts'
import type { Facts } from './facts.ts'
import { type IndexedRule, isInForce, nearLaw, type SpeakingPack } from './law-index.ts'
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
  const near = nearLaw(packs, about.places, facts.deployment.establishment ?? NOWHERE)
  const rules: BindingRule[] = []
  const covered = about.places.map(() => false)
  let elsewhereFrom = 0
  let elsewhereCount = 0
  for (const one of near.speakingAt(facts.purpose, facts.at)) {
    const from = rules.length
    const isCover = bindRules(one, about, rules)
    if (one.isElsewhere) {
      elsewhereFrom = from
      elsewhereCount = rules.length - from
    } else if (isCover) {
      markCovered(covered, one.covers)
    }
  }
  const isCovered = covered.length > 0 && !covered.includes(false)
  if (isCovered && elsewhereCount > 0) rules.splice(elsewhereFrom, elsewhereCount)
  return { packs: isCovered ? near.namesHere : near.names, rules }
}

const NOWHERE: readonly never[] = []

function markCovered(covered: boolean[], covers: readonly boolean[]): void {
  for (let place = 0; place < covers.length; place += 1) {
    if (covers[place]) covered[place] = true
  }
}

/** Adds the rules that hold, and tells whether one of them is ground enough for a place. */
function bindRules(
  { pack, rules }: SpeakingPack,
  about: Circumstances,
  held: BindingRule[],
): boolean {
  const below = isBelowThreshold(pack, about.facts)
  let isCover = false
  for (const indexed of rules) {
    const binding = bindingOf(indexed, about)
    if (binding === undefined) continue
    const bound =
      below === undefined || below.exceptRules.includes(indexed.rule.id)
        ? binding
        : binding.isGround
          ? belowThreshold(binding, below)
          : undefined
    if (bound === undefined) continue
    held.push(bound)
    isCover ||= bound.isCover
  }
  return isCover
}

function bindingOf(
  { rule, always, known, assumed }: IndexedRule,
  about: Circumstances,
): BindingRule | undefined {
  if (rule.relaxable && isRelaxed(about)) return undefined
  if (always) return known
  if (rule.unless?.some((one) => conditionHolds(one, about) === 'yes')) return undefined
  const holding = conditionHolds(rule.when, about)
  if (holding === 'no') return undefined
  return holding === 'assumed' ? assumed : known
}

/** Whether our default gives way to the law for what these facts ask, as an operator recorded. */
export function givesWay(facts: Facts): boolean {
  return isRelaxed({ facts, places: placesOf(facts) })
}

/** Whether it does so in every place that counts; an unknown one is none. */
function isRelaxed({ facts, places }: Pick<Circumstances, 'facts' | 'places'>): boolean {
  const { relaxed } = facts.deployment
  if (relaxed === undefined || places.length === 0) return false
  return places.every((place) =>
    relaxed.some(
      ({ purpose, places: areas }) =>
        purpose === facts.purpose && areas.some((area) => isWithin(place, area)),
    ),
  )
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
