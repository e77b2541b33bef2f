/** "Why this?" on each thing that a slot shows: its reasons, and what to do about it. */
import type { Ad, Client, Decided, DecidedItem } from '@equipoise/browser'
import { bdi, el } from './dom.ts'
import { field } from './words.ts'

const REASONS_MAX = 4

export function explainSlot(client: Client, slot: HTMLElement, decided: Decided): void {
  for (const item of decided.items) {
    const card = slot.querySelector<HTMLElement>(`[data-equipoise-item="${CSS.escape(item.id)}"]`)
    if (card !== null && card.querySelector('.why') === null) {
      card.append(explanation(client, item, wordsOf(decided.rung)))
    }
  }
}

const BY_RUNG: Readonly<Record<Decided['rung'], string>> = {
  personal: 'From what you did here, with your yes:',
  contextual: 'From the page you are on. Nothing about you was used:',
  general: 'It is liked by many. Nothing about you was used:',
}

/** How the reasons of a list are introduced, and what the person has to do with them. */
export interface WhyWords {
  readonly intro: string
  /** Before an item or a category that speaks. */
  readonly met: string
  /** Before what it has in common with what the list goes by; with this page where left out. */
  readonly like?: string
  /** Whether what they did speaks, so that less of it can be had. */
  readonly isPersonal: boolean
}

function wordsOf(rung: Decided['rung']): WhyWords {
  return { intro: BY_RUNG[rung], met: 'You met', isPersonal: rung === 'personal' }
}

export function explanation(client: Client, item: DecidedItem, words: WhyWords): HTMLElement {
  const { intro, isPersonal } = words
  const said = (item.contributions ?? []).slice(0, REASONS_MAX)
  const reasons = said.map((one) => reasonLine(one, words))
  const box = el(
    'details',
    { class: 'why', name: 'why' },
    el('summary', {}, 'Why this?'),
    el(
      'div',
      {},
      el('p', {}, intro),
      el('ul', {}, ...reasons),
      ...(isPersonal ? [lessButton(client, item)] : []),
      el(
        'a',
        { class: 'quiet', href: '/privacy', 'data-privacy': '' },
        'All of it, and your choices',
      ),
    ),
  )
  return box
}

/** Why an ad is there: for whom it is, how it was aimed, and who paid. */
export function adExplanation({ behalf, payer, parameters }: Ad): HTMLElement {
  const aimed = parameters.map(({ says }) => el('li', {}, says))
  return el(
    'details',
    { class: 'why', name: 'why' },
    el('summary', {}, 'Why this ad?'),
    el(
      'div',
      {},
      el('p', {}, 'On behalf of ', bdi(behalf), ', paid by ', bdi(payer), '.'),
      el(
        'ul',
        {},
        ...(aimed.length > 0 ? aimed : [el('li', {}, 'Aimed at nobody in particular.')]),
      ),
      el('a', { class: 'quiet', href: '/privacy', 'data-privacy': '' }, 'Fewer, or none'),
    ),
  )
}

function reasonLine(contribution: unknown, words: WhyWords): HTMLElement {
  const percent = Number(field(contribution, 'percent')) || 0
  const people = field(contribution, 'support')
  const says = el(
    'span',
    {},
    because(contribution, words),
    ` · ${percent} %${people === '' ? '' : `, shared by ${people}+ people`}`,
  )
  const meter = el('meter', { min: '0', max: '100', value: String(percent), 'aria-hidden': 'true' })
  return el('li', {}, says, meter)
}

function because(contribution: unknown, { met, like }: WhyWords): Node {
  const name = field(contribution, 'title') || field(contribution, 'id')
  switch (field(contribution, 'kind')) {
    case 'item':
      return el('span', {}, `${met} `, bdi(name))
    case 'category':
      return el('span', {}, `${met} things of `, bdi(name))
    case 'popularity':
      return el('span', {}, 'Many people met it')
    case 'page':
    case 'attribute':
    case 'word':
      return like === undefined
        ? el('span', {}, 'It is like this page', name === '' ? '' : ': ', bdi(name))
        : el('span', {}, `${like} `, bdi(name.replace(/^[^=]*=/, '')))
    default:
      return el('span', {}, 'Smaller reasons together')
  }
}

function lessButton(client: Client, { token }: DecidedItem): HTMLElement {
  const button = el('button', { type: 'button', class: 'plain' }, 'Less like this')
  button.addEventListener('click', (event) => {
    // Not a click on the thing itself.
    event.stopPropagation()
    if (token === undefined) return
    client.outcome(token, 'dislike')
    void client.flush()
    button.replaceWith(el('p', {}, 'Understood. The next rows know it.'))
  })
  return button
}
