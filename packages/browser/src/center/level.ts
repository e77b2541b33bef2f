/**
 * From less to more personal: how close what is shown may come. The beam of the mark, with a weight
 * that one moves; what is above the level is not used, on any channel, from the next list on.
 */
import { type Child, el } from './dom.ts'
import type { Center } from './state.ts'
import type { Level } from './types.ts'

const LEVELS: readonly { readonly level: Level; readonly says: string }[] = [
  { level: 'general', says: 'Nothing of you is used' },
  { level: 'broad', says: 'Only what very many share with you' },
  { level: 'topical', says: 'What you are interested in, broadly' },
  { level: 'pointed', says: 'What you did here, but nothing rare or just now' },
  { level: 'close', says: 'Everything that you agreed to' },
]
const MOST = LEVELS.length - 1

export function level(center: Center): Child {
  const at = placeOf(center.state.ceiling)
  const says = el('output', { for: 'equipoise-level' }, LEVELS[at]?.says)
  const input = el('input', {
    id: 'equipoise-level',
    type: 'range',
    min: 0,
    max: MOST,
    step: 1,
    value: at,
    'data-focus': 'level',
    'aria-valuetext': LEVELS[at]?.says,
    oninput: () => {
      const now = LEVELS[Number(input.value)]?.says ?? ''
      says.textContent = now
      input.setAttribute('aria-valuetext', now)
    },
    onchange: () => void choose(center, Number(input.value)),
  })
  return [
    el('label', { for: 'equipoise-level' }, 'How personal may it be?'),
    el(
      'div',
      { class: 'beam' },
      el('small', { class: 'muted' }, 'Less'),
      input,
      el('small', { class: 'muted' }, 'More'),
    ),
    says,
  ]
}

function placeOf(ceiling: Level | null): number {
  const at = LEVELS.findIndex((one) => one.level === ceiling)
  return at < 0 ? MOST : at
}

function choose(center: Center, at: number): Promise<boolean> {
  const chosen = LEVELS[at]
  return center.act(`${chosen?.says}: from the next list on.`, () =>
    center.api.put('/v1/subjects/me/ceiling', { ceiling: chosen?.level ?? null }),
  )
}
