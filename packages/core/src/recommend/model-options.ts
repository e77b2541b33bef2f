/** The hyper-parameters of a model, and what of them is in range. */

import { EXPONENT_TENTHS_MAX } from './subject-weight.ts'

export interface ModelOptions {
  /** How contributions are weighted (`subjectWeight`): an integer, 0 to 10. */
  readonly exponentTenths: number
  /** Ridge, in people of weight one: 0 to 10^9. */
  readonly lambda: number
  /** What the diagonal makes up for: 0 to 0.99. */
  readonly dropout: number
  /** How many sources a target keeps: an integer from 1. */
  readonly neighboursMax: number
}

export const DEFAULT_MODEL_OPTIONS: ModelOptions = {
  exponentTenths: 5,
  lambda: 20,
  dropout: 0.5,
  neighboursMax: 200,
}

/** The first thing out of range, as the end of a sentence; undefined where all is well. */
export function modelOptionsIssue(options: ModelOptions): string | undefined {
  const { exponentTenths, lambda, dropout, neighboursMax } = options
  if (!isIntegerWithin(exponentTenths, 0, EXPONENT_TENTHS_MAX)) {
    return `exponentTenths is "${exponentTenths}", expected an integer from 0 to ${EXPONENT_TENTHS_MAX}`
  }
  if (!(lambda >= 0 && lambda <= 1e9)) return `lambda is "${lambda}", expected 0 to 1000000000`
  if (!(dropout >= 0 && dropout <= 0.99)) return `dropout is "${dropout}", expected 0 to 0.99`
  if (!isIntegerWithin(neighboursMax, 1, 2 ** 31 - 1)) {
    return `neighboursMax is "${neighboursMax}", expected an integer from 1`
  }
  return undefined
}

function isIntegerWithin(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max
}
