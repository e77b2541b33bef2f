/**
 * Reads a business's own meanings of event names, strictly:
 *
 *   { "Song Played": { "verb": "play", "item": "properties.song_id" },
 *     "List Saved": { "verb": "like", "items": "properties.songs", "item": "id" },
 *     "Product Clicked": null }
 *
 * A name that the table already has is replaced; `null` takes it out. Paths begin at `properties`
 * and nowhere else: what else a call says is of a person, never of an item. The names `page` and
 * `screen` stand for those calls, which otherwise mean nothing.
 */
import {
  failure,
  isVerb,
  parseExternalId,
  type Result,
  success,
  VERBS,
} from '@equipoise/core/values'
import {
  type EventMapping,
  type EventMappings,
  type Path,
  STANDARD_MAPPINGS,
} from './event-mapping.ts'
import { type Fields, isFields } from './fields.ts'

export const MAPPINGS_MAX = 1_000
const PATH_LENGTH_MAX = 256
const PATH_DEPTH_MAX = 8
const FIELDS = ['verb', 'items', 'item']
/** Names that mean something to JavaScript and nothing to a sender. */
const RESERVED = ['__proto__', 'constructor', 'prototype']

/**
 * The standard table with the business's own on top.
 * Issues: `not_an_object`, `too_many_mappings`, `id_missing`, `id_too_long`, `id_malformed`,
 * `unknown_field`, `unknown_verb`, `path_malformed`.
 */
export function parseEventMappings(json: unknown): Result<EventMappings> {
  if (!isFields(json)) return failure('', 'not_an_object', 'A table of meanings by event name')
  const entries = Object.entries(json)
  if (entries.length > MAPPINGS_MAX) {
    return failure('', 'too_many_mappings', `At most ${MAPPINGS_MAX} events`)
  }
  const mappings = new Map(STANDARD_MAPPINGS)
  for (const [name, meaning] of entries) {
    const path = name.slice(0, 40)
    const event = parseExternalId(name, path)
    if (!event.ok) return event
    const mapping = meaning === null ? success(undefined) : parseMapping(meaning, path)
    if (!mapping.ok) return mapping
    if (mapping.value === undefined) mappings.delete(name)
    else mappings.set(name, [mapping.value])
  }
  return success(mappings)
}

function parseMapping(json: unknown, path: string): Result<EventMapping> {
  if (!isFields(json)) return failure(path, 'not_an_object', 'A meaning is an object, or null')
  if (Object.keys(json).some((name) => !FIELDS.includes(name))) {
    return failure(path, 'unknown_field', `Fields are ${FIELDS.join(', ')}`)
  }
  const { verb, items } = json
  if (!isVerb(verb)) return failure(`${path}.verb`, 'unknown_verb', `Verbs: ${VERBS.join(', ')}`)
  const paths = items === undefined ? parseOnePath(json, path) : parseListPaths(json, path)
  return paths.ok ? success({ verb, ...paths.value, firstOnly: false }) : paths
}

type Paths = Pick<EventMapping, 'list' | 'item'>

function parseOnePath({ item }: Fields, path: string): Result<Paths> {
  const parsed = parseFromProperties(item, `${path}.item`)
  return parsed.ok ? success({ list: undefined, item: parsed.value }) : parsed
}

/** Without `item` each entry of the list is an id itself. */
function parseListPaths({ items, item }: Fields, path: string): Result<Paths> {
  const list = parseFromProperties(items, `${path}.items`)
  if (!list.ok) return list
  const parsed = item === undefined ? success<Path>([]) : parsePath(item, `${path}.item`)
  return parsed.ok ? success({ list: list.value, item: parsed.value }) : parsed
}

function parseFromProperties(text: unknown, path: string): Result<Path> {
  const parsed = parsePath(text, path)
  if (!parsed.ok) return parsed
  const [root, ...rest] = parsed.value
  if (root === 'properties' && rest.length > 0) return success(rest)
  return failure(path, 'path_malformed', 'A path such as properties.song_id')
}

function parsePath(text: unknown, path: string): Result<Path> {
  const names = typeof text === 'string' && text.length <= PATH_LENGTH_MAX ? text.split('.') : []
  const fits =
    names.length > 0 &&
    names.length <= PATH_DEPTH_MAX &&
    names.every((name) => name !== '' && !RESERVED.includes(name))
  if (fits) return success(names)
  return failure(path, 'path_malformed', `Up to ${PATH_DEPTH_MAX} names with dots between them`)
}
