/** Keeps what the gate weighs, once, so that any decision can be taken again from its record. */
import { createHash } from 'node:crypto'
import { canonicalJson, type PlainJson } from '@equipoise/core/ledger'
import type { Store } from '../../store/index.ts'
import type { Rulebook } from './read-rulebook.ts'

/** Returns its digest: SHA-256 of its canonical JSON, in hexadecimal digits. */
export async function keepRulebook(store: Store, rulebook: Rulebook): Promise<string> {
  // What JSON leaves out is undefined, and is read back as undefined.
  const plain = JSON.parse(JSON.stringify(rulebook)) as PlainJson
  const body = canonicalJson(plain)
  const digest = createHash('sha256').update(body).digest('hex')
  const known = await store.read('system', async (reader) => reader.findRulebook(digest))
  if (known === undefined) {
    await store.transact('system', async (writer) => writer.putRulebook(digest, body))
  }
  return digest
}
