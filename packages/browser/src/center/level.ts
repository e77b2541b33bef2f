/**
 * From less to more personal: how close what is shown may come. The beam of the mark, with a weight
 * that one moves; what is above the level is not used, on any channel, from the next list on. The
 * suggestions follow while it is still held.
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
/** That one rests on a place and does not merely pass it. */
const REST_MS = 200

let resting: ReturnType<typeof setTimeout> | undefined

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
      rest(center, Number(input.value))
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

function rest(center: Center, at: number): void {
  clearTimeout(resting)
  // What is under way is let finish: of two that overtake each other the first could win.
  resting = setTimeout(
    () => void (center.state.busy ? rest(center, at) : choose(center, at)),
    REST_MS,
  )
}

function placeOf(ceiling: Level | null): number {
  const at = LEVELS.findIndex((one) => one.level === ceiling)
  return at < 0 ? MOST : at
}

async function choose(center: Center, at: number): Promise<boolean> {
  clearTimeout(resting)
  if (placeOf(center.state.ceiling) === at) return true
  if (center.state.busy) {
    rest(center, at)
    return false
  }
  return center.act(say('fromNext', { level: saysAt(at) }), () =>
    center.api.put('/v1/subjects/me/ceiling', { ceiling: LEVELS[at]?.level ?? null }),
  )
}
