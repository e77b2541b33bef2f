/**
 * Experiments: who is in which arm is a keyed hash of the person, so that it is by chance, always
 * the same, and written down nowhere. A holdout is an experiment of two arms.
 */
import { assert } from '../values/assert.ts'
import type { Instant } from '../values/instant.ts'
import type { ConversionRule } from './attribute.ts'

export const ARMS_MAX = 4
export const HOLDOUT_RATIO_MAX = 0.5
export const HELD_OUT = 'held_out'
export const SHOWN = 'shown'

export interface Arm {
  readonly name: string
  /** Above 0; the shares of an experiment sum to 1. */
  readonly share: number
}

export interface Experiment {
  /** Of a holdout, `campaign:` and its campaign. */
  readonly id: string
  readonly arms: readonly Arm[]
  readonly startsAt: Instant
  readonly endsAt: Instant
  readonly conversion: Pick<ConversionRule, 'verbs'>
  /** With which items a conversion has to be; any where undefined. */
  readonly items: ReadonlySet<string> | undefined
  /** Where whoever is shown something is counted; undefined where anything that is kept counts. */
  readonly slot: string | undefined
}

/**
 * The arm of a person.
 *
 * @param hash of the person, keyed for this experiment alone: its first 6 bytes count.
 */
export function armOf(arms: readonly Arm[], hash: Uint8Array): string {
  const draw = fractionOf(hash)
  let below = 0
  for (const { name, share } of arms) {
    below += share
    if (draw < below) return name
  }
  // Shares that sum to a little less than 1.
  const last = arms.at(-1)
  assert(last !== undefined, 'an experiment with arms')
  return last.name
}

/** From 0 to below 1. */
export function fractionOf(hash: Uint8Array): number {
  return hash.subarray(0, 6).reduce((sum, byte) => sum * 256 + byte, 0) / 2 ** 48
}

export function isRunning({ startsAt, endsAt }: Experiment, now: Instant): boolean {
  return startsAt <= now && now < endsAt
}
