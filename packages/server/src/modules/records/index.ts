export { type Connection, listConnections } from './connections.ts'
export { drawLabel } from './draw-label.ts'
export { type PrivacyLabel, privacyLabel } from './privacy-label.ts'
export {
  type AnyRecord,
  isRecordName,
  makeRecord,
  RECORD_NAMES,
  type RecordName,
  recordMarkdown,
  recordPage,
  sayRecord,
} from './records.ts'
export { loadStatements, type Statements, StatementsForm } from './statements.ts'
export { type RecordsParts, readTerms } from './terms.ts'
