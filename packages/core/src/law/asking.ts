/**
 * Whether a person may be asked about a purpose now, and which law says so. Nobody is asked again
 * before the wait of the strictest law is over, nor for what no consent unlocks, nor against a
 * signal that already answers. Being asked is not the same as saying: whoever comes by themselves
 * to say yes is always heard.
 */
import { DAY_MS, type Instant, toInstant } from '../values/index.ts'
import { askWaits } from './ask-waits.ts'
import type { BindingRule } from './binding-rule.ts'
import type { Facts } from './facts.ts'
import { packName, type RulePack } from './rule-pack.ts'
import { standingConsent } from './timed.ts'
import { bindLaw, lapsesOf, type Weighed, weighLaw } from './weigh-law.ts'

/**
 * - `may_ask`, `may_renew` (the yes that stands lapses soon): yes;
 * - `consent_stands`, `not_needed`: there is nothing to ask;
 * - `cooldown`, `never_again`: the person said no;
 * - `signal_refuses`: their browser or app says no all the while;
 * - `no_consent_route`: whatever they said, it would not be permitted;
 * - `paused`: they asked to be left alone.
 */
export const ASK_CODES = [
  'may_ask',
  'may_renew',
  'consent_stands',
  'not_needed',
  'cooldown',
  'never_again',
  'signal_refuses',
  'no_consent_route',
  'paused',
] as const
export type AskCode = (typeof ASK_CODES)[number]

/** Whether a question for that reason is none too many: what stands already may be in it. */
export function isWorthAsking(code: AskCode): boolean {
  return HARMLESS.has(code)
}

const HARMLESS: ReadonlySet<AskCode> = new Set([
  'may_ask',
  'may_renew',
  'consent_stands',
  'not_needed',
])

/** A rule, as it is shown to people. */
export interface CitedRule {
  readonly pack: string
  readonly rule: string
  readonly citation: string
  readonly says: string
  readonly advisory: boolean
}

export interface Asking {
  readonly may: boolean
  readonly code: AskCode
  /** Whose yes would count: of a child below the age of the law that binds, a guardian's. */
  readonly of: 'subject' | 'guardian'
  /** When asking becomes permitted; undefined where it is, or where no time makes it so. */
  readonly from: Instant | undefined
  /** The rules that decide it: why not, or why a guardian. */
  readonly rules: readonly CitedRule[]
}

/** So long before a yes lapses one may ask for it to be renewed. */
export const RENEWAL_DAYS = 30

/** @param facts what stands of the person; which notice would be shown plays no part. */
export function askingFor(facts: Facts, packs: readonly RulePack[]): Asking {
  const { all } = bindLaw(packs, facts)
  const guards = all.rules.filter(({ rule }) => rule.effect.kind === 'guardian')
  const of = guards.length > 0 ? 'guardian' : 'subject'
  const found = pausing(facts) ?? barring(facts, packs) ?? standing(facts, packs)
  const { rules, ...asking } = found ?? waiting(all.rules, facts) ?? MAY_ASK
  return { ...asking, of, rules: rules ?? guards.map(cite) }
}

type Found = Omit<Asking, 'of' | 'rules'> & { readonly rules?: readonly CitedRule[] }

const MAY_ASK: Found = { may: true, code: 'may_ask', from: undefined }

function pausing({ pausedUntil, at }: Facts): Found | undefined {
  if (pausedUntil === undefined || pausedUntil <= at) return undefined
  return { may: false, code: 'paused', from: pausedUntil, rules: [] }
}

/** What refuses also the strongest yes there is. */
function barring(facts: Facts, packs: readonly RulePack[]): Found | undefined {
  const { reasons } = weigh(withYes(facts), packs)
  const bars = reasons.filter(({ code }) => BARS.has(code))
  const signals = reasons.filter(({ code }) => code === 'signal_refuses')
  const rules = (bars.length > 0 ? bars : signals).map(({ code: _, ...rule }) => rule)
  if (rules.length === 0) return undefined
  const code = bars.length > 0 ? 'no_consent_route' : 'signal_refuses'
  return { may: false, code, from: undefined, rules }
}

/** Not the hour: asking is not what quiet hours are about. */
const BARS: ReadonlySet<string> = new Set([
  'prohibited',
  'not_strictly_necessary',
  'control_missing',
  'no_rule',
])

function withYes(facts: Facts): Facts {
  const { at, consent } = facts
  const yes = {
    status: 'given',
    since: at,
    by: 'guardian',
    explicit: true,
    separate: true,
  } as const
  return { ...facts, consent: { ...consent, ...yes, until: undefined }, objection: undefined }
}

/** Where it is permitted as it stands there is nothing to ask, but that a yes runs out. */
function standing(facts: Facts, packs: readonly RulePack[]): Found | undefined {
  const { refused } = weigh(facts, packs)
  if (refused) return undefined
  const consent = standingConsent(facts)
  if (consent.status !== 'given') return { may: false, code: 'not_needed', from: undefined }
  const { until } = lapsesOf(bindLaw(packs, facts), consent)
  if (until === undefined) return { may: false, code: 'consent_stands', from: undefined }
  const from = toInstant(until - RENEWAL_DAYS * DAY_MS)
  return from <= facts.at
    ? { may: true, code: 'may_renew', from: undefined }
    : { may: false, code: 'consent_stands', from }
}

function waiting(rules: readonly BindingRule[], facts: Facts): Found | undefined {
  const waits = askWaits(rules, facts)
  const never = waits.filter(({ from }) => from === 'never')
  if (never.length > 0) {
    const cited = never.map(({ binding }) => cite(binding))
    return { may: false, code: 'never_again', from: undefined, rules: cited }
  }
  const last = Math.max(...waits.map(({ from }) => Number(from)))
  if (!(last > facts.at)) return undefined
  const longest = waits.filter(({ from }) => from === last).map(({ binding }) => binding)
  // A law before our own rule, where both wait as long.
  const rulesOfLaw = longest.toSorted((a, b) => houseRank(a) - houseRank(b)).map(cite)
  return { may: false, code: 'cooldown', from: toInstant(last), rules: rulesOfLaw }
}

function houseRank({ pack }: BindingRule): number {
  return pack.scope.kind === 'house' ? 1 : 0
}

function weigh(facts: Facts, packs: readonly RulePack[]): Weighed {
  const bound = bindLaw(packs, facts)
  const { until, lawUntil } = lapsesOf(bound, standingConsent(facts))
  const isOver = (end: Instant | undefined): boolean => end !== undefined && end <= facts.at
  return weighLaw(bound, facts, { all: isOver(until), law: isOver(lawUntil), ahead: false })
}

function cite({ pack, rule: { id, citation, says, advisory } }: BindingRule): CitedRule {
  return { pack: packName(pack), rule: id, citation, says, advisory }
}
