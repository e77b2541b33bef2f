/**
 * Reads calls in Segment's shape: track, page, screen, identify, alias, group, one or in a batch.
 * Of a call only its ids, its time, its consent context and the items that the mapping points at
 * are read; traits, context and the rest of the properties are never looked at, and so never kept.
 */
import {
  failure,
  type Instant,
  type Purpose,
  parseExternalId,
  type Result,
  success,
} from '@equipoise/core/values'
import type { Claim } from './claim.ts'
import { type ConsentCategories, purposesAllowedBy } from './consent-categories.ts'
import { type EventMappings, type MappedInteraction, mapEvent } from './event-mapping.ts'
import { correctTime, parseTime } from './event-time.ts'
import { type Fields, fieldAt, isAbsent, isFields, toOwnFields } from './fields.ts'

/** Calls in one batch. */
export const CALLS_MAX = 1_000

export const SEGMENT_KINDS = ['track', 'page', 'screen', 'identify', 'alias', 'group'] as const
export type SegmentKind = (typeof SEGMENT_KINDS)[number]

/** The last name of the path that a call of each kind is sent to, in full and as browsers do. */
export const SEGMENT_PATHS: Readonly<Record<string, SegmentKind>> = {
  track: 'track',
  t: 'track',
  page: 'page',
  p: 'page',
  screen: 'screen',
  s: 'screen',
  identify: 'identify',
  i: 'identify',
  alias: 'alias',
  a: 'alias',
  group: 'group',
  g: 'group',
}

/** With what a call is read. */
export interface SegmentReading {
  readonly receivedAt: Instant
  readonly mappings: EventMappings
  readonly categories: ConsentCategories
}

export interface SegmentCall {
  readonly messageId: string
  readonly type: SegmentKind
  readonly claim: Claim
  readonly at: Instant
  /** Empty where nothing was done with an item. */
  readonly interactions: readonly MappedInteraction[]
  /** An event that no mapping speaks for: counted, never kept. */
  readonly unmapped: boolean
  /** What the sender's consent context lets through; the gate's answer is narrowed to it. */
  readonly allowed: ReadonlySet<Purpose>
  readonly identity: IdentityAct | undefined
}

/** That two names are of one person. It counts only from whom the route trusts to say so. */
export type IdentityAct =
  | { readonly kind: 'identify'; readonly externalId: string; readonly anonymousId: string }
  | { readonly kind: 'alias'; readonly externalId: string; readonly previousId: string }

/** What a batch says once for all its calls. */
interface Surroundings {
  readonly sentAt: Instant | undefined
  /** Undefined where the batch has no consent context of its own. */
  readonly allowed: ReadonlySet<Purpose> | undefined
}

const ALONE: Surroundings = { sentAt: undefined, allowed: undefined }

/** @param type as the path says; undefined where the call has to say it itself. */
export function parseSegmentCall(
  json: unknown,
  reading: SegmentReading,
  type?: SegmentKind,
): Result<SegmentCall> {
  return parseCall(json, reading, { type, ...ALONE })
}

/**
 * Reads `{ batch: [...], sentAt, context }`: the outcome of each call, in their order. A consent
 * context of the batch narrows each call's own, and stands for calls that have none.
 * Issues: `not_an_object`, `batch_missing`, `batch_too_large`, `invalid_time`.
 */
export function parseSegmentBatch(
  json: unknown,
  reading: SegmentReading,
): Result<readonly Result<SegmentCall>[]> {
  if (!isFields(json)) return failure('', 'not_an_object', 'A batch is an object')
  const batch = fieldAt(json, ['batch'])
  if (!Array.isArray(batch)) return failure('batch', 'batch_missing', 'A list of calls')
  if (batch.length > CALLS_MAX) {
    return failure('batch', 'batch_too_large', `At most ${CALLS_MAX} calls at once`)
  }
  const sentAt = parseTime(fieldAt(json, ['sentAt']), 'sentAt')
  if (!sentAt.ok) return sentAt
  const allowed = hasConsent(json) ? purposesAllowedBy(json, reading.categories) : undefined
  const around = { type: undefined, sentAt: sentAt.value, allowed }
  return success(batch.map((call) => parseCall(call, reading, around)))
}

/** The key of a body that brings its own, as browsers and servers both send it. */
export function readWriteKey(json: unknown): string | undefined {
  const key = fieldAt(json, ['writeKey'])
  return typeof key === 'string' ? key : undefined
}

