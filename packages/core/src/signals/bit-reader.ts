/**
 * Reads numbers of a few bits from base64url, the form of every field of TCF and GPP. The first
 * fault sticks and everything after it reads as zero: a parser reads on without asking, and asks
 * once at its end. Loops over counts that were read stop at a fault.
 */

import { type Result, success } from '../values/index.ts'
import { faultResult, SIGNAL_LENGTH_MAX, type SignalFault } from './signal-issue.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const VALUES: ReadonlyMap<string, number> = new Map([...ALPHABET].map((one, at) => [one, at]))
const CHARACTER_BITS = 6

/** The longest padding that an encoder adds: to whole characters, bytes, or three bytes. */
const PADDING_BITS_MAX = 23

export class BitReader {
  readonly #values: Uint8Array
  #at = 0
  #fault: SignalFault | undefined

  constructor(text: string) {
    this.#values = new Uint8Array(Math.min(text.length, SIGNAL_LENGTH_MAX))
    if (text.length > SIGNAL_LENGTH_MAX) this.fail('signal_too_long')
    if (text === '') this.fail('signal_empty')
    for (let at = 0; at < this.#values.length; at += 1) {
      const value = VALUES.get(text.charAt(at))
      if (value === undefined) this.fail('signal_encoding')
      this.#values[at] = value ?? 0
    }
  }

  get isFaulty(): boolean {
    return this.#fault !== undefined
  }

  /** Bits that are left. */
  get left(): number {
    return this.#values.length * CHARACTER_BITS - this.#at
  }

  fail(code: SignalFault): void {
    this.#fault ??= code
  }

  /** An unsigned number, the highest bit first. @param bits 1 to 48. */
  number(bits: number): number {
    if (bits > this.left) this.fail('signal_truncated')
    if (this.isFaulty) return 0
    let value = 0
    for (let count = 0; count < bits; count += 1) value = value * 2 + this.#bit()
    return value
  }

  flag(): boolean {
    return this.number(1) === 1
  }

  /** Letters of six bits each, A to Z. */
  letters(count: number): string {
    let text = ''
    for (let one = 0; one < count; one += 1) {
      const letter = this.number(CHARACTER_BITS)
      if (letter > 25) this.fail('signal_value')
      text += ALPHABET.charAt(letter)
    }
    return text
  }

  /** The ids, from 1, whose bit is set. */
  ids(count: number): readonly number[] {
    const ids: number[] = []
    if (count > this.left) this.fail('signal_truncated')
    for (let id = 1; id <= count && !this.isFaulty; id += 1) if (this.flag()) ids.push(id)
    return ids
  }

  /** The value, where nothing but padding is left; else the first fault. */
  finish<T>(value: T): Result<T> {
    if (!this.isFaulty && !this.#isAtPadding()) this.fail('signal_padding')
    return this.#fault === undefined ? success(value) : faultResult(this.#fault)
  }

  #bit(): number {
    const value = this.#values[Math.floor(this.#at / CHARACTER_BITS)] ?? 0
    const shift = CHARACTER_BITS - 1 - (this.#at % CHARACTER_BITS)
    this.#at += 1
    return (value >> shift) & 1
  }

  #isAtPadding(): boolean {
    if (this.left > PADDING_BITS_MAX) return false
    return this.left === 0 || this.number(this.left) === 0
  }
}
