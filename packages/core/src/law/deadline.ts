/**
 * When a request must be answered, or a breach reported, under every law that binds: each in its
 * own legal unit, and the earliest of them first. Our own time stands apart.
 */
import { addPeriod, type Instant, isWithin, type Region, toInstant } from '../values/index.ts'
import {
  type BusinessDeadline,
  type Counting,
  countBusinessDays,
  fromLocal,
  type ToldHoliday,
  toLocal,
} from './business-days.ts'
import type { BusinessCalendar } from './calendar.ts'
import type { Clock, LegalTime, Request } from './clock.ts'
import { placesOf } from './condition.ts'
import type { Facts } from './facts.ts'
import { isInForce, isInScope } from './law-index.ts'
import { packName, type RulePack } from './rule-pack.ts'

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
  /**
   * When it ends if the holidays beside it are no business days; null where there are none. Nobody
   * verified that: rely on `respondBy`.
   */
  readonly withHolidays: Instant | null
  readonly holidays: readonly ToldHoliday[]
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
  calendars: readonly BusinessCalendar[] = [],
): DeadlineAnswer {
  const places = placesOf(facts)
  const of = (pack: RulePack): readonly Deadline[] =>
    clocksOf(pack, request, { at: facts.at, calendar: calendarOf(pack, calendars) })
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

interface Counted {
  readonly at: Instant
  readonly calendar: BusinessCalendar | undefined
}

/** That of the country in which the law alone binds; a law of several has none. */
function calendarOf(
  { scope }: RulePack,
  calendars: readonly BusinessCalendar[],
): BusinessCalendar | undefined {
  if (scope.kind !== 'regions') return undefined
  const countries = new Set(scope.regions.map((region) => region.slice(0, 2)))
  return countries.size > 1 ? undefined : calendars.find(({ country }) => countries.has(country))
}

function clocksOf(pack: RulePack, request: Request, counted: Counted): readonly Deadline[] {
  const { clocks = [], zone } = pack
  return clocks
    .filter((clock) => clock.request === request && isInForce(clock, counted.at, zone))
    .map((clock) => deadlineOf(pack, clock, counted))
}

function deadlineOf(pack: RulePack, clock: Clock, { at, calendar }: Counted): Deadline {
  const { respond, extend, exists, citation, says, advisory } = clock
  const { zone } = pack
  const end = respond && addLegalTime(at, respond, { zone, calendar })
  const longer = end && extend && addLegalTime(end.at, extend, { zone, calendar })
  return {
    pack: packName(pack),
    rule: clock.id,
    exists,
    respond: respond === undefined ? null : formatLegalTime(respond),
    respondBy: end?.at ?? null,
    extend: extend === undefined ? null : formatLegalTime(extend),
    extendedTo: longer?.at ?? null,
    withHolidays: end?.withHolidays ?? null,
    holidays: end?.holidays ?? [],
    citation,
    says,
    advisory,
  }
}

/** A month or a year is counted on the calendar of the law's own place, as days are. */
export function addLegalTime(
  at: Instant,
  time: LegalTime,
  { zone = 'UTC', calendar }: Pick<Counting, 'zone' | 'calendar'>,
): BusinessDeadline {
  switch (time.unit) {
    case 'period':
      return endingAt(fromLocal(addPeriod(toLocal(at, zone), time.period), zone))
    case 'business_days':
      return countBusinessDays(at, { days: time.days, zone, calendar })
    case 'hours':
      return endingAt(toInstant(at + time.hours * 3_600_000))
  }
}

function endingAt(at: Instant): BusinessDeadline {
  return { at, withHolidays: null, holidays: [] }
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
