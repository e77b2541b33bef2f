/** What the person did that is kept, latest first, on a line of time; each can be taken back. */

import { byId, type Child, el, fill, text } from '@equipoise/browser/dom'
import { remove } from './acts.ts'
import { findItem, titleOf } from './catalogue.ts'
import { clearanceRow } from './clearance.ts'
import { sign } from './pictures.ts'
import { change, state, watch } from './state.ts'
import type { Interaction } from './types.ts'
import { capital, counted, didOf, formatDay, listed, purposeShort } from './words.ts'

const SHOWN = 6

export function drawHistory(): void {
  watch(['interactions', 'allHistory', 'clearances', 'forgotten', 'answer'], draw)
}

function draw(): void {
  const { allHistory, clearances, answer } = state
  const interactions = latestFirst(state.interactions)
  if (!answer) {
    fill(byId('history-body'), el('div', { class: 'skeleton', 'aria-hidden': 'true' }))
    return
  }
  const shown = allHistory ? interactions : interactions.slice(0, SHOWN)
  fill(
    byId('history-body'),
    clearances.length > 0 && el('ul', { class: 'clearances' }, clearances.map(removalRow)),
    interactions.length === 0 ? nothing() : keptFor(interactions),
    el('ol', { class: 'timeline' }, byDay(shown).map(dayRow)),
    interactions.length > SHOWN && foldButton(interactions.length, allHistory),
  )
}

function removalRow(clearance: Parameters<typeof clearanceRow>[0]): HTMLElement {
  return el('li', {}, clearanceRow(clearance, 'Taken back'))
}

function nothing(): HTMLElement {
  const { chosen, answer } = state
  const erased = chosen && state.forgotten.has(chosen.externalId)
  const why = erased
    ? 'You were erased.'
    : answer?.outcome === 'refused'
      ? 'Without your yes, what you do here never reaches the store.'
      : 'You said yes, and nothing was done since.'
  return el(
    'div',
    { class: 'empty' },
    el('p', {}, 'Nothing is kept.'),
    el('p', { class: 'muted' }, why),
  )
}

function keptFor(interactions: readonly Interaction[]): HTMLElement {
  const purposes = new Set(interactions.flatMap((one) => one.purposes))
  const names = [...purposes].map(purposeShort)
  return el(
    'p',
    { class: 'muted' },
    `${counted(interactions.length, 'thing')}, kept for ${listed(names)}.`,
  )
}

interface Day {
  readonly day: string
  readonly interactions: readonly Interaction[]
}

/** What has no date was done here, now (acts.ts), and so comes first. */
function latestFirst(interactions: readonly Interaction[]): Interaction[] {
  const undated = interactions.filter(({ at }) => at === null)
  return [...undated, ...interactions.filter(({ at }) => at !== null)]
}

function byDay(interactions: readonly Interaction[]): Day[] {
  const groups = Map.groupBy(interactions, ({ at }) =>
    at === null ? 'Without a date' : formatDay(at),
  )
  return [...groups].map(([day, own]) => ({ day, interactions: own }))
}

function dayRow({ day, interactions }: Day): HTMLElement {
  return el(
    'li',
    { class: 'day' },
    el('h3', { class: 'day-name' }, day),
    el('ul', {}, interactions.map(doneRow)),
  )
}

function doneRow(one: Interaction): HTMLElement {
  const { id, item, verb } = one
  const title = titleOf(item)
  return el(
    'li',
    { class: 'done' },
    el('span', { class: 'done-dot' }, sign(verb)),
    el('span', { class: 'done-words' }, `${capital(didOf(verb))} `, text(title), privateTag(item)),
    el(
      'button',
      {
        type: 'button',
        class: 'icon',
        'aria-label': `Take back: ${didOf(verb)} ${title}`,
        title: 'Take it back',
        'data-focus': `remove:${id}`,
        onclick: () => {
          if (!state.busy) void remove([one])
        },
      },
      sign('remove'),
    ),
  )
}

function privateTag(item: string): Child {
  const sensitive = findItem(item)?.sensitive ?? []
  if (sensitive.length === 0) return null
  return el('span', { class: 'tag tag-private' }, `says something of your ${listed(sensitive)}`)
}

function foldButton(count: number, all: boolean): HTMLElement {
  return el(
    'button',
    {
      type: 'button',
      class: 'quiet',
      'aria-expanded': String(all),
      'data-focus': 'all-history',
      onclick: () => change({ allHistory: !all }),
    },
    all ? 'Show the latest only' : `Show all ${count}`,
  )
}
