/**
 * Verifies the whole log: leaves without a gap, every signed checkpoint's root over the leaves that
 * it counts, the head kept outside the database, and every act that can still be opened against its
 * leaf. An act of an erased subject can no longer be opened; its leaf is still held by the roots.
 */
import {
  appendLeaf,
  EMPTY_FRONTIER,
  encodeRecord,
  formatFrontier,
  frontierRoot,
  leafHash,
  type MerkleFrontier,
  opens,
  verifyCheckpoint,
} from '@equipoise/core/ledger'
import { equalBytes, formatId, toBase64 } from '@equipoise/core/values'
import type { SubjectKeys } from '../../keys/subject-keys.ts'
import type { LedgerReport } from '../store.ts'
import { blobIn, countIn, type Database, integerIn, type Row, textIn } from './database.ts'
import { hmacSha256, openAct, readFrontier, sha256 } from './ledger-rows.ts'
import { type LedgerSigner, verifyEd25519 } from './ledger-signer.ts'

const PAGE_ROWS = 1_000
const PROBLEMS_MAX = 100

interface Walk {
  readonly database: Database
  readonly keys: SubjectKeys
  readonly signer: LedgerSigner
  readonly problems: string[]
}

/** @param anchor the newest checkpoint as kept in a file beside the store. */
export function verifyLedger(
  database: Database,
  keys: SubjectKeys,
  signer: LedgerSigner,
  anchor: string | undefined,
): LedgerReport {
  const walk: Walk = { database, keys, signer, problems: [] }
  const roots = expectedRoots(walk, anchor)
  const frontier = walkLeaves(walk, roots)
  for (const size of roots.keys()) {
    if (size > frontier.size) {
      walk.problems.push(
        `Checkpoint ${size} counts more leaves than the ${frontier.size} that are there`,
      )
    }
  }
  if (anchor === undefined && frontier.size > 0) {
    walk.problems.push('The checkpoint outside the store is missing')
  }
  checkHead(walk, frontier, roots)
  checkActs(walk)
  checkRevisions(walk)
  return {
    entries: frontier.size,
    root: toBase64(frontierRoot(frontier, sha256)),
    problems: walk.problems.slice(0, PROBLEMS_MAX),
  }
}

/** The root that each signed checkpoint states, by its size. */
function expectedRoots(walk: Walk, anchor: string | undefined): Map<number, Uint8Array[]> {
  const roots = new Map<number, Uint8Array[]>()
  const rows = walk.database.all('SELECT size, note FROM ledger_checkpoints ORDER BY size')
  const notes = rows.map((row) => ({
    name: String(integerIn(row, 'size')),
    note: textIn(row, 'note'),
  }))
  if (anchor !== undefined) notes.push({ name: 'outside the store', note: anchor })
  for (const { name, note } of notes) {
    const checkpoint = verifyCheckpoint(note, [walk.signer.key], verifyEd25519)
    if (!checkpoint.ok) {
      walk.problems.push(`Checkpoint ${name} is not valid: ${checkpoint.issues[0]?.says}`)
      continue
    }
    const { size, root } = checkpoint.value
    roots.set(size, [...(roots.get(size) ?? []), root])
  }
  return roots
}

function walkLeaves(walk: Walk, roots: ReadonlyMap<number, readonly Uint8Array[]>): MerkleFrontier {
  let frontier = EMPTY_FRONTIER
  for (const row of pages(walk.database, 'SELECT leaf, commitment FROM ledger_leaves')) {
    const leaf = integerIn(row, 'leaf')
    if (leaf !== frontier.size) {
      walk.problems.push(`Leaf ${frontier.size} is missing: the next one is ${leaf}`)
      return frontier
    }
    frontier = appendLeaf(frontier, leafHash(blobIn(row, 'commitment'), sha256), sha256)
    const root = roots.has(frontier.size) ? frontierRoot(frontier, sha256) : undefined
    for (const expected of roots.get(frontier.size) ?? []) {
      if (root && !equalBytes(root, expected)) {
        walk.problems.push(
          `Root at ${frontier.size} leaves is "${toBase64(root)}", signed was "${toBase64(expected)}"`,
        )
      }
    }
  }
  return frontier
}

function checkHead(
  { database, problems }: Walk,
  frontier: MerkleFrontier,
  roots: ReadonlyMap<number, unknown>,
): void {
  if (frontier.size > 0 && !roots.has(frontier.size)) {
    problems.push(`No valid checkpoint counts all ${frontier.size} leaves`)
  }
  try {
    if (formatFrontier(readFrontier(database)) !== formatFrontier(frontier)) {
      problems.push('The head that new leaves are added to is not that of the leaves')
    }
  } catch {
    problems.push('The head that new leaves are added to is malformed')
  }
}

function checkActs({ database, keys, problems }: Walk): void {
  const sql = `SELECT acts.leaf, acts.subject, acts.sealed, commitment
    FROM acts LEFT JOIN ledger_leaves ON ledger_leaves.leaf = acts.leaf`
  for (const row of pages(database, sql, 'acts.leaf')) {
    const leaf = integerIn(row, 'leaf')
    if (!isActOfLeaf(row, leaf, keys)) problems.push(`The act of leaf ${leaf} does not open it`)
  }
}

function isActOfLeaf(row: Row, leaf: number, keys: SubjectKeys): boolean {
  try {
    const sealer = keys.find(formatId('sub', blobIn(row, 'subject')))
    if (!sealer) return false
    const { record, secret } = openAct(leaf, blobIn(row, 'sealed'), sealer)
    return opens(blobIn(row, 'commitment'), { record: encodeRecord(record), secret }, hmacSha256)
  } catch {
    return false
  }
}

/** A subject has exactly as many consent records as its revision counts. */
function checkRevisions({ database, problems }: Walk): void {
  const wrong = countIn(
    database.get(`SELECT count(*) AS n FROM subjects WHERE consent_revision <>
      (SELECT count(*) FROM acts WHERE acts.subject = subjects.subject AND kind = 'consent')`),
  )
  if (wrong > 0)
    problems.push(`${wrong} subjects have more or fewer consent records than they should`)
}

function* pages(database: Database, sql: string, key: string = 'leaf'): Generator<Row> {
  for (let after = -1; ; ) {
    const rows = database.all(`${sql} WHERE ${key} > ? ORDER BY ${key} LIMIT ${PAGE_ROWS}`, after)
    yield* rows
    const last = rows.at(-1)
    if (!last) return
    after = integerIn(last, 'leaf')
  }
}
