/** Finding items gives what looking through all of them would, part by part. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { CatalogueItem } from '../../store/index.ts'
import { createItemFinder } from './item-finder.ts'

const words = fc.constantFrom('Tea', 'TEA ', 'green', 'Bread', 'é', 'a', '')
const someItems: fc.Arbitrary<readonly CatalogueItem[]> = fc
  .array(fc.tuple(fc.option(words, { nil: undefined }), fc.array(words, { maxLength: 3 })), {
    maxLength: 30,
  })
  .map((made) =>
    made.map(([title, categories], n) => ({
      id: `item-${n}`,
      title,
      categories,
      attributes: {},
      priceMinor: undefined,
      currency: undefined,
      available: true,
      sensitive: [],
    })),
  )
const someSought = fc.record({
  search: words,
  category: fc.option(words, { nil: undefined }),
  offset: fc.integer({ min: 0, max: 40 }),
  count: fc.integer({ min: 1, max: 10 }),
})

/** As one would look by hand. */
function lookThrough(
  items: readonly CatalogueItem[],
  search: string,
  category: string | undefined,
): readonly CatalogueItem[] {
  return items.filter(
    ({ id, title, categories }) =>
      [title ?? id, ...categories].some((one) =>
        one.toLowerCase().includes(search.toLowerCase()),
      ) &&
      (category === undefined || categories.includes(category)),
  )
}

test('whatever is sought, the part is that of the whole list, however often it is asked', () => {
  fc.assert(
    fc.property(someItems, fc.array(someSought, { maxLength: 20 }), (items, asked) => {
      const finder = createItemFinder(items)
      for (const { search, category, offset, count } of asked) {
        const all = lookThrough(items, search, category)
        assert.deepEqual(finder.find({ search, category, offset, count }), {
          items: all.slice(offset, offset + count),
          total: all.length,
          complete: true,
        })
      }
    }),
  )
})

test('a search looks at so many items, and says so; a list without a search is whole', () => {
  const items = Array.from({ length: 10 }, (_, n) => ({
    id: `tea-${n}`,
    title: undefined,
    categories: ['Tea'],
    attributes: {},
    priceMinor: undefined,
    currency: undefined,
    available: true,
    sensitive: [],
  }))
  const finder = createItemFinder(items, 4)
  const sought = { category: 'Tea', offset: 0, count: 20 }
  const { total, complete } = finder.find({ ...sought, search: 'tea' })
  assert.deepEqual([total, complete], [4, false])
  const whole = finder.find({ ...sought, search: '' })
  assert.deepEqual([whole.total, whole.complete], [10, true])
})
