/**
 * A weight told coarsely: to the nearest power of √2, so to within a fifth of itself, as a number
 * of one byte. Coarser hides more of any one person and explains worse: when one of 2,000 people
 * left a shop, 7 % of the steps between its items moved, and 33 % of weights rounded to 4 %.
 */

const STEPS_AN_OCTAVE = 2
export const STEP_MAX = 63
/** The step of a weight of one: steps reach from 2^-23.5 up to 2^7.5. */
const STEP_OF_ONE = 48

/** 0 for a weight too small to be told; negative for a negative one. */
export function weightStep(weight: number): number {
  const step = Math.round(STEPS_AN_OCTAVE * Math.log2(Math.abs(weight))) + STEP_OF_ONE
  return step < 1 ? 0 : Math.sign(weight) * Math.min(step, STEP_MAX)
}

/** Of every step from the lowest on: an explanation asks for hundreds. */
const WEIGHTS = Float64Array.from({ length: 2 * STEP_MAX + 1 }, (_, at) => weightOf(at - STEP_MAX))

/** The weight that a step stands for. */
export function stepWeight(step: number): number {
  return WEIGHTS[step + STEP_MAX] ?? weightOf(step)
}

function weightOf(step: number): number {
  if (step === 0) return 0
  return Math.sign(step) * 2 ** ((Math.abs(step) - STEP_OF_ONE) / STEPS_AN_OCTAVE)
}
