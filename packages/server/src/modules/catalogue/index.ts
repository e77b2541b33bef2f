export {
  type BulkOutcome,
  type Catalogue,
  featurePairs,
  isSensitive,
  openCatalogue,
  PUBLISHED_ATTRIBUTE,
} from './catalogue.ts'
export { SEARCHED_ITEMS_MAX } from './item-finder.ts'
export { ITEM_ISSUES, parseItem } from './parse-item.ts'
export { BULK_LINES_MAX } from './parse-lines.ts'
