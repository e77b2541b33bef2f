/**
 * When a request must be answered, or a breach reported, under every law that binds: each in its
 * own legal unit, and the earliest of them first. Our own time stands apart.
 */
import { addPeriod, type Instant, isWithin, type Region, toInstant } from '../values/index.ts'
import type { Clock, LegalTime, Request } from './clock.ts'
import { placesOf } from './condition.ts'
import type { Facts } from './facts.ts'
import { isInForce, isInScope } from './law-index.ts'
import { packName, type RulePack } from './rule-pack.ts'
import { addBusinessDays } from './timed.ts'

export interface Deadline {
  readonly pack: string
  readonly rule: string
  /** Whether the law knows the right. */
  readonly exists: boolean
  /** The legal unit: an ISO 8601 period, `3 business days` or `72 hours`. */
  readonly respond: string | null
  readonly respondBy: Instant | null
  readonly extend: string | null
  readonly extendedTo: Instant | null
  readonly citation: string
  readonly says: string
  readonly advisory: boolean
}

export interface DeadlineAnswer {
  readonly request: Request
  readonly receivedAt: Instant
  /** Whether some law that binds knows the right; undefined says that none speaks of it. */
  readonly exists: boolean | null
  /** The earliest that a law sets. */
  readonly respondBy: Instant | null
  /** The earliest that an extension may reach. */
  readonly extendedTo: Instant | null
  readonly deadlines: readonly Deadline[]
  /** What we hold ourselves to. */
  readonly ours: Deadline | null
}

type Asked = Pick<Facts, 'at' | 'location' | 'residence' | 'deployment'>

export function deadlinesFor(
  request: Request,
  facts: Asked,
  packs: readonly RulePack[],
): DeadlineAnswer {
  const places = placesOf(facts)
  const of = (pack: RulePack): readonly Deadline[] => clocksOf(pack, request, facts.at)
  const binding = packs.filter(
    ({ scope }) => scope.kind === 'regions' && binds(scope, places, facts),
  )
  const deadlines = binding.flatMap(of).toSorted((a, b) => dueOf(a) - dueOf(b))
  const existing = deadlines.filter(({ exists }) => exists)
  const [ours = null] = packs.filter(({ scope }) => scope.kind === 'house').flatMap(of)
  return {
    request,
    receivedAt: facts.at,
    exists: deadlines.length === 0 ? null : existing.length > 0,
    respondBy: earliest(existing.map(({ respondBy }) => respondBy)),
    extendedTo: earliest(existing.map(({ respondBy, extendedTo }) => extendedTo ?? respondBy)),
    deadlines,
    ours,
  }
}

function binds(
  scope: Extract<RulePack['scope'], { kind: 'regions' }>,
  places: readonly Region[],
  { deployment }: Asked,
): boolean {
  if (places.some((place) => isInScope(scope, place))) return true
  const { establishment = [] } = deployment
  return (
    scope.followsEstablishment === true &&
    establishment.some((place) => scope.regions.some((area) => isWithin(place, area)))
  )
}

function clocksOf(pack: RulePack, request: Request, at: Instant): readonly Deadline[] {
  const { clocks = [], zone } = pack
  return clocks
    .filter((clock) => clock.request === request && isInForce(clock, at, zone))
    .map((clock) => deadlineOf(pack, clock, at))
}

function deadlineOf(pack: RulePack, clock: Clock, at: Instant): Deadline {
  const { respond, extend, exists, citation, says, advisory } = clock
  const respondBy = respond === undefined ? undefined : addLegalTime(at, respond)
  const extendedTo =
    respondBy === undefined || extend === undefined ? undefined : addLegalTime(respondBy, extend)
  return {
    pack: packName(pack),
    rule: clock.id,
    exists,
    respond: respond === undefined ? null : formatLegalTime(respond),
    respondBy: respondBy ?? null,
    extend: extend === undefined ? null : formatLegalTime(extend),
    extendedTo: extendedTo ?? null,
    citation,
    says,
    advisory,
  }
}

export function addLegalTime(at: Instant, time: LegalTime): Instant {
  switch (time.unit) {
    case 'period':
      return addPeriod(at, time.period)
    case 'business_days':
      return addBusinessDays(at, time.days)
    case 'hours':
      return toInstant(at + time.hours * 3_600_000)
  }
}

export function formatLegalTime(time: LegalTime): string {
  switch (time.unit) {
    case 'period':
      return time.period
    case 'business_days':
      return `${time.days} business days`
    case 'hours':
      return `${time.hours} hours`
  }
}

function dueOf({ respondBy }: Deadline): number {
  return respondBy ?? Number.MAX_SAFE_INTEGER
}

function earliest(instants: readonly (Instant | null)[]): Instant | null {
  const known = instants.filter((at) => at !== null)
  return known.length === 0 ? null : toInstant(Math.min(...known))
}
