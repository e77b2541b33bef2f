/**
 * The privacy center: what somebody chose, what is known of them, what they were shown and why, and
 * how to take it along, pause it or end it. One element, in the page's own document:
 *
 *   <equipoise-privacy-center key="eq_publishable_…"></equipoise-privacy-center>
 *
 * It draws what the state says, and after each act reads everything anew.
 */
import { CENTER_ENGLISH, WHY_ENGLISH } from '../languages/english.ts'
import { type ScriptWord, speakEnglish, speakFor, spokenNow } from '../languages/say.ts'
import { connect, Refused } from './api.ts'
import { choices } from './choices.ts'
import { type Child, el, fill } from './dom.ts'
import { feedMode } from './feed-mode.ts'
import { follow } from './follow.ts'
import { interests, timeline } from './known.ts'
import { erase, pause, takeAlong } from './leave.ts'
import { level } from './level.ts'
import { loadAll } from './load.ts'
import { openNews } from './news.ts'
import { openPrivateNotice } from './private-notice.ts'
import { receipts } from './receipts.ts'
import { received } from './received.ts'
import { shown } from './shown.ts'
import { type Center, EMPTY, type State } from './state.ts'
import { suggestions } from './suggestions.ts'
import type { Options } from './types.ts'
import { wishes } from './wishes.ts'
import { inEnglish, say } from './words.ts'

interface Section {
  /** Its title is the word of the same name. */
  readonly id: SectionId
  readonly draw: (center: Center) => Child
  /** Whether it is there for somebody unknown too. */
  readonly always?: boolean
}

type SectionId = Extract<
  ScriptWord,
  | 'choices'
  | 'interests'
  | 'timeline'
  | 'shown'
  | 'follow'
  | 'received'
  | 'receipts'
  | 'pause'
  | 'along'
  | 'erase'
>

const SECTIONS: readonly Section[] = [
  { id: 'choices', draw: choices, always: true },
  { id: 'interests', draw: (center) => [interests(center), wishes(center)] },
  { id: 'timeline', draw: timeline },
  { id: 'shown', draw: shown },
  { id: 'follow', draw: follow },
  { id: 'received', draw: received, always: true },
  { id: 'receipts', draw: receipts, always: true },
  { id: 'pause', draw: pause },
  { id: 'along', draw: takeAlong },
  { id: 'erase', draw: erase },
]

export interface OpenedCenter {
  /** Says everything in the best of those languages. */
  speak(languages: readonly string[]): Promise<void>
}

/** Draws a center into an element, once it is told in which language, and keeps it current. */
export function openCenter(root: HTMLElement, options: Options): OpenedCenter {
  speakEnglish({ ...WHY_ENGLISH, ...CENTER_ENGLISH })
  const tellOthers = openNews((news) => {
    if (news === '') void center.readAnew()
    else notice.hear(news)
  })
  const notice = openPrivateNotice(options.server ?? '', () => tellOthers(false))
  const center = makeCenter(root, options, () => tellOthers(''))
  return {
    async speak(languages) {
      void notice.show(languages)
      await speakFor(options.server ?? '', 'center', languages)
      const { language, direction } = spokenNow()
      // Whatever the page around it: what comes from data finds its own direction.
      Object.assign(root, { lang: language, dir: direction })
      root.replaceChildren()
      draw(root, center)
      await center.readAnew()
    },
  }
}

function makeCenter(root: HTMLElement, options: Options, onAct: () => void): Center {
  const api = connect(options)
  /** Something was said elsewhere while this was being read. */
  let isBehind = false
  const center: Center = {
    api,
    location: options.location,
    isSignInGone: () => center.state.session?.known === false && options.isSignInGone?.() === true,
    state: EMPTY,
    async readLogKey() {
      return (await fetch(`${options.server ?? ''}/ledger/key`)).text()
    },
    change(part) {
      center.state = { ...center.state, ...part }
      draw(root, center)
    },
    async readAnew() {
      isBehind = center.state.busy
      if (!isBehind) await center.act('', async () => undefined)
    },
    async act(done, act) {
      if (center.state.busy) return false
      center.change({ busy: true })
      const told = await attempt(act, done)
      if (told?.kind === 'done') onAct()
      const failed = await attempt(() => loadAll(center), '')
      const worst = told?.kind === 'failed' ? told : failed
      center.change({ busy: false, told: worst ?? told })
      if (isBehind) void center.readAnew()
      return worst === undefined || worst.kind === 'done'
    },
  }
  return center
}

