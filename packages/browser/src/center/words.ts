/** How the center says things: numbers, times, what somebody did, slots, acts. */
import type { ConsentAct, RightsAct } from '@equipoise/core/ledger'
import { type ScriptWord, say, sayCounted, spokenNow, textOf } from '../languages/say.ts'
import { type Child, el, text } from './dom.ts'
import type { Share, Verb } from './types.ts'

export { say, sayCounted }

/** As `say`, where what stands in a place is more than text. */
export function sayWith(name: ScriptWord, values: Readonly<Record<string, Child>>): Child[] {
  // Every other part is the name of a place.
  return textOf(name)
    .split(/\{(\w+)\}/)
    .map((part, at) => (at % 2 === 0 ? part : values[part]))
}

/** What comes from the server in English alone: marked, so that it is read out as that. */
export function inEnglish(says: Child): HTMLElement {
  return el('span', { lang: 'en', dir: 'ltr' }, says)
}

export function formatCount(count: number): string {
  return new Intl.NumberFormat(spokenNow().language).format(count)
}

/** In whole percents, with a real minus. */
export function formatPercent(percent: number): string {
  const format = new Intl.NumberFormat(spokenNow().language, { style: 'percent' })
  const whole = Math.round(Math.abs(percent))
  if (whole === 0) return `< ${format.format(0.01)}`
  return `${percent < 0 ? '−' : ''}${format.format(whole / 100)}`
}

/** "7 days". */
export function formatLong(count: number, unit: 'day' | 'week' | 'month'): string {
  const style = { style: 'unit', unit, unitDisplay: 'long' } as const
  return new Intl.NumberFormat(spokenNow().language, style).format(count)
}

export function formatDay(at: string): string {
  return new Intl.DateTimeFormat(spokenNow().language, { dateStyle: 'long' }).format(new Date(at))
}

export function formatClock(at: string): string {
  return new Intl.DateTimeFormat(spokenNow().language, { timeStyle: 'short' }).format(new Date(at))
}

export function formatTime(at: string): string {
  const style = { dateStyle: 'long', timeStyle: 'short' } as const
  return new Intl.DateTimeFormat(spokenNow().language, style).format(new Date(at))
}

const DID: Readonly<Record<Verb, ScriptWord>> = {
  view: 'viewed',
  click: 'clicked',
  add: 'added',
  purchase: 'purchased',
  play: 'played',
  like: 'liked',
  dislike: 'disliked',
  skip: 'skipped',
}

/** "Bought". */
export function didOf(verb: Verb): string {
  return say(DID[verb])
}

/** "Bought 2, Looked at 5". */
export function actsOf(acts: Readonly<Partial<Record<Verb, number>>>): string {
  const said = Object.entries(acts).map(
    ([verb, count]) => `${didOf(verb as Verb)} ${formatCount(count)}`, // keys are verbs
  )
  return listOf(said)
}

/** As the language parts what it lists, without a word for "and". */
export function listOf(said: readonly string[]): string {
  return new Intl.ListFormat(spokenNow().language, { style: 'short', type: 'unit' }).format(said)
}

const SLOTS: Readonly<Record<string, ScriptWord>> = {
  home: 'slotHome',
  item: 'slotItem',
  basket: 'slotBasket',
  feed: 'slotFeed',
  playlist: 'slotPlaylist',
  email: 'slotEmail',
}

export function slotOf(slot: string): string {
  // A playlist has a name of the site's after it.
  const [place = '', ...own] = slot.split(':')
  const name = SLOTS[place]
  return name === undefined ? slot : [say(name), ...own].join(' · ')
}

const BECAUSE: Readonly<Record<string, ScriptWord>> = {
  item: 'becauseItem',
  category: 'becauseCategory',
  popularity: 'becausePopular',
  page: 'becausePage',
  attribute: 'becauseAttribute',
  word: 'becauseWord',
  audience: 'becauseAudience',
}

/** Of a path such as `Footwear/Trail` as people read it. */
export function pathOf(category: string): string {
  return category.replaceAll('/', ' › ')
}

/** What one part of an explanation says. */
export function becauseOf({ kind, id, title }: Share): Child[] {
  if (kind === 'rest') return [say('tooFew')]
  // An attribute is told with what it is of, as `topic=Footwear/Trail`; a person reads its value.
  const own = kind === 'attribute' ? id?.replace(/^[^=]*=/, '') : id
  const name = title ?? (kind === 'item' ? id : own && pathOf(own))
  return sayWith(BECAUSE[kind] ?? 'becauseAttribute', { name: text(name ?? '–') })
}

export function peopleOf({ support }: Share): string {
  return support === null ? '' : sayCounted('people', support)
}

/** What a person's own leaves can be of: a new act that has no words here does not compile. */
const ACTS: Readonly<Record<ConsentAct | RightsAct, ScriptWord>> = {
  give: 'actGive',
  refuse: 'actRefuse',
  withdraw: 'actWithdraw',
  export: 'actExport',
  erase: 'actErase',
  remove: 'actRemove',
  mark_wrong: 'actMark',
  unmark: 'actUnmark',
  pause: 'actPause',
  ceiling: 'level',
  resume: 'actResume',
  identify: 'actIdentify',
  merge: 'actMerge',
  wishes: 'actWishes',
  request: 'actRequest',
  answer_request: 'actAnswer',
}

export function actOf(act: string): string {
  const acts: Readonly<Record<string, ScriptWord>> = ACTS
  const name = acts[act]
  return name === undefined ? act.replaceAll('_', ' ') : say(name)
}
