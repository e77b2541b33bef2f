/** The catalogue by content: made when it is first asked for, and anew after a change. */
import { ContentIndex } from '@equipoise/core/lists'
import type { CatalogueEntry } from '@equipoise/core/recommend'
import type { Catalogue } from '../catalogue/index.ts'

const INDEXES = new WeakMap<readonly CatalogueEntry[], ContentIndex>()

export function contentIndexOf(catalogue: Catalogue): ContentIndex {
  const entries = catalogue.entries()
  let index = INDEXES.get(entries)
  if (index === undefined) {
    index = new ContentIndex(entries)
    INDEXES.set(entries, index)
  }
  return index
}
