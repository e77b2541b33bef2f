/** How the page says things: numbers, times, places, verbs, purposes. */
import type { Persona, Rung } from './types.ts'

const LANGUAGE = 'en-GB'
const COUNT = new Intl.NumberFormat(LANGUAGE)
const DAY = new Intl.DateTimeFormat(LANGUAGE, { day: 'numeric', month: 'long', year: 'numeric' })
const CLOCK = new Intl.DateTimeFormat(LANGUAGE, { timeStyle: 'medium' })

/** 1, "thing" → 1 thing; 2, "thing" → 2 things. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${COUNT.format(count)} ${count === 1 ? one : many}`
}

export function formatCount(count: number): string {
  return COUNT.format(count)
}

/** In whole percents, with a real minus. */
export function formatPercent(ratio: number): string {
  const percent = Math.round(Math.abs(ratio) * 100)
  if (percent === 0) return '< 1 %'
  return `${ratio < 0 ? '−' : ''}${percent} %`
}

export function formatPrice(minor: number | null | undefined, currency?: string | null): string {
  if (typeof minor !== 'number' || !currency) return ''
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(minor / 100)
}

export function formatDay(at: string): string {
  return DAY.format(new Date(at))
}

export function formatClock(at: string): string {
  return CLOCK.format(new Date(at))
}

export function formatAge(at: string): string {
  const minutes = Math.floor((Date.now() - Date.parse(at)) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${counted(minutes, 'minute')} ago`
  if (minutes < 48 * 60) return `${counted(Math.floor(minutes / 60), 'hour')} ago`
  return `${counted(Math.floor(minutes / 1440), 'day')} ago`
}

export function secondsBetween(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000))
}

const CASES: Readonly<Record<string, string>> = {
  all_given: 'said yes to all',
  personalization_only: 'suggestions only',
  refused: 'said no',
  withdrawn: 'took it back',
  never_asked: 'not asked yet',
  under_16: 'under 16',
}

export function caseOf(persona: Persona): string {
  return CASES[persona.case] ?? persona.case.replaceAll('_', ' ')
}

const DID: Readonly<Record<string, string>> = {
  view: 'looked at',
  click: 'opened',
  add: 'put in your basket',
  purchase: 'bought',
  like: 'liked',
  dislike: 'disliked',
  play: 'played',
  skip: 'skipped',
}

/** "bought" as in "you bought". */
export function didOf(verb: string): string {
  return DID[verb] ?? verb
}

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** "a, b and c". */
export function listed(words: readonly string[]): string {
  return new Intl.ListFormat(LANGUAGE, { type: 'conjunction' }).format(words)
}

interface PurposeName {
  readonly name: string
  /** In a list: "kept for suggestions and ads". */
  readonly short: string
}

const PURPOSES: Readonly<Record<string, PurposeName>> = {
  site_personalization: { name: 'Suggestions for you', short: 'suggestions' },
  model_training: { name: 'Help suggest to others', short: 'the shared model' },
  sensitive_profiling: { name: 'Use what is private', short: 'private matters' },
  cross_context_advertising: { name: 'Ads that follow you', short: 'ads elsewhere' },
  first_party_advertising: { name: 'Ads here', short: 'ads here' },
  sale_or_sharing: { name: 'Pass it on', short: 'passing on' },
  device_storage: { name: 'Keep things in your browser', short: 'your browser' },
  measurement: { name: 'Count what works', short: 'counting' },
  email_marketing: { name: 'Offers by email', short: 'email' },
  email_tracking: { name: 'See which emails you open', short: 'email opens' },
  sms_marketing: { name: 'Offers by text message', short: 'text messages' },
  push_marketing: { name: 'Offers as notifications', short: 'notifications' },
  political_advertising: { name: 'Political ads', short: 'political ads' },
}

export function purposeName(purpose: string): string {
  return PURPOSES[purpose]?.name ?? capital(purpose.replaceAll('_', ' '))
}

export function purposeShort(purpose: string): string {
  return PURPOSES[purpose]?.short ?? purpose.replaceAll('_', ' ')
}

/** From most to least personal: always in this order. */
export const RUNGS: readonly (readonly [rung: Rung, name: string])[] = [
  ['personal', 'Personal'],
  ['on_device', 'On device'],
  ['contextual', 'This page'],
  ['general', 'General'],
]

export function rungName(rung: Rung): string {
  return RUNGS.find(([one]) => one === rung)?.[1] ?? rung
}
