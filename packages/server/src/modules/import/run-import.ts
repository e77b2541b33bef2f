/**
 * Imports a source through the product's own door: each person's consent is recorded with the
 * evidence that the operator gives for it, then their interactions pass the gate like any other.
 * The evidence never overrides a no that is already there.
 */
import { decideRights } from '@equipoise/core/law'
import {
  formatId,
  type Instant,
  isRegion,
  type Purpose,
  type Region,
  type SubjectId,
  toInstant,
} from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { RootKeys } from '../../keys/root-keys.ts'
import type { Store } from '../../store/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import { type Kept, keepInteractions, opaqueId } from '../collect/index.ts'
import { yesExpiry } from '../consent/index.ts'
import { type Gate, NO_SITUATION } from '../law/index.ts'
import { type Parties, PLACES_MAX } from '../receipts/index.ts'
import { findSubject } from '../subjects/index.ts'
import type { ImportedInteraction, ImportSource, RejectedLine } from './import-source.ts'

/** What the evidence is taken to show consent to. */
const GRANTED: readonly Purpose[] = ['site_personalization', 'model_training']
const REJECTED_LISTED_MAX = 100
const BUFFERED_ROWS_MAX = 20_000
/** People at once: a server goes on serving beside an import. */
const BATCH_PEOPLE = 256
const CATALOGUE_CHUNK = 1_000

export interface ImportParts {
  readonly store: Store
  readonly gate: Gate
  readonly parties: Parties
  readonly catalogue: Catalogue
  readonly root: RootKeys
  readonly now: () => Instant
  readonly random: (size: number) => Uint8Array
}

export interface ImportRequest {
  /** Where the consent of these people is proven. */
  readonly evidence: string
  /** Where people live of whom the source does not say it. */
  readonly region: Region | undefined
  /** External ids of people who are left out. */
  readonly skip: ReadonlySet<string>
  readonly onProgress: (ratio: number) => void
}

export type ListedRejection = Pick<RejectedLine, 'file' | 'line' | 'code'>

export interface ImportOutcome {
  readonly subjects: number
  readonly items: number
  readonly interactions: number
  /** Were kept already. */
  readonly duplicates: number
  readonly refused: number
  /** Of people who were to be left out. */
  readonly skipped: number
  readonly rejected: number
  readonly rejectedLines: readonly ListedRejection[]
  readonly seconds: number
}

/** @throws EquipoiseError `evidence_missing`, `file_unreadable`. */
export async function runImport(
  parts: ImportParts,
  source: ImportSource,
  request: ImportRequest,
): Promise<ImportOutcome> {
  if (request.evidence.trim() === '') {
    throw new EquipoiseError('evidence_missing', 'Cannot import without the evidence of consent')
  }
  const startedAt = parts.now()
  await listItems(parts, source)
  const tally = new Tally(source.rejectedItems)
  let buffer = new Map<string, ImportedInteraction[]>()
  let buffered = 0
  const flush = async (): Promise<void> => {
    const people = [...buffer]
    buffer = new Map()
    buffered = 0
    for (let start = 0; start < people.length; start += BATCH_PEOPLE) {
      const batch = people.slice(start, start + BATCH_PEOPLE)
      await Promise.all(batch.map((person) => importPerson(parts, request, person, tally)))
    }
    request.onProgress(source.sizeBytes === 0 ? 1 : source.bytesRead() / source.sizeBytes)
  }
  for await (const row of source.rows()) {
    if (row.kind === 'rejected') {
      tally.reject(row)
      continue
    }
    if (request.skip.has(row.subject)) {
      tally.skip()
      continue
    }
    const rows = buffer.get(row.subject)
    if (rows) rows.push(row)
    else buffer.set(row.subject, [row])
    buffered += 1
    if (buffered >= BUFFERED_ROWS_MAX) await flush()
  }
  await flush()
  return { ...tally.outcome(), seconds: (parts.now() - startedAt) / 1000 }
}

