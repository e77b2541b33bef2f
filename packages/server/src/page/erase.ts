/**
 * Forgetting somebody whole: what goes, the question once more, and afterwards what is left, which
 * is nothing, shown by asking.
 */

import { byId, type Child, el, fill, text } from '@equipoise/browser/dom'
import { erase } from './acts.ts'
import { clearanceRow } from './clearance.ts'
import { type Forgotten, state, watch } from './state.ts'
import { counted } from './words.ts'

export function drawErase(): void {
  watch(['chosen', 'interactions', 'records', 'forgotten', 'busy'], draw)
}

function draw(): void {
  const { chosen, forgotten } = state
  if (!chosen) return
  const gone = forgotten.get(chosen.externalId)
  byId('erase-title').textContent = gone ? 'Nothing left' : 'Forget me'
  place(gone !== undefined)
  fill(byId('erase-body'), gone ? receipt(gone) : offer(chosen.subject !== null))
}

/** Last, until it has happened: then it is what there is to say. */
function place(gone: boolean): void {
  const [section, column] = [byId('erase'), byId('know')]
  const moved = section.classList.toggle('is-gone', gone) !== (column.firstElementChild === section)
  if (!moved) return
  if (gone) column.prepend(section)
  else column.append(section)
  if (gone) byId('erase-title').focus()
}

function offer(known: boolean): Child {
  if (!known) {
    return el('p', { class: 'muted' }, 'There is nothing to erase: you are not known here.')
  }
  return [
    el('p', { class: 'muted' }, `${held()}, the key that opens them, and your part in the model.`),
    el('button', { type: 'button', 'data-focus': 'erase', onclick: ask }, 'Erase everything'),
  ]
}

function held(): string {
  const { interactions, records } = state
  const did = interactions.length === 0 ? '' : `${counted(interactions.length, 'thing')} you did, `
  return `${did}${counted(records.length, 'answer')} you gave`
}

function ask(): void {
  const { chosen } = state
  const dialog = byId('erase-dialog')
  if (!chosen || !(dialog instanceof HTMLDialogElement)) return
  const choose = (yes: boolean) => () => {
    dialog.close()
    if (yes) void erase()
  }
  fill(
    dialog,
    el('h2', { id: 'erase-dialog-title' }, 'Erase ', text(chosen.name), '?'),
    el(
      'p',
      {},
      `${held()}, the key that opens them, and your part in the model. Nobody can bring it back, not even we.`,
    ),
    el(
      'div',
      { class: 'dialog-acts' },
      el('button', { type: 'button', onclick: choose(false), autofocus: true }, 'Keep it all'),
      el('button', { type: 'button', onclick: choose(true) }, 'Erase it all'),
    ),
  )
  dialog.showModal()
}

function receipt(gone: Forgotten): Child {
  const { erasedAt, rows, proofs } = gone
  return [
    clearanceRow({ ...gone, at: erasedAt }, `${counted(rows, 'row')} and their key erased`),
    el('h3', {}, 'We asked for you again'),
    el(
      'table',
      { class: 'proofs' },
      el('caption', { class: 'sr' }, 'What the API answers now'),
      el(
        'thead',
        { class: 'sr' },
        el('tr', {}, el('th', { scope: 'col' }, 'Asked for'), el('th', { scope: 'col' }, 'Answer')),
      ),
      el(
        'tbody',
        {},
        proofs.map(({ asked, found }) =>
          el('tr', {}, el('th', { scope: 'row' }, asked), el('td', {}, found)),
        ),
      ),
    ),
    el(
      'p',
      { class: 'muted' },
      'An id that was erased and one that never was get the same answer.',
    ),
    el('p', {}, 'Say yes below to come back as somebody new, without a past.'),
  ]
}
