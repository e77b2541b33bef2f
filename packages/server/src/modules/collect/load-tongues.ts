/**
 * Reads, at start, what the business's own events mean and what its consent categories stand for.
 */
import { readFileSync } from 'node:fs'
import type { Result } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import {
  type ConsentCategories,
  OWN_CATEGORIES,
  parseConsentCategories,
} from './tongues/consent-categories.ts'
import { type EventMappings, STANDARD_MAPPINGS } from './tongues/event-mapping.ts'
import { parseEventMappings } from './tongues/parse-event-mappings.ts'

/** With what events of others are read. */
export interface Tongues {
  readonly mappings: EventMappings
  readonly categories: ConsentCategories
}

export interface TongueFiles {
  readonly eventMappingsFile: string | undefined
  readonly consentCategoriesFile: string | undefined
}

/** @throws EquipoiseError `config_invalid` with the file and what is wrong in it. */
export function loadTongues({ eventMappingsFile, consentCategoriesFile }: TongueFiles): Tongues {
  return {
    mappings: read(eventMappingsFile, parseEventMappings) ?? STANDARD_MAPPINGS,
    categories: read(consentCategoriesFile, parseConsentCategories) ?? OWN_CATEGORIES,
  }
}

function read<T>(path: string | undefined, parse: (json: unknown) => Result<T>): T | undefined {
  if (path === undefined) return undefined
  const parsed = parse(readJson(path))
  if (parsed.ok) return parsed.value
  const [issue] = parsed.issues
  const says = `${issue?.path} (${issue?.code}): ${issue?.says}`
  throw new EquipoiseError('config_invalid', `Cannot start: "${path}" has ${says}`)
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new EquipoiseError('config_invalid', `Cannot start: "${path}" is no JSON file`, { cause })
  }
}
