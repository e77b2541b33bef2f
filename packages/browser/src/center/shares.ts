/**
 * Why something was suggested, as a bar that sums to the whole and the same in a table: what speaks
 * against it is drawn below the line. The shares are the score taken apart, not a story about it.
 */
import { type Child, el, text } from './dom.ts'
import type { Share } from './types.ts'
import { becauseOf, formatPercent, peopleOf } from './words.ts'

/** What looks like what: the same in the bar and in the table. */
const LOOKS = ['a', 'b', 'c', 'd', 'e'] as const

/** One sentence: because of what, and how many share it. */
export function whySentence(shares: readonly Share[], opening = 'We suggest this'): Child {
  const lead = shares.find(({ kind, percent }) => kind !== 'rest' && percent > 0)
  if (lead === undefined) return `${opening} for reasons that too few people share to name.`
  const people = peopleOf(lead)
  return [
    `${opening} because `,
    ...wordsOf(lead),
    '. ',
    people === '' ? null : el('span', { class: 'muted' }, `${people} reason.`),
  ]
}

export function shareBar(shares: readonly Share[]): HTMLElement {
  return el(
    'div',
    { class: 'bar', 'aria-hidden': 'true' },
    shares.map((share, at) =>
      el('span', {
        class: share.percent < 0 ? 'part against' : 'part',
        'data-look': lookOf(share, at),
        style: `flex-grow: ${Math.max(1, Math.abs(share.percent))}`,
      }),
    ),
  )
}

/** @param act what can be done about a part, where something can. */
export function shareTable(
  caption: string,
  shares: readonly Share[],
  act: (share: Share) => Child = () => null,
): HTMLElement {
  return el(
    'table',
    { class: 'shares' },
    el('caption', { class: 'hidden' }, caption),
    el(
      'thead',
      { class: 'hidden' },
      el(
        'tr',
        {},
        ['Reason', 'Change it', 'Share'].map((name) => el('th', { scope: 'col' }, name)),
      ),
    ),
    el(
      'tbody',
      {},
      shares.map((share, at) => row(share, lookOf(share, at), act(share))),
    ),
  )
}

function row(share: Share, look: string, act: Child): HTMLElement {
  const { lead, name } = becauseOf(share)
  const said = share.kind === 'rest' ? 'Reasons that too few people share' : capital(lead)
  return el(
    'tr',
    {},
    el(
      'th',
      { scope: 'row' },
      el('span', { class: 'key', 'data-look': look, 'aria-hidden': 'true' }),
      el(
        'span',
        {},
        said,
        name !== '' && [' ', text(name)],
        share.percent < 0 && el('em', {}, ' (speaks against it)'),
        el('small', { class: 'muted' }, peopleOf(share)),
      ),
    ),
    el('td', { class: 'act' }, act),
    el('td', { class: 'figure' }, el('bdi', { dir: 'ltr' }, formatPercent(share.percent))),
  )
}

function wordsOf(share: Share): Child[] {
  const { lead, name } = becauseOf(share)
  return name === '' ? [lead] : [`${lead} `, text(name)]
}

function lookOf({ kind }: Share, at: number): string {
  return kind === 'rest' ? 'rest' : (LOOKS[at] ?? 'rest')
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
