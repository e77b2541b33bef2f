export {
  BATCH_MAX,
  type CollectOutcome,
  type CollectParts,
  collectInteractions,
} from './collect-interactions.ts'
export { CLOCK_SKEW_MS } from './parse-interaction.ts'
