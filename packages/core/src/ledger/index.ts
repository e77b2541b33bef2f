export { canonicalJson, type PlainJson } from './canonical-json.ts'
export {
  type Checkpoint,
  formatCheckpoint,
  parseCheckpoint,
  signCheckpoint,
  verifyCheckpoint,
} from './checkpoint.ts'
export {
  commit,
  type HmacFunction,
  type Opening,
  opens,
  SECRET_SIZE_BYTES,
} from './commitment.ts'
export {
  type ConsentAct,
  encodeRecord,
  LEDGER_RECORD_SCHEMA,
  type LedgerRecord,
  type RightsAct,
} from './ledger-record.ts'
export {
  formatEntries,
  formatTilePath,
  type HashReader,
  hasTile,
  parseTilePath,
  TILE_WIDTH,
  type Tile,
  tiledConsistencyProof,
  tiledInclusionProof,
  tiledRoot,
} from './log-tiles.ts'
export { type LongTexts, restoreRecord, shortenRecord, TEXT_BYTES_MAX } from './long-texts.ts'
export { consistencyProof, inclusionProof, leafHash, nodeHash, rootOf } from './merkle.ts'
export {
  appendLeaf,
  EMPTY_FRONTIER,
  formatFrontier,
  frontierRoot,
  type MerkleFrontier,
  parseFrontier,
} from './merkle-frontier.ts'
export {
  type ConsistencyClaim,
  type InclusionClaim,
  verifyConsistency,
  verifyInclusion,
} from './merkle-verify.ts'
export {
  formatNote,
  type NoteSignature,
  parseNote,
  type SignedNote,
  type SignFunction,
  signNote,
  type VerifyFunction,
  verifyNote,
} from './signed-note.ts'
export {
  formatTlogProof,
  parseTlogProof,
  type TlogProof,
  type TlogTrust,
  verifyTlogProof,
} from './tlog-proof.ts'
export {
  formatVerifierKey,
  parseVerifierKey,
  toVerifierKey,
  type VerifierKey,
} from './verifier-key.ts'
