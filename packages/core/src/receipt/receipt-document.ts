/**
 * A ledger record as an ISO/IEC TS 27560 receipt in JSON-LD, in the terms of the Data Privacy
 * Vocabulary (DPV 2.3; which field is which term: w3c/dpv, guide "consent-27560"). It follows from
 * the record and the party that the record names: whoever has both can write the very same bytes,
 * so that the commitment to the record holds for all that the receipt says.
 *
 * Nothing stands in it twice, for it has to be short: what is said in a term of a standard is left
 * out of `eq:record`, and put in again by `recordIn`.
 */
import { LEDGER_RECORD_SCHEMA, type LedgerRecord, type PlainJson } from '../ledger/index.ts'
import { isPurpose, PURPOSE_TERMS, purposeMask, purposesIn } from '../values/index.ts'
import type { PartyDocument } from './party.ts'

export type ReceiptDocument = { readonly [name: string]: PlainJson }
type Body = LedgerRecord['body']

export const RECEIPT_SCHEMA = 'ISO/IEC TS 27560:2023'

const IRI = { '@type': '@id' } as const
const CONTEXT = {
  dpv: 'https://w3id.org/dpv#',
  dct: 'http://purl.org/dc/terms/',
  eq: 'urn:equipoise:',
  'dpv:hasPurpose': IRI,
  'dpv:hasConsentStatus': IRI,
  'dpv:hasLegalBasis': IRI,
} as const

/** Somebody who refuses without being known is named by the receipt alone. */
const HOLDER = 'eq:holder'

export function toReceiptDocument(record: LedgerRecord, party?: PartyDocument): ReceiptDocument {
  const { act, kind, at, body } = record
  const { subject, id, ...rest } = body
  return {
    '@context': CONTEXT,
    'dct:conformsTo': RECEIPT_SCHEMA,
    'dct:date': at,
    'dpv:hasDataSubject': typeof subject === 'string' ? subject : HOLDER,
    ...(typeof id === 'string' ? { 'dct:identifier': id } : {}),
    ...(kind === 'consent' ? consentTerms(act, rest) : rightsTerms(act, rest)),
    ...party,
    'eq:record': kind === 'consent' ? withoutTerms(rest) : { kind, act, body: rest },
  }
}

function consentTerms(act: string, body: Body): ReceiptDocument {
  const { purposes, by, explicit, notice, expiresAt, method, places } = body
  const named = Array.isArray(purposes) ? purposes.filter(isPurpose) : []
  const sensitive = named.includes('sensitive_profiling')
  return {
    '@type': 'dpv:ConsentReceipt',
    'dpv:hasConsentStatus': statusOf(act, body),
    'dpv:hasPurpose': [...new Set(named.map((purpose) => PURPOSE_TERMS[purpose].dpv))],
    'dpv:hasPersonalData': sensitive ? 'dpv:SensitivePersonalData' : 'dpv:PersonalData',
    'dpv:hasLegalBasis': explicit === true ? 'dpv:ExplicitlyExpressedConsent' : 'dpv:Consent',
    'dpv:isIndicatedBy': by === 'guardian' ? 'dpv:GuardianOfDataSubject' : 'dpv:DataSubject',
    'dpv:hasConsentControl': 'dpv:WithdrawConsent',
    ...(method === undefined ? {} : { 'dpv:hasIndicationMethod': method }),
    ...(expiresAt === undefined ? {} : { 'dct:valid': expiresAt }),
    ...(places === undefined ? {} : { 'dpv:hasJurisdiction': places }),
    ...(notice === undefined ? {} : { 'dpv:hasNotice': toNotice(Object(notice)) }),
  }
}

function toNotice({ id, version, language, digest }: Body): ReceiptDocument {
  return {
    'dct:identifier': id ?? null,
    'dct:language': language ?? null,
    'eq:version': version ?? null,
    'eq:sha256': digest ?? null,
  }
}

function statusOf(act: string, { renews }: Body): string {
  if (act === 'give') return renews === true ? 'dpv:RenewedConsentGiven' : 'dpv:ConsentGiven'
  return act === 'refuse' ? 'dpv:ConsentRefused' : 'dpv:ConsentWithdrawn'
}

