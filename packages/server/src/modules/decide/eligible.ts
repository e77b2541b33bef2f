/** Which items may be shown at all, before anything is ranked. */
import type { SupportRelease } from '@equipoise/core/recommend'
import type { CatalogueItem } from '../../store/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import type { DecideRequest, Filters } from './decide-request.ts'

export interface EligibilityParts {
  readonly catalogue: Catalogue
  readonly release: SupportRelease | undefined
  /** What the person said is not theirs. */
  readonly isMarked: (item: string) => boolean
}

/**
 * Once there is a catalogue, only what it lists is shown; with none, every item of the model is,
 * and then no filter can hold. The ids of unlisted items come from people, so that a page gets only
 * those that enough of them have.
 */
export function eligibility(
  { catalogue, release, isMarked }: EligibilityParts,
  { filters, exclude, page, outlet }: DecideRequest,
): (item: string) => boolean {
  const excluded = new Set(page.item === undefined ? exclude : [...exclude, page.item])
  const unfiltered = isUnfiltered(filters)
  const mayNameUnlisted = catalogue.size === 0 && unfiltered
  return (id) => {
    if (excluded.has(id) || isMarked(id)) return false
    const item = catalogue.find(id)
    if (item !== undefined) return item.available && (unfiltered || passes(filters, item))
    return mayNameUnlisted && (outlet === 'exact' || release?.ordinals.has(id) === true)
  }
}

function isUnfiltered({ categories, priceMinorMin, priceMinorMax, attributes }: Filters): boolean {
  const unpriced = priceMinorMin === undefined && priceMinorMax === undefined
  return categories.length === 0 && unpriced && Object.keys(attributes).length === 0
}

function passes(filters: Filters, item: CatalogueItem): boolean {
  const { categories, priceMinorMin = 0, priceMinorMax = Number.POSITIVE_INFINITY } = filters
  if (categories.length > 0 && !categories.some((one) => item.categories.includes(one)))
    return false
  const priced = filters.priceMinorMin !== undefined || filters.priceMinorMax !== undefined
  const price = item.priceMinor ?? Number.NaN
  if (priced && !(price >= priceMinorMin && price <= priceMinorMax)) return false
  return Object.entries(filters.attributes).every(
    ([name, value]) => item.attributes[name] === value,
  )
}
