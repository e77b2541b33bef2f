/** Elements from plain values. Text is text, and has its own direction where it is an item's. */

type Child = Node | string

export function el(
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElement {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children)
  return element
}

/** Somebody else's text, which turns nothing around it. */
export function bdi(text: string): HTMLElement {
  return el('bdi', {}, text)
}
