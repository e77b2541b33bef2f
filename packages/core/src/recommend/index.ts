/** The recommender: one matrix in, explained recommendations out. Numbers and ids, never people. */

export { buildModel, type ModelInput } from './build-model.ts'
export type { CatalogueEntry } from './catalogue-entry.ts'
export type { Contribution, ContributionKind, ExplainedItem } from './contribution.ts'
export {
  type ContributionLists,
  LIST_PEOPLE_MAX,
  listIssue,
  listsIssue,
  listWeights,
} from './contribution-lists.ts'
export { dirtyColumns, type ListsChange } from './dirty-columns.ts'
export { type ExplainOptions, explain } from './explain.ts'
export { explainReleased, type ReleasedOptions } from './explain-released.ts'
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
export { decodeModel, encodeModel, weightBytes } from './model-codec.ts'
export {
  checkSolveOptions,
  DEFAULT_MODEL_OPTIONS,
  type ModelOptions,
  type SolveOptions,
} from './model-options.ts'
export {
  PAGE_CONTRIBUTIONS_MAX,
  type PageContribution,
  toPageContributions,
} from './page-contributions.ts'
export { type PeopleCounts, type PopularityRanks, popularityRanks } from './popularity-ranks.ts'
export { type ContextualOptions, type PageContext, rankContextual } from './rank-contextual.ts'
export { type GeneralOptions, rankGeneral } from './rank-general.ts'
export {
  type ColdItem,
  type PersonalOptions,
  POPULARITY_WEIGHT,
  rankPersonal,
} from './rank-personal.ts'
export type { Ranked } from './ranked.ts'
export { decodeRelease, encodeRelease } from './release-codec.ts'
export { SOLVER_ITEMS_MAX, solveWeights } from './solve-weights.ts'
export type { SparseColumns } from './sparse-columns.ts'
export { subjectWeight, subjectWeights, WEIGHT_BITS } from './subject-weight.ts'
export { SUPPORT_FLOOR, supportBand } from './support-band.ts'
export { type ReleaseOptions, type SupportRelease, takeRelease } from './support-release.ts'
