import type { Branch } from './tree.ts'

/** Makes elements of a tree; no HTML is parsed. */
export function toElements({ tag, attributes, children }: Branch): HTMLElement {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? '' : value)
  }
  element.append(
    ...children.map((child) => (typeof child === 'string' ? child : toElements(child))),
  )
  return element
}
