/**
 * The log as tiles: leaves are hashed as they are asked for, and the root of each full tile is kept
 * once it is full, so that ten million leaves are proven from some hundred hashes.
 */
import {
  formatEntries,
  formatVerifierKey,
  type HashReader,
  hasTile,
  leafHash,
  rootOf,
  TILE_WIDTH,
  tiledConsistencyProof,
  tiledInclusionProof,
} from '@equipoise/core/ledger'
import { assert, concatBytes } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { LogReader, SignedHead } from '../store.ts'
import { blobIn, countIn, type Database, integerIn, textIn } from './database.ts'
import { sha256 } from './ledger-rows.ts'
import { type LedgerSigner, signEmptyHead } from './ledger-signer.ts'

/** Keeps the roots of the tiles that are full by now; of an older store, of all of them. */
export function growNodes(database: Database): void {
  const leaves = countIn(database.get('SELECT coalesce(max(leaf) + 1, 0) AS n FROM ledger_leaves'))
  const read = hashReader(database)
  for (let level = 1, below = leaves; ; level += 1) {
    const full = Math.floor(below / TILE_WIDTH)
    if (full === 0) return
    for (let node = countNodes(database, level); node < full; node += 1) {
      const hashes = read(level - 1, node * TILE_WIDTH, (node + 1) * TILE_WIDTH)
      // A log with a gap is for `ledger verify` to tell: nothing is built on it.
      if (hashes.length < TILE_WIDTH) return
      const root = rootOf(hashes, sha256)
      database.run(
        'INSERT INTO ledger_nodes (level, node, hash) VALUES (?, ?, ?)',
        level,
        node,
        root,
      )
    }
    below = full
  }
}

function countNodes(database: Database, level: number): number {
  return countIn(
    database.get('SELECT coalesce(max(node) + 1, 0) AS n FROM ledger_nodes WHERE level = ?', level),
  )
}

export function logReader(database: Database, signer: LedgerSigner): LogReader {
  const read = hashReader(database)
  const head = (): SignedHead => {
    const row = database.get('SELECT size, note FROM ledger_checkpoints ORDER BY size DESC LIMIT 1')
    if (row === undefined) return { size: 0, note: signEmptyHead(signer) }
    return { size: integerIn(row, 'size'), note: textIn(row, 'note') }
  }
  return {
    verifierKey: formatVerifierKey(signer.key),
    async head() {
      return head()
    },
    async findTile(tile) {
      const { level, index, width } = tile
      if (!hasTile(head().size, tile)) return undefined
      const from = index * TILE_WIDTH
      if (level === 'entries') return formatEntries(readLeaves(database, from, from + width))
      return concatBytes(...whole(read(level, from, from + width), width))
    },
    async proveInclusion(index, size) {
      assert(size <= head().size, 'a size that was signed')
      return tiledInclusionProof({ index, size }, read, sha256)
    },
    async proveConsistency(oldSize, newSize) {
      assert(newSize <= head().size, 'a size that was signed')
      return tiledConsistencyProof({ oldSize, newSize }, read, sha256)
    },
  }
}

function whole(hashes: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  if (hashes.length === count) return hashes
  throw new EquipoiseError('ledger_broken', 'Cannot read the log: leaves are missing')
}

function hashReader(database: Database): HashReader {
  return (level, from, to) => {
    if (level === 0) return readLeaves(database, from, to).map((leaf) => leafHash(leaf, sha256))
    const rows = database.all(
      'SELECT hash FROM ledger_nodes WHERE level = ? AND node >= ? AND node < ? ORDER BY node',
      level,
      from,
      to,
    )
    return rows.map((row) => blobIn(row, 'hash'))
  }
}

function readLeaves(database: Database, from: number, to: number): readonly Uint8Array[] {
  const rows = database.all(
    'SELECT commitment FROM ledger_leaves WHERE leaf >= ? AND leaf < ? ORDER BY leaf',
    from,
    to,
  )
  return rows.map((row) => blobIn(row, 'commitment'))
}
