export {
  type DataUsed,
  type DecideAnswer,
  type DecidedItem,
  type DecideParts,
  decideSlot,
  type Rung,
} from './decide.ts'
export {
  BOOSTS_MAX,
  CAPS_MAX,
  CONTRIBUTIONS_MAX,
  COUNT_MAX,
  type DecideRequest,
  EXCLUDED_MAX,
  type From,
  isSlot,
  NO_FILTERS,
  type Outlet,
  type Page,
  type Reranking,
  SEEN_MAX,
  SLOTS,
  type Slot,
  START_ITEMS_MAX,
} from './decide-request.ts'
export { EXPRESSION_LENGTH_MAX } from './expression.ts'
export { type ListNote, NOTE_CODES } from './list-notes.ts'
export { type PageDecideAnswer, type PageItem, toPageView } from './page-view.ts'
