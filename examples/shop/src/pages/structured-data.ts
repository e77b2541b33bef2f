/**
 * What a page is about, in the words of schema.org, for programs that read pages: a product and its
 * offer, or a list of products. It is data in a script element that no browser runs, so that a
 * policy without inline scripts stays; and whatever a title holds, it cannot end that element.
 */
import { Html } from './html.ts'
import type { Item } from './page.ts'

const CONTEXT = 'https://schema.org'

export function productData(item: Item): Html {
  return dataOf({ '@context': CONTEXT, ...productOf(item) })
}

/** @param offset how many products are listed on pages before this one. */
export function listData(name: string, items: readonly Item[], offset: number): Html {
  return dataOf({
    '@context': CONTEXT,
    '@type': 'ItemList',
    name,
    itemListElement: items.map((item, at) => ({
      '@type': 'ListItem',
      position: offset + at + 1,
      item: productOf(item),
    })),
  })
}

function productOf({ id, title, categories, priceMinor, currency }: Item): object {
  const path = encodeURIComponent(id)
  return {
    '@type': 'Product',
    sku: id,
    name: title ?? id,
    url: `/p/${path}`,
    image: `/art/${path}.svg`,
    category: categories[0],
    offers:
      priceMinor === undefined || currency === undefined
        ? undefined
        : { '@type': 'Offer', price: priceOf(priceMinor, currency), priceCurrency: currency },
  }
}

/** In whole units with a point, as schema.org wants it. */
function priceOf(minor: number, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return (minor / 10 ** digits).toFixed(digits)
}

function dataOf(value: object): Html {
  const text = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return new Html(`<script type="application/ld+json">${text}</script>`)
}
