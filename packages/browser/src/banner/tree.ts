/**
 * Markup as data: written once, made into HTML, or into what a page makes elements of. Text is
 * always text: there is no way to put markup in.
 */
import type { Drawn } from './view.ts'

export type Tree = string | Branch

export interface Branch {
  readonly tag: string
  readonly attributes: Attributes
  readonly children: readonly Tree[]
}

/** True for one without a value; false for none. */
export type Attributes = Readonly<Record<string, string | boolean>>

export function branch(tag: string, attributes: Attributes, ...children: readonly Tree[]): Branch {
  return { tag, attributes, children }
}

/** For a page, which makes elements of it and parses no HTML. */
export function toDrawn({ tag, attributes, children }: Branch): Drawn {
  const written = Object.entries(attributes).flatMap(([name, value]) =>
    value === false ? [] : [[name, value === true ? '' : value]],
  )
  const inside = children.map((one) => (typeof one === 'string' ? one : toDrawn(one)))
  return [tag, Object.fromEntries(written), ...inside]
}

const VOID: readonly string[] = ['input', 'link']

export function toHtml(tree: Tree): string {
  if (typeof tree === 'string') return escapeText(tree)
  const { tag, attributes, children } = tree
  const written = Object.entries(attributes).map(([name, value]) =>
    value === false ? '' : value === true ? ` ${name}` : ` ${name}="${escapeText(value)}"`,
  )
  const start = `<${tag}${written.join('')}>`
  return VOID.includes(tag) ? start : `${start}${children.map(toHtml).join('')}</${tag}>`
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
