/** Holds our own log to a checkpoint that somebody kept: the log has to begin with it. */
import { parseVerifierKey, verifyCheckpoint } from '@equipoise/core/ledger'
import { isOneLog } from '@equipoise/core/receipt'
import { assert } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { LogReader } from '../../store/index.ts'
import { sha256, verifyEd25519 } from './verify-receipt-file.ts'

/**
 * @param note a signed checkpoint, as the log gave it once.
 * @returns how many leaves it counts.
 * @throws EquipoiseError `checkpoint_untrusted` where this log never signed it, `log_forked` where
 *   what is now does not begin with it.
 */
export async function holdLogTo(log: LogReader, note: string): Promise<number> {
  const key = parseVerifierKey(log.verifierKey, sha256)
  assert(key.ok, 'a key of our own that can be read')
  const kept = verifyCheckpoint(note, [key.value], verifyEd25519)
  if (!kept.ok) {
    throw new EquipoiseError('checkpoint_untrusted', kept.issues[0]?.says ?? 'Cannot read it')
  }
  const head = verifyCheckpoint((await log.head()).note, [key.value], verifyEd25519)
  assert(head.ok, 'a head of our own that is signed')
  const { size } = kept.value
  const isLonger = size > head.value.size
  const isProvable = size > 0 && size < head.value.size
  const proof = isProvable ? await log.proveConsistency(size, head.value.size) : []
  const known = { checkpoint: kept.value, proof }
  if (!isLonger && isOneLog(head.value, known, { hash: sha256 })) return size
  const says = `The log of ${head.value.size} leaves does not begin with the ${size} that it signed`
  throw new EquipoiseError('log_forked', says)
}
