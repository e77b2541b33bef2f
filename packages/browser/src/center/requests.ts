/** What somebody asked for that is not done at once: how it stands, and until when. */
import type { ScriptWord } from '../languages/say.ts'
import { type Child, el } from './dom.ts'
import type { Center } from './state.ts'
import type { RightsRequest } from './types.ts'
import { formatDay, inEnglish, say, sayWith } from './words.ts'

const RIGHTS: Readonly<Record<string, ScriptWord>> = {
  access: 'rightAccess',
  correction: 'rightCorrection',
  erasure: 'rightErasure',
  portability: 'rightPortability',
  restriction: 'rightRestriction',
  objection: 'rightObjection',
  opt_out: 'rightOptOut',
  limit: 'rightLimit',
  appeal: 'rightAppeal',
}
/** The others are done by a press of their own, above and below. */
const ASKED_HERE = ['correction', 'restriction', 'objection', 'limit', 'appeal'] as const

export function requests(center: Center): Child {
  const { requests: all } = center.state
  return [
    all.length > 0 && el('ul', { class: 'eq-requests' }, all.map(request)),
    el(
      'details',
      { 'data-keep': 'ask' },
      el('summary', { 'data-focus': 'ask' }, say('askElse')),
      ask(center),
    ),
  ]
}

function request({ right, receivedAt, respondBy, outcome, answeredAt, why }: RightsRequest) {
  const time = formatDay(receivedAt)
  const until = formatDay(answeredAt ?? respondBy ?? receivedAt)
  const open = respondBy === null ? 'askedWaits' : 'askedOpen'
  return el(
    'li',
    { 'data-outcome': outcome },
    say('asked', { right: rightOf(right) }),
    el(
      'small',
      { class: 'eq-muted' },
      outcome === 'rejected'
        ? sayWith('askedNo', { time, until, why: inEnglish(why ?? '–') })
        : say(outcome === 'received' ? open : 'askedDone', { time, until }),
    ),
  )
}

function ask(center: Center): HTMLElement {
  const choice = el(
    'select',
    { 'data-focus': 'ask-right', 'aria-label': say('askElse') },
    ASKED_HERE.map((right) => el('option', { value: right }, rightOf(right))),
  )
  return el(
    'div',
    { class: 'eq-acts' },
    choice,
    el(
      'button',
      {
        type: 'button',
        'data-focus': 'ask-now',
        onclick: () =>
          void center.act(say('askTaken'), () =>
            center.api.post('/v1/subjects/me/requests', { right: choice.value }),
          ),
      },
      say('ask'),
    ),
  )
}

function rightOf(right: string): string {
  const name = RIGHTS[right]
  return name === undefined ? right : say(name)
}