async function listItems({ catalogue }: ImportParts, { items }: ImportSource): Promise<void> {
  for (let start = 0; start < items.length; start += CATALOGUE_CHUNK) {
    await catalogue.putAll(
      items.slice(start, start + CATALOGUE_CHUNK).map((item) => ({
        ...item,
        priceMinor: undefined,
        currency: undefined,
        available: true,
      })),
    )
  }
}

async function importPerson(
  parts: ImportParts,
  request: ImportRequest,
  [externalId, rows]: readonly [string, readonly ImportedInteraction[]],
  tally: Tally,
): Promise<void> {
  const region = rows.find((row) => isRegion(row.region))?.region ?? request.region
  const subject = await consentingSubject(parts, externalId, {
    evidence: request.evidence,
    region: isRegion(region) ? region : undefined,
  })
  const indexed = rows.map((row, index) => ({
    index,
    interaction: {
      id: opaqueId(parts.root, row.id),
      item: row.item,
      verb: row.verb,
      at: row.at === undefined ? undefined : toInstant(row.at),
    },
  }))
  const kept = await parts.gate.act(subject, NO_SITUATION, (person) =>
    keepInteractions(parts, person, indexed),
  )
  tally.keep(externalId, rows, kept)
}

/** Records the consent that the evidence shows, for somebody who has not said anything yet. */
async function consentingSubject(
  { store, gate, parties, now, random }: ImportParts,
  externalId: string,
  { evidence, region }: Pick<ImportRequest, 'evidence' | 'region'>,
): Promise<SubjectId> {
  const known = await findSubject(store, { externalId })
  const subject = known ?? formatId('sub', random(16))
  const person = await gate.open(subject)
  const purposes = GRANTED.filter((purpose) => person.consentOf(purpose).status === 'unknown')
  if (purposes.length === 0) return subject
  const at = now()
  const residence = region ?? person.residence
  const { markets } = gate.deployment
  const places = residence === undefined ? markets.slice(0, PLACES_MAX) : [residence]
  const party = await parties.current()
  await store.transact(decideRights('consent', subject, at), async (writer) => {
    if (known === undefined) {
      const identity = { kind: 'external', text: externalId } as const
      const began = { region, ageBand: undefined, createdAt: at, vouched: true }
      await writer.createSubject(identity, began)
    }
    const id = formatId('con', random(16))
    const by = 'subject'
    const about = { at, residence, ageBand: person.ageBand }
    await writer.appendConsent({
      id,
      action: 'give',
      purposes,
      at,
      by,
      explicit: false,
      evidence,
      method: 'import',
      places,
      party,
      ...yesExpiry(person, { ...about, purposes, by }),
    })
  })
  return subject
}

class Tally {
  readonly #subjects = new Set<string>()
  readonly #items = new Set<string>()
  readonly #rejectedLines: ListedRejection[] = []
  #interactions = 0
  #duplicates = 0
  #refused = 0
  #skipped = 0
  #rejected = 0

  constructor(rejectedItems: readonly RejectedLine[]) {
    for (const line of rejectedItems) this.reject(line)
  }

  reject({ file, line, code }: RejectedLine): void {
    this.#rejected += 1
    if (this.#rejectedLines.length >= REJECTED_LISTED_MAX) return
    this.#rejectedLines.push({ file, line, code })
  }

  skip(): void {
    this.#skipped += 1
  }

  keep(externalId: string, rows: readonly ImportedInteraction[], kept: Kept): void {
    this.#interactions += kept.accepted
    this.#duplicates += kept.duplicates
    this.#refused += kept.refused.length
    if (kept.refused.length === rows.length) return
    const refused = new Set(kept.refused.map(({ index }) => index))
    this.#subjects.add(externalId)
    rows.forEach(({ item }, index) => {
      if (!refused.has(index)) this.#items.add(item)
    })
  }

  outcome(): Omit<ImportOutcome, 'seconds'> {
    return {
      subjects: this.#subjects.size,
      items: this.#items.size,
      interactions: this.#interactions,
      duplicates: this.#duplicates,
      refused: this.#refused,
      skipped: this.#skipped,
      rejected: this.#rejected,
      rejectedLines: this.#rejectedLines,
    }
  }
}
