/** Why this, on an item or an ad: loaded when somebody asks. */

import { WHY_ENGLISH } from '../languages/english.ts'
import { speakEnglish, speakFor } from '../languages/say.ts'
import type { Shown, WhyPart } from '../sdk/parts.ts'
import { languagesOf } from '../sdk/standing.ts'
import type { Decided } from '../sdk/types.ts'
import { actsOf } from './acts.ts'
import { openWhy } from './dialog.ts'

export type { WhyActs, Wrong } from './acts.ts'
export { openWhy } from './dialog.ts'

speakEnglish(WHY_ENGLISH)

export const explain: WhyPart['explain'] = async (host, shown) => {
  const { slot, element } = shown
  const decided = shown.decided ?? renderedIn(slot)
  const item = shown.item ?? itemOf(element, decided)
  if (!decided || !item) return
  await speakFor(host.connection.server, 'why', languagesOf(host.options))
  const acts = actsOf(host, { ...shown, item, decided })
  let isStale = false
  const change = async (): Promise<void> => {
    await acts.change()
    // What a server rendered and no template can make anew is as it was.
    isStale = shown.item === undefined && slot.querySelector('template') === null
  }
  const dialog = openWhy(item, decided, { ...acts, change }, () => {
    // What was pressed went with the list; its place is where one goes on.
    const next = slot.querySelector<HTMLElement>('[data-equipoise-why]') ?? slot
    if (next === slot) next.tabIndex = -1
    next.focus()
  })
  dialog.addEventListener('close', () => {
    const event = new CustomEvent('equipoise:stale', { bubbles: true, cancelable: true })
    if (isStale && slot.dispatchEvent(event)) location.reload()
  })
}

/** The answer of the server to `/v1/decide`, as whoever rendered the page put it into the slot. */
function renderedIn({ dataset }: Shown['slot']): Decided | undefined {
  const said: unknown = JSON.parse(dataset['equipoiseDecided'] ?? 'null')
  if (said === null || typeof said !== 'object' || !('items' in said)) return undefined
  return said as Decided // The page's own server said it, in the form of our schema.
}

function itemOf(element: Element, decided: Decided | undefined) {
  const id = element.getAttribute('data-equipoise-item')
  return decided?.items.find((one) => one.id === id)
}
