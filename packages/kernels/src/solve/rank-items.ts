/** Looks the lists over, and orders the items by how many people hold them. */

import { setImmediate } from 'node:timers/promises'
import { type ContributionLists, listIssue, listsIssue } from '@equipoise/core/recommend'

export interface ItemRanking {
  /** By rank: those that fewest people hold first, of two held by as many the smaller ordinal. */
  readonly ordinals: Uint32Array
  readonly holders: Uint32Array
  /** By ordinal. */
  readonly ranks: Uint32Array
}

const PEOPLE_CHUNK = 1 << 14

/**
 * How many people hold each item.
 *
 * @throws RangeError for malformed lists.
 */
export async function countHolders(
  lists: ContributionLists,
  signal?: AbortSignal,
): Promise<Uint32Array> {
  const holders = new Uint32Array(lists.ids.length)
  const people = lists.starts.length - 1
  refuse(listsIssue(lists))
  for (let first = 0; first < people; first += PEOPLE_CHUNK) {
    const end = Math.min(people, first + PEOPLE_CHUNK)
    refuse(listIssue(lists, first, end))
    const last = lists.starts[end] ?? 0
    for (let at = lists.starts[first] ?? 0; at < last; at += 1) {
      const item = lists.items[at] ?? 0
      holders[item] = (holders[item] ?? 0) + 1
    }
    await setImmediate()
    signal?.throwIfAborted()
  }
  return holders
}

export function rankItems(holders: Uint32Array): ItemRanking {
  const ordinals = Uint32Array.from(holders, (_, ordinal) => ordinal).sort(
    (a, b) => (holders[a] ?? 0) - (holders[b] ?? 0) || a - b,
  )
  const ranks = new Uint32Array(holders.length)
  for (const [rank, ordinal] of ordinals.entries()) ranks[ordinal] = rank
  return { ordinals, ranks, holders: ordinals.map((ordinal) => holders[ordinal] ?? 0) }
}

function refuse(issue: string | undefined): void {
  if (issue !== undefined) throw new RangeError(`Cannot read contributions: ${issue}`)
}
