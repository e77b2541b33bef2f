export {
  BULK_LINES_MAX,
  type BulkOutcome,
  type Catalogue,
  isSensitive,
  openCatalogue,
} from './catalogue.ts'
export { parseItem } from './parse-item.ts'
