/**
 * What the business says of itself, as it stood when somebody said yes or no. It is kept once under
 * its digest, which records name; a receipt holds it in full. What does not fit is cut or left to
 * the notice, so that no receipt is longer than 4 kB.
 */
import { createHash } from 'node:crypto'
import { canonicalJson } from '@equipoise/core/ledger'
import {
  digestParty,
  PARTY_BYTES_MAX,
  type PartyDocument,
  toPartyDocument,
} from '@equipoise/core/receipt'
import { assert, type Region } from '@equipoise/core/values'
import type { Store } from '../../store/index.ts'

export interface PartyTexts {
  /** Undefined where nobody said. */
  readonly name: string | undefined
  readonly address: string | undefined
  readonly contact: string | undefined
  readonly storedIn: readonly Region[]
  /** Who else gets data, as people are told; empty for nobody. */
  readonly recipients: string
}

export interface Parties {
  /** The digest of what is said now; it is kept from then on. */
  current(): Promise<string>
  /** Undefined for one that was never kept. */
  find(digest: string): Promise<PartyDocument | undefined>
}

const PLACES_MAX = 8
const NAME_LENGTH_MAX = 60
const RECIPIENTS_LENGTH_MAX = 60

export function createParties(store: Store, texts: PartyTexts): Parties {
  const document = partyOf(texts)
  const digest = digestParty(document, sha256)
  let keeping: Promise<void> | undefined
  return {
    async current() {
      keeping ??= keep(store, digest, canonicalJson(document)).catch((error: unknown) => {
        keeping = undefined
        throw error
      })
      await keeping
      return digest
    },
    async find(digest) {
      const text = await store.read('system', async (reader) =>
        reader.findSetting(settingOf(digest)),
      )
      if (text === undefined) return undefined
      // Written by `digestFor` alone; what was altered since is not passed off as what was said.
      const document = JSON.parse(text) as PartyDocument
      assert(digestParty(document, sha256) === digest, 'a party as it was kept')
      return document
    },
  }
}

/** Address and contact as long as all fits; the notice tells of recipients that do not. */
function partyOf(texts: PartyTexts): PartyDocument {
  const { address, contact, storedIn, recipients } = texts
  const named = texts.name ?? 'not stated'
  const whole = {
    name: named.length > NAME_LENGTH_MAX ? `${named.slice(0, NAME_LENGTH_MAX - 1)}…` : named,
    address,
    contact,
    storedIn: storedIn.slice(0, PLACES_MAX),
    recipients: recipients === '' ? [] : [shortRecipients(recipients)],
  }
  const forms = [whole, { ...whole, address: undefined }, { ...whole, contact: undefined }]
  const bare = { ...whole, address: undefined, contact: undefined }
  const documents = [...forms, bare].map(toPartyDocument)
  return documents.find(fits) ?? toPartyDocument({ ...bare, recipients: [], storedIn: [] })
}

function shortRecipients(recipients: string): string {
  return recipients.length > RECIPIENTS_LENGTH_MAX ? 'as the notice says' : recipients
}

function fits(document: PartyDocument): boolean {
  return Buffer.byteLength(canonicalJson(document)) <= PARTY_BYTES_MAX
}

async function keep(store: Store, digest: string, body: string): Promise<void> {
  const name = settingOf(digest)
  const kept = await store.read('system', async (reader) => reader.findSetting(name))
  if (kept !== undefined) return
  await store.transact('system', async (writer) => writer.putSetting(name, body))
}

function settingOf(digest: string): string {
  return `receipt_party ${digest}`
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest()
}
