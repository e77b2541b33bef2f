/**
 * Makes elements. Everything that comes from data is set as text or as an attribute, never parsed
 * as HTML. `fill` replaces what an element holds and keeps what the reader had: the focus (by
 * `data-focus`) and which details were open (by `data-keep`). The product's own page has it, too.
 */

export type Child = Node | string | number | null | undefined | false | readonly Child[]

export interface Attributes {
  readonly [name: string]: string | number | boolean | undefined | ((event: Event) => void)
}

const SVG = 'http://www.w3.org/2000/svg'

/** What is false or undefined is left out, what is true is empty; `onclick` listens. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  apply(element, attributes)
  element.append(...flatten(children))
  return element
}

export function svg(tag: string, attributes: Attributes = {}, ...children: Child[]): SVGElement {
  const element = document.createElementNS(SVG, tag)
  apply(element, attributes)
  element.append(...flatten(children))
  // Made in the namespace of SVG.
  return element as SVGElement
}

/** Text out of data: it finds its own direction and cannot turn what is around it. */
export function text(value: string, className = 'data'): HTMLElement {
  return el('bdi', { class: className, dir: 'auto' }, value)
}

/** @throws Error where the page has no such element. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (!found) throw new Error(`Cannot find "${id}" in the page`)
  return found
}

export function fill(root: HTMLElement, ...children: Child[]): void {
  const active = document.activeElement
  const held = active instanceof HTMLElement && root.contains(active)
  const focus = held ? active.dataset['focus'] : undefined
  const open = new Map(kept(root).map((details) => [details.dataset['keep'], details.open]))
  root.replaceChildren(...flatten(children))
  for (const details of kept(root)) {
    details.open = open.get(details.dataset['keep']) ?? details.open
  }
  if (held) refocus(root, focus)
}

/** To the same control, else to its section's heading, so that a keyboard never starts anew. */
function refocus(root: HTMLElement, key: string | undefined): void {
  const same =
    key === undefined ? null : root.querySelector<HTMLElement>(`[data-focus="${CSS.escape(key)}"]`)
  const heading = root.closest('section')?.querySelector<HTMLElement>('h2[tabindex]')
  const target = same ?? heading
  target?.focus({ preventScroll: same !== null })
}

function kept(root: HTMLElement): HTMLDetailsElement[] {
  return [...root.querySelectorAll<HTMLDetailsElement>('details[data-keep]')]
}

function apply(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    // As an attribute, a policy that forbids inline styles would stop it.
    else if (name === 'style' && element instanceof HTMLElement) element.style.cssText = `${value}`
    else if (value === true) element.setAttribute(name, '')
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value))
  }
}

function flatten(children: readonly Child[]): (Node | string)[] {
  return children.flatMap((child) => {
    if (child === null || child === undefined || child === false) return []
    if (Array.isArray(child)) return flatten(child)
    if (typeof child === 'object' && child instanceof Node) return [child]
    return [String(child)]
  })
}
