/**
 * Builders for the tests in this folder: pools of candidates, best first. It ends in `.test.ts` so
 * that it stays out of what core compiles to; it tests nothing itself.
 */
import fc from 'fast-check'
import { type Candidate, toCandidates } from './candidate.ts'

const CATEGORIES = ['jazz', 'folk', 'rock', 'soul']
const BRANDS = ['brand=a', 'brand=b', 'brand=c', 'brand=d', 'brand=e']

/** `jazz/a` is an item of category jazz and brand a; scores fall evenly. */
export function poolOf(...kinds: readonly string[]): Candidate[] {
  const ranked = kinds.map((kind, at) => ({ id: `${at} ${kind}`, score: kinds.length - at }))
  return toCandidates(ranked, (id) => {
    const [category = '', brand] = (id.split(' ')[1] ?? '').split('/')
    return {
      categories: category === '' ? [] : [category],
      attributes: brand === undefined ? [] : [`brand=${brand}`],
    }
  })
}

export const pools: fc.Arbitrary<Candidate[]> = fc
  .array(
    fc.record({
      score: fc.double({ min: -5, max: 5, noNaN: true }),
      categories: fc.subarray(CATEGORIES),
      attributes: fc.subarray(BRANDS, { maxLength: 1 }),
    }),
    { maxLength: 40 },
  )
  .map((all) => {
    const items = all.toSorted((a, b) => b.score - a.score)
    const ranked = items.map(({ score }, at) => ({ id: `i${at}`, score }))
    return toCandidates(ranked, (id) => items[Number(id.slice(1))])
  })

export const counts: fc.Arbitrary<number> = fc.integer({ min: 0, max: 20 })

export const ratios: fc.Arbitrary<number> = fc.double({ min: 0, max: 1, noNaN: true })

export function idsOf(pool: readonly { readonly id: string }[]): string[] {
  return pool.map(({ id }) => id)
}
