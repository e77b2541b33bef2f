/**
 * What a rule makes of the moment: whether a customer relationship still stands in for consent,
 * whether a no is so fresh that the law gives time to heed it, whether it is a quiet hour.
 */
import type { PurposeConsent } from '../consent/index.ts'
import { addPeriod, type Instant, isWithin, toInstant } from '../values/index.ts'
import type { BindingRule } from './binding-rule.ts'
import { addBusinessDays } from './business-days.ts'
import { placesOf } from './condition.ts'
import type { Facts } from './facts.ts'
import type { PermissionModel } from './permission-model.ts'
import { zonesOf } from './region-zones.ts'
import type { AskAfter, QuietEffect, RuleEffect, RulePack, SoftTerms } from './rule-pack.ts'
import { minuteOfDay, startOfDateIn, weekdayOf, yearOf } from './zone.ts'

const MINUTE_MS = 60_000
const DAY_MINUTES = 1_440
const ZONES_MAX = 8

/** Whether the moment matters in the rule's sense: see the three below. */
export function holdsNow({ pack, rule: { effect } }: BindingRule, facts: Facts): boolean {
  if (effect.kind === 'quiet') return isQuiet(effect, pack, facts)
  if (effect.kind !== 'model') return false
  if (effect.soft !== undefined && softUntil(effect.soft, facts) !== undefined) return true
  return (
    effect.graceBusinessDays !== undefined &&
    isFresh(facts, effect.graceBusinessDays, pack) &&
    hadLeave(effect, facts)
  )
}

/** Days to heed a no are for whoever might go on before it: they give no leave that was not. */
function hadLeave({ model, soft }: ModelEffect, facts: Facts): boolean {
  if (!ASKS_FIRST.has(model)) return true
  const { status, explicit, separate } = facts.consent
  const isAlone = separate || model !== 'explicit_separate_opt_in'
  const isStrong = isAlone && (explicit || model === 'opt_in' || model === 'soft_opt_in')
  if ((status === 'given' || status === 'withdrawn') && isStrong) return true
  const before = { ...facts, consent: { ...facts.consent, status: 'unknown' as const } }
  return soft !== undefined && softUntil(soft, { ...before, objection: undefined }) !== undefined
}

type ModelEffect = Extract<RuleEffect, { readonly kind: 'model' }>

const ASKS_FIRST: ReadonlySet<PermissionModel> = new Set([
  'explicit_separate_opt_in',
  'explicit_opt_in',
  'opt_in',
  'soft_opt_in',
])

/**
 * What the person said of the purpose, an objection included: it counts as a withdrawal unless
 * they agreed again after it. So does a no that came with the request as a signal which the law of
 * the place reads: it is newer than any record.
 */
export function standingConsent(facts: Facts): PurposeConsent {
  const said = recordedConsent(facts)
  if (said.status === 'invalidated' || !isRefusedBySignal(facts)) return said
  return { ...said, status: 'withdrawn', since: undefined }
}

/** Whether a signal refuses the purpose where its own law is that of a place that counts. */
export function isRefusedBySignal(facts: Facts): boolean {
  const { signals, purpose } = facts
  if (signals.refusals === undefined) return false
  const places = placesOf(facts)
  return signals.refusals.some(
    (refusal) =>
      refusal.purposes.includes(purpose) &&
      refusal.places.some((area) => places.some((place) => isWithin(place, area))),
  )
}

function recordedConsent({ consent, objection, purpose }: Facts): PurposeConsent {
  if (objection === undefined || objection.purpose !== purpose) return consent
  if (consent.status === 'invalidated') return consent
  const isNewer =
    consent.status === 'given' &&
    consent.since !== undefined &&
    objection.at !== undefined &&
    consent.since > objection.at
  if (isNewer) return consent
  return { ...consent, status: 'withdrawn', since: objection.at }
}

function isFresh(facts: Facts, days: number, { zone }: RulePack): boolean {
  const { status, since } = standingConsent(facts)
  if ((status !== 'withdrawn' && status !== 'refused') || since === undefined) return false
  return since <= facts.at && facts.at < addBusinessDays(since, days, zone)
}

