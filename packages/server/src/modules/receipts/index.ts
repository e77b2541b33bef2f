export { holdLogTo } from './hold-log.ts'
export { createParties, type Parties, type PartyTexts } from './parties.ts'
export {
  getReceipt,
  listReceipts,
  PLACES_MAX,
  type ReceiptsParts,
  type ReceiptView,
  receiptOf,
  refuseAnonymously,
} from './receipts.ts'
export {
  readReceipt,
  type ShownReceipt,
  verifyReceiptFile,
  verifyReceiptSince,
} from './verify-receipt-file.ts'
