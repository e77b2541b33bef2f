/**
 * The right edge of a growing RFC 6962 tree: the roots of the perfect subtrees that its leaves fall
 * into, largest first (a compact range from 0). One for each 1 in the binary form of the size, so
 * ten million leaves need at most 24 hashes to append to, and to find the root of, the log.
 */
import { assert } from '../values/assert.ts'
import { type HashFunction, toBase64 } from '../values/bytes.ts'
import { failure, type Result, success } from '../values/result.ts'
import { HASH_SIZE_BYTES, nodeHash, rootOf } from './merkle.ts'
import { parseDecimal, parseHash } from './text-fields.ts'

export interface MerkleFrontier {
  readonly size: number
  readonly roots: readonly Uint8Array[]
}

export const EMPTY_FRONTIER: MerkleFrontier = { size: 0, roots: [] }

/** Adds one leaf at the end. Costs O(log n) hashes at most, two on average. */
export function appendLeaf(
  frontier: MerkleFrontier,
  leafHash: Uint8Array,
  hash: HashFunction,
): MerkleFrontier {
  assert(leafHash.length === HASH_SIZE_BYTES, 'a leaf hash of 32 bytes')
  const roots = [...frontier.roots]
  let right = leafHash
  for (let rest = frontier.size; rest % 2 === 1; rest = (rest - 1) / 2) {
    const left = roots.pop()
    assert(left !== undefined, 'a subtree root for each 1 of the binary size')
    right = nodeHash(left, right, hash)
  }
  return { size: frontier.size + 1, roots: [...roots, right] }
}

export function frontierRoot(frontier: MerkleFrontier, hash: HashFunction): Uint8Array {
  const last = frontier.roots.at(-1)
  if (last === undefined) return rootOf([], hash)
  return frontier.roots.slice(0, -1).reduceRight((right, left) => nodeHash(left, right, hash), last)
}

/** Writes a frontier as lines: the size, then each root in base64. */
export function formatFrontier(frontier: MerkleFrontier): string {
  return [frontier.size, ...frontier.roots.map(toBase64)].map((line) => `${line}\n`).join('')
}

export function parseFrontier(text: string): Result<MerkleFrontier> {
  const [sizeLine = '', ...rootLines] = text.split('\n')
  if (rootLines.pop() !== '') return failure('', 'bad_line', 'Frontier does not end in a newline')
  const size = parseDecimal(sizeLine)
  if (size === undefined) return failure('size', 'bad_size', 'Size is not a decimal number')
  const roots = rootLines.flatMap((line) => parseHash(line) ?? [])
  if (roots.length !== rootLines.length) {
    return failure('roots', 'bad_hash', 'A root is not a hash in base64')
  }
  if (roots.length !== size.toString(2).replaceAll('0', '').length) {
    return failure('roots', 'bad_size', 'The number of roots does not fit the size')
  }
  return success({ size, roots })
}
