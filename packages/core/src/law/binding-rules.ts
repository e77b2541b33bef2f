/**
 * Which rules bind a decision: place selects packs, date and purpose and condition select rules.
 */
import {
  type AgeBand,
  type Instant,
  isWithin,
  mayBeYoungerThan,
  type Region,
  startOfDate,
} from '../values/index.ts'
import type { Facts } from './facts.ts'
import type { Rule, RuleCondition, RulePack } from './rule-pack.ts'

export interface BindingRule {
  readonly pack: RulePack
  readonly rule: Rule
  /** The condition holds only because an unknown fact was taken at its stricter value. */
  readonly assumed: boolean
}

/** The places whose law counts: where the person is and lives, else the markets. */
export function placesOf(facts: Facts): readonly Region[] {
  const known = [facts.location, facts.residence].filter((place) => place !== undefined)
  return known.length > 0 ? known : facts.deployment.markets
}

/** The packs that bind, in the order given. Several places add up; none means `elsewhere`. */
export function packsInScope(packs: readonly RulePack[], places: readonly Region[]): RulePack[] {
  const uncovered =
    places.length === 0 || places.some((place) => !packs.some((pack) => coversPlace(pack, place)))
  return packs.filter(
    (pack) =>
      pack.scope.kind === 'house' ||
      (pack.scope.kind === 'elsewhere' && uncovered) ||
      places.some((place) => coversPlace(pack, place)),
  )
}

export function bindingRules(packs: readonly RulePack[], facts: Facts): BindingRule[] {
  const places = placesOf(facts)
  return packsInScope(packs, places).flatMap((pack) =>
    pack.rules
      .filter((rule) => rule.purposes.includes(facts.purpose) && isInForce(rule, facts.at))
      .map((rule) => ({ pack, rule, held: conditionHolds(rule.when, facts, places) }))
      .filter(({ held }) => held !== 'no')
      .map(({ rule, held }) => ({ pack, rule, assumed: held === 'assumed' })),
  )
}

function coversPlace(pack: RulePack, place: Region): boolean {
  return pack.scope.kind === 'regions' && pack.scope.regions.some((area) => isWithin(place, area))
}

/** In force from the first instant of `from` to the last one before `until`, in UTC. */
export function isInForce(rule: Rule, at: Instant): boolean {
  const from = startOfDate(rule.from)
  const until = rule.until === undefined ? undefined : startOfDate(rule.until)
  return from !== undefined && from <= at && (until === undefined || at < until)
}

function conditionHolds(
  when: RuleCondition,
  facts: Facts,
  places: readonly Region[],
): 'yes' | 'no' | 'assumed' {
  if (when.signal === 'gpc' && !facts.signals.gpc) return 'no'
  if (when.platform !== undefined && when.platform !== facts.deployment.platform) return 'no'
  if (when.ageBelow === undefined) return 'yes'
  const band: AgeBand = facts.ageBand ?? (facts.deployment.directedToMinors ? 'under_13' : 'adult')
  if (!mayBeYoungerThan(band, ageLimit(when.ageBelow, places))) return 'no'
  return facts.ageBand === undefined ? 'assumed' : 'yes'
}

/** Of several places the highest age counts, as ages take the maximum across legal orders. */
function ageLimit(ages: Readonly<Record<string, number>>, places: readonly Region[]): number {
  const fallback = ages['default'] ?? 0
  const named = places.map((place) => ages[place] ?? ages[place.slice(0, 2)] ?? fallback)
  return named.length === 0 ? fallback : Math.max(...named)
}
