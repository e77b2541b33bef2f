/**
 * One additive part of a score, as an explanation shows it. The shares of an answer sum to its
 * score: they are the score taken apart, not a story told afterwards.
 */

import { compareUtf8 } from '../values/bytes.ts'
import type { Ranked } from './ranked.ts'

/**
 * What speaks: an item; a category, an attribute or a word of the title that the answer has in
 * common with what it starts from; how popular it is; or what may not be told apart. Of an ad also
 * what the page is about, and an audience.
 */
export const CONTRIBUTION_KINDS = [
  'item',
  'category',
  'popularity',
  'rest',
  'attribute',
  'word',
  'page',
  'audience',
] as const

export type ContributionKind = (typeof CONTRIBUTION_KINDS)[number]

export interface Contribution {
  readonly kind: ContributionKind
  /** The item, category, `name=value`, word or audience that speaks; null for the other kinds. */
  readonly id: string | null
  /** In units of the score; negative where it speaks against. */
  readonly share: number
  /** How many people share this reason, in bands; null where that may not or cannot be told. */
  readonly support: number | null
}

/** An answer together with why it is one. */
export interface ExplainedItem extends Ranked {
  readonly contributions: readonly Contribution[]
}

/** Gathers contributions, one for each kind and id. */
export class Contributions {
  readonly #byReason = new Map<string, Contribution>()

  /** Adds a share to what its reason has; how many people share a reason does not vary. */
  add(contribution: Contribution): void {
    const reason = `${contribution.kind} ${contribution.id}`
    const share = contribution.share + (this.#byReason.get(reason)?.share ?? 0)
    this.#byReason.set(reason, { ...contribution, share })
  }

  addRest(share: number): void {
    this.add({ kind: 'rest', id: null, share, support: null })
  }

  /** Largest first, the rest last, without those that came to nothing. */
  list(): Contribution[] {
    return [...this.#byReason.values()].filter(({ share }) => share !== 0).sort(byImportance)
  }
}

/** The larger share first, the rest last; of equal shares by kind and id. */
export function byImportance(
  a: Omit<Contribution, 'support'>,
  b: Omit<Contribution, 'support'>,
): number {
  return (
    Number(a.kind === 'rest') - Number(b.kind === 'rest') ||
    Math.abs(b.share) - Math.abs(a.share) ||
    (a.kind === b.kind ? compareUtf8(a.id ?? '', b.id ?? '') : compareUtf8(a.kind, b.kind))
  )
}
