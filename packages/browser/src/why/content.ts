/** What the dialog says: because of what, whose ad, the parts of the whole, and the law. */
import { type Child, el, text } from '../center/dom.ts'
import { reasonLine } from '../center/reason-line.ts'
import { ofRung, shareBar, shareTable, whySentence } from '../center/shares.ts'
import { pathOf, say, sayWith } from '../center/words.ts'
import { spokenNow, type WhyWord } from '../languages/say.ts'
import type { Ad, Contribution, Decided, DecidedItem } from '../sdk/types.ts'
import { answerFor } from './acts.ts'
import type { WhyDialog } from './dialog.ts'

export function whyContent(
  item: DecidedItem,
  answer: Decided,
  why: WhyDialog,
  titleId: string,
  close: () => void,
): Child {
  const { ad } = item
  const decided = answerFor(item, answer)
  const contributions = ofRung(namedIn(item, decided), decided.rung)
  const name = ad?.content.title ?? item.title ?? item.id
  return [
    el(
      'div',
      { class: 'eq-head' },
      el(
        'h2',
        { id: titleId, tabindex: -1, autofocus: true },
        ...sayWith('whyOf', { name: text(name) }),
      ),
      el(
        'button',
        { type: 'button', class: 'eq-close', 'aria-label': say('close'), onclick: close },
        '✕',
      ),
    ),
    ad && adLines(ad),
    el('p', {}, say(isFollowed(decided) ? 'fromFollows' : USED[decided.rung])),
    contributions.length > 0 && [
      el('p', {}, whySentence(contributions, ad ? 'seeBecause' : 'suggestBecause')),
      shareBar(contributions),
      shareTable(say('whyOf', { name }), contributions, (share) => notThis(share, why)),
    ],
    item.explored && el('p', { class: 'eq-muted' }, say('chance')),
    law(decided, why.acts.withdraw !== undefined),
    actions(item, name, why),
    spokenNow().language !== 'en' &&
      el('p', { class: 'eq-muted' }, `${say('machine')} ${say('onlyEnglish')}`),
  ]
}

/** An audience by its own words, not by its id. */
function namedIn(
  { contributions = [], ad }: DecidedItem,
  { rung }: Decided,
): readonly Contribution[] {
  // Of nobody's data there is nothing that too few share.
  if (rung !== 'personal' && contributions.every(({ kind }) => kind === 'rest')) return []
  const says = ad?.parameters.find(({ kind }) => kind === 'audience')?.says
  if (says === undefined) return contributions
  return contributions.map((one) => (one.kind === 'audience' ? { ...one, title: says } : one))
}

/** A feed of what somebody asked to follow: theirs, and of nothing that they did. */
function isFollowed({ rung, feed }: Decided): boolean {
  return rung !== 'personal' && feed?.mode === 'expressed'
}

const USED: Readonly<Record<Decided['rung'], WhyWord>> = {
  personal: 'fromYou',
  contextual: 'fromPage',
  general: 'fromNobody',
}

function adLines({ behalf, payer, parameters, labels, synthetic, political }: Ad): Child {
  return [
    el('p', {}, el('strong', {}, say('isAd'))),
    el(
      'dl',
      {},
      line('behalf', behalf),
      line('payer', payer),
      political && [line('political', political.sponsor), line('about', political.about)],
      parameters.map(({ says }) => line('aimed', says)),
      labels.map((label) => line('label', label)),
      synthetic && line('pictures', say('synthetic')),
    ),
  ]
}

function line(name: WhyWord, says: string): Child {
  return [el('dt', {}, say(name)), el('dd', {}, text(says))]
}

function law(decided: Decided, isChosen: boolean): Child {
  const { rung, basis = 'none', reasons = [] } = decided
  const says = say(rung !== 'personal' ? 'basisNobody' : BASES[basis])
  return [
    !isFollowed(decided) && el('p', {}, says, isChosen && ` ${say('canTurnOff')}`),
    reasons.length > 0 &&
      el(
        'details',
        {},
        el('summary', {}, say('whichLaw')),
        el('ul', { class: 'eq-law' }, reasons.map(reasonLine)),
      ),
  ]
}

const BASES: Readonly<Record<NonNullable<Decided['basis']>, WhyWord>> = {
  consent: 'basisConsent',
  legitimate_interest: 'basisInterest',
  notice: 'basisNotice',
  none: 'basisNone',
}

/** Only what somebody met can be marked: a reason out of the page or of everybody is not theirs. */
function notThis({ kind, id, title }: Contribution, { acts, mark }: WhyDialog): Child {
  if (!acts.marks || id === null || (kind !== 'item' && kind !== 'category')) return null
  const name = title ?? (kind === 'item' ? id : pathOf(id))
  const wrong = kind === 'item' ? { item: id } : { category: id }
  return button(
    'not',
    () => mark(wrong, name, say('noReason', { name })),
    say('notThisReason'),
    `: ${name}`,
  )
}

function actions({ id, ad, categories }: DecidedItem, name: string, why: WhyDialog): Child {
  const { marks, withdraw, center } = why.acts
  // Of an ad what it is of is marked, and the ad itself where it is of nothing in particular.
  const [category] = categories
  const wrong = ad && category !== undefined ? { category } : { item: id }
  const meant = ad ? (category ?? name) : name
  return el(
    'div',
    { class: 'eq-acts' },
    marks &&
      button(
        'less',
        () => why.mark(wrong, meant, say('lessNow', { name: meant })),
        say('lessLikeThis'),
        `: ${meant}`,
      ),
    withdraw &&
      (ad
        ? button('off', () => why.withdraw(say('adsOff')), say('turnAdsOff'))
        : button('off', () => why.withdraw(say('suggestionsOff')), say('turnSuggestionsOff'))),
    el('a', { href: center }, say('center')),
  )
}

function button(act: string, onclick: () => void, says: string, more = ''): HTMLElement {
  return el(
    'button',
    { type: 'button', 'data-act': act, onclick },
    says,
    more !== '' && el('span', { class: 'eq-hidden' }, more),
  )
}
