/** Which items may be shown at all, before anything is ranked. */
import type { SupportRelease } from '@equipoise/core/recommend'
import type { CatalogueItem } from '../../store/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import type { Conditions } from './conditions.ts'
import type { DecideRequest, Filters } from './decide-request.ts'

export interface EligibilityParts {
  readonly catalogue: Catalogue
  readonly release: SupportRelease | undefined
  /** What the person said is not theirs. */
  readonly isMarked: (item: string) => boolean
  /** The expressions of the filters. */
  readonly conditions: Pick<Conditions, 'allows'>
}

/**
 * Once there is a catalogue, only what it lists is shown; with none, every item of the model is,
 * and then no filter can hold. The ids of unlisted items come from people, so that a page gets only
 * those that enough of them have.
 */
export function eligibility(
  { catalogue, release, isMarked, conditions }: EligibilityParts,
  { filters, exclude, page, outlet }: DecideRequest,
): (item: string) => boolean {
  const excluded = new Set(page.item === undefined ? exclude : [...exclude, page.item])
  const unfiltered = isUnfiltered(filters)
  const mayNameUnlisted = catalogue.size === 0 && unfiltered
  return (id) => {
    if ((excluded.size > 0 && excluded.has(id)) || isMarked(id)) return false
    const item = catalogue.find(id)
    if (item !== undefined) {
      return item.available && (unfiltered || passes(filters, item)) && conditions.allows(item)
    }
    return mayNameUnlisted && (outlet === 'exact' || release?.ordinals.has(id) === true)
  }
}

function isUnfiltered(filters: Filters): boolean {
  const { categories, attributes, priceMinorMin, priceMinorMax, where, unless } = filters
  const conditions = [priceMinorMin, priceMinorMax, where, unless]
  const isPlain = conditions.every((one) => one === undefined)
  return isPlain && categories.length === 0 && Object.keys(attributes).length === 0
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
