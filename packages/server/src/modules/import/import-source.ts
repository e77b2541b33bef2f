/**
 * What every import has in common: an opened source lists the catalogue entries it found and
 * streams one row for each thing a line says. A line yields at least one row, so nothing is lost
 * silently.
 */
import type { Verb } from '@equipoise/core/values'

export interface ImportedInteraction {
  readonly kind: 'interaction'
  readonly line: number
  /** The subject's external id. */
  readonly subject: string
  readonly item: string
  readonly verb: Verb
  /** Milliseconds UTC; undefined where the source does not say. */
  readonly at: number | undefined
  readonly region: string | undefined
  /** Made from the source's own row, so that importing it again changes nothing. */
  readonly id: string
}

export const REJECTION_CODES = [
  'empty_line',
  'invalid_id',
  'invalid_item_id',
  'invalid_quantity',
  'invalid_rating',
  'invalid_region',
  'invalid_subject_id',
  'invalid_time',
  'invalid_utf8',
  'line_too_long',
  'malformed_csv',
  'malformed_json',
  'missing_field',
  'not_a_product',
  'time_in_future',
  'unknown_field',
  'unknown_product',
  'unknown_verb',
  'wrong_field_count',
] as const

export type RejectionCode = (typeof REJECTION_CODES)[number]

export interface RejectedLine {
  readonly kind: 'rejected'
  /** The file's own name, without its folder. */
  readonly file: string
  readonly line: number
  readonly code: RejectionCode
}

export type ImportRow = ImportedInteraction | RejectedLine

export interface ImportedItem {
  readonly id: string
  readonly title: string
  /** Readable names; the first one is the primary category. */
  readonly categories: readonly string[]
  readonly attributes: Readonly<Record<string, string>>
  readonly sensitive: readonly string[]
}

export interface ImportSource {
  /** Catalogue entries, where the source has any. */
  readonly items: readonly ImportedItem[]
  /** Lines of the catalogue that could not be read. */
  readonly rejectedItems: readonly RejectedLine[]
  rows(): AsyncIterable<ImportRow>
  /** Size of what `rows` reads. */
  readonly sizeBytes: number
  /** How much of it has been read so far. */
  bytesRead(): number
}

export interface ImportOptions {
  /** Milliseconds UTC. Times later than five minutes after it are refused. */
  readonly now: number
}
