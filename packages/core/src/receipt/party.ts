/**
 * What the business says of itself in a receipt: who it is and where it is reached, where data is
 * kept and how long, who gets it. These are the fields of ISO/IEC TS 27560 that are the same for
 * everybody: a record names them by their digest, a receipt holds them.
 */
import { canonicalJson, type PlainJson } from '../ledger/index.ts'
import { type HashFunction, toBase64, utf8 } from '../values/index.ts'

export interface Party {
  readonly name: string
  readonly address: string | undefined
  readonly contact: string | undefined
  /** Where data is kept: places by ISO 3166; empty where nobody said. */
  readonly storedIn: readonly string[]
  /** Who else gets data; empty for nobody. */
  readonly recipients: readonly string[]
}

/** A party as a receipt has it. */
export type PartyDocument = { readonly [name: string]: PlainJson }

/** All of it, as JSON in bytes: a receipt with it stays within 4 kB. */
export const PARTY_BYTES_MAX = 370

export const PARTY_TERMS = [
  'dpv:hasDataController',
  'dpv:hasRecipient',
  'dpv:hasStorageCondition',
] as const

export function toPartyDocument(party: Party): PartyDocument {
  const { name, address, contact, storedIn, recipients } = party
  return {
    'dpv:hasDataController': {
      'dpv:hasName': name,
      ...(address === undefined ? {} : { 'dpv:hasAddress': address }),
      ...(contact === undefined ? {} : { 'dpv:hasContact': contact }),
    },
    'dpv:hasRecipient': recipients,
    'dpv:hasStorageCondition': {
      // What is kept for a purpose goes when the consent to it ends.
      'dpv:hasDuration': 'until consent ends',
      ...(storedIn.length === 0 ? {} : { 'dpv:hasLocation': storedIn }),
    },
  }
}

/** SHA-256 of its canonical JSON, in base64. */
export function digestParty(document: PartyDocument, hash: HashFunction): string {
  return toBase64(hash(utf8(canonicalJson(document))))
}

/** What of a receipt's document is about the party; undefined where there is none. */
export function partyIn(document: PartyDocument): PartyDocument | undefined {
  const parts = PARTY_TERMS.flatMap((term) => {
    const part = document[term]
    return part === undefined ? [] : [[term, part] as const]
  })
  return parts.length === 0 ? undefined : Object.fromEntries(parts)
}
