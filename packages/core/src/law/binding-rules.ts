/**
 * Which rules bind a decision: place selects packs, date and purpose and condition select rules.
 */
import { type Instant, isInstant, isWithin, type Region } from '../values/index.ts'
import { type Circumstances, circumstancesOf, conditionHolds } from './condition.ts'
import type { Facts } from './facts.ts'
import { isStricter, type PermissionModel } from './permission-model.ts'
import type { RegionScope, Rule, RulePack, Threshold } from './rule-pack.ts'
import { startOfDateIn } from './zone.ts'

const STRICTEST_CONSENT = 'explicit_separate_opt_in'

export interface BindingRule {
  readonly pack: RulePack
  readonly rule: Rule
  /** The condition holds only because an unknown fact was taken at its stricter value. */
  readonly assumed: boolean
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
  const about = circumstancesOf(facts)
  const { places } = about
  const near = packs.filter((pack) => isNear(pack, about))
  const bound = near.map((pack) => ({ pack, rules: rulesThatHold(pack, about) }))
  const isCovered = (place: Region): boolean =>
    bound.some(({ pack, rules }) => coversPlace(pack, place) && rules.some(coversPurpose))
  const uncovered = places.length === 0 || !places.every(isCovered)
  const binding = bound.filter(
    ({ pack: { scope } }) =>
      scope.kind === 'house' || (scope.kind === 'elsewhere' ? uncovered : true),
  )
  return {
    packs: binding.map(({ pack }) => pack),
    rules: binding.flatMap(({ rules }) => rules),
  }
}

/** Whether the law of the pack's places binds, by the person's place or the business's. */
function isNear({ scope }: RulePack, { facts, places }: Circumstances): boolean {
  if (scope.kind !== 'regions') return true
  if (places.some((place) => isInScope(scope, place))) return true
  return scope.followsEstablishment === true && isEstablishedIn(scope, facts)
}

function isEstablishedIn({ regions }: RegionScope, { deployment }: Facts): boolean {
  const { establishment = [] } = deployment
  return establishment.some((place) => regions.some((area) => isWithin(place, area)))
}

function rulesThatHold(pack: RulePack, about: Circumstances): BindingRule[] {
  const { facts } = about
  const below = isBelowThreshold(pack, facts)
  const held: BindingRule[] = []
  for (const rule of pack.rules) {
    if (!rule.purposes.includes(facts.purpose) || !isInForce(rule, facts.at, pack.zone)) continue
    if (rule.unless?.some((one) => conditionHolds(one, about) === 'yes')) continue
    const holding = conditionHolds(rule.when, about)
    if (holding === 'no') continue
    const binding = { pack, rule, assumed: holding === 'assumed' }
    if (below === undefined || below.exceptRules.includes(rule.id)) held.push(binding)
    else if (isGround(binding)) held.push(belowThreshold(pack, rule, below))
  }
  return held
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
  return regions.every((region) => {
    const most = served?.[region] ?? served?.[region.slice(0, 2)]
    return most !== undefined && most < limit
  })
}

/** A law that does not bind so small a business leaves the purpose unregulated, and says where. */
function belowThreshold(pack: RulePack, rule: Rule, { citation }: Threshold): BindingRule {
  const says = 'The business serves too few people there for this law to bind it.'
  const effect = { kind: 'model', model: 'unregulated' } as const
  return { pack, rule: { ...rule, effect, citation, says }, assumed: false }
}

/** An unknown fact alone never prohibits: it asks for the strictest consent there is instead. */
export function modelOf({ rule, assumed }: BindingRule): PermissionModel | undefined {
  if (rule.effect.kind !== 'model') return undefined
  const { model } = rule.effect
  return assumed && isStricter(model, STRICTEST_CONSENT) ? STRICTEST_CONSENT : model
}

/**
 * Whether the rule says how the purpose may be served. A ban taken down to consent does not, nor
 * does a rule that nobody verified: it only makes an answer stricter.
 */
export function isGround(binding: BindingRule): boolean {
  const { effect } = binding.rule
  return effect.kind === 'model' && modelOf(binding) === effect.model && isReliable(binding)
}

/**
 * Whether a place needs no other ground for the purpose. A rule that holds only for some data, ages
 * or recipients adds to what holds for everybody, and never takes its place: else a fact that
 * narrows could permit more.
 */
function coversPurpose(binding: BindingRule): boolean {
  const { data, ageBelow, ageFrom, ...when } = binding.rule.when
  const { recipient, recipientIn, recipientOutside, broker, recipientMatches } = when
  const narrowing = [data, ageBelow, ageFrom, recipient, recipientIn, recipientOutside, broker]
  return isGround(binding) && [...narrowing, recipientMatches].every((part) => part === undefined)
}

function isReliable({ pack, rule }: BindingRule): boolean {
  return !rule.advisory || pack.scope.kind !== 'regions'
}

function coversPlace(pack: RulePack, place: Region): boolean {
  return pack.scope.kind === 'regions' && isInScope(pack.scope, place)
}

export function isInScope({ regions, except }: RegionScope, place: Region): boolean {
  return (
    regions.some((area) => isWithin(place, area)) && !except?.some((area) => isWithin(place, area))
  )
}

/** In force from the first instant of `from` to the last one before `until`, in the law's zone. */
export function isInForce(
  rule: Pick<Rule, 'from' | 'until'>,
  at: Instant,
  zone: string | undefined = undefined,
): boolean {
  const { from, until } = spanOf(rule, zone ?? 'UTC')
  return from <= at && at < until
}

interface Span {
  readonly zone: string
  readonly from: number
  readonly until: number
}

/** Read once a rule: a decision asks every rule of its packs, and dates are slow to read. */
const SPANS = new WeakMap<object, Span>()

/** A day that cannot be read never comes, and one that should end a rule has always been. */
export function spanOf(rule: Pick<Rule, 'from' | 'until'>, zone: string): Span {
  const known = SPANS.get(rule)
  if (known?.zone === zone) return known
  const span = {
    zone,
    from: startOfDateIn(rule.from, zone) ?? Number.POSITIVE_INFINITY,
    until:
      rule.until === undefined
        ? Number.POSITIVE_INFINITY
        : (startOfDateIn(rule.until, zone) ?? Number.NEGATIVE_INFINITY),
  }
  SPANS.set(rule, span)
  return span
}

/** Worked out once for a list of packs: every answer that looks ahead asks for it. */
const CHANGES = new WeakMap<readonly RulePack[], readonly Instant[]>()

/** The instants at which any rule or threshold begins or ends, in order. */
export function changesOf(packs: readonly RulePack[]): readonly Instant[] {
  const known = CHANGES.get(packs)
  if (known) return known
  const spans = packs.flatMap(({ rules, scope, zone = 'UTC' }) => {
    const thresholds = scope.kind === 'regions' ? (scope.thresholds ?? []) : []
    return [...rules, ...thresholds].map((dated) => spanOf(dated, zone))
  })
  const instants = spans.flatMap(({ from, until }) => [from, until]).filter(isInstant)
  const changes = [...new Set(instants)].toSorted((a, b) => a - b)
  CHANGES.set(packs, changes)
  return changes
}
