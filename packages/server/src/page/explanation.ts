/**
 * Why one product is suggested: a sentence, the whole score as one bar, and the same in a table
 * whose rows can be taken back. The shares are the score taken apart, not a story told afterwards.
 */

import { type Child, el, text } from '@equipoise/browser/dom'
import { remove } from './acts.ts'
import { balanceBar } from './balance.ts'
import { leadingPart, type Part } from './parts.ts'
import { change, state } from './state.ts'
import type { Suggestion } from './types.ts'
import { capital, counted, formatPercent } from './words.ts'

/** The smaller ones are one press away. */
const NAMED_MAX = 6

export function explanation({ id, title, score }: Suggestion, parts: readonly Part[]): HTMLElement {
  const named = parts.filter(({ look }) => look !== 'rest').slice(0, NAMED_MAX)
  const smaller = parts.filter((part) => !named.includes(part) && part.look !== 'rest')
  const rest = parts.filter(({ look }) => look === 'rest')
  const all = state.unfolded.has(id)
  return el(
    'div',
    { class: 'explanation' },
    balanceBar(parts, { numbered: named }),
    el('p', { class: 'muted balance-sum' }, sumWords(parts, score)),
    el(
      'table',
      { class: 'shares' },
      el('caption', { class: 'sr' }, `Why ${title ?? id} is suggested`),
      el(
        'thead',
        { class: 'sr' },
        el(
          'tr',
          {},
          ['Reason', 'Change it', 'Share'].map((name) => el('th', { scope: 'col' }, name)),
        ),
      ),
      el(
        'tbody',
        {},
        named.map((part, at) => shareRow(part, at + 1)),
        all && smaller.map((part) => shareRow(part)),
        !all && smaller.length > 0 && smallerRow(smaller),
        rest.map((part) => shareRow(part)),
      ),
    ),
    smaller.length > 0 && unfoldButton(id, smaller.length, all),
  )
}

/** Why, in one sentence, and how many share it. */
export function whySentence(parts: readonly Part[]): Child {
  const lead = leadingPart(parts)
  if (!lead) return 'We suggest this for reasons that too few people share to name.'
  const people = lead.people.replace('share it', 'share this reason')
  return [
    el('span', {}, 'We suggest this because ', ...nameOf(lead), '. '),
    people !== '' && el('span', { class: 'muted' }, `${people}.`),
  ]
}

function nameOf({ lead, name, tail }: Part): Child[] {
  return name === '' ? [lead] : [lead, ' ', text(name), tail]
}

function sumWords(parts: readonly Part[], score: number): string {
  const speaksFor = parts.reduce((sum, { ratio }) => sum + Math.max(0, ratio), 0)
  const against = parts.reduce((sum, { ratio }) => sum + Math.max(0, -ratio), 0)
  const whole = `the whole score of ${score.toFixed(2)}`
  if (against < 0.005) return `Together they are ${whole}.`
  return `${formatPercent(speaksFor)} for it, ${formatPercent(against)} against: together ${whole}.`
}

function shareRow(part: Part, number?: number): HTMLElement {
  const { look, lead, name, tail, people, ratio, done } = part
  const said = capital(lead.replace(/^of /, ''))
  const words = [
    el(
      'span',
      {},
      name === '' ? said : [said, ' ', text(name), tail],
      ratio < 0 && el('em', { class: 'against' }, ' speaks against it'),
    ),
    people !== '' && el('small', { class: 'muted' }, people),
  ]
  return row({ look, number, words, act: done.length > 0 && stopButton(part), ratio })
}

interface Row {
  readonly look: string
  readonly number?: number | undefined
  readonly words: Child
  readonly act?: Child
  readonly ratio: number
}

function row({ look, number, words, act, ratio }: Row): HTMLElement {
  const key = el('span', { class: `key look-${look}`, 'aria-hidden': 'true' }, number)
  return el(
    'tr',
    {},
    el(
      'th',
      { scope: 'row' },
      el('span', { class: 'share' }, key, el('span', { class: 'share-words' }, words)),
    ),
    el('td', { class: 'row-act' }, act),
    el('td', { class: 'figure' }, el('bdi', { dir: 'ltr' }, formatPercent(ratio))),
  )
}

function stopButton({ done, name, key }: Part): HTMLElement {
  return el(
    'button',
    {
      type: 'button',
      class: 'quiet',
      'data-focus': `stop:${key}`,
      onclick: () => {
        if (!state.busy) void remove(done)
      },
    },
    'Stop using it',
    el('span', { class: 'sr' }, `: ${name}`),
  )
}

function smallerRow(smaller: readonly Part[]): HTMLElement {
  const ratio = smaller.reduce((sum, part) => sum + part.ratio, 0)
  return row({ look: 'smaller', words: counted(smaller.length, 'smaller reason'), ratio })
}

function unfoldButton(id: string, count: number, all: boolean): HTMLElement {
  return el(
    'button',
    {
      type: 'button',
      class: 'quiet',
      'aria-expanded': String(all),
      'data-focus': `unfold:${id}`,
      onclick: () => {
        const unfolded = new Set(state.unfolded)
        if (!unfolded.delete(id)) unfolded.add(id)
        change({ unfolded })
      },
    },
    all ? 'Fold the smaller reasons' : `Show ${counted(count, 'smaller reason')}`,
  )
}
