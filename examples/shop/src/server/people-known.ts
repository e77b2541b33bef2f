/** Whom of those that one can shop as the product knows: whoever erased themselves is nobody. */
import { EquipoiseProblem } from '@equipoise/client'
import { PEOPLE } from '../people.ts'
import type { Product } from './catalogue.ts'

const KNOWN_MS = 1_000

/** @returns their ids; nobody where the product is late, for then nothing is certain. */
export async function findErased(product: Product): Promise<ReadonlySet<string>> {
  const gone = PEOPLE.map(async ({ externalId }) => {
    try {
      await product.findSubject({ externalId }, { deadlineMs: KNOWN_MS })
      return []
    } catch (error) {
      return error instanceof EquipoiseProblem && error.status === 404 ? [externalId] : []
    }
  })
  return new Set((await Promise.all(gone)).flat())
}
