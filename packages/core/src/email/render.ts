/**
 * Puts values in a template's variables. A list is spread out first, as often as there are items
 * (`spreadItems`), so that the MJML of each length is laid out once; then values take their places
 * in the finished HTML or text, escaped for it.
 */
import { type Reference, referencesIn } from './template.ts'

/** Values by name; those of an item by `items.0.title`. */
export type Values = Readonly<Record<string, string>>

/** Repeats what is between {{#items}} and {{/items}}, and numbers the items in it. */
export function spreadItems(text: string, count: number): string {
  const references = referencesIn(text)
  let spread = ''
  let at = 0
  let begin: Reference | undefined
  for (const reference of references) {
    if (reference.kind === 'begin') {
      spread += text.slice(at, reference.from)
      begin = reference
    } else if (reference.kind === 'end' && begin !== undefined) {
      const body = text.slice(begin.to, reference.from)
      for (let index = 0; index < count; index += 1) {
        spread += body.replaceAll(/\{\{\s*item\./g, `{{items.${index}.`)
      }
      at = reference.to
      begin = undefined
    }
  }
  return spread + text.slice(at)
}

export type Escape = (value: string) => string

export function escapeHtml(value: string): string {
  return value.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Of a plain text nothing is code, but a line that a value breaks would look like ours. */
export function asOneLine(value: string): string {
  return value.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
}

/** A finished text in which values take their places: read once, filled for each recipient. */
export interface Compiled {
  readonly texts: readonly string[]
  readonly slots: readonly Pick<Reference, 'name' | 'fallback'>[]
}

export function compile(text: string): Compiled {
  const texts: string[] = []
  let at = 0
  const slots = numberedReferences(text)
  for (const { from, to } of slots) {
    texts.push(text.slice(at, from))
    at = to
  }
  texts.push(text.slice(at))
  return { texts, slots }
}

const NUMBERED =
  /\{\{\s*([A-Za-z][A-Za-z0-9.]{0,95})\s*(?:\|\s*(?:"|&quot;)([^"{}]{0,200}?)(?:"|&quot;))?\s*\}\}/g

function numberedReferences(text: string): readonly Reference[] {
  return [...text.matchAll(NUMBERED)].map(({ 0: whole, 1: name = '', 2: fallback, index }) => ({
    kind: 'value',
    name,
    fallback,
    from: index,
    to: index + whole.length,
  }))
}

/**
 * @returns the text, or the name of the first variable that has no value and no default: then
 *   nothing may be sent.
 */
export function fill(
  { texts, slots }: Compiled,
  values: Values,
  toSafe: Escape,
): { readonly text: string } | { readonly missing: string } {
  let text = texts[0] ?? ''
  for (let index = 0; index < slots.length; index += 1) {
    const { name = '', fallback } = slots[index] ?? {}
    const own = Object.hasOwn(values, name) ? values[name] : undefined
    const value = own === undefined || own === '' ? (fallback ?? own) : own
    if (value === undefined) return { missing: name }
    text += toSafe(value) + (texts[index + 1] ?? '')
  }
  return { text }
}
