/**
 * Searches the hyper-parameters of a model, coarse first, then finer: a few starting points that
 * lie far apart, then from the best of them one step in each direction at a time, and half the
 * step once no direction is better. Nothing is built twice, and never more than the budget allows.
 *
 * They are not alike: λ is searched by factors, dropout and exponents by differences, and more
 * neighbours have to earn their memory, since a longer list is a little better nearly always. Near
 * a dropout of one a column is G_ij ÷ G_ii, that is RP3beta's walk (with β = −popularity): the
 * search reaches from the closed form to the walk and everything between.
 */

import { DEFAULT_MODEL_OPTIONS, type ModelOptions } from '../recommend/model-options.ts'

export interface Trial {
  readonly options: ModelOptions
  /** What is to become large. */
  readonly value: number
}

export interface SearchBudget {
  /** At most so many builds, at least 1. */
  readonly builds: number
  /** Asked before each build but the first. */
  readonly isOver: () => boolean
}

export interface SearchSpace {
  /** Whether it is known in which order people met things: else no half-life is searched. */
  readonly isOrdered: boolean
}

export interface SearchOutcome {
  readonly best: Trial
  /** In the order they were made. */
  readonly trials: readonly Trial[]
  /** Whether the search came to its own end, with budget left. */
  readonly finished: boolean
}

/** More neighbours have to be better by this ratio. */
const NEIGHBOURS_GAIN = 0.002
const NEIGHBOURS_MIN = 25
const NEIGHBOURS_MAX = 1_600
const POPULARITY_TENTHS_MAX = 5
const HALF_LIFE_ITEMS_MAX = 500
/** Where the search for a half-life begins, from nothing that fades. */
const HALF_LIFE_ITEMS_FIRST = 20
const LAMBDA_RANGE = [0.05, 1e5] as const
const DROPOUT_MAX = 0.95

/** Where each weighing of people is at home: the more it takes from the active, the less ridge. */
const STARTS: readonly Pick<ModelOptions, 'exponentTenths' | 'lambda' | 'dropout'>[] = [
  { exponentTenths: 5, lambda: 20, dropout: 0.5 },
  { exponentTenths: 0, lambda: 200, dropout: 0.5 },
  { exponentTenths: 8, lambda: 6, dropout: 0.65 },
  { exponentTenths: 5, lambda: 5, dropout: 0.8 },
  { exponentTenths: 5, lambda: 80, dropout: 0.2 },
  { exponentTenths: 3, lambda: 50, dropout: 0.7 },
  { exponentTenths: 5, lambda: 1, dropout: 0.95 },
]

interface Step {
  readonly lambdaFactor: number
  readonly dropout: number
  readonly exponentTenths: number
  readonly neighboursFactor: number
  readonly popularityTenths: number
  readonly halfLifeFactor: number
}

const COARSE = { neighboursFactor: 2, popularityTenths: 1, halfLifeFactor: 4 }
const FINE = { neighboursFactor: 2, popularityTenths: 1, halfLifeFactor: 2 }

/** From coarse to fine. */
const STEPS: readonly Step[] = [
  { lambdaFactor: 4, dropout: 0.2, exponentTenths: 3, ...COARSE },
  { lambdaFactor: 2, dropout: 0.1, exponentTenths: 2, ...COARSE },
  { lambdaFactor: 1.4, dropout: 0.05, exponentTenths: 1, ...FINE },
]

/**
 * @param measure builds with some options and says how good that is; a number, else it throws.
 * @param from also tried, first: the options in use.
 */
export async function searchOptions(
  measure: (options: ModelOptions) => Promise<number>,
  budget: SearchBudget,
  from: ModelOptions = DEFAULT_MODEL_OPTIONS,
  space: SearchSpace = { isOrdered: false },
): Promise<SearchOutcome> {
  const search = new Search(measure, budget, space)
  await search.attempt(from)
  for (const start of STARTS) await search.attempt({ ...from, ...start })
  for (const step of STEPS) {
    while (await search.improve(step)) {
      // One round of steps was better: another with the same step.
    }
  }
  return search.outcome()
}

class Search {
  readonly #measure: (options: ModelOptions) => Promise<number>
  readonly #budget: SearchBudget
  readonly #moves: readonly Move[]
  readonly #trials = new Map<string, Trial>()
  #best: Trial | undefined
  #isSpent = false

