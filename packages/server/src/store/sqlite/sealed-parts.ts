/**
 * Many people's parts in the training state, on their way to whoever opens them and back: packed,
 * so that a thread is handed two buffers and answers with three values.
 */

import { formatId, type Instant, toInstant } from '@equipoise/core/values'
import { SealError } from '../../keys/seal.ts'
import { openSealer, type WrappedKey, type Wrapping } from '../../keys/subject-keys.ts'
import type { Contribution, NumberedItems } from '../store.ts'
import { openContribution } from './contribution-rows.ts'
import type { RememberedFacts } from './remembered-facts.ts'

/** What is sealed of one person, with the key that opens it, still wrapped. */
export interface SealedPart extends WrappedKey {
  /** The bytes of the person's id. */
  readonly key: Uint8Array
  readonly sealed: Uint8Array
}

export interface PackedParts {
  /** Key, wrapped key and sealed part of each, one after the other. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Four numbers each: the lengths of the three, and the epoch. */
  readonly numbers: Float64Array<ArrayBuffer>
}

const NUMBERS_EACH = 4

export function packParts(parts: readonly SealedPart[]): PackedParts {
  const numbers = new Float64Array(NUMBERS_EACH * parts.length)
  let size = 0
  for (const { key, wrapped, sealed } of parts) size += key.length + wrapped.length + sealed.length
  const bytes = new Uint8Array(size)
  let end = 0
  for (const [at, { key, wrapped, sealed, epoch }] of parts.entries()) {
    numbers.set([key.length, wrapped.length, sealed.length, epoch], NUMBERS_EACH * at)
    for (const piece of [key, wrapped, sealed]) {
      bytes.set(piece, end)
      end += piece.length
    }
  }
  return { bytes, numbers }
}

function unpackParts({ bytes, numbers }: PackedParts): readonly SealedPart[] {
  let end = 0
  const take = (length = 0): Uint8Array => {
    end += length
    return bytes.subarray(end - length, end)
  }
  return Array.from({ length: numbers.length / NUMBERS_EACH }, (_, at) => {
    const [keyLength, wrappedLength, sealedLength, epoch = 0] = numbers.subarray(NUMBERS_EACH * at)
    const [key, wrapped] = [take(keyLength), take(wrappedLength)]
    return { key, wrapped, sealed: take(sealedLength), epoch }
  })
}

/** What was opened: names of items come once, and lists are numbers of names. */
export interface OpenedParts {
  /** `OpenedText`, as JSON: what the gate read stands in it as it was kept. */
  readonly text: string
  /** The list of person n are the numbers from `starts[n]` to `starts[n + 1]`. */
  readonly starts: Uint32Array<ArrayBuffer>
  readonly numbers: Uint32Array<ArrayBuffer>
}

interface OpenedText {
  /** Names of the numbers that are new with this answer. */
  readonly names: readonly string[]
  /** In the order of the parts; null for whoever could not be opened. */
  readonly people: readonly (OpenedPerson | null)[]
}

type OpenedPerson = readonly [
  until: Instant | null,
  madeOf: string | null,
  standing: string | null,
  facts: RememberedFacts | null,
]

/** Opens parts in a thread; numbers of names hold for as long as it lives. */
export class PartsOpener {
  readonly #wrapping: Wrapping
  readonly #numbers = new Map<string, number>()

  constructor(wrapping: Wrapping) {
    this.#wrapping = wrapping
  }

  open(packed: PackedParts): OpenedParts {
    const parts = unpackParts(packed)
    const starts = new Uint32Array(parts.length + 1)
    const numbers: number[] = []
    const names: string[] = []
    const people: string[] = []
    for (const [at, part] of parts.entries()) {
      const opened = openPart(this.#wrapping, part)
      people.push(opened === undefined ? 'null' : textOf(opened))
      for (const item of opened?.contribution.items ?? []) {
        numbers.push(this.#numberOf(item, names))
      }
      starts[at + 1] = numbers.length
    }
    const text = `{"names":${JSON.stringify(names)},"people":[${people.join()}]}`
    return { text, starts, numbers: Uint32Array.from(numbers) }
  }

  #numberOf(item: string, names: string[]): number {
    const known = this.#numbers.get(item)
    if (known !== undefined) return known
    const number = this.#numbers.size
    this.#numbers.set(item, number)
    names.push(item)
    return number
  }
}

/** What of a person's part was opened: what the gate read is undefined where nothing was kept. */
export interface PersonPart {
  readonly contribution: Contribution
  readonly numbered: NumberedItems | undefined
  readonly standing: string | undefined
  readonly facts: RememberedFacts | undefined
}

/** Undefined where it was altered or is not theirs: whoever needs it finds that out again. */
export function openPart(
  wrapping: Wrapping,
  { key, epoch, wrapped, sealed }: SealedPart,
): ReturnType<typeof openContribution> | undefined {
  try {
    const sealer = openSealer(wrapping, formatId('sub', key), { epoch, wrapped })
    return openContribution(sealed, sealer)
  } catch (error) {
    if (error instanceof SealError) return undefined
    throw error
  }
}

function textOf({ contribution, remembered }: ReturnType<typeof openContribution>): string {
  const { until, madeOf } = contribution
  const own = JSON.stringify([until ?? null, madeOf ?? null, remembered?.standing ?? null])
  return `${own.slice(0, -1)},${remembered?.facts ?? 'null'}]`
}

/** @param names by number, of what the same thread answered before; what is new is added. */
export function readOpened(
  { text, starts, numbers }: OpenedParts,
  names: string[],
): readonly (PersonPart | undefined)[] {
  // Written by `PartsOpener.open`.
  const { names: added, people } = JSON.parse(text) as OpenedText
  names.push(...added)
  return people.map((person, at) => {
    if (person === null) return undefined
    const [until, madeOf, standing, facts] = person
    const own = numbers.subarray(starts[at], starts[at + 1])
    const items: string[] = []
    for (const number of own) items.push(names[number] ?? '')
    return {
      numbered: { names, numbers: own },
      contribution: {
        items,
        until: until === null ? undefined : toInstant(until),
        madeOf: madeOf ?? undefined,
      },
      standing: standing ?? undefined,
      facts: facts ?? undefined,
    }
  })
}
