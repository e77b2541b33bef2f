import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toInstant } from '@equipoise/core/values'
import { ITEMS_MAX, mapEvent, STANDARD_EVENTS, STANDARD_MAPPINGS } from './event-mapping.ts'

const AT = toInstant(1_790_000_000_000)

function map(name: string, properties: unknown, { id = 'm-1', itemOptional = false } = {}) {
  return mapEvent(STANDARD_MAPPINGS, {
    name,
    id,
    at: AT,
    properties,
    root: 'properties',
    itemOptional,
  })
}

function kept(name: string, properties: unknown): readonly string[] | undefined {
  const mapped = map(name, properties)
  assert.ok(mapped.ok, JSON.stringify(mapped))
  return mapped.value?.map(({ id, verb, item }) => `${id} ${verb} ${item}`)
}

function issueOf(name: string, properties: unknown, id?: string) {
  const mapped = map(name, properties, id === undefined ? {} : { id })
  return mapped.ok ? 'mapped' : `${mapped.issues[0]?.code} ${mapped.issues[0]?.path}`
}

test('Segment’s e-commerce and video events mean what their specification says', () => {
  const product = { product_id: '507f1f77bcf86cd799439011', sku: 'G-32', name: 'Monopoly' }
  const item = product.product_id
  assert.deepEqual(kept('Product Viewed', product), [`m-1 view ${item}`])
  assert.deepEqual(kept('Product Clicked', product), [`m-1 click ${item}`])
  assert.deepEqual(kept('Product Added', product), [`m-1 add ${item}`])
  assert.deepEqual(kept('Wishlist Product Added to Cart', product), [`m-1 add ${item}`])
  assert.deepEqual(kept('Product Added to Wishlist', product), [`m-1 like ${item}`])
  assert.deepEqual(kept('Video Content Started', { asset_id: '0129370' }), ['m-1 play 0129370'])
})

test('an order is one purchase of each of its products, numbered from one', () => {
  const products = [{ product_id: 'a' }, { product_id: 'b' }, { product_id: 'a', variant: 'red' }]
  assert.deepEqual(kept('Order Completed', { order_id: 'o-1', products }), [
    'm-1:1 purchase a',
    'm-1:2 purchase b',
  ])
  const one = { products: [{ product_id: 'a' }] }
  assert.deepEqual(kept('Order Completed', one), ['m-1 purchase a'])
})

test('Google Analytics’ events are read from their items, a selection from the first', () => {
  const items = [{ item_id: 'SKU_1', price: 2 }, { item_id: 'SKU_2' }]
  assert.deepEqual(kept('view_item', { items }), ['m-1:1 view SKU_1', 'm-1:2 view SKU_2'])
  assert.deepEqual(kept('select_item', { items }), ['m-1 click SKU_1'])
  assert.deepEqual(kept('add_to_cart', { items: [items[0]] }), ['m-1 add SKU_1'])
  assert.deepEqual(kept('add_to_wishlist', { items: [items[0]] }), ['m-1 like SKU_1'])
  assert.deepEqual(kept('purchase', { items: [items[1]] }), ['m-1 purchase SKU_2'])
})

test('Google’s three forms of the same event name are told apart by where their items are', () => {
  const retail = { productDetails: [{ product: { id: 'r' }, quantity: 1 }] }
  const recommendations = { productEventDetail: { productDetails: [{ id: 'o' }] } }
  const discovery = { documents: [{ id: 'd' }] }
  assert.deepEqual(kept('add-to-cart', retail), ['m-1 add r'])
  assert.deepEqual(kept('add-to-cart', recommendations), ['m-1 add o'])
  assert.deepEqual(kept('add-to-cart', discovery), ['m-1 add d'])
  assert.deepEqual(kept('detail-page-view', retail), ['m-1 view r'])
  assert.deepEqual(kept('purchase-complete', recommendations), ['m-1 purchase o'])
  assert.deepEqual(kept('purchase', discovery), ['m-1 purchase d'])
  assert.deepEqual(kept('media-play', discovery), ['m-1 play d'])
})

test('an event that no one is sure of is unmapped, whatever stands in it', () => {
  const properties = { product_id: 'a', products: [{ product_id: 'a' }], items: [{ item_id: 'a' }] }
  const names = ['Order Refunded', 'Product Removed', 'Cart Viewed', 'Products Searched']
  const others = ['view_item_list', 'remove_from_cart', 'media-complete', 'product viewed', '']
  const inherited = ['constructor', '__proto__', 'toString', 'page', 'screen']
  for (const name of [...names, ...others, ...inherited]) {
    assert.equal(kept(name, properties), undefined, name)
  }
})

test('an item that shops number is its digits, and no other number is an id', () => {
  assert.deepEqual(kept('Product Viewed', { product_id: 7 }), ['m-1 view 7'])
  for (const value of [1.5, 2 ** 60, Number.NaN, true, {}, [], '']) {
    assert.match(issueOf('Product Viewed', { product_id: value }), /^id_missing/)
  }
})

test('a mapped event without its item says where the item should have been', () => {
  for (const properties of [undefined, null, [], 'a', {}, { sku: 'G-32' }, { product_id: null }]) {
    assert.equal(issueOf('Product Viewed', properties), 'id_missing properties.product_id')
  }
  assert.equal(issueOf('Order Completed', {}), 'items_missing properties.products')
  assert.equal(issueOf('Order Completed', { products: [] }), 'items_missing properties.products')
  assert.equal(issueOf('Order Completed', { products: {} }), 'items_missing properties.products')
})

test('one bad item rejects the whole event, and is named', () => {
  const products = [{ product_id: 'a' }, { product_id: '' }]
  const place = 'properties.products.1.product_id'
  assert.equal(issueOf('Order Completed', { products }), `id_missing ${place}`)
  const broken = [{ product_id: 'a' }, { product_id: 'a\n' }]
  assert.equal(issueOf('Order Completed', { products: broken }), `id_malformed ${place}`)
  assert.equal(issueOf('Order Completed', { products: [null] }).split(' ')[0], 'id_missing')
})

test('a hundred items are taken, one more is not', () => {
  const of = (count: number) => ({
    products: Array.from({ length: count }, (_, n) => ({ product_id: `p${n}` })),
  })
  assert.equal(kept('Order Completed', of(ITEMS_MAX))?.at(-1), 'm-1:100 purchase p99')
  assert.equal(issueOf('Order Completed', of(ITEMS_MAX + 1)), 'too_many_items properties.products')
})

test('an id that is too long with its number is too long', () => {
  const products = [{ product_id: 'a' }, { product_id: 'b' }]
  assert.equal(issueOf('Order Completed', { products }, 'x'.repeat(254)), 'mapped')
  assert.equal(issueOf('Order Completed', { products }, 'x'.repeat(255)), 'id_too_long messageId')
})

test('where an item may be missing, the event is unmapped without it', () => {
  const mapped = map('Product Viewed', {}, { itemOptional: true })
  assert.deepEqual(mapped, { ok: true, value: undefined })
})

test('only properties of the sender’s own are read', () => {
  const inherited = Object.create({ product_id: 'a' })
  assert.match(issueOf('Product Viewed', inherited), /^id_missing/)
})

test('each row of the table can be mapped', () => {
  for (const { event, item, items } of STANDARD_EVENTS) {
    const entry = item.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), 'x')
    const list = items
      ?.split('.')
      .reduceRight<unknown>((inner, name) => ({ [name]: inner }), [entry])
    assert.equal(kept(event, list ?? entry)?.length, 1, event)
  }
})