  constructor(
    measure: (options: ModelOptions) => Promise<number>,
    budget: SearchBudget,
    { isOrdered }: SearchSpace,
  ) {
    this.#measure = measure
    this.#budget = budget
    this.#moves = isOrdered ? [...MOVES, moveHalfLife] : MOVES
  }

  /** Whether it is the best now. */
  async attempt(options: ModelOptions): Promise<boolean> {
    const key = JSON.stringify([
      options.lambda,
      options.dropout,
      options.exponentTenths,
      options.neighboursMax,
      options.popularityTenths,
      options.halfLifeItems,
    ])
    if (this.#trials.has(key)) return false
    const isFirst = this.#trials.size === 0
    if (!isFirst && (this.#trials.size >= this.#budget.builds || this.#budget.isOver())) {
      this.#isSpent = true
      return false
    }
    const trial = { options, value: await this.#measure(options) }
    this.#trials.set(key, trial)
    if (this.#best !== undefined && !isBetter(trial, this.#best)) return false
    this.#best = trial
    return true
  }

  /** One step each way in each of them; whether any was better. */
  async improve(step: Step): Promise<boolean> {
    let better = false
    for (const move of this.#moves) {
      if (this.#isSpent || this.#best === undefined) return false
      for (const direction of [1, -1] as const) {
        const next = move(this.#best.options, step, direction)
        if (!(await this.attempt(next))) continue
        better = true
        break
      }
    }
    return better
  }

  outcome(): SearchOutcome {
    const trials = [...this.#trials.values()]
    const best = this.#best ?? trials[0]
    if (best === undefined) throw new Error('Broken invariant: expected a trial')
    return { best, trials, finished: !this.#isSpent }
  }
}

type Move = (options: ModelOptions, step: Step, direction: 1 | -1) => ModelOptions

const MOVES: readonly Move[] = [
  (options, step, direction) => {
    const moved = options.popularityTenths + direction * step.popularityTenths
    return { ...options, popularityTenths: Math.min(POPULARITY_TENTHS_MAX, Math.max(0, moved)) }
  },
  (options, { lambdaFactor }, direction) => {
    const [least, most] = LAMBDA_RANGE
    const moved = options.lambda * lambdaFactor ** direction
    return { ...options, lambda: rounded(Math.min(most, Math.max(least, moved))) }
  },
  (options, { dropout }, direction) => {
    const moved = options.dropout + direction * dropout
    return { ...options, dropout: rounded(Math.min(DROPOUT_MAX, Math.max(0, moved))) }
  },
  (options, { exponentTenths }, direction) => {
    const moved = options.exponentTenths + direction * exponentTenths
    return { ...options, exponentTenths: Math.min(10, Math.max(0, moved)) }
  },
  (options, { neighboursFactor }, direction) => {
    const moved = Math.round(options.neighboursMax * neighboursFactor ** direction)
    const neighboursMax = Math.min(NEIGHBOURS_MAX, Math.max(NEIGHBOURS_MIN, moved))
    return { ...options, neighboursMax }
  },
]

/** From nothing that fades to a half-life and on; beyond the longest one nothing fades again. */
function moveHalfLife(
  options: ModelOptions,
  { halfLifeFactor }: Step,
  direction: 1 | -1,
): ModelOptions {
  const { halfLifeItems } = options
  if (halfLifeItems === 0) return { ...options, halfLifeItems: HALF_LIFE_ITEMS_FIRST }
  const moved = Math.max(1, Math.round(halfLifeItems * halfLifeFactor ** direction))
  return { ...options, halfLifeItems: moved > HALF_LIFE_ITEMS_MAX ? 0 : moved }
}

function isBetter(trial: Trial, best: Trial): boolean {
  const [a, b] = [trial.options.neighboursMax, best.options.neighboursMax]
  const wanted = a > b ? 1 + NEIGHBOURS_GAIN : a < b ? 1 - NEIGHBOURS_GAIN : 1
  return trial.value > best.value * wanted
}

/** Three significant digits: what nobody could tell apart is built once. */
function rounded(value: number): number {
  return Number(value.toPrecision(3))
}
