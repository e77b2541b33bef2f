import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Item } from '../pages/page.ts'
import { type Catalogue, openSearch } from './search.ts'

const titled = (title: string, categories: string[] = [], attributes = {}): Item => ({
  id: title,
  title,
  categories,
  attributes,
})

function shelvesOf(items: readonly Item[]) {
  let reads = 0
  const catalogue: Catalogue = {
    listItems: async ({ offset, count }) => {
      reads += 1
      return { items: items.slice(offset, offset + count), total: items.length }
    },
  }
  return { catalogue, reads: () => reads }
}

const titles = async (items: readonly Item[], sought: string) =>
  (await openSearch(shelvesOf(items).catalogue).find(sought)).map(({ title }) => title)

test('“shoes” finds the shoes, and “trail shoes” those for the trail', async () => {
  const items = [
    titled('Tempo running shoe, ink', ['Footwear/Running', 'Footwear']),
    titled('Fell trail shoe, moss', ['Footwear/Trail', 'Footwear']),
    titled('Trail mix', ['Grocery']),
  ]
  const [tempo, fell] = ['Tempo running shoe, ink', 'Fell trail shoe, moss']
  assert.deepEqual(await titles(items, 'shoes'), [tempo, fell])
  assert.deepEqual(await titles(items, 'Trail SHOES'), [fell])
})

test('one or many is the same, and so are accents', async () => {
  const items = [titled('Tomato'), titled('Boxes'), titled('Crème brûlée'), titled('Short')]
  assert.deepEqual(await titles(items, 'tomatoes'), ['Tomato'])
  assert.deepEqual(await titles(items, 'box'), ['Boxes'])
  assert.deepEqual(await titles(items, 'creme BRULEE'), ['Crème brûlée'])
  assert.deepEqual(await titles(items, 'shoes'), [])
})

test('every word has to be somewhere, also half a word, in a shelf or an attribute', async () => {
  const boot = titled('Alder', ['Footwear/Boots'], { material: 'nubuck', publishedAt: '2026' })
  const items = [boot, titled('Produce', ['Produce'])]
  assert.deepEqual(await titles(items, 'nubuck boots'), ['Alder'])
  assert.deepEqual(await titles(items, 'nubuck sandals'), [])
  assert.deepEqual(await titles(items, 'ald'), ['Alder'])
  assert.deepEqual(await titles(items, 'greens'), ['Produce'])
  for (const none of ['2026', '', ' …!']) assert.deepEqual(await titles(items, none), [])
})

test('the title counts before the shelf, the shelf before the rest', async () => {
  const items = [
    titled('Three', [], { material: 'cork' }),
    titled('Two', ['Cork']),
    titled('Corkscrew'),
    titled('Cork'),
  ]
  assert.deepEqual(await titles(items, 'cork'), ['Cork', 'Corkscrew', 'Two', 'Three'])
})

test('the catalogue is read page by page, up to so much, and kept for a while', async () => {
  const { catalogue, reads } = shelvesOf(Array.from({ length: 10_500 }, (_, n) => titled(`${n}`)))
  let at = 0
  const search = openSearch(catalogue, () => at)
  assert.equal((await search.find('9999')).length, 1)
  assert.equal((await search.find('10499')).length, 0)
  assert.equal(reads(), 50)
  at = 30_000
  await search.find('1')
  assert.equal(reads(), 100)
})

test('a catalogue that did not answer is asked again', async () => {
  let isThere = false
  const search = openSearch({
    listItems: async () => {
      if (!isThere) throw new Error('away')
      return { items: [titled('Bread')], total: 1 }
    },
  })
  await assert.rejects(search.find('bread'), /away/)
  isThere = true
  assert.equal((await search.find('bread')).length, 1)
})
