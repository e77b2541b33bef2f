/**
 * The expressions of one request, and what they failed on. An item that a filter fails on is left
 * out, whether the filter says what may be shown or what may not; one that a boost fails on is not
 * boosted.
 */
import type { CatalogueItem } from '../../store/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import type { DecideRequest } from './decide-request.ts'
import { type Expression, type ExpressionFailure, readExpression } from './expression.ts'
import type { ListNotes } from './list-notes.ts'

export interface Conditions {
  /** Whether the filters' expressions allow an item. */
  allows(item: CatalogueItem): boolean
  /** The product of the factors of the boosts that hold; 1 for an item that is not listed. */
  boostOf(id: string): number
  /** Says what failed; names the items only where the answer is exact. */
  note(notes: ListNotes): void
}

interface Failed {
  readonly first: ExpressionFailure
  readonly items: Set<string>
}

/** @throws EquipoiseError `expression_invalid`. */
export function readConditions(
  catalogue: Catalogue,
  { filters, rerank, outlet }: Pick<DecideRequest, 'filters' | 'rerank' | 'outlet'>,
): Conditions {
  const read = (source: string | undefined, path: string): Expression | undefined =>
    source === undefined ? undefined : readExpression(source, path, catalogue.size)
  const where = read(filters.where, 'filters.where')
  const unless = read(filters.unless, 'filters.unless')
  const boosts = (rerank?.boosts ?? []).map(({ when, factor }, at) => {
    const path = `rerank.boosts[${at}].when`
    return { path, factor, when: readExpression(when, path, catalogue.size) }
  })
  const failed = new Map<string, Failed>()
  const holds = (expression: Expression, path: string, item: CatalogueItem): boolean | undefined =>
    expression.holds(item, (first) => {
      const known = failed.get(path)
      if (known === undefined) failed.set(path, { first, items: new Set([item.id]) })
      else known.items.add(item.id)
    })
  return {
    allows: (item) =>
      (where === undefined || holds(where, 'filters.where', item) === true) &&
      (unless === undefined || holds(unless, 'filters.unless', item) === false),
    boostOf(id) {
      const item = catalogue.find(id)
      if (item === undefined) return 1
      const holding = boosts.filter(({ when, path }) => holds(when, path, item) === true)
      return holding.reduce((product, { factor }) => product * factor, 1)
    },
    note(notes) {
      for (const [path, { first, items }] of failed) {
        const fate = path.startsWith('filters') ? 'left out' : 'not boosted'
        const says = `"${path}" failed at character ${first.position + 1} on some items, which were ${fate}: ${first.says}`
        notes.addFailure(says, outlet === 'exact' ? [...items] : [])
      }
    },
  }
}
