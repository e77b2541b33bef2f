/** Small conversions between the product's types and the wire's. */
import { formatInstant, type Instant, isRegion, type Region } from '@equipoise/core/values'
import { EquipoiseError } from '../errors.ts'

export function timeOrNull(at: Instant | undefined): string | null {
  return at === undefined ? null : formatInstant(at)
}

/** The schema has checked the form; this says it in the type. */
export function readRegion(text: string | undefined): Region | undefined {
  if (text === undefined || isRegion(text)) return text
  throw new EquipoiseError('invalid_region', 'Cannot read a region: want ISO 3166')
}
