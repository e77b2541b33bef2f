/**
 * The log cut into tiles (c2sp.org/tlog-tiles): tile N of level L holds up to 256 hashes, each the
 * root of 256^L leaves. A full tile never changes, so that any cache may keep it; whoever has tiles
 * can compute every root and every proof, at the cost of at most 255 hashes for each level.
 */
import { assert } from '../values/assert.ts'
import { concatBytes, type HashFunction } from '../values/bytes.ts'
import { nodeHash, rootOf, siblingRanges } from './merkle.ts'

export const TILE_WIDTH = 256
const TILE_HEIGHT = 8
/** 256^6 leaves fill 2^48; a size has 53 bits. */
const LEVEL_MAX = 6

/** One tile: of hashes, or of the entries (leaves) themselves, which have no level. */
export interface Tile {
  readonly level: number | 'entries'
  readonly index: number
  /** How many it holds: 256 in a full one. */
  readonly width: number
}

/** Hashes from `from` up to, not including, `to` of one level of tiles. */
export type HashReader = (level: number, from: number, to: number) => readonly Uint8Array[]

/** The path of a tile under `tile/`: `0/x001/234`, with `.p/5` behind it where it is partial. */
export function formatTilePath({ level, index, width }: Tile): string {
  const groups: string[] = []
  let rest = index
  do {
    groups.unshift(String(rest % 1_000).padStart(3, '0'))
    rest = Math.floor(rest / 1_000)
  } while (rest > 0)
  const last = groups.length - 1
  const path = groups.map((group, i) => (i < last ? `x${group}` : group)).join('/')
  return `${level}/${path}${width === TILE_WIDTH ? '' : `.p/${width}`}`
}

/** Undefined where it is not the one path of a tile. */
export function parseTilePath(path: string): Tile | undefined {
  const match = /^(entries|[0-9])\/((?:x[0-9]{3}\/){0,4}[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/.exec(
    path,
  )
  if (match === null) return undefined
  const [, name = '', groups = '', partial] = match
  const level = name === 'entries' ? name : Number(name)
  const index = Number(groups.replaceAll('x', '').replaceAll('/', ''))
  const tile: Tile = { level, index, width: partial === undefined ? TILE_WIDTH : Number(partial) }
  if (level !== 'entries' && level > LEVEL_MAX) return undefined
  // A partial tile of 256, or a number with groups that it does not need, has another path.
  return formatTilePath(tile) === path ? tile : undefined
}

/** Whether a log of that size has the tile: a full one, or as many as it has of a partial one. */
export function hasTile(size: number, { level, index, width }: Tile): boolean {
  const hashes = Math.floor(size / TILE_WIDTH ** (level === 'entries' ? 0 : level))
  return index * TILE_WIDTH + width <= hashes
}

/** The content of a tile of entries: each with its length before it, in two bytes. */
export function formatEntries(entries: readonly Uint8Array[]): Uint8Array {
  return concatBytes(
    ...entries.flatMap((entry) => [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry]),
  )
}

/** The root of a log of `size` leaves. */
export function tiledRoot(size: number, read: HashReader, hash: HashFunction): Uint8Array {
  return size === 0 ? rootOf([], hash) : rangeRoot([0, size], read, hash)
}

/** Proves that the leaf at `index` is in the log of `size` leaves. */
export function tiledInclusionProof(
  { index, size }: { readonly index: number; readonly size: number },
  read: HashReader,
  hash: HashFunction,
): readonly Uint8Array[] {
  assert(isWithin(index, 0, size - 1), 'the index of a leaf of the log')
  return tiledProof(size, { start: index, end: index + 1 }, read, hash)
}

/** Proves that the log of `oldSize` (at least 1) leaves is the beginning of that of `newSize`. */
export function tiledConsistencyProof(
  { oldSize, newSize }: { readonly oldSize: number; readonly newSize: number },
  read: HashReader,
  hash: HashFunction,
): readonly Uint8Array[] {
  assert(isWithin(oldSize, 1, newSize), 'an old size from 1 to the new one')
  return tiledProof(newSize, { start: 0, end: oldSize }, read, hash)
}

function tiledProof(
  size: number,
  range: { readonly start: number; readonly end: number },
  read: HashReader,
  hash: HashFunction,
): readonly Uint8Array[] {
  return siblingRanges(size, range).map((sibling) => rangeRoot(sibling, read, hash))
}

/** The root over leaves [from, to), where `from` is a multiple of the node's width. */
function rangeRoot(
  [from, to]: readonly [number, number],
  read: HashReader,
  hash: HashFunction,
): Uint8Array {
  const roots: Uint8Array[] = []
  for (let at = from; at < to; ) {
    let height = 0
    while (at + 2 ** (height + 1) <= to) height += 1
    roots.push(perfectRoot(at, height, read, hash))
    at += 2 ** height
  }
  return roots.reduceRight((right, left) => nodeHash(left, right, hash))
}

/** The root of the perfect subtree over 2^height leaves from `at` on. */
function perfectRoot(at: number, height: number, read: HashReader, hash: HashFunction): Uint8Array {
  const level = Math.min(Math.floor(height / TILE_HEIGHT), LEVEL_MAX)
  const first = at / TILE_WIDTH ** level
  const count = 2 ** (height - TILE_HEIGHT * level)
  const hashes = read(level, first, first + count)
  assert(hashes.length === count, 'as many hashes as the level has there')
  return rootOf(hashes, hash)
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && least <= value && value <= most
}
