/** Small conversions between the product's types and the wire's. */
import { formatInstant, type Instant, isRegion, type Region } from '@equipoise/core/values'
import type { App } from '../app.ts'
import { EquipoiseError } from '../errors.ts'

export function timeOrNull(at: Instant | undefined): string | null {
  return at === undefined ? null : formatInstant(at)
}

/** The schema has checked the form; this says it in the type. */
export function readRegion(text: string | undefined): Region | undefined {
  if (text === undefined || isRegion(text)) return text
  throw new EquipoiseError('invalid_region', 'Cannot read a region: want ISO 3166')
}

/** With what its item is called, as far as the catalogue says. */
export function withWords<T extends { readonly item: string }>(
  { catalogue }: Pick<App, 'catalogue'>,
  one: T,
): T & { readonly title: string | null; readonly categories: readonly string[] } {
  const { title = null, categories = [] } = catalogue.find(one.item) ?? {}
  return { ...one, title, categories }
}

/** A part of an explanation with what its item is called. */
export function withTitle<T extends { readonly kind: string; readonly id: string | null }>(
  { catalogue }: Pick<App, 'catalogue'>,
  part: T,
): T & { readonly title: string | null } {
  const item = part.kind === 'item' && part.id !== null ? catalogue.find(part.id) : undefined
  return { ...part, title: item?.title ?? null }
}
