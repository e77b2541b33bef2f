export { type Erased, eraseSubject } from './erase-subject.ts'
export {
  EXPORT_SCHEMA_ID,
  type ExportedInteraction,
  exportSubject,
  type RightsParts,
  type SubjectExport,
} from './export-subject.ts'
export { removeInteraction } from './remove-interaction.ts'
export { getClearance, listKeptInteractions } from './rights-queries.ts'
