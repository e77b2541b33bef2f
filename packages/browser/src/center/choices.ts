/**
 * What may be done with what somebody did, purpose by purpose: what they said, what follows from
 * it, which law says so, and a switch. Turning off takes as much as turning on.
 */
import type { ScriptWord } from '../languages/say.ts'
import { type Child, el } from './dom.ts'
import { reasonLine } from './reason-line.ts'
import type { Center } from './state.ts'
import type { BannerView, Purpose, PurposeStanding } from './types.ts'
import { formatCount, formatTime, inEnglish, say } from './words.ts'

/** As the banner names them, in the language of its words. */
const ROWS = ['what', 'why', 'howLong', 'who'] as const

export function choices(center: Center): Child {
  const { purposes, banner } = center.state
  const asked = new Set<Purpose>(banner?.purposes)
  asked.delete('device_storage')
  // What somebody said yes to elsewhere, such as mail, is theirs to see and end here, too. In a
  // pause nothing is asked: what they said before stays in its place.
  const isTheirs = ({ status }: PurposeStanding): boolean =>
    status === 'given' || (banner === null && status !== 'unknown')
  const isHere = (one: PurposeStanding): boolean =>
    asked.has(one.purpose) || (one.purpose !== 'device_storage' && isTheirs(one))
  const here = purposes.filter(isHere)
  const others = purposes.filter((one) => !isHere(one))
  return [
    el('p', { class: 'eq-lead' }, leadOf(center, here)),
    el(
      'ul',
      { class: 'eq-choices' },
      here.map((one) => choice(center, one, banner)),
    ),
    others.length > 0 &&
      el(
        'details',
        { 'data-keep': 'others' },
        el('summary', {}, say('notAsked')),
        el(
          'ul',
          { class: 'eq-choices' },
          others.map((one) => choice(center, one, null)),
        ),
      ),
    el(
      'div',
      { class: 'eq-acts' },
      el(
        'button',
        { type: 'button', 'data-focus': 'refuse-all', onclick: () => void refuseAll(center) },
        say('turnAllOff'),
      ),
    ),
  ]
}

function leadOf(center: Center, purposes: readonly PurposeStanding[]): string {
  const on = purposes.filter(({ outcome }) => outcome === 'permitted').length
  if (center.isSignInGone()) return say('signInGone')
  if (center.state.session?.known !== true) return say('nobodyKnown')
  if (on === 0) return say('allOff')
  return say('someOn', { on: formatCount(on), all: formatCount(purposes.length) })
}

function choice(center: Center, one: PurposeStanding, banner: BannerView | null): HTMLElement {
  const { purpose, says, status, outcome, reasons } = one
  const words = wordsFor(purpose, banner)
  const name = words?.name ?? center.state.names?.[purpose]
  const isOn = status === 'given'
  return el(
    'li',
    {},
    el(
      'label',
      {},
      el('span', {}, el('strong', {}, name ?? inEnglish(says))),
      banner !== null || isOn ? toggle(center, one, name ?? says) : null,
    ),
    el('p', { class: 'eq-muted' }, standingOf(center, one)),
    el(
      'details',
      { 'data-keep': `law-${purpose}` },
      el('summary', { 'data-focus': `law-${purpose}` }, say('exactly')),
      words &&
        el(
          'dl',
          {},
          ROWS.map((name) => [el('dt', {}, banner?.words[name]), el('dd', {}, words[name])]),
        ),
      el('ul', { class: 'eq-law' }, reasons.map(reasonLine)),
      outcome === 'refused' && isOn ? el('p', {}, say('offAllTheSame')) : null,
    ),
  )
}

function toggle(center: Center, { purpose, status }: PurposeStanding, name: string): HTMLElement {
  const isOn = status === 'given'
  return el('input', {
    type: 'checkbox',
    role: 'switch',
    'aria-label': name,
    'data-focus': `switch-${purpose}`,
    checked: isOn,
    disabled: center.state.busy,
    onchange: () => void (isOn ? turnOff(center, purpose, name) : turnOn(center, purpose, name)),
  })
}

function turnOff(center: Center, purpose: Purpose, name: string): Promise<boolean> {
  return center.act(say('nowOff', { name }), () =>
    center.api.post('/v1/choice', { give: [], refuse: [purpose] }),
  )
}

/** A yes needs the nonce of the words that stand here, and storage to be known again. */
function turnOn(center: Center, purpose: Purpose, name: string): Promise<boolean> {
  const { banner, session } = center.state
  const give = session?.known === true ? [purpose] : ['device_storage', purpose]
  return center.act(say('nowOn', { name }), () =>
    center.api.post('/v1/choice', { give, refuse: [], nonce: banner?.nonce }),
  )
}

function refuseAll(center: Center): Promise<boolean> {
  const refuse = center.state.purposes.map(({ purpose }) => purpose)
  return center.act(say('nowAllOff'), () => center.api.post('/v1/choice', { give: [], refuse }))
}

function standingOf(center: Center, one: PurposeStanding): string {
  // What they were asked is not known then.
  const said = center.isSignInGone() ? undefined : SAID[one.status]
  return [
    said === undefined ? '' : say(said),
    say(one.outcome === 'permitted' ? 'isOn' : 'isOff'),
    one.outcome === 'refused' ? whyOff(center, one) : '',
  ].join(' ')
}

/** In their language, where one of our own sentences says it; the law's follow in English. */
function whyOff({ state }: Center, { lawOutcome, reasons, asking }: PurposeStanding): string {
  const isFor = (code: string): boolean => reasons.some((reason) => reason.code === code)
  const until = state.session?.pausedUntil ?? null
  if (isFor('paused') && until !== null) return say('pausedUntil', { time: formatTime(until) })
  if (isFor('guardian_needed') || asking.of === 'guardian') return say('guardianNeeded')
  return lawOutcome === 'permitted' ? say('lawWould') : ''
}

const SAID: Readonly<Record<string, ScriptWord>> = {
  unknown: 'saidNothing',
  given: 'saidYes',
  refused: 'saidNo',
  withdrawn: 'tookBack',
  expired: 'lapsed',
  invalidated: 'invalid',
}

function wordsFor(purpose: Purpose, banner: BannerView | null) {
  for (const { purposes, texts } of banner?.groups ?? []) {
    const asked: readonly Purpose[] = purposes
    const at = asked.indexOf(purpose)
    if (at >= 0) return texts[at]
  }
  return undefined
}
