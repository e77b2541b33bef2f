/**
 * What may be done with what somebody did, purpose by purpose: what they said, what follows from
 * it, which law says so, and a switch. Turning off takes as much as turning on.
 */
import { type Child, el } from './dom.ts'
import { reasonLine } from './reason-line.ts'
import type { Center } from './state.ts'
import type { BannerView, Purpose, PurposeStanding } from './types.ts'

export function choices(center: Center): Child {
  const { purposes, banner, session } = center.state
  const asked = new Set<Purpose>(banner?.purposes)
  asked.delete('device_storage')
  const here = purposes.filter(({ purpose }) => asked.has(purpose))
  const others = purposes.filter(({ purpose }) => !asked.has(purpose))
  return [
    el('p', { class: 'lead' }, leadOf(here, session?.known === true)),
    el(
      'ul',
      { class: 'choices' },
      here.map((one) => choice(center, one, banner)),
    ),
    others.length > 0 &&
      el(
        'details',
        { 'data-keep': 'others' },
        el('summary', {}, 'What is not asked here'),
        el(
          'ul',
          { class: 'choices' },
          others.map((one) => choice(center, one, null)),
        ),
      ),
    el(
      'div',
      { class: 'acts' },
      el(
        'button',
        { type: 'button', 'data-focus': 'refuse-all', onclick: () => void refuseAll(center) },
        'Turn everything off',
      ),
    ),
  ]
}

function leadOf(purposes: readonly PurposeStanding[], known: boolean): string {
  const on = purposes.filter(({ outcome }) => outcome === 'permitted').length
  if (!known) return 'Nobody here is known to us. Nothing is on until you say so.'
  if (on === 0) return 'Everything is off. Nothing is recorded, and nothing is suggested from it.'
  return `${on} of ${purposes.length} are on. Each can be turned off here, and stops at once.`
}

function choice(center: Center, one: PurposeStanding, banner: BannerView | null): HTMLElement {
  const { purpose, says, status, outcome, reasons } = one
  const words = wordsFor(purpose, banner)
  const isOn = status === 'given'
  return el(
    'li',
    {},
    el(
      'label',
      {},
      el('span', {}, el('strong', {}, words?.name ?? capital(says))),
      banner !== null || isOn ? toggle(center, one, words?.name ?? says) : null,
    ),
    el('p', { class: 'muted' }, standingOf(one)),
    el(
      'details',
      { 'data-keep': `law-${purpose}` },
      el('summary', { 'data-focus': `law-${purpose}` }, 'What exactly, and which law?'),
      words &&
        el(
          'dl',
          {},
          row('What', words.what),
          row('Why', words.why),
          row('How long', words.howLong),
          row('Who', words.who),
        ),
      el('ul', { class: 'law' }, reasons.map(reasonLine)),
      outcome === 'refused' && isOn
        ? el('p', {}, 'You said yes, and it is off all the same: see why above.')
        : null,
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
  return center.act(`${name}: off, from now on.`, () =>
    center.api.post('/v1/choice', { give: [], refuse: [purpose] }),
  )
}

/** A yes needs the nonce of the words that stand here, and storage to be known again. */
function turnOn(center: Center, purpose: Purpose, name: string): Promise<boolean> {
  const { banner, session } = center.state
  const give = session?.known === true ? [purpose] : ['device_storage', purpose]
  return center.act(`${name}: on.`, () =>
    center.api.post('/v1/choice', { give, refuse: [], nonce: banner?.nonce }),
  )
}

function refuseAll(center: Center): Promise<boolean> {
  const refuse = center.state.purposes.map(({ purpose }) => purpose)
  return center.act('Everything is off.', () => center.api.post('/v1/choice', { give: [], refuse }))
}

function standingOf({ status, outcome, lawOutcome }: PurposeStanding): string {
  const said = SAID[status] ?? ''
  const now = outcome === 'permitted' ? 'It is on.' : 'It is off.'
  const more =
    outcome === 'refused' && lawOutcome === 'permitted'
      ? ' The law would let us; we ask you first all the same.'
      : ''
  return `${said} ${now}${more}`
}

const SAID: Readonly<Record<string, string>> = {
  unknown: 'You were not asked yet.',
  given: 'You said yes.',
  refused: 'You said no.',
  withdrawn: 'You took your yes back.',
  expired: 'Your yes has lapsed.',
  invalidated: 'A record of yours does not open, so that nothing counts.',
}

function wordsFor(purpose: Purpose, banner: BannerView | null) {
  for (const { purposes, texts } of banner?.groups ?? []) {
    const asked: readonly Purpose[] = purposes
    const at = asked.indexOf(purpose)
    if (at >= 0) return texts[at]
  }
  return undefined
}

function row(name: string, says: string): Child {
  return [el('dt', {}, name), el('dd', {}, says)]
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
