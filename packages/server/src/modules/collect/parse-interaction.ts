/** Reads one interaction as it came in: strict, with a code for each thing that can be wrong. */
import {
  failure,
  type Instant,
  isVerb,
  parseExternalId,
  parseInstant,
  parseItemId,
  type Result,
  success,
  VERBS,
  type Verb,
} from '@equipoise/core/values'
import type { SubjectReference } from '../subjects/index.ts'

/** Clocks differ: a time is in the future where it is later than this. */
export const CLOCK_SKEW_MS: number = 5 * 60_000

export interface IncomingInteraction {
  /** Undefined where the sender gave none: then a second sending is a second interaction. */
  readonly id: string | undefined
  readonly who: SubjectReference
  readonly item: string
  readonly verb: Verb
  readonly at: Instant | undefined
  /** The site's name of the list that it was done in. */
  readonly list?: string | undefined
  /** False where it is not to count for the person, as in a session for somebody else. */
  readonly forProfile?: boolean | undefined
}

/** What can be wrong with an interaction. */
export const INTERACTION_ISSUES = [
  'not_an_object',
  'unknown_field',
  'subject_unclear',
  'id_missing',
  'id_too_long',
  'id_malformed',
  'unknown_verb',
  'invalid_time',
  'time_in_future',
  'invalid_list',
] as const

const FIELDS = [
  'id',
  'subject',
  'externalId',
  'anonymousId',
  'item',
  'verb',
  'at',
  'list',
  'forProfile',
]

/**
 * @param inFront who is in front of the page that sends it: then it names nobody.
 */
export function parseInteraction(
  json: unknown,
  now: Instant,
  inFront?: SubjectReference,
): Result<IncomingInteraction> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return failure('', 'not_an_object', 'An interaction is an object')
  }
  const fields: Readonly<Record<string, unknown>> = { ...json }
  const unknown = Object.keys(fields).find((name) => !FIELDS.includes(name))
  if (unknown !== undefined) return failure('', 'unknown_field', `Fields are ${FIELDS.join(', ')}`)
  const id = fields['id'] === undefined ? success(undefined) : parseExternalId(fields['id'], 'id')
  if (!id.ok) return id
  const who = parseWho(fields, inFront)
  if (!who.ok) return who
  const item = parseItemId(fields['item'], 'item')
  if (!item.ok) return item
  const verb = fields['verb']
  if (!isVerb(verb)) return failure('verb', 'unknown_verb', `Verbs are ${VERBS.join(', ')}`)
  const at = parseTime(fields['at'], now)
  if (!at.ok) return at
  const context = parseContext(fields)
  if (!context.ok) return context
  const { value } = context
  return success({ id: id.value, who: who.value, item: item.value, verb, at: at.value, ...value })
}

const LIST_NAME = /^[a-z0-9][a-z0-9_-]{0,30}$/

/** Where it was done, and whether it counts: neither is kept. */
function parseContext({
  list,
  forProfile,
}: Readonly<Record<string, unknown>>): Result<Pick<IncomingInteraction, 'list' | 'forProfile'>> {
  const isName = typeof list === 'string' && LIST_NAME.test(list)
  if (list !== undefined && !isName) {
    return failure('list', 'invalid_list', 'A name of 1 to 31 of a-z, 0-9, - and _')
  }
  if (forProfile !== undefined && typeof forProfile !== 'boolean') {
    return failure('forProfile', 'invalid_list', 'True or false')
  }
  return success({
    ...(isName && { list }),
    ...(forProfile !== undefined && { forProfile }),
  })
}

const NAMES = ['subject', 'externalId', 'anonymousId'] as const

function parseWho(
  fields: Readonly<Record<string, unknown>>,
  inFront: SubjectReference | undefined,
): Result<SubjectReference> {
  const named = NAMES.filter((name) => fields[name] !== undefined)
  const [name] = named
  if (inFront !== undefined && name === undefined) return success(inFront)
  if (inFront !== undefined) return failure('subject', 'subject_unclear', 'A page names nobody')
  if (name === undefined || named.length > 1) {
    return failure('subject', 'subject_unclear', `Name the subject once: ${NAMES.join(' or ')}`)
  }
  const parsed = parseExternalId(fields[name], name)
  if (!parsed.ok) return parsed
  const id = parsed.value
  if (name === 'subject') return success({ subject: id })
  return success(name === 'externalId' ? { externalId: id } : { anonymousId: id })
}

/** RFC 3339 text; nothing where the time is not known. */
function parseTime(value: unknown, now: Instant): Result<Instant | undefined> {
  if (value === undefined || value === null) return success(undefined)
  const at = typeof value === 'string' ? parseInstant(value) : undefined
  if (at === undefined) return failure('at', 'invalid_time', 'A time as 2026-11-24T09:30:00Z')
  if (at > now + CLOCK_SKEW_MS) return failure('at', 'time_in_future', 'A time that has passed')
  return success(at)
}
