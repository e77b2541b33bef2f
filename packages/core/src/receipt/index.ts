export {
  digestParty,
  PARTY_BYTES_MAX,
  type Party,
  type PartyDocument,
  toPartyDocument,
} from './party.ts'
export {
  formatReceipt,
  isOneLog,
  type KnownHead,
  parseReceipt,
  RECEIPT_LENGTH_MAX,
  type Receipt,
  type ReceiptParts,
  type ReceiptTrust,
  type VerifiedReceipt,
  verifyReceipt,
} from './receipt.ts'
export { RECEIPT_SCHEMA, type ReceiptDocument, toReceiptDocument } from './receipt-document.ts'