function parseCall(
  call: unknown,
  reading: SegmentReading,
  around: Surroundings & { readonly type: SegmentKind | undefined },
): Result<SegmentCall> {
  const json = toOwnFields(call)
  if (json === undefined) return failure('', 'not_an_object', 'A call is an object')
  const type = parseType(json, around.type)
  if (!type.ok) return type
  const messageId = parseExternalId(json['messageId'], 'messageId')
  if (!messageId.ok) return messageId
  const at = parseAt(json, reading.receivedAt, around.sentAt)
  if (!at.ok) return at
  const claim = parseClaim(json)
  if (!claim.ok) return claim
  const identity = parseIdentity(json, type.value, claim.value)
  if (!identity.ok) return identity
  const named = { messageId: messageId.value, type: type.value, claim: claim.value, at: at.value }
  const mapped = mapCall(json, named, reading.mappings)
  if (!mapped.ok) return mapped
  const allowed = narrow(json, reading.categories, around.allowed)
  return success({ ...named, ...mapped.value, allowed, identity: identity.value })
}

function parseType(json: Fields, expected: SegmentKind | undefined): Result<SegmentKind> {
  const said = json['type']
  if (isAbsent(said) && expected !== undefined) return success(expected)
  const type = SEGMENT_KINDS.find((known) => known === said)
  if (type === undefined) {
    return failure('type', 'unknown_type', `Types are ${SEGMENT_KINDS.join(', ')}`)
  }
  if (expected !== undefined && type !== expected) {
    return failure('type', 'type_mismatch', 'The type of the path, or none')
  }
  return success(type)
}

function parseAt(
  json: Fields,
  receivedAt: Instant,
  batchSentAt: Instant | undefined,
): Result<Instant> {
  const sentAt = parseTime(json['sentAt'], 'sentAt')
  if (!sentAt.ok) return sentAt
  return correctTime(json['timestamp'], { receivedAt, sentAt: sentAt.value ?? batchSentAt })
}

function parseClaim(json: Fields): Result<Claim> {
  const externalId = parseName(json, 'userId')
  if (!externalId.ok) return externalId
  const anonymousId = parseName(json, 'anonymousId')
  if (!anonymousId.ok) return anonymousId
  return success({
    subject: undefined,
    externalId: externalId.value,
    anonymousId: anonymousId.value,
  })
}

function parseName(json: Fields, name: string): Result<string | undefined> {
  return isAbsent(json[name]) ? success(undefined) : parseExternalId(json[name], name)
}

/** An alias of a name to itself says nothing: browsers send one when asked twice. */
function parseIdentity(
  json: Fields,
  type: SegmentKind,
  { externalId, anonymousId }: Claim,
): Result<IdentityAct | undefined> {
  if (type === 'identify') {
    if (externalId === undefined || anonymousId === undefined) return success(undefined)
    return success({ kind: 'identify', externalId, anonymousId })
  }
  if (type !== 'alias') return success(undefined)
  const previousId = parseExternalId(json['previousId'], 'previousId')
  if (!previousId.ok) return previousId
  if (externalId === undefined) return failure('userId', 'id_missing', 'An alias is of a known id')
  if (previousId.value === externalId) return success(undefined)
  return success({ kind: 'alias', externalId, previousId: previousId.value })
}

type Mapped = Pick<SegmentCall, 'interactions' | 'unmapped'>

const NOTHING_MAPPED: Mapped = { interactions: [], unmapped: false }
const UNMAPPED: Mapped = { interactions: [], unmapped: true }

function mapCall(
  json: Fields,
  { messageId, type, at }: Pick<SegmentCall, 'messageId' | 'type' | 'at'>,
  mappings: EventMappings,
): Result<Mapped> {
  if (type === 'identify' || type === 'alias') return success(NOTHING_MAPPED)
  if (type === 'group') return success(UNMAPPED)
  const name = type === 'track' ? json['event'] : type
  if (typeof name !== 'string') return failure('event', 'event_missing', 'A track names its event')
  const mapped = mapEvent(mappings, {
    name,
    id: messageId,
    at,
    properties: json['properties'],
    root: 'properties',
    itemOptional: type !== 'track',
  })
  if (!mapped.ok) return mapped
  return success(
    mapped.value === undefined ? UNMAPPED : { interactions: mapped.value, unmapped: false },
  )
}

function hasConsent(json: Fields): boolean {
  return !isAbsent(fieldAt(json, ['context', 'consent']))
}

function narrow(
  json: Fields,
  categories: ConsentCategories,
  batch: ReadonlySet<Purpose> | undefined,
): ReadonlySet<Purpose> {
  if (batch === undefined) return purposesAllowedBy(json, categories)
  return hasConsent(json) ? purposesAllowedBy(json, categories).intersection(batch) : batch
}
