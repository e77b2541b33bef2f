/**
 * The button on an item that opens why it is there: the page's own in the template, or one of ours.
 * An ad says on it that it is one. How it looks gives way to whatever the page says of it.
 */
import type { SlotWords } from '../sdk/parts.ts'
import type { DecidedItem } from '../sdk/types.ts'

export const WHY = '[data-equipoise-why]'

const LOOK = `:where(${WHY}){color:inherit;font:inherit;min-inline-size:44px;min-block-size:44px;border:0;background:0;text-decoration:underline}`

let sheet: CSSStyleSheet | undefined

/** Where the words of the person's language do not come. */
export const ENGLISH: SlotWords = { why: 'Why this?', ad: 'Ad', language: 'en' }

/** @param own what the page has our button say; undefined where none is to be added, but to ads. */
export function addWhy(
  element: HTMLElement,
  item: DecidedItem,
  own: string | undefined,
  { why, ad, language }: SlotWords,
): void {
  let button = element.querySelector<HTMLButtonElement>(WHY)
  if (!button && (item.ad || own !== undefined)) {
    button = document.createElement('button')
    button.toggleAttribute('data-equipoise-why')
    button.dir = 'auto'
    button.textContent = own || why
    if (!own) button.lang = language
    element.append(button)
  }
  if (!button) return
  if (!sheet) {
    sheet = new CSSStyleSheet()
    sheet.replaceSync(LOOK)
    document.adoptedStyleSheets.push(sheet)
  }
  if (item.ad) button.prepend(`${ad} · `)
  button.ariaLabel = `${button.textContent} ${titleOf(item)}`
}

/** An ad's own title comes before that of the item that it is for. */
export function titleOf({ ad, title, id }: DecidedItem): string {
  return ad?.content.title ?? title ?? id
}
