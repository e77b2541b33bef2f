/**
 * One text for one value: JSON as RFC 8785 (JCS) writes it, without white space and with members in
 * the order of their names' UTF-16 units, so that equal records have equal bytes on any machine.
 *
 * Numbers are safe integers only. RFC 8785 takes any double, but then every reader in any language
 * needs ECMAScript's own number formatting; integers are written alike everywhere.
 */
import { assert } from '../values/assert.ts'

export type PlainJson =
  | null
  | boolean
  | number
  | string
  | readonly PlainJson[]
  | { readonly [name: string]: PlainJson }

const DEPTH_MAX = 32

/**
 * Writes plain data as canonical JSON.
 *
 * @throws Error on anything that JSON would drop, change or never end on: NaN, undefined, lone
 * surrogates, objects with a class, more than 32 levels (thus cycles); and on fractions.
 */
export function canonicalJson(data: PlainJson): string {
  return write(data, 0)
}

function write(data: unknown, depth: number): string {
  assert(depth <= DEPTH_MAX, `plain data of at most ${DEPTH_MAX} levels`)
  if (data === null || typeof data === 'boolean') return String(data)
  if (typeof data === 'number') return writeInteger(data)
  if (typeof data === 'string') return writeString(data)
  if (Array.isArray(data)) return `[${Array.from(data, (part) => write(part, depth + 1)).join()}]`
  assert(isPlainObject(data), 'plain data: text, integers, booleans, null, lists, plain objects')
  const members = Object.keys(data).sort()
  return `{${members.map((name) => `${writeString(name)}:${write(data[name], depth + 1)}`).join()}}`
}

function writeInteger(number: number): string {
  assert(Number.isSafeInteger(number), 'an integer within 2^53')
  return JSON.stringify(number)
}

function writeString(text: string): string {
  assert(!/\p{Surrogate}/u.test(text), 'text without lone surrogates')
  return JSON.stringify(text)
}

function isPlainObject(data: unknown): data is { readonly [name: string]: unknown } {
  if (typeof data !== 'object' || data === null) return false
  const prototype: unknown = Object.getPrototypeOf(data)
  if (prototype !== Object.prototype && prototype !== null) return false
  return Object.getOwnPropertySymbols(data).length === 0
}
