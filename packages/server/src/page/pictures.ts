/**
 * Pictures drawn here: the shapes of the rungs, the signs of the verbs, and a tile for every
 * category. A tile is a small pattern in balance, the same on all sides of its middle, drawn from
 * the category's name: the same name gives the same tile everywhere.
 */
import { svg } from '@equipoise/browser/dom'
import type { Rung } from './types.ts'

/** Cells from the middle of a tile to its edge. */
const HALF = 2

/** How much of the disc is full: all, half, a quarter, nothing. */
export function rungShape(rung: Rung): SVGElement {
  const fills: Readonly<Record<Rung, string>> = {
    personal: 'M8 1.5a6.5 6.5 0 0 1 0 13a6.5 6.5 0 0 1 0 -13Z',
    on_device: 'M8 1.5a6.5 6.5 0 0 1 0 13Z',
    contextual: 'M8 8V1.5A6.5 6.5 0 0 1 14.5 8Z',
    general: '',
  }
  return svg(
    'svg',
    { class: 'shape', viewBox: '0 0 16 16', 'aria-hidden': 'true' },
    svg('circle', { cx: 8, cy: 8, r: 6.5 }),
    fills[rung] !== '' && svg('path', { d: fills[rung] }),
  )
}

const SIGNS: Readonly<Record<string, string>> = {
  view: 'M1.5 8C4 3.7 12 3.7 14.5 8 12 12.3 4 12.3 1.5 8ZM8 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z',
  add: 'M8 3V13M3 8H13',
  purchase: 'M3 6H13L12 13.5H4ZM5.5 6V4.5a2.5 2.5 0 0 1 5 0V6',
  like: 'M8 13.5 2.7 8.2a3.2 3.2 0 0 1 5.3-3.4 3.2 3.2 0 0 1 5.3 3.4Z',
  dislike: 'M8 13.5 2.7 8.2a3.2 3.2 0 0 1 5.3-3.4 3.2 3.2 0 0 1 5.3 3.4ZM2.5 13.5 13.5 2.5',
  remove: 'M4 4 12 12M12 4 4 12',
  back: 'M4 4 12 12M12 4 4 12',
}

export function sign(name: string): SVGElement {
  return svg(
    'svg',
    { class: 'sign', viewBox: '0 0 16 16', 'aria-hidden': 'true' },
    svg('path', { d: SIGNS[name] ?? 'M5 8a3 3 0 1 1 6 0 3 3 0 0 1-6 0Z' }),
  )
}

/** What may stand in one cell, as a path in a square of 1; `q` is a quarter turn. */
const MOTIFS: readonly ((q: number) => string)[] = [
  (q) =>
    [
      'M0 0H1A1 1 0 0 1 0 1Z',
      'M1 0V1A1 1 0 0 1 0 0Z',
      'M1 1H0A1 1 0 0 1 1 0Z',
      'M0 1V0A1 1 0 0 1 1 1Z',
    ][q] ?? '',
  (q) =>
    [
      'M0 0H1A.5 .5 0 0 1 0 0Z',
      'M1 0V1A.5 .5 0 0 1 1 0Z',
      'M1 1H0A.5 .5 0 0 1 1 1Z',
      'M0 1V0A.5 .5 0 0 1 0 1Z',
    ][q] ?? '',
  (q) => ['M0 0H1L0 1Z', 'M1 0V1L0 0Z', 'M1 1H0L1 0Z', 'M0 1V0L1 1Z'][q] ?? '',
  () => 'M.5 .18a.32 .32 0 0 1 0 .64a.32 .32 0 0 1 0 -.64Z',
  (q) => (q % 2 === 0 ? 'M0 .3H1V.7H0Z' : 'M.3 0H.7V1H.3Z'),
  () => 'M.5 0L1 .5L.5 1L0 .5Z',
]

const HUES = 8
const TONES = ['deep', 'mid', 'deep', 'mid', 'none'] as const
const MIRRORS = ['scale(1 1)', 'scale(-1 1)', 'scale(1 -1)', 'scale(-1 -1)']

/** @param categories primary first. */
export function categoryTile(categories: readonly string[]): SVGElement {
  const draw = drawer(hash(categories[0] ?? ''))
  const hue = draw(HUES)
  const motifs = [draw(MOTIFS.length), draw(MOTIFS.length)]
  const cells = Array.from({ length: HALF * HALF }, (_, cell) => {
    const d = MOTIFS[motifs[draw(2)] ?? 0]?.(draw(4)) ?? ''
    const tone = cell === 0 ? TONES[0] : TONES[draw(TONES.length)]
    const transform = `translate(${cell % HALF} ${Math.floor(cell / HALF)})`
    return { d, transform, class: tone }
  })
  const quarter = cells.filter((cell) => cell.class !== 'none')
  const box = `-${HALF + 0.5} -${HALF + 0.5} ${2 * HALF + 1} ${2 * HALF + 1}`
  return svg(
    'svg',
    { class: `tile hue-${hue}`, viewBox: box, 'aria-hidden': 'true' },
    MIRRORS.map((transform) =>
      svg(
        'g',
        { transform },
        quarter.map((cell) => svg('path', cell)),
      ),
    ),
  )
}

/** FNV-1a over UTF-16 units. */
function hash(words: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < words.length; at += 1) {
    value = Math.imul(value ^ words.charCodeAt(at), 0x01000193)
  }
  return value >>> 0
}

/** Numbers below a bound, each following from the one before (xorshift). */
function drawer(seed: number): (below: number) => number {
  let value = seed || 1
  return (below) => {
    value ^= value << 13
    value ^= value >>> 17
    value ^= value << 5
    return (value >>> 0) % below
  }
}
