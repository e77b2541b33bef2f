export {
  type DataUsed,
  type DecideAnswer,
  type DecidedItem,
  type DecideParts,
  decideSlot,
  type Rung,
} from './decide.ts'
export {
  CONTRIBUTIONS_MAX,
  COUNT_MAX,
  type DecideRequest,
  EXCLUDED_MAX,
  isSlot,
  NO_FILTERS,
  type Outlet,
  type Page,
  SLOTS,
  type Slot,
} from './decide-request.ts'
export { type PageDecideAnswer, type PageItem, toPageView } from './page-view.ts'
