/**
 * Receipts of what is in the log. Each is made when it is asked for, under the latest signed head;
 * nothing of it is kept. That of an erasure, and that of a refusal by somebody who is not known,
 * can be given once: what opens their leaves is kept nowhere.
 */
import { decideRights } from '@equipoise/core/law'
import { LEDGER_RECORD_SCHEMA } from '@equipoise/core/ledger'
import { formatReceipt } from '@equipoise/core/receipt'
import {
  formatId,
  formatInstant,
  type Instant,
  PURPOSES,
  type Purpose,
  type SubjectId,
} from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { KeptAct, Page, Paged, Store } from '../../store/index.ts'
import type { Gate } from '../law/index.ts'
import type { Parties } from './parties.ts'

export interface ReceiptsParts {
  readonly store: Store
  readonly gate: Gate
  readonly parties: Parties
  readonly now: () => Instant
  readonly random: (size: number) => Uint8Array
}

/** Of a person of unknown place the markets count: so many of them are told. */
export const PLACES_MAX = 8

/** An act that there is a receipt of. */
export interface ReceiptView {
  readonly leaf: number
  readonly kind: string
  readonly act: string
  readonly at: string
}

/** Latest first. @throws EquipoiseError `not_found`. */
export async function listReceipts(
  { store, now }: Pick<ReceiptsParts, 'store' | 'now'>,
  subject: SubjectId,
  page: Page,
): Promise<Paged<ReceiptView>> {
  const right = decideRights('access', subject, now())
  const { entries, next } = await store.read(right, async (reader) => reader.pageActs(page))
  return { entries: entries.map(view), next }
}

/**
 * @param leaf of which act; the latest where undefined.
 * @throws EquipoiseError `not_found` also where the leaf is somebody else's.
 */
export async function getReceipt(
  parts: Pick<ReceiptsParts, 'store' | 'now' | 'parties'>,
  subject: SubjectId,
  leaf: number | undefined,
): Promise<string> {
  const { store, now } = parts
  const right = decideRights('access', subject, now())
  const act = await store.read(right, async (reader) =>
    leaf === undefined
      ? (await reader.pageActs({ before: undefined, count: 1 })).entries[0]
      : reader.findAct(leaf),
  )
  if (act === undefined) throw new EquipoiseError('not_found', 'Cannot find the receipt')
  return receiptOf(parts, act)
}

/**
 * Records that somebody unknown refused, and gives them the only proof of it. The record names
 * nobody; its id is of the receipt alone.
 */
export async function refuseAnonymously(
  parts: ReceiptsParts,
  purposes: readonly Purpose[],
): Promise<string> {
  const { store, gate, now, random, parties } = parts
  const party = await parties.current()
  const places = gate.deployment.markets.slice(0, PLACES_MAX)
  const refused = PURPOSES.filter((purpose) => purposes.includes(purpose))
  const act = await store.transact('system', async (writer) =>
    writer.appendAnonymousAct({
      schema: LEDGER_RECORD_SCHEMA,
      kind: 'consent',
      act: 'refuse',
      at: formatInstant(now()),
      body: { id: formatId('con', random(16)), purposes: refused, by: 'subject', places, party },
    }),
  )
  return receiptOf(parts, act)
}

/** Proves an act under the latest head. */
export async function receiptOf(
  { store: { log }, parties }: Pick<ReceiptsParts, 'store' | 'parties'>,
  act: KeptAct,
): Promise<string> {
  const { party: named } = act.record.body
  const party = typeof named === 'string' ? await parties.find(named) : undefined
  const { size, note } = await log.head()
  const hashes = await log.proveInclusion(act.leaf, size)
  const { leaf, record, secret } = act
  return formatReceipt({ leaf, record, party, secret, hashes, checkpoint: note })
}

function view({ leaf, record: { kind, act, at } }: KeptAct): ReceiptView {
  return { leaf, kind, act, at }
}
