export { datedContributionOf, HISTORY_ITEMS_MAX, itemsForTraining } from './contribution-of.ts'
export { DailyRelease } from './daily-release.ts'
export { markedBy } from './marked.ts'
export { ModelFile, type ModelManifest, type PublishedModel } from './model-file.ts'
export { removing } from './removing.ts'
export {
  type Cleared,
  type Follow,
  type OnProgress,
  Trainer,
  type TrainerParts,
  type TrainOutcome,
  type TrainProgress,
} from './trainer.ts'
export {
  type ConfiguredOptions,
  chooseOptions,
  findTunedOptions,
  putTunedOptions,
} from './tuned-options.ts'
