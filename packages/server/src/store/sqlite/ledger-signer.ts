/**
 * The log's own key and its checkpoints: one signed head for each commit group that grew the log.
 */
import { createPrivateKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import {
  EMPTY_FRONTIER,
  frontierRoot,
  type SignFunction,
  signCheckpoint,
  toVerifierKey,
  type VerifierKey,
  type VerifyFunction,
} from '@equipoise/core/ledger'
import { EquipoiseError } from '../../errors.ts'
import type { RootKeys } from '../../keys/root-keys.ts'
import type { Database } from './database.ts'
import { readFrontier, sha256 } from './ledger-rows.ts'

const SECRET = 'ledger'
/** What stands before an Ed25519 public key in its SPKI form (RFC 8410, section 4). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

export interface LedgerSigner {
  readonly key: VerifierKey
  readonly sign: SignFunction
}

export const verifyEd25519: VerifyFunction = (message, signature, publicKey) =>
  verify(
    null,
    message,
    { key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' },
    signature,
  )

/** @throws EquipoiseError `key_missing` where a ledger that has leaves lost its key. */
export function openLedgerSigner(root: RootKeys, empty: boolean): LedgerSigner {
  const origin = `equipoise.local/${root.tenant}`
  const privateKey = readKey(root, empty)
  const spki = privateKey.export({ format: 'jwk' })
  const publicKey = Buffer.from(spki.x ?? '', 'base64url')
  return {
    key: toVerifierKey(origin, publicKey, sha256),
    sign: (message) => sign(null, message, privateKey),
  }
}

function readKey(root: RootKeys, empty: boolean): KeyObject {
  const kept = root.readSecret(SECRET)
  if (kept) return createPrivateKey({ key: kept, format: 'der', type: 'pkcs8' })
  if (!empty) throw new EquipoiseError('key_missing', 'Cannot find the key of the ledger')
  const { privateKey } = generateKeyPairSync('ed25519')
  root.writeSecret(SECRET, privateKey.export({ format: 'der', type: 'pkcs8' }))
  return privateKey
}

/** The head of a log without leaves. */
export function signEmptyHead({ key, sign: signNote }: LedgerSigner): string {
  const root = frontierRoot(EMPTY_FRONTIER, sha256)
  return signCheckpoint({ origin: key.name, size: 0, root }, key, signNote)
}

/** Signs the head where the log grew since the last checkpoint; returns the note. */
export function signHead(database: Database, signer: LedgerSigner): string | undefined {
  const frontier = readFrontier(database)
  const signed = database.get('SELECT 1 FROM ledger_checkpoints WHERE size = ?', frontier.size)
  if (frontier.size === 0 || signed !== undefined) return undefined
  const checkpoint = {
    origin: signer.key.name,
    size: frontier.size,
    root: frontierRoot(frontier, sha256),
  }
  const note = signCheckpoint(checkpoint, signer.key, signer.sign)
  database.run('INSERT INTO ledger_checkpoints (size, note) VALUES (?, ?)', frontier.size, note)
  return note
}
