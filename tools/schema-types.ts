/**
 * JSON Schema, as OpenAPI 3.1 uses it, to TypeScript types.
 *
 * What an API says in many places (a purpose, a reason) becomes one named type: objects and choices
 * of words that stand in two places or more, by what they hold and not by how they are described.
 * A schema's `title` names it; else the property that holds it does.
 *
 * A keyword that is not understood here stops the generator: a type must never be silently wider
 * than what the server takes.
 */

export type Schema = boolean | SchemaObject

export interface SchemaObject {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly title?: string
  readonly description?: string
  readonly deprecated?: boolean
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly nullable?: boolean
  readonly format?: string
  readonly contentMediaType?: string
  readonly contentEncoding?: string
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly maxItems?: number
  readonly items?: Schema
  readonly prefixItems?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly patternProperties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
}

/** The name of a schema's type, where it has one. */
export type NameOf = (schema: SchemaObject) => string | undefined

export interface Printing {
  readonly nameOf: NameOf
  readonly comments: boolean
}

const NAMELESS: Printing = { nameOf: () => undefined, comments: false }

/** What a schema holds, whatever it is called and however it is described. */
export function formOf(schema: Schema): string {
  return printType(schema, NAMELESS)
}

/** The type as it is used: its name where it has one, else what it holds. */
export function printType(schema: Schema, printing: Printing): string {
  if (typeof schema === 'boolean') return schema ? 'unknown' : 'never'
  return printing.nameOf(schema) ?? printForm(schema, printing)
}

/** What the type holds, also where it has a name. */
export function printForm(schema: SchemaObject, printing: Printing): string {
  const form = printBare(schema, printing)
  return schema.nullable ? unionOf([form, 'null']) : form
}

function printBare(schema: SchemaObject, printing: Printing): string {
  const { $ref, enum: words, const: word, anyOf, oneOf, allOf } = schema
  if ($ref !== undefined) return nameOfReference($ref)
  if (word !== undefined) return printLiteral(word)
  if (words !== undefined) return unionOf(words.map(printLiteral))
  const one = anyOf ?? oneOf
  if (one !== undefined) return unionOf(one.map((part) => printType(part, printing)))
  if (allOf !== undefined) {
    return allOf.map((part) => `(${printType(part, printing)})`).join(' & ')
  }
  const types = [schema.type ?? guessType(schema)].flat()
  return unionOf(types.map((type) => printByType(type, schema, printing)))
}

function guessType({ properties, items, contentMediaType }: SchemaObject): string {
  if (properties !== undefined) return 'object'
  if (items !== undefined) return 'array'
  return contentMediaType === undefined ? 'unknown' : 'string'
}

function printByType(type: string, schema: SchemaObject, printing: Printing): string {
  switch (type) {
    case 'string':
      return schema.format === 'binary' ? 'Uint8Array' : 'string'
    case 'integer':
    case 'number':
      return 'number'
    case 'boolean':
    case 'null':
    case 'unknown':
      return type
    case 'array':
      return printArray(schema, printing)
    case 'object':
      return printObject(schema, printing)
    default:
      throw new Error(`Cannot print a schema of type "${type}": teach tools/schema-types.ts`)
  }
}

function printArray({ items = true, prefixItems }: SchemaObject, printing: Printing): string {
  if (prefixItems !== undefined) {
    return `readonly [${prefixItems.map((part) => printType(part, printing)).join(', ')}]`
  }
  const item = printType(items, printing)
  return `readonly ${/^[\w]+$/.test(item) ? item : `(${item})`}[]`
}

function printObject(schema: SchemaObject, printing: Printing): string {
  const { properties = {}, required = [], additionalProperties = {}, patternProperties } = schema
  const entries = Object.entries(properties)
  const values = Object.values(patternProperties ?? { any: additionalProperties })
  const value = unionOf(values.map((one) => printType(one, printing)))
  if (entries.length === 0) return `Readonly<Record<string, ${value}>>`
  const lines = entries.map(([name, part]) => {
    const type = printType(part, printing)
    const says = printing.comments ? printComment(describe(part)) : ''
    const typed = required.includes(name) ? `: ${type}` : `?: ${unionOf([type, 'undefined'])}`
    return `${says}readonly ${printName(name)}${typed}`
  })
  // Names that the document does not list are known only where it says so.
  const open = schema.additionalProperties
  const isOpen = patternProperties !== undefined || (open !== undefined && open !== false)
  const rest = isOpen ? ['readonly [name: string]: unknown'] : []
  return `{\n${[...lines, ...rest].join('\n')}\n}`
}

function unionOf(types: readonly string[]): string {
  return types.includes('unknown') ? 'unknown' : [...new Set(types)].join(' | ')
}

function printLiteral(value: unknown): string {
  if (typeof value === 'string') return `'${value.replaceAll(/['\\]/g, '\\$&')}'`
  return JSON.stringify(value)
}

/** Words of other people's formats that the glossary replaces stay out of our identifiers. */
const FOREIGN = /user|customer|visitor|cohort/i

export function printName(name: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) return printLiteral(name)
  return FOREIGN.test(name) ? `[${printLiteral(name)}]` : name
}