/** What the terms above do not say. Purposes are a set, by their place in the list. */
function withoutTerms({ purposes, ...body }: Body): Body {
  const rest = Object.fromEntries(Object.entries(body).filter(([name]) => !SAID.has(name)))
  const named = Array.isArray(purposes) ? purposes.filter(isPurpose) : []
  const mask = purposeMask(named)
  const isInOrder = JSON.stringify(purposesIn(mask)) === JSON.stringify(purposes)
  return { ...rest, ...(purposes === undefined ? {} : { purposes: isInOrder ? mask : purposes }) }
}

/** What the terms say of a consent record's body. */
const SAID: ReadonlySet<string> = new Set([
  'by',
  'notice',
  'expiresAt',
  'method',
  'places',
  'renews',
])

function rightsTerms(act: string, { outcome }: Body): ReceiptDocument {
  const processing = PROCESSING_TERMS[act]
  return {
    '@type': 'dpv:RightExerciseRecord',
    // An act of ours has a leaf once it is done; a request says how it stands.
    'dpv:hasStatus': REQUEST_TERMS[String(outcome)] ?? 'dpv:RequestFulfilled',
    ...(processing === undefined ? {} : { 'dpv:hasProcessing': processing }),
  }
}

/** The record that the document is of; undefined where it is no such document. */
export function recordIn(document: ReceiptDocument): LedgerRecord | undefined {
  const { 'dct:date': at, 'dct:identifier': id, 'dpv:hasDataSubject': subject } = document
  const said = saidIn(document)
  if (said === undefined || typeof at !== 'string') return undefined
  const { kind, act, body } = said
  const whole = {
    ...(typeof subject === 'string' && subject !== HOLDER ? { subject } : {}),
    ...(typeof id === 'string' ? { id } : {}),
    ...body,
  }
  // Kind and act are of the lists; what the body says is for the commitment to tell.
  return { schema: LEDGER_RECORD_SCHEMA, kind, act, at, body: whole } as LedgerRecord
}

interface Said {
  readonly kind: string
  readonly act: string
  readonly body: Body
}

function saidIn(document: ReceiptDocument): Said | undefined {
  const rest = document['eq:record']
  if (!isObject(rest)) return undefined
  if (document['@type'] === 'dpv:ConsentReceipt') return consentIn(document, rest)
  const { kind, act, body } = rest
  return kind === 'rights' && typeof act === 'string' && isObject(body)
    ? { kind, act, body }
    : undefined
}

function consentIn(document: ReceiptDocument, { purposes, ...rest }: Body): Said | undefined {
  const status = String(document['dpv:hasConsentStatus'])
  const act = ACT_OF_STATUS[status]
  if (act === undefined) return undefined
  const { 'dpv:hasNotice': notice, 'dct:valid': expiresAt } = document
  const places = document['dpv:hasJurisdiction']
  const method = document['dpv:hasIndicationMethod']
  const by = document['dpv:isIndicatedBy'] === 'dpv:GuardianOfDataSubject' ? 'guardian' : 'subject'
  const body = {
    ...rest,
    by,
    ...(purposes === undefined ? {} : { purposes: readPurposes(purposes) }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(method === undefined ? {} : { method }),
    ...(places === undefined ? {} : { places }),
    ...(status === 'dpv:RenewedConsentGiven' ? { renews: true } : {}),
    ...(notice === undefined ? {} : { notice: fromNotice(Object(notice)) }),
  }
  return { kind: 'consent', act, body }
}

const ACT_OF_STATUS: Readonly<Record<string, string>> = {
  'dpv:ConsentGiven': 'give',
  'dpv:RenewedConsentGiven': 'give',
  'dpv:ConsentRefused': 'refuse',
  'dpv:ConsentWithdrawn': 'withdraw',
}

function readPurposes(purposes: PlainJson): PlainJson {
  return typeof purposes === 'number' ? purposesIn(purposes) : purposes
}

function fromNotice(notice: Body): Body {
  const { 'dct:identifier': id = null, 'dct:language': language = null } = notice
  const { 'eq:version': version = null, 'eq:sha256': digest = null } = notice
  return { id, version, language, digest }
}

function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const PROCESSING_TERMS: Readonly<Record<string, string>> = {
  export: 'dpv:MakeAvailable',
  remove: 'dpv:Erase',
  mark_wrong: 'dpv:Modify',
  unmark: 'dpv:Modify',
  pause: 'dpv:Restrict',
  erase: 'dpv:Erase',
}

const REQUEST_TERMS: Readonly<Record<string, string>> = {
  received: 'dpv:RequestAcknowledged',
  fulfilled: 'dpv:RequestFulfilled',
  rejected: 'dpv:RequestRejected',
}
