/** Which silhouette an item has: by what its id says, which is made of its title. */
import type { Shape } from './silhouettes.ts'

/** First match counts; words stand for parts of an id. */
const WORDS: readonly (readonly [Shape, RegExp])[] = [
  ['trail', /^trail-/],
  ['shoe', /^(running|everyday)-|shoe|sneaker/],
  ['boot', /^boots-|boot/],
  ['sandal', /^sandals-|sandal|slipper/],
  ['jacket', /^jackets-|jacket|coat|outerwear/],
  ['knit', /^knitwear-|fleece|sweat/],
  ['trousers', /^trousers-|pants|jeans/],
  ['sock', /^socks-|sock|hosiery/],
  ['bag', /^bags-|luggage|purse|backpack/],
  ['cap', /^caps-|hats?\b|cap\b/],
  ['shirt', /^shirts-|shirt|apparel|boys|girls|collegiate|mens|ladies|women/],
  ['fish', /fish|seafood|shrimp|salmon|tuna|crab|lobster/],
  ['flower', /flower|bouquet|rose|floral|corsage|plant|bulb|foliage|arrangement/],
  ['banana', /banana/],
  ['egg', /\beggs?\b/],
  ['packet', /chip|candy|snack|cookie|cracker|popcorn|nut|cereal|pasta|rice|chocolate/],
  ['cheese', /cheese|butter\b/],
  ['carton', /milk|cream|yogurt|juice/],
  ['bread', /bread|bun|roll|bagel|cake|pie|muffin|donut|pastry|dough|loaf/],
  ['meat', /beef|pork|chicken|turkey|ham\b|bacon|sausage|meat|steak|rib|lamb|veal|salami/],
  ['can', /can(ned)?-|canned|soup|beans|tomato-paste|paste|soft-drink|soda|beer/],
  [
    'bottle',
    /wine|water|oil|drink|tea|shampoo|lotion|soap|vinegar|sauce|dressing|cider|liquor|clean/,
  ],
  [
    'jar',
    /jar|honey|jam|jell|sals|dip|pickle|olive|spice|sugar|coffee|vitamin|condiment|peanut|syrup/,
  ],
  ['fruit', /fruit|apple|pear|peach|citrus|orange|lemon|berr|grape|melon|banana|mango|plum/],
  ['leaf', /salad|lettuce|herb|vegetable|spinach|pepper|onion|potato|carrot|organic|cabbage|bean/],
  ['sheet', /magazine|book|card|paper|stationery|newspaper|film/],
]

export function shapeOf(id: string): Shape {
  return WORDS.find(([, words]) => words.test(id))?.[0] ?? 'box'
}
