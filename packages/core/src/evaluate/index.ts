/** Evaluation: how well a recommender meets what people did next. Numbers and ids, never people. */

export { activityGroups, type CaseGroup, groupsBy, meanOfGroup } from './activity-groups.ts'
export {
  type ItemKnnOptions,
  itemKnn,
  type OnRatio,
  popularity,
  type Rp3betaOptions,
  rp3beta,
} from './baselines.ts'
export {
  type BootstrapOptions,
  bootstrapMeans,
  differenceInterval,
  type Interval,
  intervalOf,
} from './bootstrap.ts'
export { type Chance, seededChance } from './chance.ts'
export { DENSE_ITEMS_MAX, denseEase, type EaseOptions } from './dense-ease.ts'
export { givenTest, givenValidation } from './given-split.ts'
export { holdOutBlocks } from './hold-out-blocks.ts'
export {
  type Interactions,
  InteractionTable,
  PART,
  type Part,
} from './interaction-table.ts'
export { countPeople, type ItemLists, listAt, listCount, toItemLists } from './item-lists.ts'
export { ACCURACY_METRICS, LIST_METRICS, type Measures, measureScorer } from './measure-scorer.ts'
export { pairColumns, pairCost } from './pair-columns.ts'
export {
  holdOutItems,
  holdOutLast,
  holdOutSubjects,
  splitByTime,
  wholePlan,
} from './protocols.ts'
export { ndcg } from './rank-metrics.ts'
export { type Scorer, scoreBySource } from './scorer.ts'
export {
  type SearchBudget,
  type SearchOutcome,
  type SearchSpace,
  searchOptions,
  type Trial,
} from './search-options.ts'
export { leanColumns, type SolveColumns, scoreWithColumns, solveDensely } from './solve-columns.ts'
export {
  type Cases,
  LABEL,
  type Plan,
  PROTOCOLS,
  type Protocol,
  type Split,
  toSplit,
} from './split.ts'
export { thinCases } from './thin-cases.ts'
export { toContributionLists } from './to-contribution-lists.ts'
