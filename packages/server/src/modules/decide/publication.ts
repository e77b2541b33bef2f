/**
 * When items were published: their attribute `publishedAt`, RFC 3339. What has no such time is as
 * old as anything.
 */
import { type Instant, parseInstant } from '@equipoise/core/values'
import { type Catalogue, PUBLISHED_ATTRIBUTE } from '../catalogue/index.ts'

interface Publication {
  readonly at: ReadonlyMap<string, Instant>
  /** All items, the newest first; of one time, and those without one, in the order of their ids. */
  readonly newest: readonly string[]
}

/** Made once a catalogue, and anew after a change of it. */
const MADE = new WeakMap<object, Publication>()

export function publicationOf(catalogue: Catalogue): Publication {
  const entries = catalogue.entries()
  const known = MADE.get(entries)
  if (known !== undefined) return known
  const at = new Map<string, Instant>()
  for (const { id } of entries) {
    const time = parseInstant(catalogue.find(id)?.attributes[PUBLISHED_ATTRIBUTE] ?? '')
    if (time !== undefined) at.set(id, time)
  }
  const newest = entries
    .map(({ id }) => id)
    .sort((a, b) => (at.get(b) ?? 0) - (at.get(a) ?? 0) || (a < b ? -1 : 1))
  const made = { at, newest }
  MADE.set(entries, made)
  return made
}
