/**
 * A list of packs, worked out once: by place which packs are near, by purpose which of their rules
 * speak, and between which instants. A decision then looks at a few dozen rules instead of at all
 * of them. Nothing here depends on a person.
 */
import { type Instant, isInstant, isWithin, type Purpose, type Region } from '../values/index.ts'
import { type BindingRule, bind } from './binding-rule.ts'
import {
  packName,
  type RegionScope,
  type Rule,
  type RulePack,
  type Threshold,
} from './rule-pack.ts'
import { startOfDateIn } from './zone.ts'

/** A rule with its first instant and the first one no longer, and how it binds. */
export interface IndexedRule {
  readonly rule: Rule
  readonly from: number
  readonly until: number
  /** It has no condition. */
  readonly always: boolean
  /** As it binds where its condition holds, and where it only is assumed to. */
  readonly known: BindingRule
  readonly assumed: BindingRule
}

export interface NearPack {
  readonly pack: RulePack
  /** `id@version`. */
  readonly name: string
  readonly rules: ReadonlyMap<Purpose, readonly IndexedRule[]>
  /** By place, in the order asked, whether the pack is of it. */
  readonly covers: readonly boolean[]
}

interface LawIndex {
  readonly rules: ReadonlyMap<RulePack, ReadonlyMap<Purpose, readonly IndexedRule[]>>
  readonly near: Map<string, readonly NearPack[]>
  readonly changes: readonly Instant[]
}

/** A caller chooses places as it likes: more different ones than that push out all of them. */
const REMEMBERED_MAX = 4_096

const INDEXES = new WeakMap<readonly RulePack[], LawIndex>()

/**
 * The packs whose law binds, by the person's places or the business's, in the order given; our own
 * and the one for elsewhere are always among them.
 */
export function nearPacks(
  packs: readonly RulePack[],
  places: readonly Region[],
  establishment: readonly Region[],
): readonly NearPack[] {
  const { near, rules } = indexOf(packs)
  const name = `${places.join()} ${establishment.join()}`
  const known = near.get(name)
  if (known) return known
  if (near.size >= REMEMBERED_MAX) near.clear()
  const found = packs.flatMap((pack): readonly NearPack[] => {
    const of = rules.get(pack)
    if (of === undefined || !isNear(pack, places, establishment)) return []
    const covers = places.map((place) => coversPlace(pack, place))
    return [{ pack, name: packName(pack), rules: of, covers }]
  })
  near.set(name, found)
  return found
}

/** The instants at which any rule or threshold begins or ends, in order. */
export function changesOf(packs: readonly RulePack[]): readonly Instant[] {
  return indexOf(packs).changes
}

function indexOf(packs: readonly RulePack[]): LawIndex {
  const known = INDEXES.get(packs)
  if (known) return known
  const index = {
    rules: new Map(packs.map((pack) => [pack, rulesByPurpose(pack)])),
    near: new Map(),
    changes: readChanges(packs),
  }
  INDEXES.set(packs, index)
  return index
}

function rulesByPurpose(pack: RulePack): ReadonlyMap<Purpose, readonly IndexedRule[]> {
  const byPurpose = new Map<Purpose, IndexedRule[]>()
  for (const rule of pack.rules) {
    const { from, until } = spanOf(rule, pack.zone ?? 'UTC')
    const isConditional = Object.values(rule.when).some((part) => part !== undefined)
    const always = !isConditional && rule.unless === undefined
    const [known, assumed] = [bind(pack, rule, false), bind(pack, rule, true)]
    const indexed = { rule, from, until, always, known, assumed }
    for (const purpose of rule.purposes) {
      const rules = byPurpose.get(purpose)
      if (rules) rules.push(indexed)
      else byPurpose.set(purpose, [indexed])
    }
  }
  return byPurpose
}

function readChanges(packs: readonly RulePack[]): readonly Instant[] {
  const spans = packs.flatMap(({ rules, scope, zone = 'UTC' }) => {
    const thresholds = scope.kind === 'regions' ? (scope.thresholds ?? []) : []
    return [...rules, ...thresholds].map((dated) => spanOf(dated, zone))
  })
  const instants = spans.flatMap(({ from, until }) => [from, until]).filter(isInstant)
  return [...new Set(instants)].toSorted((a, b) => a - b)
}

function isNear(
  { scope }: RulePack,
  places: readonly Region[],
  establishment: readonly Region[],
): boolean {
  if (scope.kind !== 'regions') return true
  if (places.some((place) => isInScope(scope, place))) return true
  if (scope.followsEstablishment !== true) return false
  return establishment.some((place) => scope.regions.some((area) => isWithin(place, area)))
}

function coversPlace(pack: RulePack, place: Region): boolean {
  return pack.scope.kind === 'regions' && isInScope(pack.scope, place)
}

export function isInScope({ regions, except }: RegionScope, place: Region): boolean {
  return (
    regions.some((area) => isWithin(place, area)) && !except?.some((area) => isWithin(place, area))
  )
}

type Dated = Pick<Rule | Threshold, 'from' | 'until'>

/** In force from the first instant of `from` to the last one before `until`, in the law's zone. */
export function isInForce(
  dated: Dated,
  at: Instant,
  zone: string | undefined = undefined,
): boolean {
  const { from, until } = spanOf(dated, zone ?? 'UTC')
  return from <= at && at < until
}

interface Span {
  readonly zone: string
  readonly from: number
  readonly until: number
}

/** Read once: dates are slow to read. */
const SPANS = new WeakMap<object, Span>()

/** A day that cannot be read never comes, and one that should end a rule has always been. */
function spanOf(dated: Dated, zone: string): Span {
  const known = SPANS.get(dated)
  if (known?.zone === zone) return known
  const span = {
    zone,
    from: startOfDateIn(dated.from, zone) ?? Number.POSITIVE_INFINITY,
    until:
      dated.until === undefined
        ? Number.POSITIVE_INFINITY
        : (startOfDateIn(dated.until, zone) ?? Number.NEGATIVE_INFINITY),
  }
  SPANS.set(dated, span)
  return span
}
