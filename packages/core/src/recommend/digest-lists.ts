/**
 * The digest of a training state: of the multiset of contributions, that is of who holds what and
 * who is vouched for, whoever they are and in whatever order they come. Two states of one digest
 * make the same matrix, and so the same model.
 *
 * Each person's list is hashed alone, by ordinals among the ids; the hashes, sorted, are hashed
 * together after the ids. Rejected: sums of hashes (forged by a generalized birthday, Wagner 2002,
 * unless they are kilobytes wide) and the planes of the matrix (16 bytes a pair that somebody
 * shares: 90 MB for a list of two).
 */

import { concatBytes, type HashFunction, utf8 } from '../values/bytes.ts'
import { textBytes, uint32Bytes } from './binary.ts'
import type { ContributionLists } from './contribution-lists.ts'

const MAGIC = utf8('EQSTATE1')
const HASH_BYTES = 32

/** O(interactions), and a hash a person. */
export function digestLists(lists: ContributionLists, hash: HashFunction): Uint8Array {
  const { ids, starts } = lists
  const people = starts.length - 1
  const hashes = new Uint8Array(people * HASH_BYTES)
  for (let person = 0; person < people; person += 1) {
    hashes.set(hash(personBytes(lists, person)), person * HASH_BYTES)
  }
  const head = concatBytes(MAGIC, uint32Bytes([people]), textBytes(ids))
  return hash(concatBytes(hash(head), sortHashes(hashes)))
}

/** Whether they are vouched for, and what they hold, ascending. */
function personBytes(
  { starts, items, vouched }: ContributionLists,
  person: number,
): Uint8Array<ArrayBuffer> {
  const list = items.subarray(starts[person], starts[person + 1])
  const view = new DataView(new ArrayBuffer(4 + 4 * list.length))
  view.setUint32(0, vouched[person] ?? 0, true)
  for (const [at, item] of list.entries()) view.setUint32(4 + 4 * at, item, true)
  return new Uint8Array(view.buffer)
}

/** By their bytes; the first six decide nearly always. */
function sortHashes(hashes: Uint8Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(hashes.buffer, hashes.byteOffset)
  const count = hashes.length / HASH_BYTES
  const prefixes = new Float64Array(count)
  for (let at = 0; at < count; at += 1) {
    const start = at * HASH_BYTES
    prefixes[at] = view.getUint32(start) * 2 ** 16 + view.getUint16(start + 4)
  }
  const order = Uint32Array.from(prefixes.keys()).sort(
    (a, b) => (prefixes[a] ?? 0) - (prefixes[b] ?? 0) || compareHashes(hashes, a, b),
  )
  const sorted = new Uint8Array(hashes.length)
  for (const [place, at] of order.entries()) {
    sorted.set(hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES), place * HASH_BYTES)
  }
  return sorted
}

function compareHashes(hashes: Uint8Array, a: number, b: number): number {
  for (let byte = 0; byte < HASH_BYTES; byte += 1) {
    const difference = (hashes[a * HASH_BYTES + byte] ?? 0) - (hashes[b * HASH_BYTES + byte] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
