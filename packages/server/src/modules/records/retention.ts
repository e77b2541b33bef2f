/** The retention schedule: until when each kind of data is kept, as the settings have it now. */
import type { RulePack } from '@equipoise/core/law'
import { isInForce, isInScope, packName } from '@equipoise/core/law'
import { PURPOSES, type Purpose, type Region } from '@equipoise/core/values'
import { IMPRESSIONS_MAX } from '../../store/index.ts'
import { CENTER_MINUTES } from '../access/index.ts'
import { NONCE_LIFETIME_MS } from '../consent/index.ts'
import { LINK_MINUTES } from '../email/index.ts'
import { TOKEN_LIFETIME_MS } from '../impressions/index.ts'
import { MEASURED_DAYS } from '../measure/index.ts'
import { DEVICE, type DeviceEntry } from './device.ts'
import { type About, type End, type HoldingId, listHoldings } from './holdings.ts'
import { type MadeOf, madeOf, type Terms } from './terms.ts'

export interface RetentionRow {
  readonly id: HoldingId
  readonly about: About
  readonly title: string
  readonly says: string
  readonly places: readonly string[]
  /** Whether none of its tables has a row; null for files, which always are there. */
  readonly empty: boolean | null
  readonly ends: readonly RetentionEnd[]
}

export interface RetentionEnd {
  readonly code: End
  readonly says: string
}

/** After what time a yes lapses in a market, and the rule that says so. */
export interface Lapse {
  /** `*` for everywhere. */
  readonly place: Region | '*'
  readonly purposes: readonly Purpose[]
  readonly period: string
  readonly rule: string
  readonly citation: string
  readonly advisory: boolean
}

export interface RetentionSchedule extends MadeOf {
  readonly schedule: readonly RetentionRow[]
  readonly lapses: readonly Lapse[]
  /** What stays in the person's own browser, and for how long. */
  readonly device: readonly DeviceEntry[]
}

export function retentionSchedule(terms: Terms): RetentionSchedule {
  const lapses = listLapses(terms)
  return {
    ...madeOf(terms),
    schedule: listHoldings().map(({ id, about, title, says, places, ends }) => ({
      id,
      about,
      title,
      says,
      places: Object.keys(places),
      empty: isEmpty(Object.keys(places), terms),
      ends: ends.map((code) => ({ code, says: sayEnd(code, terms, lapses) })),
    })),
    lapses,
    device: DEVICE,
  }
}

function isEmpty(places: readonly string[], { empty }: Terms): boolean | null {
  const tables = places.filter((place) => place.includes('.db/'))
  return tables.length === 0 ? null : tables.every((place) => empty.has(place))
}

/** Of our own rules and of the laws of the markets, each with where it holds. */
export function listLapses({ packs, markets, at }: Terms): readonly Lapse[] {
  const placesOf = (pack: RulePack): readonly (Region | '*')[] => {
    const { scope } = pack
    if (scope.kind === 'house') return ['*']
    return scope.kind === 'regions' ? markets.filter((market) => isInScope(scope, market)) : []
  }
  return packs.flatMap((pack) =>
    pack.rules.flatMap(({ effect, id, purposes, citation, advisory, ...dates }) => {
      if (effect.kind !== 'validity' || !isInForce(dates, at, pack.zone)) return []
      const { period } = effect
      const rule = `${packName(pack)} ${id}`
      const lapse = { purposes, period, rule, citation, advisory }
      return placesOf(pack).map((place): Lapse => ({ place, ...lapse }))
    }),
  )
}

