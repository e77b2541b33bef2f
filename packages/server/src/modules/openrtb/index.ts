export {
  answerBidRequest,
  BILLING_PATH,
  type BidAnswer,
  type BidParts,
} from './answer-bid-request.ts'
export { BidRequestForm } from './bid-request-form.ts'
export { BidResponse } from './bid-response-form.ts'
