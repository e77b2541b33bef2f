/** How the center says things: numbers, times, what somebody did, purposes, slots. */
import type { Share, Verb } from './types.ts'

const language = (): string => document.documentElement.lang || 'en'

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${new Intl.NumberFormat(language()).format(count)} ${count === 1 ? one : many}`
}

/** In whole percents, with a real minus. */
export function formatPercent(percent: number): string {
  const whole = Math.round(Math.abs(percent))
  if (whole === 0) return '< 1 %'
  return `${percent < 0 ? '−' : ''}${whole} %`
}

export function formatDay(at: string): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'long' }).format(new Date(at))
}

export function formatClock(at: string): string {
  return new Intl.DateTimeFormat(language(), { timeStyle: 'short' }).format(new Date(at))
}

export function formatTime(at: string): string {
  return `${formatDay(at)}, ${formatClock(at)}`
}

const DID: Readonly<Record<Verb, string>> = {
  view: 'Looked at',
  click: 'Opened',
  add: 'Put in the basket',
  purchase: 'Bought',
  play: 'Played',
  like: 'Liked',
  dislike: 'Disliked',
  skip: 'Skipped',
}

/** "Bought" as in "Bought running shoes". */
export function didOf(verb: Verb): string {
  return DID[verb] ?? verb
}

/** "bought 2, looked at 5". */
export function actsOf(acts: Readonly<Partial<Record<Verb, number>>>): string {
  return Object.entries(acts)
    .map(([verb, count]) => `${didOf(verb as Verb).toLowerCase()} ${count}`) // keys are verbs
    .join(', ')
}

const SLOTS: Readonly<Record<string, string>> = {
  home: 'the start page',
  item: 'the page of a product',
  basket: 'the basket',
  feed: 'the feed',
  playlist: 'a playlist',
  email: 'an email',
}

export function slotOf(slot: string): string {
  return SLOTS[slot] ?? slot
}

/** What one part of an explanation says, so that it follows "because". */
export function becauseOf({ kind, id, title }: Share): { lead: string; name: string } {
  const name = title ?? id ?? ''
  return { lead: LEADS[kind] ?? 'of', name: kind === 'rest' ? '' : name }
}

const LEADS: Readonly<Record<string, string>> = {
  item: 'you met',
  category: 'you met things from',
  popularity: 'many people have it',
  page: 'it goes with the page',
  attribute: 'it is',
  word: 'it is about',
  audience: 'it is for',
  rest: 'of reasons that too few people share to name',
}

export function peopleOf({ support }: Share): string {
  return support === null ? '' : `${counted(support, 'person', 'people')} or more share this`
}

const ACTS: Readonly<Record<string, string>> = {
  give: 'You said yes',
  refuse: 'You said no',
  withdraw: 'You took a yes back',
  export: 'You took your data along',
  erase: 'You were erased',
  remove: 'You removed something',
  mark_wrong: 'You said that something is not you',
  unmark: 'You took back that something is not you',
  pause: 'You paused everything',
  resume: 'You ended the pause',
  identify: 'You signed in',
  merge: 'Two of your visits were joined',
}

export function actOf(act: string): string {
  return ACTS[act] ?? act.replaceAll('_', ' ')
}
