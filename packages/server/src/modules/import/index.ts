export { type ItemsOutcome, importItems } from './import-items.ts'
export {
  type ImportedInteraction,
  type ImportedItem,
  type ImportOptions,
  type ImportRow,
  type ImportSource,
  REJECTION_CODES,
  type RejectedLine,
  type RejectionCode,
} from './import-source.ts'
export { openCompleteJourney, readCompleteJourney } from './open-complete-journey.ts'
export { openInteractions } from './open-interactions.ts'
export { openMovieLens } from './open-movie-lens.ts'
export { type Line, readLines } from './read-lines.ts'
export {
  type ImportOutcome,
  type ImportParts,
  type ImportRequest,
  runImport,
} from './run-import.ts'
