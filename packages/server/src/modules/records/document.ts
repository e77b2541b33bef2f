/** A record as a text with headings and tables: Markdown and the page are written from it. */
import type { OpenPoint } from './open-points.ts'
import type { MadeOf } from './terms.ts'

export interface RecordDocument {
  readonly title: string
  readonly lead: string
  readonly blocks: readonly Block[]
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | TableBlock
  | { readonly kind: 'open'; readonly points: readonly OpenPoint[] }

export interface TableBlock {
  readonly kind: 'table'
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export const NO_ADVICE =
  'This is no legal advice: have counsel look at it. It is written by the server from its settings, its store and its rule packs; rules marked advisory were not verified against the law itself.'

/** A heading and what follows, or nothing where nothing does. */
export function section(text: string, ...blocks: readonly (Block | undefined)[]): readonly Block[] {
  const there = blocks.filter((block) => block !== undefined)
  return there.length === 0 ? [] : [{ kind: 'heading', text }, ...there]
}

export function text(says: string): Block {
  return { kind: 'text', text: says }
}

export function list(items: readonly string[]): Block | undefined {
  return items.length === 0 ? undefined : { kind: 'list', items }
}

export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): Block | undefined {
  return rows.length === 0 ? undefined : { kind: 'table', head, rows }
}

export function openSection(points: readonly OpenPoint[]): readonly Block[] {
  if (points.length === 0) return []
  return [
    { kind: 'heading', text: 'What only you can fill in' },
    text(
      'Say it in the JSON file that EQUIPOISE_RECORDS names, under the field, and start again. Until then it stands open.',
    ),
    { kind: 'open', points },
  ]
}

export function untoldSection({ untold }: MadeOf): readonly Block[] {
  if (untold.length === 0) return []
  return section(
    'Found, and told of nowhere',
    text(
      'This is there and no record of this version tells what it is. Ask whoever runs the server.',
    ),
    list(untold),
  )
}

export function madeSection({ madeAt, markets, packs }: MadeOf): readonly Block[] {
  const places = markets.length === 0 ? 'no market is set' : `markets: ${markets.join(', ')}`
  return section(
    'What this is made of',
    text(`Made at ${madeAt}; ${places}; ${packs.length} rule packs.`),
    list([NO_ADVICE]),
  )
}
