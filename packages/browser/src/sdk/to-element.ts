import type { Drawn } from '../banner/view.ts'

/** Makes an element of what the server drew; what can be opened is made when it is. */
export function toElement([tag, attributes, ...children]: Drawn): HTMLElement {
  const element = document.createElement(tag)
  for (const name in attributes) element.setAttribute(name, attributes[name] ?? '')
  const later = tag === 'details' ? children.splice(1) : []
  element.append(...children.map(toNode))
  if (later[0]) {
    element.addEventListener('toggle', () => element.append(...later.map(toNode)), { once: true })
  }
  return element
}

const toNode = (one: string | Drawn): Node | string =>
  typeof one === 'string' ? one : toElement(one)
