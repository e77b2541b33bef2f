/**
 * What a person expressed, as a list: what has to do with what they follow, and, where their
 * history may be read, what is like the things that they liked. What they looked at, bought or
 * clicked counts for nothing.
 *
 *   score = the number of followed things that an item has + likeness to what was liked (0 to 1)
 */
import type { Followed } from '@equipoise/core/channels'
import type { ContentOptions } from '@equipoise/core/lists'
import {
  BestRanked,
  type Contribution,
  Contributions,
  type ExplainedItem,
} from '@equipoise/core/recommend'
import type { CatalogueItem } from '../../store/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import { contentIndexOf } from './content.ts'

export interface Expressed {
  readonly follows: readonly Followed[]
  /** Items that they liked, as far as that may be read. */
  readonly liked: readonly string[]
}

export function findExpressed(
  catalogue: Catalogue,
  { follows, liked }: Expressed,
  options: ContentOptions,
): readonly ExplainedItem[] {
  const alike = contentIndexOf(catalogue).rank(
    liked.map((item) => ({ item, value: 1 })),
    options,
  )
  const reasons = new Map<string, Contribution[]>(
    alike.map(({ id, contributions }) => [id, [...contributions]]),
  )
  for (const { id } of follows.length === 0 ? [] : catalogue.entries()) {
    if (options.exclude(id)) continue
    const item = catalogue.find(id)
    const met = item === undefined ? [] : follows.filter((one) => isOf(item, one))
    if (met.length > 0) reasons.set(id, [...met.map(toContribution), ...(reasons.get(id) ?? [])])
  }
  const best = new BestRanked<ExplainedItem>(options.count)
  for (const [id, parts] of reasons) {
    const gathered = new Contributions()
    for (const part of parts) gathered.add(part)
    const contributions = gathered.list()
    const score = contributions.reduce((sum, { share }) => sum + share, 0)
    best.offer({ id, score, contributions })
  }
  return best.list()
}

function isOf(item: CatalogueItem, { by, value }: Followed): boolean {
  if (by === 'item') return item.id === value
  return by === 'category' ? item.categories.includes(value) : item.attributes[by] === value
}

function toContribution({ by, value }: Followed): Contribution {
  const shared = { share: 1, support: null }
  if (by === 'item' || by === 'category') return { kind: by, id: value, ...shared }
  return { kind: 'attribute', id: `${by}=${value}`, ...shared }
}