async function attempt(act: () => Promise<unknown>, done: string): Promise<State['told']> {
  try {
    await act()
    return done === '' ? undefined : { kind: 'done', says: done }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const name = OWN_WORDS[error.code]
    return name === undefined
      ? { kind: 'failed', says: error.message, isEnglish: true }
      : { kind: 'failed', says: say(name) }
  }
}

/** What we say better than the problem does. */
const OWN_WORDS: Readonly<Record<string, ScriptWord>> = {
  unreachable: 'unreachable',
  fresh_link_needed: 'freshNeeded',
}

function draw(root: HTMLElement, center: Center): void {
  const { state } = center
  const isKnown = state.session?.known === true
  const sections = SECTIONS.filter(({ always }) => always === true || isKnown)
  root.toggleAttribute('data-busy', state.busy)
  // For the page around it: nobody is to sign in who is, nor out who is gone.
  if (state.session !== undefined)
    root.dataset['via'] = isKnown ? (state.session.via ?? '') : 'none'
  if (root.childElementCount === 0) fill(root, ...frame())
  place(root, 'nav', nav(sections))
  place(root, 'told', state.told?.isEnglish ? inEnglish(state.told.says) : state.told?.says)
  part(root, 'told').dataset['kind'] = state.told?.kind ?? ''
  // Whoever holds the weight of the beam is not to lose it.
  if (part(root, 'level').querySelector('input:active') === null) {
    place(root, 'level', isKnown ? [level(center), feedMode(center)] : null)
  }
  place(root, 'suggestions', suggestions(center))
  const main = part(root, 'sections')
  const ids = sections.map(({ id }) => id).join()
  if (main.dataset['ids'] !== ids) {
    main.dataset['ids'] = ids
    fill(main, ...sections.map(({ id }) => section(id)))
  }
  const isRead = state.session !== undefined
  for (const { id, draw: content } of sections)
    place(root, id, isRead ? content(center) : skeleton())
}

function frame(): Child[] {
  return [
    el('nav', { 'data-part': 'nav', 'aria-label': say('privacy') }),
    el('p', { 'data-part': 'told', role: 'status', class: 'eq-told' }),
    el(
      'div',
      { class: 'eq-columns' },
      el('div', { 'data-part': 'sections', class: 'eq-sections' }),
      el(
        'aside',
        { 'aria-labelledby': 'equipoise-now' },
        el(
          'div',
          {},
          el('h2', { id: 'equipoise-now' }, say('now')),
          el('div', { 'data-part': 'level', class: 'eq-level' }),
          el('div', { 'data-part': 'suggestions' }),
        ),
      ),
    ),
    spokenNow().language !== 'en' &&
      el('p', { class: 'eq-muted' }, `${say('machine')} ${say('onlyEnglish')}`),
  ]
}

function nav(sections: readonly Section[]): Child {
  return el(
    'ul',
    {},
    sections.map(({ id }) => el('li', {}, el('a', { href: `#equipoise-${id}` }, say(id)))),
  )
}

function section(id: SectionId): HTMLElement {
  const heading = `equipoise-${id}`
  return el(
    'section',
    { 'aria-labelledby': heading },
    el('h2', { id: heading, tabindex: -1 }, say(id)),
    el('div', { 'data-part': id }),
  )
}

function skeleton(): HTMLElement {
  return el('div', { class: 'eq-skeleton', 'aria-hidden': 'true' })
}

function part(root: HTMLElement, name: string): HTMLElement {
  const found = root.querySelector<HTMLElement>(`[data-part="${name}"]`)
  if (found === null) throw new Error(`Cannot find "${name}" in the privacy center`)
  return found
}

function place(root: HTMLElement, name: string, content: Child): void {
  fill(part(root, name), content)
}
