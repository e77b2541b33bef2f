/** Whatever stands in the catalogue, the data of a page is that, and nothing that runs. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { listData, productData } from './structured-data.ts'

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('</script><script>alert(1)</script>', '<!--', ']]>', '\u2028', '&amp;'),
)

/** What a parser of HTML takes as the content: it ends at what first looks like an end. */
function contentOf(html: string): string {
  const found = /^<script type="application\/ld\+json">([^<]*)<\/script>$/.exec(html)
  return found?.[1] ?? assert.fail('it is one element, and nothing in it begins another')
}

test('any title is data, and reads back as it was', () => {
  fc.assert(
    fc.property(text, text, (id, title) => {
      fc.pre(id.isWellFormed())
      const item = { id, title, categories: [title], priceMinor: 1_999, currency: 'USD' }
      const product = JSON.parse(contentOf(productData(item).text))
      assert.deepEqual([product.sku, product.name, product.category], [id, title, title])
      const list = JSON.parse(contentOf(listData(title, [item, item], 24).text))
      assert.deepEqual(
        list.itemListElement.map(({ position }: { position: number }) => position),
        [25, 26],
      )
    }),
  )
})

test('a price is in whole units of its currency, and none is no offer', () => {
  const item = { id: 'a', categories: ['b'] }
  const offerOf = (priceMinor: number | undefined, currency: string | undefined) =>
    JSON.parse(contentOf(productData({ ...item, priceMinor, currency }).text)).offers
  const offer = (price: string, priceCurrency: string) => ({
    '@type': 'Offer',
    price,
    priceCurrency,
  })
  assert.deepEqual(offerOf(1_999, 'USD'), offer('19.99', 'USD'))
  assert.deepEqual(offerOf(500, 'JPY'), offer('500', 'JPY'))
  assert.deepEqual([offerOf(undefined, 'USD'), offerOf(1, undefined)], [undefined, undefined])
})
