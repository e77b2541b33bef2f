/** The picture of the front page: a shoe and an apple, in balance. */
import { SILHOUETTES } from '../art/silhouettes.ts'
import { Html } from './html.ts'

export const HERO: Html = new Html(`<svg class="scene" viewBox="0 0 560 384" role="img"
  aria-label="A beam in balance: a shoe on one side, an apple on the other">
  <circle class="sun" cx="394" cy="132" r="108"/>
  <path class="hill" d="M0 372C90 268 190 262 300 300S480 296 560 372z"/>
  <path class="beam" d="M54 262h452"/><path class="foot" d="M280 268l52 104H228z"/>
  <g class="one" transform="translate(24 62) scale(1.12)">${SILHOUETTES.trail}</g>
  <g class="two" transform="translate(306 66) scale(.98)">${SILHOUETTES.fruit}</g></svg>`)
