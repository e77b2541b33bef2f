/** Reads option values into the product's types; what does not fit is a usage error. */
import {
  type AgeBand,
  isAgeBand,
  isPurpose,
  isRegion,
  PURPOSES,
  type Purpose,
  type Region,
} from '@equipoise/core/values'
import type { SubjectReference } from '../modules/subjects/index.ts'
import type { OptionValues } from './command.ts'
import { UsageError } from './usage.ts'

export function textOf(options: OptionValues, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

export function textsOf(options: OptionValues, name: string): readonly string[] {
  const value = options[name]
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

export function flagOf(options: OptionValues, name: string): boolean {
  return options[name] === true
}

/** On the command line a subject is named by the business's own id. */
export function subjectOf(options: OptionValues): SubjectReference {
  const externalId = textOf(options, 'subject')
  if (externalId === undefined) throw new UsageError('Name the subject: --subject ID')
  return { externalId }
}

export function regionOf(options: OptionValues): Region | undefined {
  const region = textOf(options, 'region')
  if (region === undefined || isRegion(region)) return region
  const wanted = 'want ISO 3166, such as DE or US-CA'
  throw new UsageError(`Cannot read region "${region}": ${wanted}`, 'invalid_region')
}

export function ageBandOf(options: OptionValues): AgeBand | undefined {
  const band = textOf(options, 'age-band')
  if (band === undefined || isAgeBand(band)) return band
  throw new UsageError(`Cannot read age band "${band}": want under_13, 13_15, 16_17 or adult`)
}

/** `--purpose` may be repeated, and may hold several, separated by commas. */
export function purposesOf(options: OptionValues): readonly Purpose[] {
  const names = textsOf(options, 'purpose').flatMap((text) => text.split(','))
  if (names.length === 0) throw new UsageError('Name a purpose: --purpose site_personalization')
  return names.map((name) => {
    if (isPurpose(name)) return name
    const wanted = PURPOSES.join(', ')
    throw new UsageError(`Cannot read purpose "${name}": want one of ${wanted}`, 'unknown_purpose')
  })
}

export function integerOf(
  options: OptionValues,
  name: string,
  { min, max, fallback }: { readonly min: number; readonly max: number; readonly fallback: number },
): number {
  const text = textOf(options, name)
  if (text === undefined) return fallback
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  const wanted = `want a whole number from ${min} to ${max}`
  const code = name === 'count' ? 'invalid_count' : 'usage'
  throw new UsageError(`Cannot read --${name} "${text}": ${wanted}`, code)
}

export function numberOf(
  options: OptionValues,
  name: string,
  { min, max, fallback }: { readonly min: number; readonly max: number; readonly fallback: number },
): number {
  const text = textOf(options, name)
  if (text === undefined) return fallback
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (value >= min && value <= max) return value
  throw new UsageError(`Cannot read --${name} "${text}": want a number from ${min} to ${max}`)
}
