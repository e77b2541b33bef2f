/** What the shop is divided into: categories of the catalogue, each with a picture of its own. */

export interface Department {
  readonly category: string
  readonly name: string
  readonly says: string
  /** Drawn on its tile. */
  readonly art: string
}

export const WARDROBE: readonly Department[] = [
  { category: 'Footwear/Trail', name: 'Trail', says: 'For the long way round', art: 'trail-moss' },
  { category: 'Footwear/Running', name: 'Running', says: 'Early and late', art: 'running-lagoon' },
  { category: 'Footwear/Boots', name: 'Boots', says: 'Rain, and after it', art: 'boots-ochre' },
  { category: 'Footwear/Everyday', name: 'Everyday', says: 'Door to door', art: 'everyday-clay' },
  { category: 'Footwear/Sandals', name: 'Sandals', says: 'Warm stones', art: 'sandals-plum' },
  {
    category: 'Clothing/Jackets',
    name: 'Jackets',
    says: 'Two layers, one plan',
    art: 'jackets-ink',
  },
  { category: 'Clothing/Knitwear', name: 'Knitwear', says: 'Worn soft', art: 'knitwear-clay' },
  { category: 'Clothing/Shirts', name: 'Shirts', says: 'Light, and lighter', art: 'shirts-lagoon' },
  { category: 'Clothing/Trousers', name: 'Trousers', says: 'Room to move', art: 'trousers-moss' },
  { category: 'Clothing/Socks', name: 'Socks', says: 'Never enough', art: 'socks-ochre' },
  { category: 'Accessories/Bags', name: 'Bags', says: 'All of it, carried', art: 'bags-plum' },
  { category: 'Accessories/Caps', name: 'Caps', says: 'Against the sun', art: 'caps-ink' },
]

export const MARKET: readonly Department[] = [
  { category: 'Produce', name: 'Fruit and greens', says: 'What is in season', art: 'fruit-moss' },
  { category: 'Pastry', name: 'Bakery', says: 'From this morning', art: 'bread-ochre' },
  { category: 'Grocery', name: 'Pantry', says: 'Jars, tins, packets', art: 'jar-clay' },
  { category: 'Deli', name: 'Deli', says: 'Cut to order', art: 'cheese-ochre' },
  { category: 'Floral', name: 'Flowers', says: 'By the stem', art: 'flower-plum' },
  {
    category: 'Cosmetics',
    name: 'Bath and body',
    says: 'Plain soap, and less plain',
    art: 'soap-ink',
  },
]

/** Above those of the wardrobe stands one for each of their first names. */
export const WHOLE: readonly Department[] = [
  { category: 'Footwear', name: 'Footwear', says: 'Everything with a sole', art: 'trail-lagoon' },
  { category: 'Clothing', name: 'Clothing', says: 'Everything with a hem', art: 'jackets-clay' },
  {
    category: 'Accessories',
    name: 'Accessories',
    says: 'Everything else you wear',
    art: 'bags-ink',
  },
]

/** What is sold: of stories, and of what a grocer has in its catalogue beside, no row is made. */
export const SOLD: readonly string[] = [...WHOLE, ...MARKET].map(({ category }) => category)

/** What the shop window shows one of each from. */
export const MIXED_DEPARTMENTS: readonly (readonly string[])[] = [
  ['Footwear'],
  ['Produce', 'Pastry'],
  ['Clothing', 'Accessories'],
  ['Grocery', 'Deli'],
]

export function departmentOf(category: string): Department | undefined {
  return [...WARDROBE, ...MARKET, ...WHOLE].find((one) => one.category === category)
}

/** A category's own name: the last part of its path. */
export function nameOf(category: string | undefined): string {
  if (category === undefined) return ''
  return departmentOf(category)?.name ?? category.split('/').at(-1) ?? ''
}

/** The shelves of a department that has some. */
export function shelvesOf(category: string): readonly Department[] {
  return WARDROBE.filter((one) => one.category.startsWith(`${category}/`))
}

export function categoryPath(category: string): string {
  return `/c/${category.split('/').map(encodeURIComponent).join('/')}`
}
