/** What was shown to subjects: sealed rows, found by a keyed hash of the impression's id. */

import type { Showing } from '@equipoise/core/channels'
import {
  assert,
  formatId,
  parseId,
  purposeMask,
  purposesIn,
  toInstant,
  type Verb,
} from '@equipoise/core/values'
import type { SubjectSealer } from '../../keys/subject-keys.ts'
import {
  type CollectedImpression,
  IMPRESSIONS_MAX,
  type ImpressionOutcome,
  type KeptImpression,
  OUTCOMES_MAX,
  type OutcomeFate,
  type Page,
  type Paged,
  type ShownAd,
  type ShownContribution,
} from '../store.ts'
import { blobIn, type Database, integerIn, type Row } from './database.ts'
import { decodeDecision, encodeDecision } from './decision-form.ts'
import { decodeJson, type Engine, encodeJson, type SubjectRow } from './engine.ts'
import { beforeOf, limitOf, toPaged } from './paged.ts'

const PLACE = { table: 'impressions', column: 'sealed' }
const ID_HASH_BYTES = 16

interface StoredImpression {
  readonly id: string
  readonly item: string
  readonly slot: string
  readonly decidedAt: number
  readonly at: number
  readonly rung: string
  readonly model?: string
  readonly contributions: readonly ShownContribution[]
  readonly propensity?: number
  readonly ad?: ShownAd
  /** A decision record, in base64. */
  readonly basis: string
  readonly outcomes: readonly (readonly [verb: Verb, at: number])[]
}

/** Adds an impression after the others; false where it is kept already. */
export function insertImpression(
  { writing, root }: Engine,
  { subject, sealer }: Opened,
  impression: CollectedImpression,
): boolean {
  const inserted = writing.run(
    `INSERT INTO impressions (subject, seq, id_hash, purposes, sealed)
     VALUES (?, (SELECT coalesce(max(seq) + 1, 0) FROM impressions WHERE subject = ?), ?, ?, ?)
     ON CONFLICT (subject, id_hash) DO NOTHING`,
    subject.key,
    subject.key,
    idHash(root, subject, impression.id),
    purposeMask(impression.purposes),
    sealImpression(sealer, { ...impression, outcomes: [] }),
  )
  return inserted > 0
}

interface Opened {
  readonly subject: SubjectRow
  readonly sealer: SubjectSealer
}

/** Deletes the oldest where there are more than are kept. */
export function capImpressions(database: Database, subject: SubjectRow): void {
  database.run(
    `DELETE FROM impressions WHERE subject = ? AND seq < (
       SELECT seq FROM impressions WHERE subject = ? ORDER BY seq DESC LIMIT 1 OFFSET ?)`,
    subject.key,
    subject.key,
    IMPRESSIONS_MAX - 1,
  )
}

/**
 * Adds an outcome where the impression is kept for one of the purposes. Of each the latest
 * `OUTCOMES_MAX` are kept.
 */
export function addOutcome(
  { writing, root }: Engine,
  { subject, sealer }: Opened,
  { id, outcome, purposes }: { id: string; outcome: ImpressionOutcome; purposes: number },
): OutcomeFate {
  const row = writing.get(
    `SELECT seq, purposes, sealed FROM impressions
     WHERE subject = ? AND id_hash = ? AND purposes & ?`,
    subject.key,
    idHash(root, subject, id),
    purposes,
  )
  if (row === undefined) return 'no_impression'
  const impression = openImpression(row, sealer)
  const { outcomes } = impression
  if (outcomes.some(({ verb, at }) => verb === outcome.verb && at === outcome.at)) {
    return 'duplicate'
  }
  const latest = [...outcomes, outcome].slice(-OUTCOMES_MAX)
  resealImpression(writing, { subject, sealer }, row, { ...impression, outcomes: latest })
  return 'kept'
}

/** Latest first. */
export function listImpressions(
  database: Database,
  subject: SubjectRow,
  sealer: SubjectSealer,
): KeptImpression[] {
  return impressionRows(database, subject).map((row) => openImpression(row, sealer))
}

/** What was shown, as caps count it: as far as it is kept for the purposes, latest first. */
export function listShowings(
  database: Database,
  { subject, sealer }: Opened,
  purposes: number,
): Showing[] {
  const rows = database.all(
    `SELECT seq, purposes, sealed FROM impressions WHERE subject = ? AND purposes & ?
     ORDER BY seq DESC`,
    subject.key,
    purposes,
  )
  return rows.map((row) => {
    const { item, at, slot, ad } = openImpression(row, sealer)
    const { campaign, advertiser, items = [item] } = ad ?? {}
    return { at, slot, campaign, advertiser, items }
  })
}

