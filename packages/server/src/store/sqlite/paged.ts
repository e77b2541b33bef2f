/** One manner of reading a list in parts: by the number of each row, latest first. */
import type { Page, Paged } from '../store.ts'
import { integerIn, type Row } from './database.ts'

/** Before every number that a row may have. */
export function beforeOf({ before = Number.MAX_SAFE_INTEGER }: Page): number {
  return before
}

/** One more than is wanted: it tells whether anything follows. */
export function limitOf({ count }: Page): number {
  return count + 1
}

/** @param rows as many as `limitOf` says at most, each with its number as `seq`. */
export function toPaged<T>(rows: readonly Row[], { count }: Page, open: (row: Row) => T): Paged<T> {
  const wanted = rows.slice(0, count)
  const last = wanted.at(-1)
  const next = rows.length > count && last !== undefined ? integerIn(last, 'seq') : undefined
  return { entries: wanted.map(open), next }
}
