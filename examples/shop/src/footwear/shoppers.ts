/**
 * Invented shoppers, and what they bought: how much, and how often the same, as people really buy
 * (measured.ts); what goes with what, by four ways to dress that are ours.
 */
import { type Choice, PEOPLE } from '../people.ts'
import { WORN_ITEMS, type WornItem } from '../worn.ts'
import { type Chance, chanceFrom } from './chance.ts'
import { curveAt, HISTORY_SIZES, POPULARITY } from './measured.ts'

export interface Shopper {
  readonly externalId: string
  readonly region: string
  readonly choice: Choice
  readonly under16: boolean
  readonly bought: readonly string[]
  /** Looked at only, in the last days. */
  readonly viewed: readonly string[]
}

export const SHOPPERS = 1_200
const SEED = 20_261_129

/** What is worn together, by way to dress. */
const THEMES: readonly (readonly string[])[] = [
  ['Footwear/Trail', 'Clothing/Jackets', 'Clothing/Socks', 'Accessories/Caps'],
  ['Footwear/Everyday', 'Clothing/Shirts', 'Clothing/Trousers', 'Accessories/Bags'],
  ['Footwear/Boots', 'Clothing/Knitwear', 'Clothing/Trousers', 'Clothing/Jackets'],
  ['Footwear/Running', 'Footwear/Sandals', 'Clothing/Shirts', 'Clothing/Socks'],
]
/** How much of what somebody buys keeps to their way to dress. */
const THEMED = 0.6
const THEMED_NAMED = 0.95

/** Shares of a hundred, in order. */
const CHOICES: readonly (readonly [Choice, number])[] = [
  ['everything', 84],
  ['suggestions', 90],
  ['refused', 95],
  ['withdrawn', 98],
  ['silent', 100],
]
const REGIONS = ['DE', 'DE', 'FR', 'ES', 'IE', 'GB', 'US-CA', 'US-OH'] as const
const NAMED_BOUGHT = 9
const NAMED_VIEWED = 4

/** The same people each time. */
export function makeShoppers(): readonly Shopper[] {
  const chance = chanceFrom(SEED)
  const weights = weightsOf(chance.shuffle(WORN_ITEMS))
  const named = PEOPLE.map((person): Shopper => {
    const { externalId, region, choice, under16 = false, theme } = person
    const size = NAMED_BOUGHT + NAMED_VIEWED
    const met = pick(chance, weights, { theme, size, themed: THEMED_NAMED })
    const [bought, viewed] = [met.slice(0, NAMED_BOUGHT), met.slice(NAMED_BOUGHT)]
    return { externalId, region, choice, under16, bought, viewed }
  })
  const others = Array.from({ length: SHOPPERS - named.length }, (_, n): Shopper => {
    const drawn = chance.below(100)
    const taken = { theme: n % THEMES.length, size: sizeFor(chance.next()), themed: THEMED }
    return {
      externalId: `shopper-${n + 1}`,
      region: REGIONS[chance.below(REGIONS.length)] ?? 'DE',
      choice: CHOICES.find(([, upTo]) => drawn < upTo)?.[0] ?? 'everything',
      under16: false,
      bought: pick(chance, weights, taken),
      viewed: [],
    }
  })
  return [...named, ...others]
}

/** The smallest size that so many people do not exceed. */
function sizeFor(share: number): number {
  const [most = 0] = HISTORY_SIZES.at(-1) ?? []
  for (let size = 1; size < most; size += 1) {
    if (curveAt(HISTORY_SIZES, size) > share) return size
  }
  return most
}

type Weights = readonly (readonly [item: WornItem, weight: number])[]

function weightsOf(ranked: readonly WornItem[]): Weights {
  const held = (rank: number): number => curveAt(POPULARITY, rank / ranked.length)
  return ranked.map((item, rank) => [item, held(rank + 1) - held(rank)])
}

interface Taken {
  readonly theme: number
  readonly size: number
  /** How much of it keeps to the theme: 0 to 1. */
  readonly themed: number
}

/** Each thing once, as in the measured data. */
function pick(
  chance: Chance,
  weights: Weights,
  { theme, size, themed: share }: Taken,
): readonly string[] {
  const own = THEMES[theme] ?? []
  const themed = weights.filter(([{ categories }]) => own.includes(categories[0] ?? ''))
  const picked = new Set<string>()
  while (picked.size < Math.min(size, themed.length)) {
    picked.add(draw(chance, chance.next() < share ? themed : weights))
  }
  return [...picked]
}

function draw(chance: Chance, weights: Weights): string {
  let left = chance.next() * weights.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [{ id }, weight] of weights) {
    left -= weight
    if (left < 0) return id
  }
  return weights[0]?.[0].id ?? ''
}
