/** What a person said is not theirs: neither trained on nor used nor suggested for them. */
import type { Catalogue } from '../catalogue/index.ts'
import type { PersonGate } from '../law/index.ts'

/** Where the person marked nothing. */
export const nothingMarked = (): boolean => false

/** Says of an item whether the person marked it, or a category that the catalogue puts it in. */
export function markedBy(
  { marks }: Pick<PersonGate, 'marks'>,
  catalogue: Catalogue,
): (item: string) => boolean {
  if (marks.items.length + marks.categories.length === 0) return nothingMarked
  const [items, categories] = [new Set(marks.items), new Set(marks.categories)]
  return (item) => {
    const held = catalogue.find(item)?.categories ?? []
    return items.has(item) || held.some((category) => categories.has(category))
  }
}
