/**
 * Reads CloudEvents 1.0.2 over HTTP: structured, batched, and in binary mode with JSON data. The
 * event's type is looked up in the table of event names, with its data as the properties; or it is
 * `equipoise.interaction`, and its data are in our own form. There is no standard attribute for
 * consent: the stored record alone decides.
 */
import {
  failure,
  type Instant,
  isVerb,
  PURPOSES,
  type Purpose,
  parseExternalId,
  parseItemId,
  type Result,
  success,
  VERBS,
} from '@equipoise/core/values'
import type { Claim } from './claim.ts'
import { checkClassification } from './data-classification.ts'
import { type EventMappings, type MappedInteraction, mapEvent } from './event-mapping.ts'
import { correctTime } from './event-time.ts'
import { type Fields, isAbsent, toOwnFields } from './fields.ts'

/** Events in one batch. */
export const EVENTS_MAX = 1_000

/** The type of an event whose data are an interaction in our own form. */
export const OWN_TYPE = 'equipoise.interaction'

const SPEC_VERSION = '1.0'
const ATTRIBUTE_NAME = /^[a-z0-9]+$/
/** The characters of a URI reference (RFC 3986); a bar is none of them. */
const URI_REFERENCE = /^[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/
const JSON_TYPE = /^[^/;\s]+\/(?:[^/;\s]+\+)?json$/
const OWN_FIELDS = ['subject', 'externalId', 'anonymousId', 'item', 'verb']

/** With what an event is read. */
export interface CloudEventReading {
  readonly receivedAt: Instant
  readonly mappings: EventMappings
}

export interface CloudEvent {
  /** `source|id`, which the specification makes unique: the idempotency key. */
  readonly id: string
  readonly claim: Claim
  readonly at: Instant
  readonly interactions: readonly MappedInteraction[]
  /** A type that no mapping speaks for: counted, never kept. */
  readonly unmapped: boolean
  /** Everything: the sender narrows nothing. */
  readonly allowed: ReadonlySet<Purpose>
}

export type CloudEventMode = 'structured' | 'batched' | 'binary'

const ALL: ReadonlySet<Purpose> = new Set(PURPOSES)

/**
 * How the event is sent, by `Content-Type`; undefined for a format of events, or of data in binary
 * mode, that is not JSON.
 */
export function cloudEventMode(contentType: string = ''): CloudEventMode | undefined {
  const [type = ''] = contentType.toLowerCase().split(';', 1)
  const media = type.trim()
  if (media === 'application/cloudevents+json') return 'structured'
  if (media === 'application/cloudevents-batch+json') return 'batched'
  if (media.startsWith('application/cloudevents')) return undefined
  return isJsonType(media) ? 'binary' : undefined
}

/**
 * Issues: `not_an_object`, `attribute_missing`, `attribute_malformed`, `version_unknown`,
 * `data_not_json`, `classification_unknown`, and those of the interaction in it.
 */
export function parseCloudEvent(sent: unknown, reading: CloudEventReading): Result<CloudEvent> {
  const json = toOwnFields(sent)
  if (json === undefined) return failure('', 'not_an_object', 'An event is an object')
  const attributes = parseAttributes(json)
  if (!attributes.ok) return attributes
  const { id, type } = attributes.value
  const classified = checkClassification(json)
  if (!classified.ok) return classified
  const at = correctTime(
    json['time'],
    { receivedAt: reading.receivedAt, sentAt: undefined },
    'time',
  )
  if (!at.ok) return at
  const data = toOwnFields(json['data']) ?? {}
  const claim = parseClaim(data)
  if (!claim.ok) return claim
  const event = { name: type, id, at: at.value, properties: data, root: 'data' }
  const mapped =
    type === OWN_TYPE
      ? parseOwn(data, event)
      : mapEvent(reading.mappings, { ...event, itemOptional: false })
  if (!mapped.ok) return mapped
  return success({
    id,
    claim: claim.value,
    at: at.value,
    interactions: mapped.value ?? [],
    unmapped: mapped.value === undefined,
    allowed: ALL,
  })
}

/** The outcome of each event, in their order. Issues: `batch_missing`, `batch_too_large`. */
export function parseCloudEventBatch(
  json: unknown,
  reading: CloudEventReading,
): Result<readonly Result<CloudEvent>[]> {
  if (!Array.isArray(json)) return failure('', 'batch_missing', 'A list of events')
  if (json.length > EVENTS_MAX) {
    return failure('', 'batch_too_large', `At most ${EVENTS_MAX} events at once`)
  }
  return success(json.map((event) => parseCloudEvent(event, reading)))
}

interface Attributes {
  readonly id: string
  readonly type: string
}

function parseAttributes(json: Fields): Result<Attributes> {
  const stray = Object.keys(json).some(
    (name) => name !== 'data_base64' && !ATTRIBUTE_NAME.test(name),
  )
  if (stray) {
    return failure('', 'attribute_malformed', 'Names of attributes are lower-case letters, digits')
  }
  const { id, source, specversion, type } = json
  if (!isText(id)) return missing('id')
  if (!isText(source)) return missing('source')
  if (!isText(specversion)) return missing('specversion')
  if (!isText(type)) return missing('type')
  if (specversion !== SPEC_VERSION) {
    return failure('specversion', 'version_unknown', `We read version ${SPEC_VERSION}`)
  }
  if (!URI_REFERENCE.test(source))
    return failure('source', 'attribute_malformed', 'A URI reference')
  if (!hasJsonData(json)) return failure('data', 'data_not_json', 'Data in JSON, as they are')
  const key = parseExternalId(`${source}|${id}`, 'id')
  return key.ok ? success({ id: key.value, type }) : key
}

function missing(path: string): Result<Attributes> {
  return failure(path, 'attribute_missing', 'A text, and not empty')
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function hasJsonData(json: Fields): boolean {
  const { datacontenttype: type, data_base64: bytes } = json
  if (!isAbsent(bytes)) return false
  return isAbsent(type) || (typeof type === 'string' && isJsonType(type))
}

function isJsonType(type: string): boolean {
  const [media = ''] = type.toLowerCase().split(';', 1)
  return JSON_TYPE.test(media.trim())
}

/** Segment's name for a known person is read beside ours; one name for them is enough. */
function parseClaim(data: Fields): Result<Claim> {
  const known = ['subject', 'externalId', 'userId'].filter((name) => !isAbsent(data[name]))
  if (known.length > 1) {
    return failure('data', 'subject_unclear', 'Name the subject once: subject or externalId')
  }
  const [name = 'externalId'] = known
  const id = parseName(data, name)
  if (!id.ok) return id
  const anonymousId = parseName(data, 'anonymousId')
  if (!anonymousId.ok) return anonymousId
  const [subject, externalId] = name === 'subject' ? [id.value, undefined] : [undefined, id.value]
  return success({ subject, externalId, anonymousId: anonymousId.value })
}

function parseName(data: Fields, name: string): Result<string | undefined> {
  return isAbsent(data[name]) ? success(undefined) : parseExternalId(data[name], `data.${name}`)
}

function parseOwn(
  data: Fields,
  { id, at }: { readonly id: string; readonly at: Instant },
): Result<readonly MappedInteraction[]> {
  if (Object.keys(data).some((name) => !OWN_FIELDS.includes(name))) {
    return failure('data', 'unknown_field', `Fields are ${OWN_FIELDS.join(', ')}`)
  }
  const item = parseItemId(data['item'], 'data.item')
  if (!item.ok) return item
  const { verb } = data
  if (!isVerb(verb)) return failure('data.verb', 'unknown_verb', `Verbs are ${VERBS.join(', ')}`)
  return success([{ id, item: item.value, verb, at }])
}
