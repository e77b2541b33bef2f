/**
 * Discrete Laplace noise, drawn exactly: whole numbers and fair bytes alone, no floating point, so
 * that no bit of what it hides shows in how a number was rounded (Mironov 2012). After Canonne,
 * Kamath and Steinke 2020, "The Discrete Gaussian for Differential Privacy", algorithms 1 and 2.
 *
 *   P(Z = z) = (1 − q) / (1 + q) · q^|z|,  q = e^(−1/scale),  scale = numerator / denominator
 *
 * Added to counts of which one person changes the sum by `sensitivity` at most, with a scale of
 * `sensitivity / epsilon`, the answer is epsilon-differentially private.
 */
import { assert } from '../values/assert.ts'

/** Bytes of chance: of the operating system wherever people are behind the counts. */
export type RandomBytes = (size: number) => Uint8Array

/** A positive scale as a fraction of whole numbers, each up to 2^43. */
export interface Scale {
  readonly numerator: number
  readonly denominator: number
}

const PART_MAX = 2 ** 43
const UNIFORM_MAX = 2 ** 53

/** One draw; any whole number, 0 the likeliest. */
export function drawDiscreteLaplace(
  { numerator, denominator }: Scale,
  random: RandomBytes,
): number {
  assert(isPart(numerator) && isPart(denominator), 'a scale of whole numbers from 1 to 2^43')
  for (;;) {
    const low = drawBelow(numerator, random)
    if (!drawExp(low, numerator, random)) continue
    let high = 0
    while (drawExp(1, 1, random)) high += 1
    const size = Math.floor((low + numerator * high) / denominator)
    const isNegative = drawBelow(2, random) === 1
    // Zero has one sign alone, else it would come twice as often.
    if (!(isNegative && size === 0)) return isNegative ? -size : size
  }
}

/** The scale in lowest terms. */
export function toScale(numerator: number, denominator: number): Scale {
  const shared = greatestDivisor(numerator, denominator)
  return { numerator: numerator / shared, denominator: denominator / shared }
}

/** True with the chance `e^(−n/d)`, n up to d (algorithm 1). */
function drawExp(n: number, d: number, random: RandomBytes): boolean {
  let turn = 1
  while (drawBelow(d * turn, random) < n) turn += 1
  return turn % 2 === 1
}

/** A whole number from 0 to below `below`, each as likely: what does not fit is drawn again. */
function drawBelow(below: number, random: RandomBytes): number {
  assert(below <= UNIFORM_MAX, 'a range of at most 2^53')
  if (below === 1) return 0
  let bits = 0
  while (2 ** bits < below) bits += 1
  const [size, spare] = [Math.ceil(bits / 8), (8 - (bits % 8)) % 8]
  for (;;) {
    const bytes = random(size)
    const first = (bytes[0] ?? 0) >> spare
    const drawn = bytes.subarray(1).reduce((sum, byte) => sum * 256 + byte, first)
    if (drawn < below) return drawn
  }
}

function isPart(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1 && value <= PART_MAX
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b)
}
