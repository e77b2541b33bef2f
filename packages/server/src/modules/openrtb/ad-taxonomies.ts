/**
 * Categories of the taxonomies that OpenRTB names by number (AdCOM 1.0, List: Category Taxonomies),
 * in the form in which creatives and campaigns name them here: `iab-content:286`. Content 2.1 to
 * 3.1 number what they share alike. Content 2.0 was given up; others are not known here.
 */
const NAMES: ReadonlyMap<number, string> = new Map([
  [1, 'iab-content-1'],
  [5, 'iab-content'],
  [6, 'iab-content'],
  [7, 'iab-content'],
  [8, 'iab-product'],
  [9, 'iab-content'],
])

/** Undefined in a taxonomy that is not known. */
export function categoryIn(taxonomy: number, id: string): string | undefined {
  const name = NAMES.get(taxonomy)
  return name && `${name}:${id.trim()}`
}

/** The ids under which a creative stands in a taxonomy; none where it does not say. */
export function idsIn(taxonomy: number, categories: readonly string[]): readonly string[] {
  const name = NAMES.get(taxonomy)
  if (name === undefined) return []
  return categories.flatMap((one) => {
    const [taxonomyName, id] = one.split(':')
    return taxonomyName?.toLowerCase() === name && id !== undefined ? [id] : []
  })
}

/** A category and those that it is within, in small letters: of `IAB7-39` it and `IAB7`. */
export function widerCategories(category: string): readonly string[] {
  const [taxonomy = '', id = ''] = category.toLowerCase().split(':')
  const parts = id.split('-')
  return parts.map((_, last) => `${taxonomy}:${parts.slice(0, parts.length - last).join('-')}`)
}