/** `#/components/schemas/consent-state` → `ConsentState`. */
export function nameOfReference(reference: string): string {
  const name = /^#\/components\/schemas\/([^/]+)$/.exec(reference)?.[1]
  if (name === undefined) throw new Error(`Cannot follow "${reference}": want a schema of its own`)
  return toTypeName(decodeURIComponent(name))
}

export function toTypeName(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('')
}

const WIDTH = 84

/** A doc comment; several parts are paragraphs. Empty where there is nothing to say. */
export function printComment(parts: readonly string[]): string {
  const lines = parts
    .map((part) => part.replaceAll('*/', '*\u200b/').replaceAll(/\s+/g, ' ').trim())
    .filter((part) => part !== '')
    .flatMap((part, index) => [...(index === 0 ? [] : ['']), ...wrap(part)])
  if (lines.length === 0) return ''
  if (lines.length === 1) return `/** ${lines[0]} */\n`
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */\n`
}

function wrap(text: string): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length >= WIDTH) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}

/** What a schema says of itself, and its limits, where they are not in its type. */
export function describe(schema: Schema): readonly string[] {
  if (typeof schema === 'boolean') return []
  const { deprecated = false, anyOf = [] } = schema
  const parts = [schema, ...anyOf].map((one) => (typeof one === 'boolean' ? '' : one.description))
  const description = parts.find((part) => part !== undefined && part !== '') ?? ''
  const limits = limitsOf(schema).join(', ')
  const says = [description, limits].filter((part) => part !== '').join('. ')
  return deprecated ? [says, '@deprecated'] : [says]
}

function limitsOf({ minimum, maximum, maxItems, default: standard }: SchemaObject): string[] {
  const range = minimum === undefined || maximum === undefined ? '' : `${minimum} to ${maximum}`
  const count = maxItems === undefined ? '' : `At most ${maxItems}`
  const left = standard === undefined ? '' : `${JSON.stringify(standard)} where left out`
  return [range, count, left].filter((part) => part !== '')
}

/** A schema under the name of the operation's part that it is: `DecideBody`. */
export interface Root {
  readonly name: string
  readonly schema: Schema
}

export interface Shared {
  readonly name: string
  readonly schema: SchemaObject
}

interface Place {
  readonly word: string
  /** Form and property of what holds it: the same place in two equal parts counts once. */
  readonly at: string
}

interface Found {
  readonly schema: SchemaObject
  readonly places: Place[]
}

/**
 * By form: what stands in two places or more, with a name, in the document's order.
 *
 * @param saidBetter what to call a type instead of what the fields that hold it suggest.
 */
export function findShared(
  roots: readonly Root[],
  saidBetter: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, Shared> {
  const found = new Map<string, Found>()
  for (const { name, schema } of roots) visit(schema, { word: name, at: '' }, found)
  const shared = [...found].filter(([, { places }]) => countPlaces(places) > 1)
  const taken = new Set([...GLOBAL_NAMES, ...roots.map(({ name }) => name)])
  const names = new Map<string, string>()
  const byUse = shared.toSorted(([, a], [, b]) => countPlaces(b.places) - countPlaces(a.places))
  for (const [form, { schema, places }] of byUse) {
    const root = roots.find((one) => formOf(one.schema) === form)?.name
    const words = [schema.title, ...wordsOf(places)].filter((word) => word !== undefined)
    const wanted = words.map(toTypeName).map((word) => saidBetter[word] ?? word)
    const name = wanted.find((word) => !taken.has(word)) ?? root ?? `${wanted[0]}${taken.size}`
    taken.add(name)
    names.set(form, name)
  }
  return new Map(
    shared.map(([form, { schema }]) => [form, { name: names.get(form) ?? '', schema }]),
  )
}

/** Names that our types use as TypeScript means them. */
const GLOBAL_NAMES = ['Promise', 'Readonly', 'Record', 'RequestOptions', 'Uint8Array']

function countPlaces(places: readonly Place[]): number {
  return new Set(places.map(({ at }) => at)).size
}

/** The most used word first. */
function wordsOf(places: readonly Place[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const { word } of places) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([word]) => word)
}

function visit(schema: Schema, place: Place, found: Map<string, Found>): void {
  if (typeof schema === 'boolean') return
  const form = formOf(schema)
  if (deservesName(schema)) {
    const known = found.get(form) ?? { schema, places: [] }
    known.places.push(place)
    found.set(form, known)
  }
  for (const [property, part] of Object.entries(schema.properties ?? {})) {
    visit(part, { word: property, at: `${form}.${property}` }, found)
  }
  const inLists = [schema.items, schema.additionalProperties, ...(schema.prefixItems ?? [])]
  const values = Object.values(schema.patternProperties ?? {})
  const inside = { word: toSingular(place.word), at: place.at === '' ? `${form}[]` : place.at }
  for (const part of [...inLists, ...values]) if (part !== undefined) visit(part, inside, found)
  for (const part of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]) {
    visit(part, place, found)
  }
}

/** Objects of two fields or more, and choices among three words or more. */
function deservesName({ properties, enum: words }: SchemaObject): boolean {
  return Object.keys(properties ?? {}).length > 1 || (words?.length ?? 0) > 2
}

function toSingular(word: string): string {
  return word.replace(/ies$/, 'y').replace(/(?<![isu])s$/, '')
}
