/**
 * From less to more personal: how close what is shown may come. The beam of the mark, with a weight
 * that one moves; what is above the level is not used, on any channel, from the next list on.
 */
import type { ScriptWord } from '../languages/say.ts'
import { type Child, el } from './dom.ts'
import type { Center } from './state.ts'
import type { Level } from './types.ts'
import { say } from './words.ts'

const LEVELS: readonly { readonly level: Level; readonly name: ScriptWord }[] = [
  { level: 'general', name: 'level0' },
  { level: 'broad', name: 'level1' },
  { level: 'topical', name: 'level2' },
  { level: 'pointed', name: 'level3' },
  { level: 'close', name: 'level4' },
]
const MOST = LEVELS.length - 1

function saysAt(at: number): string {
  const found = LEVELS[at]
  return found === undefined ? '' : say(found.name)
}

export function level(center: Center): Child {
  const at = placeOf(center.state.ceiling)
  const says = el('output', { for: 'equipoise-level' }, saysAt(at))
  const input = el('input', {
    id: 'equipoise-level',
    type: 'range',
    min: 0,
    max: MOST,
    step: 1,
    value: at,
    'data-focus': 'level',
    'aria-valuetext': saysAt(at),
    oninput: () => {
      const now = saysAt(Number(input.value))
      says.textContent = now
      input.setAttribute('aria-valuetext', now)
    },
    onchange: () => void choose(center, Number(input.value)),
  })
  return [
    el('label', { for: 'equipoise-level' }, say('level')),
    el(
      'div',
      { class: 'eq-beam' },
      el('small', { class: 'eq-muted' }, say('less')),
      input,
      el('small', { class: 'eq-muted' }, say('moreSo')),
    ),
    says,
  ]
}

function placeOf(ceiling: Level | null): number {
  const at = LEVELS.findIndex((one) => one.level === ceiling)
  return at < 0 ? MOST : at
}

function choose(center: Center, at: number): Promise<boolean> {
  return center.act(say('fromNext', { level: saysAt(at) }), () =>
    center.api.put('/v1/subjects/me/ceiling', { ceiling: LEVELS[at]?.level ?? null }),
  )
}
