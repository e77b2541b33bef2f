/**
 * One manner of reading lists in parts, wherever there are any: `limit` says how many, `cursor`
 * where the part before ended. A cursor is the caller's to send back, not to read; it stays good
 * while entries come and go, and names nothing but a place in that list.
 */
import { Type } from 'typebox'
import { EquipoiseError } from '../errors.ts'
import type { Page, Paged } from '../store/index.ts'

export const PAGE_ENTRIES_MAX = 200
const PAGE_ENTRIES = 50
const RADIX = 36

export const PAGE_FIELDS = {
  cursor: Type.Optional(
    Type.String({
      pattern: '^[0-9a-z]{1,10}$',
      description: 'The nextCursor of the part before; from the beginning without it',
    }),
  ),
  limit: Type.Optional(
    Type.String({
      pattern: '^[0-9]{1,3}$',
      description: `1 to ${PAGE_ENTRIES_MAX}; ${PAGE_ENTRIES} without it`,
    }),
  ),
}

export const PageQuery = Type.Object(PAGE_FIELDS, { additionalProperties: false })

export interface PageAsked {
  readonly cursor?: string
  readonly limit?: string
}

/** @throws EquipoiseError `invalid_count`. */
export function pageIn({ cursor, limit }: PageAsked): Page {
  const count = limit === undefined ? PAGE_ENTRIES : Number(limit)
  if (count < 1 || count > PAGE_ENTRIES_MAX) {
    throw new EquipoiseError(
      'invalid_count',
      `Cannot list that many: want 1 to ${PAGE_ENTRIES_MAX}`,
    )
  }
  return { before: cursor === undefined ? undefined : Number.parseInt(cursor, RADIX), count }
}

/** A part of a list in memory to which entries are only added at the end: latest first. */
export function pageOf<T>(all: readonly T[], { before, count }: Page): Paged<T> {
  const end = Math.min(before ?? all.length, all.length)
  const from = Math.max(0, end - count)
  return { entries: all.slice(from, end).toReversed(), next: from > 0 ? from : undefined }
}

export function nextCursorOf({ next }: Pick<Paged<unknown>, 'next'>): string | null {
  return next === undefined ? null : next.toString(RADIX)
}
