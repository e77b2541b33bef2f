/**
 * The way in. In the demo's directory, over loopback, the server hands the page a key; anywhere
 * else an operator brings theirs, which stays in this tab.
 */

import { byId, type Child, el, fill } from '@equipoise/browser/dom'
import { ApiProblem, setKey } from './api.ts'

const KEPT = 'equipoise-key'

/** @param open reads what the page needs; it throws where the key does not open. */
export async function enter(open: () => Promise<void>): Promise<void> {
  const given = document.querySelector<HTMLMetaElement>('meta[name="equipoise-key"]')?.content
  const key = given || sessionStorage.getItem(KEPT)
  if (!key) {
    askForKey(open, null)
    return
  }
  await tryKey(key, open)
}

async function tryKey(key: string, open: () => Promise<void>): Promise<void> {
  setKey(key)
  try {
    await open()
    byId('key').hidden = true
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    if (error.status === 401 || error.status === 403) {
      sessionStorage.removeItem(KEPT)
      askForKey(
        open,
        'That key does not open this. It may be of another directory, or a secret key: an operator key begins with eq_operator_.',
      )
    } else showFailure(error, () => tryKey(key, open))
  }
}

function askForKey(open: () => Promise<void>, problem: string | null): void {
  const submit = (event: Event): void => {
    event.preventDefault()
    const field = byId('operator-key')
    const key = field instanceof HTMLInputElement ? field.value.trim() : ''
    if (key === '') return
    sessionStorage.setItem(KEPT, key)
    void tryKey(key, open)
  }
  const root = byId('key')
  root.hidden = false
  const describedBy = problem === null ? 'key-says' : 'key-says key-problem'
  fill(
    root,
    el('h1', {}, 'An operator key opens this page'),
    el(
      'p',
      { id: 'key-says' },
      'It was shown once, when the server first started. To make another: ',
      el('code', {}, 'npx equipoise keys create --kind operator'),
    ),
    el(
      'form',
      { onsubmit: submit },
      el('label', { for: 'operator-key' }, 'Operator key'),
      el('input', {
        id: 'operator-key',
        type: 'password',
        autocomplete: 'off',
        spellcheck: 'false',
        'aria-describedby': describedBy,
        'aria-invalid': problem === null ? undefined : 'true',
      }),
      problem !== null && el('p', { id: 'key-problem', role: 'alert' }, problem),
      el('button', { type: 'submit' }, 'Open'),
    ),
    el('p', { class: 'muted' }, 'It stays in this tab and is forgotten with it.'),
  )
}

function showFailure({ message }: ApiProblem, again: () => Promise<void>): void {
  const root = byId('failure')
  root.hidden = false
  const retry = (): void => {
    root.hidden = true
    void again()
  }
  const says: Child = `${message}. Nothing is lost; try again in a moment.`
  fill(
    root,
    el('h1', {}, 'The server does not answer'),
    el('p', {}, says),
    el('button', { type: 'button', onclick: retry }, 'Try again'),
  )
}
