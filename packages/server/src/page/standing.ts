/** How things stand: people, model, guard and promise as numbers with their meaning; training. */

import { byId, type Child, el, fill } from '@equipoise/browser/dom'
import { call } from './api.ts'
import { readStanding, refresh } from './ask.ts'
import { change, state, watch } from './state.ts'
import { showProblem, showToast } from './toast.ts'
import type { Standing, Training } from './types.ts'
import { capital, counted, formatAge, formatCount } from './words.ts'

const POLL_MS = 400
const AGE_MS = 30_000

export function drawStanding(): void {
  watch(['standing', 'training'], draw)
  setInterval(() => void readStanding(), AGE_MS)
}

function draw(): void {
  const { standing } = state
  byId('standing').hidden = standing === undefined
  if (!standing) return
  const { model, subjects } = standing
  const age = model === null ? 'no model yet' : `model made ${formatAge(model.builtAt)}`
  fill(byId('pulse'), `${counted(subjects, 'person', 'people')} · ${age}`)
  fill(
    byId('standing-body'),
    el('dl', { class: 'figures' }, figures(standing)),
    trainingRow(state.training),
    refusals(standing),
    packs(standing),
  )
}

function packs({ packs: names, version }: Standing): HTMLElement {
  return el(
    'details',
    { class: 'more', 'data-keep': 'packs' },
    el('summary', {}, `${names.length} packs of rules in force, Equipoise ${version}`),
    el(
      'ul',
      { class: 'packs' },
      names.map((name) => el('li', {}, el('code', {}, name))),
    ),
  )
}

function figures({
  subjects,
  items,
  supportPeopleMin,
  modelClearanceSeconds,
  model,
}: Standing): Child {
  const taught = model === null ? '0' : formatCount(model.subjects)
  return [
    figure(
      formatCount(subjects),
      'people who chose',
      'Somebody who was never asked is not among them.',
    ),
    figure(taught, 'people in the model', 'Those who said yes to helping suggest to others.'),
    figure(formatCount(items), 'products', 'What there is to suggest.'),
    figure(
      formatCount(supportPeopleMin),
      'people share a reason',
      'A reason shared by fewer is counted, never named.',
    ),
    figure(
      `${modelClearanceSeconds} s`,
      'to leave the model',
      'At most, after somebody takes something back.',
    ),
  ]
}

function figure(number: string, name: string, says: string): HTMLElement {
  return el(
    'div',
    {},
    el('dt', {}, name),
    el('dd', { class: 'figure-number' }, el('bdi', { dir: 'ltr' }, number)),
    el('dd', { class: 'muted' }, says),
  )
}

function trainingRow({ state: now, stage, ratio }: Training): HTMLElement {
  const running = now === 'running'
  const model = state.standing?.model
  const age = model ? `Made ${formatAge(model.builtAt)}.` : 'None yet.'
  const stale = model?.stale ? ' Somebody left: a new one is on its way.' : ''
  const says = running
    ? `${capital(stage ?? 'starting')}. Suggestions go on meanwhile.`
    : now === 'failed'
      ? 'The last training did not end. The model before it still serves.'
      : `${age}${stale} New things you do count at once, without training.`
  return el(
    'div',
    { class: 'training' },
    el('h3', {}, 'Model'),
    el('p', { class: 'muted' }, says),
    running
      ? el('progress', { max: 1, value: ratio, 'aria-label': 'Training' })
      : el(
          'button',
          { type: 'button', 'data-focus': 'train', onclick: () => void train() },
          'Train again',
        ),
  )
}

function refusals({ refusals: counts }: Standing): Child {
  const total = counts.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return null
  return el(
    'details',
    { class: 'more', 'data-keep': 'refusals' },
    el('summary', {}, `${counted(total, 'thing')} refused: counted, never stored`),
    el(
      'table',
      { class: 'proofs' },
      el('caption', { class: 'sr' }, 'Refusals by day and reason'),
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          ['Day', 'Reason', 'Count'].map((name) => el('th', { scope: 'col' }, name)),
        ),
      ),
      el(
        'tbody',
        {},
        counts.map(({ day, code, count }) =>
          el(
            'tr',
            {},
            el('th', { scope: 'row' }, day),
            el('td', {}, code.replaceAll('_', ' ')),
            el('td', { class: 'figure' }, formatCount(count)),
          ),
        ),
      ),
    ),
  )
}

async function train(): Promise<void> {
  try {
    change({ training: await call<Training>('POST', '/v1/train') })
    while (state.training.state === 'running') {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      change({ training: await call<Training>('GET', '/v1/train', undefined, { quiet: true }) })
    }
    await readStanding()
    await refresh()
    showToast('A new model serves.')
  } catch (error) {
    change({ training: { state: 'idle', stage: null, ratio: 0 } })
    showProblem(error)
  }
}
