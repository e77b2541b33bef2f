/** The shoes and clothes: twelve shelves, five models on each, four colours of each. */
import { TONES, type Tone } from './art/tones.ts'

export interface WornItem {
  readonly id: string
  readonly title: string
  readonly categories: readonly string[]
  readonly attributes: Readonly<Record<'model' | 'colour' | 'material' | 'season', string>>
  readonly priceMinor: number
  readonly currency: 'USD'
  /** How long it is on the shelf, for the feed: the latest models are a few days old. */
  readonly daysAgo: number
}

interface Shelf {
  readonly category: string
  /** Begins each id, and says how it is drawn. */
  readonly prefix: string
  readonly noun: string
  readonly models: readonly string[]
  readonly materials: readonly string[]
  readonly season: string
  readonly priceMinor: number
}

export const SHELVES: readonly Shelf[] = [
  {
    category: 'Footwear/Trail',
    prefix: 'trail',
    noun: 'trail shoe',
    models: ['Ridgeline', 'Scree', 'Fell', 'Understory', 'Switchback'],
    materials: ['ripstop', 'recycled mesh'],
    season: 'all year',
    priceMinor: 12_900,
  },
  {
    category: 'Footwear/Running',
    prefix: 'running',
    noun: 'running shoe',
    models: ['Tempo', 'Daybreak', 'Long Mile', 'Towpath', 'Second Wind'],
    materials: ['recycled mesh', 'knit'],
    season: 'all year',
    priceMinor: 11_900,
  },
  {
    category: 'Footwear/Boots',
    prefix: 'boots',
    noun: 'boot',
    models: ['Harbour', 'Peat', 'Foreman', 'Alder', 'Northgate'],
    materials: ['waxed leather', 'nubuck'],
    season: 'autumn and winter',
    priceMinor: 18_900,
  },
  {
    category: 'Footwear/Everyday',
    prefix: 'everyday',
    noun: 'sneaker',
    models: ['Corner', 'Plain', 'Tram', 'Courtyard', 'Eight Hour'],
    materials: ['canvas', 'leather'],
    season: 'all year',
    priceMinor: 8_900,
  },
  {
    category: 'Footwear/Sandals',
    prefix: 'sandals',
    noun: 'sandal',
    models: ['Quay', 'Terrace', 'Low Tide', 'Pebble', 'Olive'],
    materials: ['cork', 'leather'],
    season: 'summer',
    priceMinor: 6_900,
  },
  {
    category: 'Clothing/Jackets',
    prefix: 'jackets',
    noun: 'jacket',
    models: ['Squall', 'Windbreak', 'Larch', 'Ferry', 'Overcast'],
    materials: ['ripstop', 'waxed cotton'],
    season: 'autumn and winter',
    priceMinor: 17_900,
  },
  {
    category: 'Clothing/Knitwear',
    prefix: 'knitwear',
    noun: 'sweater',
    models: ['Moorland', 'Hearth', 'Cable', 'Fisher', 'Sunday'],
    materials: ['lambswool', 'merino'],
    season: 'autumn and winter',
    priceMinor: 9_900,
  },
  {
    category: 'Clothing/Shirts',
    prefix: 'shirts',
    noun: 'shirt',
    models: ['Lightwell', 'Drift', 'Pocket', 'Noon', 'Clothesline'],
    materials: ['cotton', 'linen'],
    season: 'summer',
    priceMinor: 4_900,
  },
  {
    category: 'Clothing/Trousers',
    prefix: 'trousers',
    noun: 'trousers',
    models: ['Stride', 'Workbench', 'Causeway', 'Field', 'Straight'],
    materials: ['cotton twill', 'stretch canvas'],
    season: 'all year',
    priceMinor: 8_500,
  },
  {
    category: 'Clothing/Socks',
    prefix: 'socks',
    noun: 'socks',
    models: ['Cushion', 'Quarter', 'Fireside', 'Marathon', 'Thin'],
    materials: ['merino', 'cotton'],
    season: 'all year',
    priceMinor: 1_600,
  },
  {
    category: 'Accessories/Bags',
    prefix: 'bags',
    noun: 'bag',
    models: ['Daypack', 'Market', 'Commute', 'Weekend', 'Sling'],
    materials: ['waxed cotton', 'recycled nylon'],
    season: 'all year',
    priceMinor: 7_900,
  },
  {
    category: 'Accessories/Caps',
    prefix: 'caps',
    noun: 'cap',
    models: ['Brim', 'Finish Line', 'Gardener', 'Five Panel', 'Shade'],
    materials: ['cotton', 'recycled mesh'],
    season: 'summer',
    priceMinor: 2_900,
  },
]

const COLOURS_EACH = 4
const STEP_MINOR = 500
const MODEL_DAYS = 9

export const WORN_ITEMS: readonly WornItem[] = SHELVES.flatMap((shelf, at) =>
  shelf.models.flatMap((model, modelAt) =>
    tonesFrom(at + modelAt).map((tone) => toItem(shelf, model, modelAt, tone)),
  ),
)

function tonesFrom(start: number): readonly Tone[] {
  return Array.from({ length: COLOURS_EACH }, (_, n) => TONES[(start + n) % TONES.length] ?? 'ink')
}

function toItem(shelf: Shelf, model: string, modelAt: number, tone: Tone): WornItem {
  const { category, prefix, noun, materials, season, priceMinor } = shelf
  const [whole = category] = category.split('/')
  return {
    id: `${prefix}-${model.toLowerCase().replaceAll(' ', '-')}-${tone}`,
    title: `${model} ${noun}, ${tone}`,
    categories: [category, whole],
    attributes: {
      model,
      colour: tone,
      material: materials[modelAt % materials.length] ?? '',
      season,
    },
    priceMinor: priceMinor + modelAt * STEP_MINOR,
    currency: 'USD',
    daysAgo: daysAgoOf(shelf, modelAt, tone),
  }
}

/** A shelf a day, a model every few, its colours half a day apart. */
function daysAgoOf(shelf: Shelf, modelAt: number, tone: Tone): number {
  return SHELVES.indexOf(shelf) * 0.7 + modelAt * MODEL_DAYS + TONES.indexOf(tone) * 1.5 + 0.2
}
