/** Writes numbers of a few bits as base64url, the form of every field of TCF and GPP. */
import { assert } from '../values/index.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const CHARACTER_BITS = 6

export class BitWriter {
  readonly #bits: number[] = []

  /** @param bits how many, 1 to 48; the value fits in them. */
  number(value: number, bits: number): this {
    assert(Number.isSafeInteger(value) && value >= 0 && value < 2 ** bits, 'A value fits its field')
    for (let shift = bits - 1; shift >= 0; shift -= 1) {
      this.#bits.push(Math.floor(value / 2 ** shift) % 2)
    }
    return this
  }

  flag(value: boolean): this {
    return this.number(value ? 1 : 0, 1)
  }

  /** @param text letters A to Z. */
  letters(text: string): this {
    for (const letter of text) this.number(ALPHABET.indexOf(letter), CHARACTER_BITS)
    return this
  }

  /** One bit for each id from 1 to `count`. */
  ids(ids: readonly number[], count: number): this {
    for (let id = 1; id <= count; id += 1) this.flag(ids.includes(id))
    return this
  }

  bits(bits: readonly number[]): this {
    this.#bits.push(...bits)
    return this
  }

  get length(): number {
    return this.#bits.length
  }

  /** @param unit zeros are added up to a multiple of so many bits, then to a whole character. */
  toText(unit: 6 | 8 | 24 = 8): string {
    const length = roundUp(roundUp(this.#bits.length, unit), CHARACTER_BITS)
    let text = ''
    for (let at = 0; at < length; at += CHARACTER_BITS) {
      let value = 0
      for (let bit = 0; bit < CHARACTER_BITS; bit += 1) {
        value = value * 2 + (this.#bits[at + bit] ?? 0)
      }
      text += ALPHABET.charAt(value)
    }
    return text
  }
}

function roundUp(length: number, unit: number): number {
  return Math.ceil(length / unit) * unit
}
