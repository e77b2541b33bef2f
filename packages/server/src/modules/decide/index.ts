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
  type FeedRequest,
  type From,
  isSlot,
  LIST_NAME_PATTERN,
  NO_FILTERS,
  type Outlet,
  type Page,
  PLAYLIST_SEED_MAX,
  type PlaylistRequest,
  type Reranking,
  SEEN_MAX,
  SLOTS,
  type Slot,
  SPREADS_MAX,
  START_ITEMS_MAX,
} from './decide-request.ts'
export { EXPRESSION_LENGTH_MAX } from './expression.ts'
export { AD_EVERY, type FeedAnswer } from './feed.ts'
export { CURSOR_LENGTH_MAX } from './feed-cursor.ts'
export { type ListNote, NOTE_CODES } from './list-notes.ts'
export { type PageDecideAnswer, type PageItem, toPageView } from './page-view.ts'
export type { PlaylistAnswer } from './playlist.ts'
