/**
 * A ledger record as an ISO/IEC TS 27560 receipt in JSON-LD, in the terms of the Data Privacy
 * Vocabulary (DPV 2.3). It follows from the record alone: whoever has the record can write the very
 * same bytes, so that the commitment to the record holds for all that the receipt says.
 */
import type { LedgerRecord, PlainJson } from '../ledger/index.ts'
import { isPurpose, PURPOSE_TERMS } from '../values/index.ts'

export type ReceiptDocument = { readonly [name: string]: PlainJson }

export const RECEIPT_SCHEMA = 'ISO/IEC TS 27560:2023'

const CONTEXT = {
  dpv: 'https://w3id.org/dpv#',
  dct: 'http://purl.org/dc/terms/',
  eq: 'urn:equipoise:',
} as const

export function toReceiptDocument(record: LedgerRecord): ReceiptDocument {
  const { subject, id } = record.body
  return {
    '@context': CONTEXT,
    'dct:conformsTo': RECEIPT_SCHEMA,
    'dct:created': record.at,
    // Somebody who refuses without being known is named by the receipt alone.
    'dpv:hasDataSubject': typeof subject === 'string' ? subject : 'eq:holder',
    ...(typeof id === 'string' ? { 'dct:identifier': id } : {}),
    ...(record.kind === 'consent' ? consentTerms(record) : rightsTerms(record)),
    'eq:record': { ...record },
  }
}

function consentTerms({ act, body }: LedgerRecord & { readonly kind: 'consent' }): ReceiptDocument {
  const { purposes, by, explicit, notice, renews } = body
  const named = Array.isArray(purposes) ? purposes.filter(isPurpose) : []
  return {
    '@type': 'dpv:ConsentReceipt',
    'dpv:hasConsentStatus':
      act === 'give' && renews === true ? 'dpv:RenewedConsentGiven' : STATUS_TERMS[act],
    'dpv:hasPurpose': [...new Set(named.map((purpose) => PURPOSE_TERMS[purpose].dpv))],
    'dpv:hasLegalBasis': explicit === true ? 'dpv:ExplicitlyExpressedConsent' : 'dpv:Consent',
    'dpv:isIndicatedBy': by === 'guardian' ? 'dpv:GuardianOfDataSubject' : 'dpv:DataSubject',
    'dpv:hasConsentControl': 'dpv:WithdrawConsent',
    ...(notice === undefined ? {} : { 'dpv:hasNotice': notice }),
  }
}

function rightsTerms({ act }: LedgerRecord): ReceiptDocument {
  const processing = PROCESSING_TERMS[act]
  return {
    '@type': 'dpv:RightExerciseRecord',
    // An act has a leaf once it is done.
    'dpv:hasStatus': 'dpv:RequestFulfilled',
    ...(processing === undefined ? {} : { 'dpv:hasProcessing': processing }),
  }
}

const STATUS_TERMS = {
  give: 'dpv:ConsentGiven',
  refuse: 'dpv:ConsentRefused',
  withdraw: 'dpv:ConsentWithdrawn',
} as const

const PROCESSING_TERMS: Readonly<Record<string, string>> = {
  export: 'dpv:MakeAvailable',
  remove: 'dpv:Erase',
  mark_wrong: 'dpv:Modify',
  erase: 'dpv:Erase',
}
