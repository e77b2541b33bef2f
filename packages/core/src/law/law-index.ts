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

/** One pack that is near, with its rules that speak of a purpose just then. */
export interface SpeakingPack {
  readonly pack: RulePack
  readonly isElsewhere: boolean
  /** By place, in the order asked, whether the pack is of it. */
  readonly covers: readonly boolean[]
  readonly rules: readonly IndexedRule[]
}

/** The packs near some places, in the order given. */
export interface NearLaw {
  /** `id@version` of all of them, and of those that are not for elsewhere. */
  readonly names: readonly string[]
  readonly namesHere: readonly string[]
  /** Those that speak of the purpose at that instant. */
  speakingAt(purpose: Purpose, at: Instant): readonly SpeakingPack[]
}

interface LawIndex {
  readonly near: Map<string, NearLaw>
  readonly changes: readonly Instant[]
}

/** A caller chooses places as it likes: more different ones than that push out all of them. */
const REMEMBERED_MAX = 4_096

const INDEXES = new WeakMap<readonly RulePack[], LawIndex>()

/**
 * The packs whose law binds, by the person's places or the business's; our own and the one for
 * elsewhere are always among them.
 */
export function nearLaw(
  packs: readonly RulePack[],
  places: readonly Region[],
  establishment: readonly Region[],
): NearLaw {
  const { near, changes } = indexOf(packs)
  const name = nameOf(places, establishment)
  const known = near.get(name)
  if (known) return known
  if (near.size >= REMEMBERED_MAX) near.clear()
  const found = createNearLaw(
    packs.filter((pack) => isNear(pack, places, establishment)),
    places,
    changes,
  )
  near.set(name, found)
  return found
}

/** One place and no establishment, as mostly, is a name by itself. */
function nameOf(places: readonly Region[], establishment: readonly Region[]): string {
  const [first = ''] = places
  if (places.length <= 1 && establishment.length === 0) return first
  return `${places.join()} ${establishment.join()}`
}

interface Speaking {
  readonly from: number
  readonly until: number
  readonly packs: readonly SpeakingPack[]
}

function createNearLaw(
  packs: readonly RulePack[],
  places: readonly Region[],
  changes: readonly Instant[],
): NearLaw {
  const speaking = new Map<Purpose, Speaking>()
  const all = packs.map((pack) => ({
    pack,
    isElsewhere: pack.scope.kind === 'elsewhere',
    covers: places.map((place) => coversPlace(pack, place)),
  }))
  return {
    names: packs.map(packName),
    namesHere: packs.filter(({ scope }) => scope.kind !== 'elsewhere').map(packName),
    speakingAt(purpose, at) {
      const known = speaking.get(purpose)
      if (known !== undefined && known.from <= at && at < known.until) return known.packs
      const found = all.flatMap((one): readonly SpeakingPack[] => {
        const rules = rulesOf(one.pack, purpose).filter(
          ({ from, until }) => from <= at && at < until,
        )
        return rules.length === 0 ? [] : [{ ...one, rules }]
      })
      const from = changes.findLast((change) => change <= at) ?? Number.NEGATIVE_INFINITY
      const until = changes.find((change) => change > at) ?? Number.POSITIVE_INFINITY
      speaking.set(purpose, { from, until, packs: found })
      return found
    },
  }
}

/** The instants at which any rule or threshold begins or ends, in order. */
export function changesOf(packs: readonly RulePack[]): readonly Instant[] {
  return indexOf(packs).changes
}

function indexOf(packs: readonly RulePack[]): LawIndex {
  const known = INDEXES.get(packs)
  if (known) return known
  const index = { near: new Map(), changes: readChanges(packs) }
  INDEXES.set(packs, index)
  return index
}

const RULES = new WeakMap<RulePack, ReadonlyMap<Purpose, readonly IndexedRule[]>>()

/** What a pack says of a purpose, on whatever day; packs are the same in many lists. */
function rulesOf(pack: RulePack, purpose: Purpose): readonly IndexedRule[] {
  const known = RULES.get(pack)
  const byPurpose = known ?? indexRules(pack)
  if (known === undefined) RULES.set(pack, byPurpose)
  return byPurpose.get(purpose) ?? []
}

function indexRules(pack: RulePack): ReadonlyMap<Purpose, readonly IndexedRule[]> {
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
