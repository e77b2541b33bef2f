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
import { isStricter, type PermissionModel } from './permission-model.ts'
import type { Rule, RuleCondition, RulePack } from './rule-pack.ts'

const STRICTEST_CONSENT = 'explicit_separate_opt_in'

export interface BindingRule {
  readonly pack: RulePack
  readonly rule: Rule
  /** The condition holds only because an unknown fact was taken at its stricter value. */
  readonly assumed: boolean
}

/** The places whose law counts: where the person is and lives, else the markets. */
function placesOf(facts: Facts): readonly Region[] {
  const known = [facts.location, facts.residence].filter((place) => place !== undefined)
  return known.length > 0 ? known : facts.deployment.markets
}

export interface BindingLaw {
  /** The packs that bind, in the order given. */
  readonly packs: readonly RulePack[]
  readonly rules: readonly BindingRule[]
}

/**
 * Several places add up. A place whose packs have no model for the purpose, just now and for this
 * person, falls under `elsewhere` for it: a pack that is silent, or only refuses, permits nothing.
 */
export function bindingLaw(packs: readonly RulePack[], facts: Facts): BindingLaw {
  const places = placesOf(facts)
  const bound = packs.map((pack) => ({ pack, rules: rulesThatHold(pack, facts, places) }))
  const isCovered = (place: Region): boolean =>
    bound.some(({ pack, rules }) => coversPlace(pack, place) && rules.some(isGround))
  const uncovered = places.length === 0 || !places.every(isCovered)
  const binding = bound.filter(
    ({ pack }) =>
      pack.scope.kind === 'house' ||
      (pack.scope.kind === 'elsewhere' && uncovered) ||
      places.some((place) => coversPlace(pack, place)),
  )
  return {
    packs: binding.map(({ pack }) => pack),
    rules: binding.flatMap(({ rules }) => rules),
  }
}

function rulesThatHold(pack: RulePack, facts: Facts, places: readonly Region[]): BindingRule[] {
  return pack.rules
    .filter((rule) => rule.purposes.includes(facts.purpose) && isInForce(rule, facts.at))
    .map((rule) => ({ pack, rule, held: conditionHolds(rule.when, facts, places) }))
    .filter(({ held }) => held !== 'no')
    .map(({ rule, held }) => ({ pack, rule, assumed: held === 'assumed' }))
}

/** An unknown fact alone never prohibits: it asks for the strictest consent there is instead. */
export function modelOf({ rule, assumed }: BindingRule): PermissionModel | undefined {
  if (rule.effect.kind !== 'model') return undefined
  const { model } = rule.effect
  return assumed && isStricter(model, STRICTEST_CONSENT) ? STRICTEST_CONSENT : model
}

/** Whether the rule says how the purpose may be served. A ban taken down to consent does not. */
export function isGround(binding: BindingRule): boolean {
  const { effect } = binding.rule
  return effect.kind === 'model' && modelOf(binding) === effect.model
}

function coversPlace(pack: RulePack, place: Region): boolean {
  return pack.scope.kind === 'regions' && pack.scope.regions.some((area) => isWithin(place, area))
}

/** In force from the first instant of `from` to the last one before `until`, in UTC. */
export function isInForce(rule: Rule, at: Instant): boolean {
  const { from, until } = spanOf(rule)
  return from <= at && at < until
}

interface Span {
  readonly from: number
  readonly until: number
}

/** Read once a rule: a decision asks every rule of its packs, and dates are slow to read. */
const SPANS = new WeakMap<Rule, Span>()

/** A day that cannot be read never comes, and one that should end a rule has always been. */
function spanOf(rule: Rule): Span {
  const known = SPANS.get(rule)
  if (known) return known
  const span = {
    from: startOfDate(rule.from) ?? Number.POSITIVE_INFINITY,
    until:
      rule.until === undefined
        ? Number.POSITIVE_INFINITY
        : (startOfDate(rule.until) ?? Number.NEGATIVE_INFINITY),
  }
  SPANS.set(rule, span)
  return span
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
