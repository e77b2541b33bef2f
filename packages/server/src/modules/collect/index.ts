export { APART, apartReader, type Indexed, MARKED } from './choose-interactions.ts'
export {
  BATCH_MAX,
  type CollectOutcome,
  type CollectParts,
  collectInteractions,
  collectParsed,
  type Incoming,
  type Kept,
  keepInteractions,
} from './collect-interactions.ts'
export { onCollected, tellCollected } from './collected.ts'
export { loadTongues, type Tongues } from './load-tongues.ts'
export { opaqueId } from './opaque-id.ts'
export { CLOCK_SKEW_MS, INTERACTION_ISSUES } from './parse-interaction.ts'
export type { Claim } from './tongues/claim.ts'
export {
  CONTEXT_WITHHELD,
  type ConsentCategories,
  OWN_CATEGORIES,
  parseConsentCategories,
} from './tongues/consent-categories.ts'
export {
  CATEGORIES_HONOURED,
  LEVELS_HONOURED,
  REGULATIONS_HONOURED,
} from './tongues/data-classification.ts'
export {
  type EventMappings,
  ITEMS_MAX,
  type MappedInteraction,
  STANDARD_EVENTS,
  STANDARD_MAPPINGS,
  type StandardEvent,
} from './tongues/event-mapping.ts'
export {
  type CloudEvent,
  type CloudEventMode,
  type CloudEventReading,
  cloudEventMode,
  EVENTS_MAX,
  OWN_TYPE,
  parseCloudEvent,
  parseCloudEventBatch,
} from './tongues/parse-cloud-event.ts'
export { parseEventMappings } from './tongues/parse-event-mappings.ts'
export {
  CALLS_MAX,
  type IdentityAct,
  parseSegmentBatch,
  parseSegmentCall,
  readWriteKey,
  SEGMENT_PATHS,
  type SegmentCall,
  type SegmentKind,
  type SegmentReading,
} from './tongues/parse-segment.ts'
export { readBinaryEvent } from './tongues/read-binary-event.ts'
export { TONGUE_ISSUES } from './tongues/tongue-issues.ts'
