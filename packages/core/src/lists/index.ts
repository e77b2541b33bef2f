/** Lists that people want: what they start from, and what re-ranking makes of them. */

export {
  type CategoryMix,
  calibrate,
  DEFAULT_CALIBRATE_LAMBDA,
  divergence,
  mixOf,
} from './calibrate.ts'
export { type Candidate, groupsOf, likeness, toCandidates } from './candidate.ts'
export {
  type ChangeReport,
  hasChanged,
  RERANK_STEPS,
  type RerankStep,
  reportChange,
} from './change-report.ts'
export { ContentIndex, type ContentOptions } from './content-index.ts'
export { DEFAULT_DIVERSIFY_LAMBDA, diversify } from './diversify.ts'
export {
  DEFAULT_EXPLORE_POOL,
  DEFAULT_EXPLORE_SHARE,
  type Drawn,
  type Exploration,
  explore,
} from './explore.ts'
export {
  capGroups,
  DEFAULT_LONG_TAIL_SHARE,
  favourLongTail,
  type GroupCap,
} from './limit-groups.ts'
export { type Reranked, type RerankOptions, rerank } from './rerank.ts'
export {
  type Apart,
  SEQUENCE_ORDERS,
  type SequenceOptions,
  type SequenceOrder,
  sequence,
} from './sequence.ts'
export { type Spread, type SpreadBefore, spreadGroups } from './spread-groups.ts'
export {
  addHistories,
  START_KINDS,
  type StartingPoint,
  type StartKind,
  startHistory,
} from './starting-point.ts'
export {
  BOOST_FACTOR_MAX,
  boost,
  DEFAULT_FRESH_HALF_LIFE_DAYS,
  DEFAULT_NOVELTY_WEIGHT,
  DEFAULT_ROTATE_STRENGTH,
  type FreshOptions,
  favourFresh,
  favourNovelty,
  rotate,
} from './weigh.ts'
