/** An item as the catalogue describes it: all that a rung without a profile knows of it. */
export interface CatalogueEntry {
  readonly id: string
  readonly title?: string | undefined
  /** Distinct, the primary one first. */
  readonly categories: readonly string[]
  /** Distinct `key=value` texts. */
  readonly attributes: readonly string[]
}
