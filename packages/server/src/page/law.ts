/**
 * Why we may, or may not: the law's reasons in plain words, the citation one press below. A refusal
 * is a state with what to do next, never an error.
 */

import { byId, type Child, el, fill } from '@equipoise/browser/dom'
import { sayTo } from './acts.ts'
import { state, watch } from './state.ts'
import type { Answer, PurposeStanding, Reason } from './types.ts'

const PURPOSE = 'site_personalization'

export function drawLaw(): void {
  watch(['answer', 'purposes', 'interactions', 'forgotten', 'busy'], draw)
}

function draw(): void {
  const { answer, chosen } = state
  const root = byId('law')
  if (!answer || !chosen) {
    fill(root)
    return
  }
  fill(
    root,
    el(
      'div',
      { class: answer.outcome === 'refused' ? 'verdict verdict-no' : 'verdict' },
      el('p', { class: 'verdict-says' }, verdict(answer)),
      differs(answer),
      nextStep(answer),
      el(
        'details',
        { class: 'more', 'data-keep': 'law' },
        el(
          'summary',
          {},
          answer.outcome === 'refused' ? 'The rule behind this' : 'What this rests on',
        ),
        reasonsList(answer.reasons),
      ),
    ),
  )
}

/** What each reason means to the person, and what is used instead. */
const SAYS: Readonly<Record<string, string>> = {
  consent_refused: 'You said no.',
  consent_withdrawn: 'You changed your mind, so this stopped at once.',
  consent_absent: 'You were not asked yet, and silence is a no.',
  consent_expired: 'Your yes has lapsed.',
  consent_unverifiable: 'We cannot prove your yes, so it does not count.',
  guardian_needed: 'You said yes, but at your age a parent or guardian says it.',
  signal_refuses: 'Your browser says no for you.',
  objection: 'You objected.',
  prohibited: 'The law forbids it here, whatever anybody says.',
}

function verdict({ outcome, rung, reasons, dataUsed }: Answer): string {
  const erased = state.chosen && state.forgotten.has(state.chosen.externalId)
  if (erased) return 'We do not know you. We use only what is popular.'
  if (outcome === 'refused') {
    const why = SAYS[reasons[0]?.code ?? ''] ?? reasons[0]?.says ?? 'No rule permits it.'
    return `${why} ${usedInstead(dataUsed.page)}`
  }
  if (rung === 'personal') return 'We may, because you said yes.'
  const why =
    state.interactions.length === 0
      ? 'You said yes, and there is nothing yet to choose from.'
      : 'You said yes. What is kept from before was not kept for this, so it stays out.'
  return `${why} ${usedInstead(dataUsed.page)}`
}

function usedInstead(page: boolean): string {
  return page ? 'We use only this page and what is popular.' : 'We use only what is popular.'
}

function differs({ outcome, lawOutcome }: Answer): Child {
  if (outcome === lawOutcome) return null
  return el(
    'p',
    { class: 'verdict-law' },
    outcome === 'refused'
      ? 'The law here would allow it. We still ask.'
      : 'No law that we hold for this place speaks of it. Your yes is what counts.',
  )
}

function nextStep({ outcome, rung, reasons }: Answer): Child {
  const standing = state.purposes.find(({ purpose }) => purpose === PURPOSE)
  if (!standing) return null
  if (outcome === 'permitted') {
    return rung === 'personal'
      ? null
      : el('p', { class: 'muted' }, 'Next: open a product and say what you do with it.')
  }
  const guardian = reasons.some(({ code }) => code === 'guardian_needed')
  return el(
    'div',
    { class: 'verdict-next' },
    nextButton(standing, guardian),
    el(
      'p',
      { class: 'muted' },
      'Or leave it so. The page stays as it is, and so does its service.',
    ),
  )
}

function nextButton(standing: PurposeStanding, guardian: boolean): HTMLElement {
  return el(
    'button',
    {
      type: 'button',
      'data-focus': 'next-step',
      onclick: () => {
        if (!state.busy) void sayTo(standing, true, guardian ? 'guardian' : 'subject')
      },
    },
    guardian ? 'Say yes as the guardian' : 'Say yes to suggestions',
  )
}

export function reasonsList(reasons: readonly Reason[]): HTMLElement {
  return el('ul', { class: 'reasons' }, reasons.map(reasonRow))
}

function reasonRow({ says, citation, pack, rule, advisory }: Reason): HTMLElement {
  return el(
    'li',
    {},
    el('p', {}, says),
    el('p', { class: 'muted' }, citation, ' ', el('code', {}, `${pack} / ${rule}`)),
    advisory && el('p', { class: 'muted' }, 'Not yet checked against the text of the law.'),
  )
}