/** Latest first. */
export function pageImpressions(
  database: Database,
  { subject, sealer }: Opened,
  page: Page,
): Paged<KeptImpression> {
  const rows = database.all(
    `SELECT seq, purposes, sealed FROM impressions WHERE subject = ? AND seq < ?
     ORDER BY seq DESC LIMIT ?`,
    subject.key,
    beforeOf(page),
    limitOf(page),
  )
  return toPaged(rows, page, (row) => openImpression(row, sealer))
}

/**
 * Ends purposes; returns how many impressions were kept for them, and how many for nothing else.
 */
export function endImpressions(
  database: Database,
  subject: SubjectRow,
  mask: number,
): { readonly touched: number; readonly rows: number } {
  const touched = database.run(
    'UPDATE impressions SET purposes = purposes & ~? WHERE subject = ? AND purposes & ?',
    mask,
    subject.key,
    mask,
  )
  if (touched === 0) return { touched, rows: 0 }
  const sql = 'DELETE FROM impressions WHERE subject = ? AND purposes = 0'
  return { touched, rows: database.run(sql, subject.key) }
}

/** Deletes the impressions of items; returns how many there were. */
export function deleteImpressionsOf(
  database: Database,
  { subject, sealer }: Opened,
  items: ReadonlySet<string>,
): number {
  const gone = impressionRows(database, subject).filter((row) => {
    const { item, ad } = openImpression(row, sealer)
    return [item, ...(ad?.items ?? [])].some((one) => items.has(one))
  })
  for (const row of gone) {
    const sql = 'DELETE FROM impressions WHERE subject = ? AND seq = ?'
    database.run(sql, subject.key, integerIn(row, 'seq'))
  }
  return gone.length
}

/**
 * Takes items out of the explanations that were given: what a person no longer did is no longer
 * named as a reason for what they were shown.
 */
export function unnameItems(
  database: Database,
  { subject, sealer }: Opened,
  items: ReadonlySet<string>,
): void {
  if (items.size === 0) return
  for (const row of impressionRows(database, subject)) {
    const impression = openImpression(row, sealer)
    const isNamed = ({ kind, id }: ShownContribution): boolean =>
      kind === 'item' && id !== null && items.has(id)
    if (!impression.contributions.some(isNamed)) continue
    const contributions = impression.contributions.map((one) =>
      isNamed(one) ? { ...one, id: null } : one,
    )
    resealImpression(database, { subject, sealer }, row, { ...impression, contributions })
  }
}

function impressionRows(database: Database, subject: SubjectRow): Row[] {
  return database.all(
    'SELECT seq, purposes, sealed FROM impressions WHERE subject = ? ORDER BY seq DESC',
    subject.key,
  )
}

function resealImpression(
  database: Database,
  { subject, sealer }: Opened,
  row: Row,
  impression: KeptImpression,
): void {
  database.run(
    'UPDATE impressions SET sealed = ? WHERE subject = ? AND seq = ?',
    sealImpression(sealer, impression),
    subject.key,
    integerIn(row, 'seq'),
  )
}

function sealImpression(sealer: SubjectSealer, impression: KeptImpression): Uint8Array {
  const { id, item, slot, decidedAt, at, rung, model, contributions, basis, outcomes } = impression
  const { propensity, ad } = impression
  const stored: StoredImpression = {
    id,
    item,
    slot,
    decidedAt,
    at,
    rung,
    ...(model === undefined ? {} : { model }),
    contributions,
    ...(propensity === undefined ? {} : { propensity }),
    ...(ad === undefined ? {} : { ad }),
    basis: encodeDecision(basis).toString('base64'),
    outcomes: outcomes.map((outcome) => [outcome.verb, outcome.at] as const),
  }
  return sealer.seal(PLACE, encodeJson(stored))
}

function openImpression(row: Row, sealer: SubjectSealer): KeptImpression {
  const stored = decodeJson<StoredImpression>(sealer.open(PLACE, blobIn(row, 'sealed')))
  const id = parseId('imp', stored.id)
  assert(id !== undefined, 'the id of an impression')
  return {
    id: formatId('imp', id),
    item: stored.item,
    slot: stored.slot,
    decidedAt: toInstant(stored.decidedAt),
    at: toInstant(stored.at),
    rung: stored.rung,
    model: stored.model,
    contributions: stored.contributions,
    ...(stored.propensity === undefined ? {} : { propensity: stored.propensity }),
    ...(stored.ad === undefined ? {} : { ad: stored.ad }),
    purposes: purposesIn(integerIn(row, 'purposes')),
    basis: decodeDecision(Buffer.from(stored.basis, 'base64')),
    outcomes: stored.outcomes.map(([verb, outcomeAt]) => ({ verb, at: toInstant(outcomeAt) })),
  }
}

function idHash(root: Engine['root'], subject: SubjectRow, id: string): Buffer {
  return root.keyedHash(`impression|${subject.subject}`, id).subarray(0, ID_HASH_BYTES)
}
