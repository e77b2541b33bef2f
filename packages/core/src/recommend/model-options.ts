/** The hyper-parameters of a model, and what of them is in range. */

import { POPULARITY_TENTHS_MAX } from './popularity-lean.ts'
import { EXPONENT_TENTHS_MAX } from './subject-weight.ts'

export interface SolveOptions {
  /** Ridge, in people of weight one: 0 to 10^9. */
  readonly lambda: number
  /** The dropout that the diagonal stands for: 0 to 0.99. */
  readonly dropout: number
  /** How many sources a target keeps: an integer, 1 to 10,000. */
  readonly neighboursMax: number
}

export interface ModelOptions extends SolveOptions {
  /** How contributions are weighted (`subjectWeight`): an integer, 0 to 10. */
  readonly exponentTenths: number
  /** How far columns lean to what is popular (`leanToPopular`): an integer, 0 to 10. */
  readonly popularityTenths: number
  /**
   * After how many later items of a person half of what an item says is left, at scoring alone: an
   * integer, 1 to 10,000; 0 where nothing fades by place.
   */
  readonly halfLifeItems: number
}

const LAMBDA_MAX = 1e9
const DROPOUT_MAX = 0.99
const NEIGHBOURS_MAX = 10_000
const HALF_LIFE_ITEMS_MAX = 10_000

/** Chosen on validation subjects of ML-1M and ML-100K: `benchmarks/reference/README.md`. */
export const DEFAULT_MODEL_OPTIONS: ModelOptions = {
  exponentTenths: 5,
  lambda: 20,
  dropout: 0.5,
  neighboursMax: 200,
  popularityTenths: 0,
  halfLifeItems: 0,
}

/** The first thing out of range, as the end of a sentence; undefined where all is well. */
export function modelOptionsIssue(options: ModelOptions): string | undefined {
  const { exponentTenths, popularityTenths, halfLifeItems } = options
  if (!isIntegerWithin(exponentTenths, 0, EXPONENT_TENTHS_MAX)) {
    return issue('exponentTenths', exponentTenths, `an integer from 0 to ${EXPONENT_TENTHS_MAX}`)
  }
  if (!isIntegerWithin(popularityTenths, 0, POPULARITY_TENTHS_MAX)) {
    const expected = `an integer from 0 to ${POPULARITY_TENTHS_MAX}`
    return issue('popularityTenths', popularityTenths, expected)
  }
  if (!isIntegerWithin(halfLifeItems, 0, HALF_LIFE_ITEMS_MAX)) {
    return issue('halfLifeItems', halfLifeItems, `an integer from 0 to ${HALF_LIFE_ITEMS_MAX}`)
  }
  return solveOptionsIssue(options)
}

export function solveOptionsIssue(options: SolveOptions): string | undefined {
  const { lambda, dropout, neighboursMax } = options
  if (!(lambda >= 0 && lambda <= LAMBDA_MAX)) return issue('lambda', lambda, `0 to ${LAMBDA_MAX}`)
  if (!(dropout >= 0 && dropout <= DROPOUT_MAX)) {
    return issue('dropout', dropout, `0 to ${DROPOUT_MAX}`)
  }
  if (!isIntegerWithin(neighboursMax, 1, NEIGHBOURS_MAX)) {
    return issue('neighboursMax', neighboursMax, `an integer from 1 to ${NEIGHBOURS_MAX}`)
  }
  return undefined
}

/** @throws RangeError naming the first option that is out of range. */
export function checkSolveOptions(options: SolveOptions): void {
  const issue = solveOptionsIssue(options)
  if (issue !== undefined) throw new RangeError(`Cannot solve for the weights: ${issue}`)
}

function issue(name: keyof ModelOptions, value: number, expected: string): string {
  return `${name} is "${value}", expected ${expected}`
}

function isIntegerWithin(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max
}
