/**
 * The privacy center: what somebody chose, what is known of them, what they were shown and why, and
 * how to take it along, pause it or end it. One element, in the page's own document:
 *
 *   <equipoise-privacy-center key="eq_publishable_…"></equipoise-privacy-center>
 *
 * It draws what the state says, and after each act reads everything anew.
 */
import { connect, Refused } from './api.ts'
import { choices } from './choices.ts'
import { type Child, el, fill } from './dom.ts'
import { follow } from './follow.ts'
import { interests, timeline } from './known.ts'
import { erase, pause, takeAlong } from './leave.ts'
import { level } from './level.ts'
import { loadAll } from './load.ts'
import { receipts } from './receipts.ts'
import { received } from './received.ts'
import { shown } from './shown.ts'
import { type Center, EMPTY, type State } from './state.ts'
import { suggestions } from './suggestions.ts'
import type { Options } from './types.ts'

interface Section {
  readonly id: string
  readonly title: string
  /** As the way to it says it. */
  readonly short: string
  readonly draw: (center: Center) => Child
  /** Whether it is there for somebody unknown too. */
  readonly always?: boolean
}

const SECTIONS: readonly Section[] = [
  { id: 'choices', title: 'Your choices', short: 'Choices', draw: choices, always: true },
  { id: 'interests', title: 'What we conclude', short: 'Interests', draw: interests },
  { id: 'timeline', title: 'What you did', short: 'History', draw: timeline },
  { id: 'shown', title: 'What you were shown, and why', short: 'Why you saw it', draw: shown },
  { id: 'follow', title: 'What follows you', short: 'What follows you', draw: follow },
  {
    id: 'received',
    title: 'Who gets anything',
    short: 'Who gets it',
    draw: received,
    always: true,
  },
  { id: 'receipts', title: 'What you said and asked for', short: 'Receipts', draw: receipts },
  { id: 'pause', title: 'Take a break', short: 'Pause', draw: pause },
  { id: 'along', title: 'Take it along', short: 'Your data', draw: takeAlong },
  { id: 'erase', title: 'Be erased', short: 'Erase', draw: erase },
]

/** Draws a center into an element, and keeps it current. */
export async function openCenter(root: HTMLElement, options: Options): Promise<void> {
  // Its words are English, on whatever page: what comes from data finds its own direction.
  Object.assign(root, { lang: 'en', dir: 'ltr' })
  const center = makeCenter(root, options)
  draw(root, center)
  await center.act('', async () => undefined)
}

function makeCenter(root: HTMLElement, options: Options): Center {
  const api = connect(options)
  const center: Center = {
    api,
    location: options.location,
    state: EMPTY,
    async readLogKey() {
      return (await fetch(`${options.server ?? ''}/ledger/key`)).text()
    },
    change(part) {
      center.state = { ...center.state, ...part }
      draw(root, center)
    },
    async act(done, act) {
      if (center.state.busy) return false
      center.change({ busy: true })
      const told = await attempt(act, done)
      const failed = await attempt(() => loadAll(center), '')
      const worst = told?.kind === 'failed' ? told : failed
      center.change({ busy: false, told: worst ?? told })
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
    const says = error.code === 'unreachable' ? UNREACHABLE : error.message
    return { kind: 'failed', says }
  }
}

const UNREACHABLE = 'No answer came. Nothing was changed: try again in a moment.'

function draw(root: HTMLElement, center: Center): void {
  const { state } = center
  const isKnown = state.session?.known === true
  const sections = SECTIONS.filter(({ always }) => always === true || isKnown)
  root.toggleAttribute('data-busy', state.busy)
  if (root.childElementCount === 0) fill(root, ...frame())
  place(root, 'nav', nav(sections))
  place(root, 'told', state.told?.says)
  part(root, 'told').dataset['kind'] = state.told?.kind ?? ''
  place(root, 'level', isKnown ? level(center) : null)
  place(root, 'suggestions', suggestions(center))
  const main = part(root, 'sections')
  const ids = sections.map(({ id }) => id).join()
  if (main.dataset['ids'] !== ids) {
    main.dataset['ids'] = ids
    fill(main, ...sections.map(({ id, title }) => section(id, title)))
  }
  const isRead = state.session !== undefined
  for (const { id, draw: content } of sections)
    place(root, id, isRead ? content(center) : skeleton())
}

function frame(): Child[] {
  return [
    el('nav', { 'data-part': 'nav', 'aria-label': 'Privacy' }),
    el('p', { 'data-part': 'told', role: 'status', class: 'told' }),
    el(
      'div',
      { class: 'columns' },
      el('div', { 'data-part': 'sections', class: 'sections' }),
      el(
        'aside',
        { 'aria-labelledby': 'equipoise-now' },
        el(
          'div',
          {},
          el('h2', { id: 'equipoise-now' }, 'What you would be shown now'),
          el('div', { 'data-part': 'level', class: 'level' }),
          el('div', { 'data-part': 'suggestions' }),
        ),
      ),
    ),
  ]
}

function nav(sections: readonly Section[]): Child {
  return el(
    'ul',
    {},
    sections.map(({ id, short }) => el('li', {}, el('a', { href: `#equipoise-${id}` }, short))),
  )
}

function section(id: string, title: string): HTMLElement {
  const heading = `equipoise-${id}`
  return el(
    'section',
    { 'aria-labelledby': heading },
    el('h2', { id: heading, tabindex: -1 }, title),
    el('div', { 'data-part': id }),
  )
}

function skeleton(): HTMLElement {
  return el('div', { class: 'skeleton', 'aria-hidden': 'true' })
}

function part(root: HTMLElement, name: string): HTMLElement {
  const found = root.querySelector<HTMLElement>(`[data-part="${name}"]`)
  if (found === null) throw new Error(`Cannot find "${name}" in the privacy center`)
  return found
}

function place(root: HTMLElement, name: string, content: Child): void {
  fill(part(root, name), content)
}
