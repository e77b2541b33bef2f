/**
 * The dialog: modal, closed by Escape, by its button and beside it; the focus goes back to where it
 * came from. Its elements stand in the page's own tree, so that the page's style can reach them.
 */
import { el, fill } from '../center/dom.ts'
import { say } from '../center/words.ts'
import { spokenNow } from '../languages/say.ts'
import type { Decided, DecidedItem } from '../sdk/types.ts'
import type { WhyActs, Wrong } from './acts.ts'
import { whyContent } from './content.ts'
import style from './why.css'

const ID = 'equipoise-why'

let sheet: CSSStyleSheet | undefined

/** What the content of the dialog can call for. */
export interface WhyDialog {
  readonly acts: WhyActs
  /** @param says once it stands. */
  mark(wrong: Wrong, name: string, says: string): void
  withdraw(says: string): void
}

/** @param whenGone takes the focus where what had it is no longer there. */
export function openWhy(
  item: DecidedItem,
  decided: Decided,
  acts: WhyActs,
  whenGone: () => void = () => {},
): HTMLDialogElement {
  addStyle()
  const { language, direction } = spokenNow()
  document.getElementById(ID)?.remove()
  const came = document.activeElement
  const told = el('p', { class: 'eq-told', role: 'status' })
  const body = el('div')
  const dialog = el(
    'dialog',
    // As its words are, whatever the page around it.
    { id: ID, 'aria-labelledby': `${ID}-title`, lang: language, dir: direction },
    el('div', { class: 'eq-sheet' }, told, body),
  )
  const close = (): void => dialog.close()
  const run = async (act: () => Promise<boolean>, done: () => void): Promise<void> => {
    body.inert = true
    const stands = await act()
    if (stands) await acts.change()
    body.inert = false
    if (stands) done()
    else told.textContent = say('unreachable')
  }
  const tell = (says: string, undo?: () => void): void => {
    fill(body, [
      el(
        'div',
        { class: 'eq-acts' },
        undo && el('button', { type: 'button', onclick: undo }, say('undo')),
        el('button', { type: 'button', onclick: close, autofocus: true }, say('close')),
      ),
    ])
    told.textContent = says
    dialog.setAttribute('aria-label', say('whyThis'))
    dialog.removeAttribute('aria-labelledby')
    body.querySelector<HTMLElement>('[autofocus]')?.focus()
  }
  const { marks, withdraw } = acts
  const why: WhyDialog = {
    acts,
    mark: (wrong, name, says) =>
      void run(
        async () => (await marks?.mark(wrong)) === true,
        () =>
          tell(says, () => {
            void run(
              async () => (await marks?.unmark(wrong)) === true,
              () => tell(say('countsAgain', { name })),
            )
          }),
      ),
    withdraw: (says) =>
      void run(
        async () => (await withdraw?.()) === true,
        () => tell(says),
      ),
  }
  fill(body, whyContent(item, decided, why, `${ID}-title`, close))
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) close()
  })
  dialog.addEventListener('close', () => {
    dialog.remove()
    if (came instanceof HTMLElement && came.isConnected) came.focus()
    else whenGone()
  })
  document.body.append(dialog)
  dialog.showModal()
  return dialog
}

function addStyle(): void {
  if (sheet !== undefined) return
  sheet = new CSSStyleSheet()
  sheet.replaceSync(style)
  document.adoptedStyleSheets.push(sheet)
}
