export {
  BATCH_MAX,
  type CollectOutcome,
  type CollectParts,
  collectInteractions,
  type Indexed,
  type Kept,
  keepInteractions,
} from './collect-interactions.ts'
export { opaqueId } from './opaque-id.ts'
export { CLOCK_SKEW_MS, INTERACTION_ISSUES } from './parse-interaction.ts'