/**
 * Until when the relationship stands in for consent: undefined where it does not, infinite where
 * the law sets no end. A no, an unverifiable record or an unmet condition leaves nothing of it.
 */
export function softUntil(soft: SoftTerms, facts: Facts): number | undefined {
  const { relationship, consentContext, at } = facts
  if (standingConsent(facts).status !== 'unknown') return undefined
  if (soft.ownSimilarProducts && relationship?.ownSimilarProducts !== true) return undefined
  const until = [
    endOf(relationship?.lastPurchaseAt, soft.purchaseWithin, at),
    soft.inquiryWithin === undefined && !soft.negotiation
      ? undefined
      : endOf(relationship?.lastInquiryAt, soft.inquiryWithin, at),
    soft.purchaseWithin === undefined && isSale(consentContext, soft)
      ? Number.POSITIVE_INFINITY
      : undefined,
  ].filter((end) => end !== undefined && end > at)
  return until.length === 0 ? undefined : Math.max(...until.map(Number))
}

function endOf(
  since: Instant | undefined,
  period: string | undefined,
  at: Instant,
): number | undefined {
  if (since === undefined || since > at) return undefined
  return period === undefined ? Number.POSITIVE_INFINITY : addPeriod(since, period)
}

function isSale(context: Facts['consentContext'], soft: SoftTerms): boolean {
  if (context === 'purchase') return true
  return (
    (soft.freeAccount && context === 'free_account') ||
    (soft.negotiation && context === 'negotiation')
  )
}

/** Quiet where it is quiet in any zone in which the person may be. */
function isQuiet(effect: QuietEffect, pack: RulePack, facts: Facts): boolean {
  return !isAllowedAtNight(effect, facts) && quietZone(effect, pack, facts, facts.at) !== undefined
}

function isAllowedAtNight({ unlessContext, unlessGuardian }: QuietEffect, facts: Facts): boolean {
  if (unlessContext !== undefined && facts.consentContext === unlessContext) return true
  const { status, by } = standingConsent(facts)
  return unlessGuardian && status === 'given' && by === 'guardian'
}

/** When the quiet hours that hold then are over everywhere; the instant itself where none holds. */
export function quietUntil(
  effect: QuietEffect,
  pack: RulePack,
  facts: Facts,
  at: Instant,
): Instant {
  if (isAllowedAtNight(effect, facts)) return at
  let end = at
  // Zones may end one after the other; each pass ends one of them.
  for (let pass = 0; pass < ZONES_MAX; pass += 1) {
    const zone = quietZone(effect, pack, facts, end)
    if (zone === undefined) return end
    const wait = (effect.toMinute - minuteOfDay(zone, end) + DAY_MINUTES) % DAY_MINUTES
    end = toInstant(Math.floor(end / MINUTE_MS) * MINUTE_MS + wait * MINUTE_MS)
  }
  return end
}

function quietZone(
  effect: QuietEffect,
  pack: RulePack,
  facts: Facts,
  at: Instant,
): string | undefined {
  return quietZones(pack, facts).find(
    (zone) =>
      isBetween(effect, minuteOfDay(zone, at)) &&
      (effect.days === undefined || effect.days.includes(weekdayOf(zone, at))),
  )
}

function quietZones({ zone = 'UTC', scope }: RulePack, facts: Facts): readonly string[] {
  const places = placesOf(facts).filter(
    (place) =>
      scope.kind !== 'regions' ||
      scope.regions.some((area) => place === area || place.startsWith(`${area}-`)),
  )
  const zones = places.flatMap(zonesOf)
  return zones.length === 0 ? [zone] : zones
}

function isBetween({ fromMinute, toMinute }: QuietEffect, minute: number): boolean {
  return fromMinute <= toMinute
    ? minute >= fromMinute && minute < toMinute
    : minute >= fromMinute || minute < toMinute
}

/** When a person may be asked again after a no; undefined where never. */
export function askableFrom(
  after: AskAfter,
  no: Instant,
  zone: string | undefined,
): Instant | undefined {
  if (after === 'never') return undefined
  if (after !== 'next_year_over') return addPeriod(no, after)
  const year = yearOf(zone ?? 'UTC', no)
  return startOfDateIn(`${year + 2}-01-01`, zone ?? 'UTC')
}
