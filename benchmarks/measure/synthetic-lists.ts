/**
 * Lists that nobody holds, of any size, with the skew of real ones: the same for the same seed.
 *
 * How long lists are is log-normal. How often an item is held falls with its rank by the law of
 * Zipf and Mandelbrot, (rank + shift)^-exponent. Items fall into tastes of some hundred; a person
 * has a few tastes, and takes an item from one of them or, less often, from all there are: without
 * tastes, people would share far more pairs of items than they do.
 */
import { type ContributionLists, listWeights } from '@equipoise/core/recommend'
import { type Chance, chanceOf } from './chance.ts'

export interface ListShape {
  readonly subjects: number
  readonly items: number
  readonly interactions: number
  /** Zipf and Mandelbrot; the shift as a ratio of the items. */
  readonly popularity: { readonly exponent: number; readonly shiftRatio: number }
  /** The standard deviation of the logarithm of a list's length, and the shortest there is. */
  readonly lengths: { readonly sigma: number; readonly min: number; readonly max: number }
  readonly tastes: { readonly items: number; readonly ofOne: number; readonly ratio: number }
}

const DRAWS_MAX = 12

/** The lists, every item held by somebody at least as often as chance has it. */
export function makeLists(
  shape: ListShape,
  exponentTenths: number,
  seed: number,
): ContributionLists {
  const chance = chanceOf(seed)
  const lengths = makeLengths(shape, chance)
  const tastes = makeTastes(shape, chance)
  const starts = new Uint32Array(shape.subjects + 1)
  const items = new Uint32Array(lengths.reduce((sum, length) => sum + length, 0))
  const holder = new Uint32Array(shape.items)
  let end = 0
  for (const [person, length] of lengths.entries()) {
    const own = Array.from({ length: shape.tastes.ofOne }, () => tastes.pick(chance))
    const start = end
    for (let n = 0; n < length; n += 1) {
      const item = drawItem({ shape, tastes, own, chance }, (one) => holder[one] !== person + 1)
      if (item === undefined) continue
      holder[item] = person + 1
      items[end] = item
      end += 1
    }
    items.subarray(start, end).sort()
    starts[person + 1] = end
  }
  const ids = Array.from({ length: shape.items }, (_, item) => `${10_000_000 + item}`)
  const vouched = new Uint8Array(shape.subjects).fill(1)
  const weights = listWeights(starts, exponentTenths)
  return { ids, starts, items: items.slice(0, end), weights, vouched }
}

function makeLengths(shape: ListShape, chance: Chance): Uint32Array {
  const { subjects, interactions } = shape
  const { sigma, min, max } = shape.lengths
  const raw = Float64Array.from({ length: subjects }, () => Math.exp(sigma * normal(chance)))
  const scale = interactions / raw.reduce((sum, one) => sum + one, 0)
  // What is raised to the shortest is taken from the others.
  const bound = (factor: number): Uint32Array =>
    Uint32Array.from(raw, (one) => Math.round(Math.min(max, Math.max(min, one * scale * factor))))
  let [low, high] = [0, 2]
  for (let step = 0; step < 20; step += 1) {
    const middle = (low + high) / 2
    if (bound(middle).reduce((sum, one) => sum + one, 0) < interactions) low = middle
    else high = middle
  }
  return bound(high)
}

/** Box and Muller. */
function normal(chance: Chance): number {
  return Math.sqrt(-2 * Math.log(1 - chance.number())) * Math.cos(2 * Math.PI * chance.number())
}

/** Items drawn as often as they are popular. */
interface Urn {
  readonly items: Uint32Array
  readonly sums: Float64Array
}

interface Tastes {
  readonly all: Urn
  pick(chance: Chance): Urn
}

function makeTastes(shape: ListShape, chance: Chance): Tastes {
  const { exponent, shiftRatio } = shape.popularity
  const shift = 1 + shiftRatio * shape.items
  const weightOf = (item: number): number => (item + shift) ** -exponent
  const count = Math.max(1, Math.round(shape.items / shape.tastes.items))
  const groups: number[][] = Array.from({ length: count }, () => [])
  for (let item = 0; item < shape.items; item += 1) groups[chance.below(count)]?.push(item)
  const urns = groups.map((group) => fill(Uint32Array.from(group), weightOf))
  const byTaste = fill(Uint32Array.from(urns.keys()), (at) => urns[at]?.sums.at(-1) ?? 0)
  const all = fill(
    Uint32Array.from({ length: shape.items }, (_, item) => item),
    weightOf,
  )
  return { all, pick: (by) => urns[draw(byTaste, by) ?? 0] ?? all }
}

function fill(items: Uint32Array, weightOf: (item: number) => number): Urn {
  const sums = new Float64Array(items.length)
  let sum = 0
  for (const [at, item] of items.entries()) {
    sum += weightOf(item)
    sums[at] = sum
  }
  return { items, sums }
}

function draw({ items, sums }: Urn, chance: Chance): number | undefined {
  const wanted = chance.number() * (sums.at(-1) ?? 0)
  let [low, high] = [0, sums.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sums[middle] ?? 0) > wanted) high = middle
    else low = middle + 1
  }
  return items[low]
}

interface Drawing {
  readonly shape: ListShape
  readonly tastes: Tastes
  readonly own: readonly Urn[]
  readonly chance: Chance
}

/** An item that is not held yet; undefined where chance finds none. */
function drawItem(
  { shape, tastes, own, chance }: Drawing,
  isFree: (item: number) => boolean,
): number | undefined {
  for (let tries = 0; tries < 2 * DRAWS_MAX; tries += 1) {
    const isOwn = tries < DRAWS_MAX && chance.number() < shape.tastes.ratio
    const item = draw((isOwn ? chance.pick(own) : undefined) ?? tastes.all, chance)
    if (item !== undefined && isFree(item)) return item
  }
  const item = chance.below(shape.items)
  return isFree(item) ? item : undefined
}