export function sayEnd(code: End, terms: Terms, lapses: readonly Lapse[]): string {
  const { modelClearanceSeconds } = terms.config.recommend
  switch (code) {
    case 'withdrawal':
      return 'When the yes that it was kept for is taken back: at once'
    case 'lapse':
      return sayLapse(lapses)
    case 'removal':
      return 'When the person takes it out or says that it is wrong: at once'
    case 'erasure':
      return `When the person is erased: at once, and the model within ${modelClearanceSeconds} seconds`
    case 'moved':
      return 'What has just come in goes to its place within two minutes, and its passing key is destroyed'
    case 'overflow':
      return `When there are more than ${IMPRESSIONS_MAX.toLocaleString('en')}: the oldest first`
    case 'code_lapse':
      return `When the code would have lapsed anyway (${sayMinutes(NONCE_LIFETIME_MS)} to ${sayMinutes(TOKEN_LIFETIME_MS)}); swept daily`
    case 'link_end':
      return `At the latest ${LINK_MINUTES} minutes after it was asked for, ${CENTER_MINUTES} after it was opened, and when its owner signs out`
    case 'unconfirmed':
      return 'When nobody confirmed it in time'
    case 'asked_again':
      return 'When its owner asks for mail again, at this very address'
    case 'year_after':
      return 'What stands in the public list of ads: a year after it was last shown'
    case 'rebuilt':
      return `With the next model; within ${modelClearanceSeconds} seconds of an erasure`
    case 'next_release':
      return 'Each day’s counts go with the next day’s'
    case 'next_week':
      return 'When they are counted in a later week: the week before is written over'
    case 'days_gone':
      return `Counts: after ${MEASURED_DAYS} days. Reports, and what they cost, stay`
    case 'replaced':
      return 'When it is described anew or taken off'
    case 'process_end':
      return 'When the server ends, or when it is written where it belongs'
    case 'kept':
      return 'Kept: it proves what was done, or the server could not work without it'
  }
}

/** The same in one sentence, to the person whose it is. */
export function sayUntil(codes: readonly End[], lapses: readonly Lapse[]): string {
  const parts = codes.map((code) => UNTIL[code](lapses))
  const last = parts.at(-1) ?? 'we need it no more'
  return `Until ${parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')}, or ${last}`}.`
}

const UNTIL: Readonly<Record<End, (lapses: readonly Lapse[]) => string>> = {
  withdrawal: () => 'you take back your yes',
  lapse: (lapses) => `your yes is ${sayPeriod(ourPeriod(lapses))} old${sooner(lapses)}`,
  removal: () => 'you take it out',
  erasure: () => 'you are erased',
  moved: () => 'it is put where it stays, within two minutes',
  overflow: () => `there are ${IMPRESSIONS_MAX.toLocaleString('en')} later ones`,
  code_lapse: () => `the code would have lapsed, within ${sayMinutes(TOKEN_LIFETIME_MS)}`,
  link_end: () => `you sign out, or ${CENTER_MINUTES} minutes have gone by`,
  unconfirmed: () => 'you do not confirm it in time',
  asked_again: () => 'you ask for mail again',
  year_after: () => 'a year after an ad was last shown',
  rebuilt: () => 'the next model is made',
  next_release: () => 'the next day',
  next_week: () => 'you are counted in a later week',
  days_gone: () => `${MEASURED_DAYS} days are over`,
  replaced: () => 'the shop changes it',
  process_end: () => 'the server ends',
  kept: () => 'the shop closes: it stays',
}

function sayLapse(lapses: readonly Lapse[]): string {
  return `When the yes lapses: ${sayPeriod(ourPeriod(lapses))} after it was given${sooner(lapses)}; swept daily`
}

/** Of our own rules, the one that is for all purposes. */
function ourPeriod(lapses: readonly Lapse[]): string {
  const ours = lapses.filter(
    ({ place, purposes }) => place === '*' && purposes.length === PURPOSES.length,
  )
  return ours[0]?.period ?? 'no time'
}

function sooner(lapses: readonly Lapse[]): string {
  return lapses.some(({ place }) => place !== '*') ? ', or sooner where the law says so' : ''
}

const UNITS: Readonly<Record<string, string>> = { Y: 'year', M: 'month', D: 'day' }

/** `P6M` as "6 months". */
export function sayPeriod(period: string): string {
  const parts = [...period.matchAll(/(\d+)([YMD])/g)].map(([, count, unit = '']) => {
    const name = UNITS[unit] ?? unit
    return `${count} ${name}${count === '1' ? '' : 's'}`
  })
  return parts.length === 0 ? period : parts.join(' and ')
}

function sayMinutes(ms: number): string {
  const minutes = ms / 60_000
  return minutes < 120 ? `${minutes} minutes` : `${minutes / 60} hours`
}
