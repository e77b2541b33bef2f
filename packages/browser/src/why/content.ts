/** What the dialog says: because of what, whose ad, the parts of the whole, and the law. */
import { type Child, el, text } from '../center/dom.ts'
import { reasonLine } from '../center/reason-line.ts'
import { shareBar, shareTable, whySentence } from '../center/shares.ts'
import type { Ad, Contribution, Decided, DecidedItem } from '../sdk/types.ts'
import type { WhyDialog } from './dialog.ts'

export function whyContent(
  item: DecidedItem,
  decided: Decided,
  why: WhyDialog,
  titleId: string,
  close: () => void,
): Child {
  const { ad } = item
  const contributions = named(item)
  const name = ad?.content.title ?? item.title ?? item.id
  return [
    el(
      'div',
      { class: 'head' },
      el('h2', { id: titleId, tabindex: -1, autofocus: true }, 'Why this: ', text(name)),
      el('button', { type: 'button', class: 'close', 'aria-label': 'Close', onclick: close }, '✕'),
    ),
    ad && adLines(ad),
    el('p', {}, usedSentence(decided.rung, ad)),
    contributions.length > 0 && [
      el('p', {}, whySentence(contributions, ad ? 'You see it' : 'We suggest this')),
      shareBar(contributions),
      shareTable(`Why ${name} is shown`, contributions, (share) => notThis(share, why)),
    ],
    item.explored &&
      el('p', { class: 'muted' }, 'Chance gave it this place, to learn what else is liked.'),
    law(decided, why.acts.withdraw !== undefined),
    actions(item, name, why),
  ]
}

/** An audience by its own words, not by its id. */
function named({ contributions = [], ad }: DecidedItem): readonly Contribution[] {
  const says = ad?.parameters.find(({ kind }) => kind === 'audience')?.says
  if (says === undefined) return contributions
  return contributions.map((one) => (one.kind === 'audience' ? { ...one, title: says } : one))
}

function usedSentence(rung: Decided['rung'], ad: DecidedItem['ad']): Child {
  if (rung === 'personal') return 'It comes from what you did here.'
  const seen = ad ? 'is shown this ad' : 'sees the same'
  return rung === 'contextual'
    ? `It goes with this page. Nothing of you is used: everybody on this page ${seen}.`
    : `Nothing of you is used: everybody ${seen}.`
}

function adLines({ behalf, payer, parameters, labels, synthetic, political }: Ad): Child {
  return [
    el('p', {}, el('strong', {}, 'This is an ad.')),
    el(
      'dl',
      {},
      line('On behalf of', behalf),
      line('Paid by', payer),
      political && [line('Political, for', political.sponsor), line('About', political.about)],
      parameters.map(({ says }) => line('Aimed at', says)),
      labels.map((label) => line('Label', label)),
      synthetic && line('Pictures', 'A person in it is made or altered by a machine'),
    ),
  ]
}

function line(name: string, says: string): Child {
  return [el('dt', {}, name), el('dd', {}, text(says))]
}

function law({ rung, basis = 'none', reasons = [] }: Decided, isChosen: boolean): Child {
  const says =
    rung !== 'personal'
      ? 'Legal basis: none is needed, for nothing of you is used.'
      : `Legal basis: ${BASES[basis]}`
  return [
    el('p', {}, says, isChosen && ' You can turn it off below.'),
    reasons.length > 0 &&
      el(
        'details',
        {},
        el('summary', {}, 'Which law says so'),
        el('ul', { class: 'law' }, reasons.map(reasonLine)),
      ),
  ]
}

const BASES: Readonly<Record<NonNullable<Decided['basis']>, string>> = {
  consent: 'your consent.',
  legitimate_interest: 'a legitimate interest, to which you may object.',
  notice: 'you were told, and may opt out.',
  none: 'the law asks for none here.',
}

/** Only what somebody met can be marked: a reason out of the page or of everybody is not theirs. */
function notThis({ kind, id, title }: Contribution, { acts, mark }: WhyDialog): Child {
  if (!acts.marks || id === null || (kind !== 'item' && kind !== 'category')) return null
  const name = title ?? id
  const wrong = kind === 'item' ? { item: id } : { category: id }
  return button('not', () => mark(wrong, name), 'Not this reason', `: ${name}`)
}

function actions({ id, ad, categories }: DecidedItem, name: string, why: WhyDialog): Child {
  const { marks, withdraw, center } = why.acts
  // An ad is no item; what it is of can be marked.
  const [category] = categories
  const wrong = ad ? category !== undefined && { category } : { item: id }
  const meant = ad ? (category ?? '') : name
  return el(
    'div',
    { class: 'acts' },
    marks && wrong && button('less', () => why.mark(wrong, meant), 'Less like this', `: ${meant}`),
    withdraw &&
      (ad
        ? button('off', () => why.withdraw(ADS_OFF), 'Turn personal ads off')
        : button('off', () => why.withdraw(OFF), 'Turn suggestions off')),
    el('a', { href: center }, 'Privacy center'),
  )
}

const OFF = 'Off: from now on nothing is suggested from what you did. The list is new.'
const ADS_OFF = 'Off: from now on no ad comes from what you did. The list is new.'

function button(act: string, onclick: () => void, says: string, more = ''): HTMLElement {
  return el(
    'button',
    { type: 'button', 'data-act': act, onclick },
    says,
    more !== '' && el('span', { class: 'hidden' }, more),
  )
}
