/**
 * What the person said, purpose by purpose, and what holds. Yes and no are one press each and look
 * the same; where nothing was said, neither is pressed. The browser's own signal stands above.
 */

import { byId, type Child, el, fill } from '@equipoise/browser/dom'
import { sayTo, setGpc } from './acts.ts'
import { reasonsList } from './law.ts'
import { readNotice } from './notice.ts'
import { state, watch } from './state.ts'
import { showProblem } from './toast.ts'
import type { ConsentRecord, NamedNotice, PurposeStanding } from './types.ts'
import {
  capital,
  counted,
  formatClock,
  formatDay,
  listed,
  purposeName,
  purposeShort,
} from './words.ts'

/** Those that the demo's story is about; the others are one press away. */
const FIRST_LAYER = [
  'site_personalization',
  'model_training',
  'sensitive_profiling',
  'cross_context_advertising',
]

export function drawConsent(): void {
  watch(['purposes', 'records', 'gpc', 'busy'], draw)
}

function draw(): void {
  const { purposes, records } = state
  if (purposes.length === 0) {
    fill(byId('consent-body'), el('div', { class: 'skeleton', 'aria-hidden': 'true' }))
    return
  }
  const first = FIRST_LAYER.flatMap((name) => purposes.filter(({ purpose }) => purpose === name))
  const others = purposes.filter((one) => !first.includes(one))
  const silent = first.every(({ status }) => status === 'unknown')
  fill(
    byId('consent-body'),
    silent && el('p', { class: 'silence' }, 'You were not asked yet. Silence is a no.'),
    el('ul', { class: silent ? 'choices choices-silent' : 'choices' }, first.map(choiceRow)),
    el(
      'details',
      { class: 'more', 'data-keep': 'purposes' },
      el('summary', {}, `${others.length} more purposes`),
      el('ul', { class: 'choices' }, others.map(choiceRow)),
    ),
    gpcSwitch(),
    recordsOf(records),
  )
}

function choiceRow(one: PurposeStanding): HTMLElement {
  const { purpose, says } = one
  const id = `purpose-${purpose}`
  return el(
    'li',
    { class: 'choice' },
    el(
      'div',
      { class: 'choice-words' },
      el('h3', { id }, purposeName(purpose)),
      el('p', { class: 'muted' }, says),
    ),
    el(
      'div',
      { class: 'yes-no', role: 'group', 'aria-labelledby': id },
      choiceButton(one, true),
      choiceButton(one, false),
    ),
    el('div', { class: 'choice-standing' }, standingWords(one)),
  )
}

function choiceButton(one: PurposeStanding, yes: boolean): HTMLElement {
  const { purpose, status } = one
  const pressed = yes ? status === 'given' : status === 'refused' || status === 'withdrawn'
  return el(
    'button',
    {
      type: 'button',
      'aria-pressed': String(pressed),
      'data-focus': `say:${purpose}:${yes}`,
      onclick: () => {
        if (!pressed && !state.busy) void sayTo(one, yes)
      },
    },
    yes ? 'Yes' : 'No',
  )
}

/** Says only what the buttons do not show. */
function standingWords({ status, outcome, lawOutcome, reasons, purpose }: PurposeStanding): Child {
  const said = status === 'given'
  if (said && outcome === 'refused') {
    return el(
      'details',
      { class: 'held', 'data-keep': `held:${purpose}` },
      el('summary', {}, 'You said yes; it is still a no.'),
      reasonsList(reasons),
    )
  }
  if (status === 'unknown') return el('p', {}, 'Not asked yet. Silence is a no.')
  if (status === 'expired') return el('p', {}, 'Your yes has lapsed.')
  if (status === 'withdrawn') return el('p', {}, 'You said yes once and took it back.')
  if (!said && lawOutcome === 'permitted') {
    return el('p', {}, 'The law here would allow it. We still ask.')
  }
  return null
}

function gpcSwitch(): HTMLElement {
  return el(
    'div',
    { class: 'signal' },
    el(
      'button',
      {
        type: 'button',
        role: 'switch',
        class: 'switch',
        'aria-checked': String(state.gpc),
        'aria-describedby': 'gpc-says',
        'data-focus': 'gpc',
        onclick: () => void setGpc(!state.gpc),
      },
      el('span', { class: 'switch-track', 'aria-hidden': 'true' }, el('span')),
      el('span', {}, 'Your browser sends Global Privacy Control'),
    ),
    el(
      'p',
      { class: 'muted', id: 'gpc-says' },
      'A no to ads that follow you and to passing your data on, whatever you say above. Suggestions here stay yours to choose.',
    ),
  )
}

function recordsOf(records: readonly ConsentRecord[]): Child {
  if (records.length === 0) {
    return el('p', { class: 'muted' }, 'No answer is on record.')
  }
  const latest = [...records].sort((a, b) => b.at.localeCompare(a.at))
  return el(
    'details',
    { class: 'more', 'data-keep': 'records' },
    el('summary', {}, `${counted(records.length, 'answer')} on record`),
    el('ol', { class: 'records' }, latest.map(recordRow)),
  )
}

function recordRow({ id, action, purposes, at, by, evidence, notice }: ConsentRecord): HTMLElement {
  const acts: Readonly<Record<string, string>> = {
    give: 'Yes to',
    refuse: 'No to',
    withdraw: 'Took back',
  }
  const what =
    purposes.length > 3
      ? counted(purposes.length, 'purpose')
      : listed(purposes.map((purpose) => purposeShort(purpose)))
  const guardian = by === 'guardian' ? ', said by a guardian' : ''
  return el(
    'li',
    { class: 'record' },
    el('span', {}, `${acts[action] ?? capital(action)} ${what}${guardian}`),
    el(
      'span',
      { class: 'muted' },
      el('time', { datetime: at }, `${formatDay(at)}, ${formatClock(at)}`),
      evidence !== '' && `. ${evidence}`,
    ),
    notice && shownText(id, notice),
  )
}

/** What was on the screen then, asked for when somebody wants to read it. */
function shownText(record: string, notice: NamedNotice): HTMLElement {
  const body = el('div', { class: 'muted' })
  const open = async (): Promise<void> => {
    const text = (await readNotice(notice)).texts[notice.language]
    if (text === undefined) return
    fill(
      body,
      el('p', {}, text.title),
      text.sections.map((one) => el('p', {}, one.heading && `${one.heading}: `, one.text)),
    )
  }
  return el(
    'details',
    {
      'data-keep': `shown:${record}`,
      ontoggle: () => {
        if (body.childElementCount === 0) void open().catch(showProblem)
      },
    },
    el('summary', {}, 'What was shown'),
    body,
  )
}
