/** The recommender: one matrix in, explained recommendations out. Numbers and ids, never people. */

export { buildModel, CATEGORIES_MAX, type ModelInput } from './build-model.ts'
export type { CatalogueEntry } from './catalogue-entry.ts'
export {
  CONTRIBUTION_KINDS,
  type Contribution,
  type ContributionKind,
  Contributions,
  type ExplainedItem,
} from './contribution.ts'
export {
  type ContributionLists,
  LIST_PEOPLE_MAX,
  listIssue,
  listsIssue,
  listWeights,
} from './contribution-lists.ts'
export { digestLists } from './digest-lists.ts'
export { dirtyColumns, type ListsChange } from './dirty-columns.ts'
export { type Explainer, type ExplainOptions, explain, explainerFor } from './explain.ts'
export { explainReleased, type ReleasedOptions, releasedExplainerFor } from './explain-released.ts'
export { GramMatrix } from './gram-matrix.ts'
export { type GramSnapshot, writeSnapshot } from './gram-snapshot.ts'
export {
  type HistoryItem,
  historyOf,
  type Interaction,
  interactionValue,
  type ValueOptions,
  VERB_WEIGHTS,
} from './interaction-value.ts'
export { type LocalColumns, mergeColumns, ordinalsBefore } from './local-columns.ts'
export { solveLocalColumns, solveLocalModel } from './local-model.ts'
export type { ModelCategories, ModelContent, RecommendModel } from './model.ts'
export {
  decodeModel,
  encodeModel,
  encodeModelParts,
  weightBytes,
  weightParts,
} from './model-codec.ts'
export {
  checkSolveOptions,
  DEFAULT_MODEL_OPTIONS,
  type ModelOptions,
  modelOptionsIssue,
  type SolveOptions,
} from './model-options.ts'
export { byName, orderLists, type UnorderedLists } from './order-lists.ts'
export {
  mergeBeyond,
  PAGE_CONTRIBUTIONS_MAX,
  type PageContribution,
  toPageContributions,
} from './page-contributions.ts'
export { leanToPopular, popularityFactor } from './popularity-lean.ts'
export {
  type PeopleCounts,
  type PopularityRanks,
  popularityContribution,
  popularityRanks,
  rankScore,
} from './popularity-ranks.ts'
export { type ContextualOptions, type PageContext, rankContextual } from './rank-contextual.ts'
export { type GeneralOptions, rankGeneral } from './rank-general.ts'
export {
  type ColdItem,
  countKnown,
  type PersonalOptions,
  POPULARITY_WEIGHT,
  rankPersonal,
} from './rank-personal.ts'
export { BestRanked, type Ranked } from './ranked.ts'
export { placesBack, recencyOf } from './recency.ts'
export { decodeRelease, encodeRelease } from './release-codec.ts'
export { type SolvedColumns, solveDensely } from './solve-densely.ts'
export { SOLVER_ITEMS_MAX, solveWeights } from './solve-weights.ts'
export type { SparseColumns } from './sparse-columns.ts'
export { subjectWeight, subjectWeights, WEIGHT_BITS } from './subject-weight.ts'
export { bandAt, SUPPORT_FLOOR, supportBand } from './support-band.ts'
export { type ReleaseOptions, type SupportRelease, takeRelease } from './support-release.ts'
