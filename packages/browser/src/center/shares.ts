/**
 * Why something was suggested, as a bar that sums to the whole and the same in a table: what speaks
 * against it is drawn below the line. The shares are the score taken apart, not a story about it.
 */
import { type Child, el } from './dom.ts'
import type { Share } from './types.ts'
import { becauseOf, formatPercent, peopleOf, say, sayWith } from './words.ts'

/** What looks like what: the same in the bar and in the table. */
const LOOKS = ['a', 'b', 'c', 'd', 'e'] as const

/** Of a list that uses nothing of anybody: what it has in common with the page, and no deed. */
export function ofRung<T extends Share>(shares: readonly T[], rung: string): readonly T[] {
  if (rung === 'personal') return shares
  return shares.map((one) => ({ ...one, kind: IMPERSONAL[one.kind] ?? one.kind }))
}

const IMPERSONAL: Readonly<Record<string, string>> = { item: 'page', category: 'attribute' }

/** One sentence: because of what, and how many share it. */
export function whySentence(
  shares: readonly Share[],
  opening: 'suggestBecause' | 'seeBecause' = 'suggestBecause',
): Child {
  const lead = shares.find(({ kind, percent }) => kind !== 'rest' && percent > 0)
  if (lead === undefined) return `${say('tooFew')}.`
  const people = peopleOf(lead)
  return [
    ...sayWith(opening, { reason: becauseOf(lead) }),
    people === '' ? null : el('span', { class: 'eq-muted' }, ` ${people}`),
  ]
}

export function shareBar(shares: readonly Share[]): HTMLElement {
  return el(
    'div',
    { class: 'eq-bar', 'aria-hidden': 'true' },
    shares.map((share, at) =>
      el('span', {
        class: share.percent < 0 ? 'eq-part eq-against' : 'eq-part',
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
    // What is no longer laid out as a table on a narrow page is one all the same.
    { class: 'eq-shares', role: 'table' },
    el('caption', { class: 'eq-hidden' }, caption),
    el(
      'thead',
      { class: 'eq-hidden' },
      el(
        'tr',
        {},
        [say('reason'), say('change'), say('share')].map((name) =>
          el('th', { scope: 'col' }, name),
        ),
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
  return el(
    'tr',
    { role: 'row' },
    el(
      'th',
      { scope: 'row', role: 'rowheader' },
      el('span', { class: 'eq-key', 'data-look': look, 'aria-hidden': 'true' }),
      el(
        'span',
        {},
        el('span', { class: 'eq-because' }, becauseOf(share)),
        share.percent < 0 && el('em', {}, ` (${say('against')})`),
        el('small', { class: 'eq-muted' }, peopleOf(share)),
      ),
    ),
    el('td', { class: 'eq-act', role: 'cell' }, act),
    el(
      'td',
      { class: 'eq-figure', role: 'cell' },
      el('bdi', { dir: 'ltr' }, formatPercent(share.percent)),
    ),
  )
}

function lookOf({ kind }: Share, at: number): string {
  return kind === 'rest' ? 'rest' : (LOOKS[at] ?? 'rest')
}
