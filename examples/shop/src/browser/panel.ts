/**
 * "Behind the scenes": what was collected, refused and decided, as it happens. Closed at first;
 * whether it is open, and all that it shows, is in this page's memory alone.
 */
import type { ConsentState, Decided } from '@equipoise/browser'
import { bdi, el } from './dom.ts'
import type { Call } from './watch.ts'
import { RUNG_WORDS, sentenceFor } from './words.ts'

export interface Follow {
  readonly item: string
  readonly title: string | null
  /** How often it was shown after it was first looked at. */
  readonly sinceLook: number
  /** At most so often, within so many days. */
  readonly most: number
  readonly withinDays: number
}

export interface Panel {
  addCall(call: Call): void
  /** Something that happened and that nobody was told. */
  addSilence(says: string, came: string): void
  setSlot(name: string, decided: Decided | undefined): void
  /** A row that the shop made itself. */
  setRow(name: string, rung: string, says: string): void
  clearSlots(): void
  setConsent(state: ConsentState): void
  setFollow(follow: readonly Follow[] | undefined, about: string | undefined): void
}

const LOG_MAX = 200
const SHOWN_PURPOSES: Readonly<Record<string, string>> = {
  device_storage: 'Recognising this browser',
  site_personalization: 'Suggestions from what you do here',
  model_training: 'Training the shop’s model',
  measurement: 'Measuring what works',
  first_party_advertising: 'Ads of this shop',
}
const STATUS_WORDS: Readonly<Record<string, string>> = {
  given: 'you said yes',
  refused: 'you said no',
  withdrawn: 'you took it back',
  unknown: 'you were not asked',
  requested: 'asked, not answered',
  expired: 'your yes ran out',
}

export function openPanel(person: string | undefined): Panel {
  const consent = el('ul')
  const slots = el('ul')
  const follow = el('ul', { 'data-follows': '' })
  const log = el('ol', { 'data-log': '' })
  const sheet = el(
    'aside',
    { class: 'sheet', id: 'behind', 'aria-labelledby': 'behind-title', hidden: '', tabindex: '0' },
    el('button', { type: 'button', class: 'plain' }, 'Close'),
    el('h2', { id: 'behind-title' }, 'Behind the scenes'),
    el('small', {}, 'Kept in this page’s memory, and nowhere else.'),
    heading('Who you are here'),
    el('p', {}, person === undefined ? 'Nobody in particular.' : `${person}, signed in.`),
    heading('What you said, and what is done'),
    consent,
    heading('Rows on this page'),
    slots,
    heading('What followed you'),
    follow,
    heading('What happened, latest first'),
    log,
  )
  document.body.append(sheet)
  openBy(document.querySelector<HTMLButtonElement>('.behind'), sheet)

  function add(says: string, came: string, more?: HTMLElement): void {
    const time = new Date().toLocaleTimeString('en', { hour12: false })
    const about = el('small', {}, `${time} · ${came}`)
    log.prepend(el('li', {}, el('span', { dir: 'auto' }, says), about, ...(more ? [more] : [])))
    while (log.childElementCount > LOG_MAX) log.lastElementChild?.remove()
  }

  function setRow(name: string, rung: string, says: string): void {
    // A row that was made anew is one row.
    const old = [...slots.children].find((one) => one.getAttribute('data-row') === name)
    const line = pair(`“${name}”`, RUNG_WORDS[rung] ?? rung)
    const row = el('li', { 'data-row': name, 'data-rung': rung }, line, el('small', {}, says))
    if (old) old.replaceWith(row)
    else slots.append(row)
  }

  return {
    addCall(call) {
      const { says, came } = sentenceFor(call)
      // The same question again and again is one line: the latest.
      if (call.method === 'GET' && log.firstElementChild?.textContent?.startsWith(says)) {
        log.firstElementChild.remove()
      }
      add(says, came, detail(call))
    },
    addSilence: (says, came) => add(says, came),
    setSlot(name, decided) {
      setRow(name, decided?.rung ?? 'none', `${decided?.items.length ?? 0} offered`)
    },
    setRow,
    clearSlots: () => slots.replaceChildren(),
    setConsent({ purposes, permitted, gpc, paused }) {
      const lines = Object.entries(SHOWN_PURPOSES).map(([purpose, says]) => {
        const isPermitted = permitted.some((one) => one === purpose)
        const status = Object.entries(purposes).find(([name]) => name === purpose)?.[1] ?? 'unknown'
        const done = isPermitted ? '● On' : '○ Off'
        return el('li', {}, pair(says, done), el('small', {}, STATUS_WORDS[status] ?? status))
      })
      const more = [
        ...(gpc ? [el('li', {}, 'Your browser asks not to sell or share. That is honoured.')] : []),
        ...(paused ? [el('li', {}, 'Private session: nothing is recorded, nothing leaves.')] : []),
      ]
      consent.replaceChildren(...lines, ...more)
    },
    setFollow(followed, about) {
      follow.replaceChildren(...followLines(followed, about))
    },
  }
}

function followLines(followed: readonly Follow[] | undefined, about: string | undefined): Node[] {
  if (followed === undefined) {
    return [el('li', {}, 'Nobody knows what you looked at. So nothing can follow you.')]
  }
  const shown = followed.filter(({ item, sinceLook }) => item !== about && sinceLook > 0)
  return [
    ...(about === undefined ? [] : [el('li', {}, followSentence(followed, about))]),
    ...shown.map(({ item, title, sinceLook, most, withinDays }) => {
      const says = `followed you ${counted(sinceLook)}; at most ${most} in ${withinDays} days`
      return el('li', {}, bdi(title ?? item), el('small', {}, says))
    }),
    ...(about === undefined && shown.length === 0
      ? [el('li', {}, 'Nothing that you looked at was shown to you again.')]
      : []),
  ]
}

/** The story in one line: what was looked at, and how often it came after the person since. */
export function followSentence(followed: readonly Follow[], about: string): string {
  const times = followed.find(({ item }) => item === about)?.sinceLook ?? 0
  const isPair = /^(?:trail|running|boots|everyday|sandals|socks)-/.test(about)
  return `${isPair ? 'These' : 'This one'} followed you ${counted(times)}.`
}

function counted(times: number): string {
  return `${times} ${times === 1 ? 'time' : 'times'}`
}

function openBy(button: HTMLButtonElement | null, sheet: HTMLElement): void {
  if (button === null) return
  button.hidden = false
  const show = (isOpen: boolean): void => {
    sheet.hidden = !isOpen
    button.setAttribute('aria-expanded', String(isOpen))
    button.textContent = isOpen ? 'Close' : 'Behind the scenes'
    if (isOpen) sheet.focus()
  }
  button.addEventListener('click', () => show(sheet.hidden !== false))
  const close = (): void => {
    show(false)
    button.focus()
  }
  sheet.querySelector('button')?.addEventListener('click', close)
  sheet.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') close()
  })
}

const JSON_MAX = 2_000

function detail({ method, path, status, sent, answered }: Call): HTMLElement {
  const text = (value: unknown): string => (JSON.stringify(value, null, 1) ?? '').slice(0, JSON_MAX)
  return el(
    'details',
    {},
    el('summary', {}, `${method} ${path} → ${status}`),
    ...(sent === undefined ? [] : [el('pre', { tabindex: '0' }, text(sent))]),
    el('pre', { tabindex: '0' }, text(answered)),
  )
}

function heading(says: string): HTMLElement {
  return el('h3', {}, says)
}

function pair(left: string, right: string): HTMLElement {
  return el('div', { class: 'pair' }, el('span', {}, left), el('span', {}, right))
}
