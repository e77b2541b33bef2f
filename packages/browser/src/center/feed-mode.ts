/**
 * How personal a feed may be, for good: one press each. What is not open says why, with the law.
 * A request can ask for less than the person wants, and never for more.
 */
import type { ScriptWord } from '../languages/say.ts'
import { type Child, el } from './dom.ts'
import { reasonLine } from './reason-line.ts'
import type { Center } from './state.ts'
import type { FeedMode } from './types.ts'
import { say } from './words.ts'

const MODES: Readonly<Record<FeedMode, ScriptWord>> = {
  personal: 'rungPersonal',
  expressed: 'modeExpressed',
  chronological: 'modeNewest',
}

export function feedMode(center: Center): Child {
  const { feed, wishes } = center.state
  if (feed === undefined) return null
  const isOpen = feed.modes.some(({ mode, open }) => open && mode === wishes.feedMode)
  const held = isOpen ? wishes.feedMode : feed.mode
  const closed = feed.modes.filter(({ open }) => !open)
  return [
    el('h3', { id: 'equipoise-feed' }, say('slotFeed')),
    el(
      'div',
      { class: 'eq-modes', role: 'group', 'aria-labelledby': 'equipoise-feed' },
      feed.modes.map(({ mode, open }) =>
        el(
          'button',
          {
            type: 'button',
            'data-focus': `feed-${mode}`,
            'aria-pressed': String(mode === held),
            // Not `disabled`: whoever goes by keyboard finds it, and hears that it is closed.
            'aria-disabled': open ? undefined : 'true',
            onclick: () => void (open && wish(center, mode)),
          },
          say(MODES[mode]),
        ),
      ),
    ),
    closed.length > 0 &&
      el(
        'details',
        { 'data-keep': 'feed-closed' },
        el('summary', { 'data-focus': 'feed-closed' }, say('modeClosed')),
        closed.map(({ mode, reasons }) => [
          el('h4', {}, say(MODES[mode])),
          el('ul', { class: 'eq-law' }, reasons.map(reasonLine)),
        ]),
      ),
  ]
}

function wish(center: Center, mode: FeedMode): Promise<boolean> {
  return center.act(say('fromNext', { level: say(MODES[mode]) }), () =>
    center.api.post('/v1/subjects/me/wishes', { feedMode: mode }),
  )
}
