export { type BuildRun, buildInThread, planInThread } from './build.ts'
export type { BuildTask, Built } from './build-worker.ts'
export { datedContributionOf, HISTORY_ITEMS_MAX, itemsForTraining } from './contribution-of.ts'
export { DailyRelease } from './daily-release.ts'
export { type Given, HeldLists, type ListsCopy } from './held-lists.ts'
export { packCategories } from './item-categories.ts'
export { markedBy, nothingMarked } from './marked.ts'
export { ModelFile, type ModelManifest, type PublishedModel } from './model-file.ts'
export type { BuildPlan } from './plan-build.ts'
export { removing } from './removing.ts'
export type { Draft } from './sealed-file.ts'
export { type ColumnsBefore, countHolders, solveDirty } from './solve-dirty.ts'
export {
  type Cleared,
  type Follow,
  type OnProgress,
  Trainer,
  type TrainerParts,
  type TrainOutcome,
  type TrainPlan,
  type TrainProgress,
} from './trainer.ts'
export {
  type ConfiguredOptions,
  chooseOptions,
  findTunedOptions,
  putTunedOptions,
} from './tuned-options.ts'
