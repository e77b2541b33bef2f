/**
 * Whole numbers from 1 in Fibonacci coding: the sum of the Fibonacci numbers 1, 2, 3, 5, 8 … whose
 * bit is set, and a second 1 that ends the word (GPP string specification 1.0).
 */
import type { BitReader } from './bit-reader.ts'
import type { BitWriter } from './bit-writer.ts'

/** Words of that many bits reach beyond 65,535, which is the highest id there is. */
const WORD_BITS_MAX = 25

export function readFibonacci(bits: BitReader): number {
  let [number, next] = [1, 2]
  let sum = 0
  let wasSet = false
  for (let length = 1; length <= WORD_BITS_MAX && !bits.isFaulty; length += 1) {
    const isSet = bits.flag()
    if (isSet && wasSet) return sum
    if (isSet) sum += number
    wasSet = isSet
    ;[number, next] = [next, number + next]
  }
  bits.fail('signal_range')
  return 0
}

/** @param value 1 or more. */
export function writeFibonacci(bits: BitWriter, value: number): void {
  const numbers = [1, 2]
  while ((numbers.at(-1) ?? value) <= value) {
    numbers.push((numbers.at(-1) ?? 0) + (numbers.at(-2) ?? 0))
  }
  const word: number[] = [1]
  let rest = value
  for (const number of numbers.filter((one) => one <= value).toReversed()) {
    const isPart = number <= rest
    if (isPart) rest -= number
    word.unshift(isPart ? 1 : 0)
  }
  bits.bits(word)
}
