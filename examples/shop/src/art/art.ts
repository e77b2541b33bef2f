/** An item's picture: its silhouette in two tones on a tinted ground, light and dark. */
import { shapeOf } from './shape-of.ts'
import { type Shape, SILHOUETTES } from './silhouettes.ts'
import { TONES, type Tone } from './tones.ts'

interface Palette {
  /** Ground, body, detail. */
  readonly light: readonly [string, string, string]
  readonly dark: readonly [string, string, string]
}

const PALETTES = {
  lagoon: {
    light: ['#dcebe8', '#0b6e6e', '#8cc3bc'],
    dark: ['#12312f', '#5cc8c2', '#1d6663'],
  },
  ink: { light: ['#e2e8ea', '#2b4554', '#93a9b4'], dark: ['#1a2b35', '#a9c0cc', '#476272'] },
  ochre: { light: ['#f3e8d2', '#9a6a12', '#dcb878'], dark: ['#332813', '#e0b25c', '#80602a'] },
  clay: { light: ['#f4e3dc', '#a8533d', '#e0a996'], dark: ['#361f18', '#e39a83', '#85432f'] },
  moss: { light: ['#e5ebda', '#56732f', '#adc089'], dark: ['#212b15', '#aac77d', '#4f682f'] },
  plum: { light: ['#eae0e8', '#71456a', '#bd9bb7'], dark: ['#2d1e2a', '#cfa4c7', '#6c4866'] },
} as const satisfies Readonly<Record<Tone, Palette>>

/** A whole SVG document. An empty id gives the ground alone. */
export function artOf(id: string): string {
  return draw(toneOf(id), id === '' ? undefined : shapeOf(id))
}

/** Things of the clothing department end in their colour; of the others a hash chooses. */
export function toneOf(id: string): Tone {
  const named = TONES.find((tone) => id.endsWith(`-${tone}`))
  return named ?? TONES[hash(id) % TONES.length] ?? 'ink'
}

function draw(tone: Tone, shape: Shape | undefined): string {
  const { light, dark } = PALETTES[tone]
  const body =
    shape === undefined
      ? ''
      : `<ellipse cx="120" cy="196" rx="82" ry="9" class="a" opacity=".14"/>${SILHOUETTES[shape]}`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 240"><style>${rules(light)}
@media (prefers-color-scheme:dark){${rules(dark)}}</style><path class="g" d="M0 0h240v240H0z"/>
${body}</svg>`
}

function rules([ground, a, b]: Palette['light']): string {
  return `.g{fill:${ground}}.a{fill:${a}}.b{fill:${b}}.bl{stroke:${b}}`
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  }
  return value >>> 0
}
