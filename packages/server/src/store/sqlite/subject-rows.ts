/** The row that stands for a subject, and what it says of them. */
import {
  hasWishes,
  isSpecificityLevel,
  NO_WISHES,
  type SpecificityLevel,
  type Wishes,
} from '@equipoise/core/channels'
import {
  type AgeBand,
  type Instant,
  isAgeBand,
  isInstant,
  isRegion,
  type Region,
} from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { RootKeys } from '../../keys/root-keys.ts'
import { SealError } from '../../keys/seal.ts'
import type { SubjectSealer } from '../../keys/subject-keys.ts'
import type { Identity, Marks, SubjectRecord } from '../store.ts'
import { blobIn, type Database } from './database.ts'
import { decodeJson, encodeJson, type SubjectRow } from './engine.ts'

const PLACE = { table: 'subjects', column: 'sealed' }

export const NO_MARKS: Marks = { items: [], categories: [] }

export type Attributes = Omit<SubjectRecord, 'subject'>

/** What is missing is as it was before there was such a thing: vouched, no pause, no marks. */
interface StoredAttributes {
  readonly externalId: string | null
  readonly anonymousId?: string
  readonly region: Region | null
  readonly ageBand: AgeBand | null
  readonly createdAt: Instant
  readonly vouched?: boolean
  readonly pausedUntil?: Instant
  readonly marks?: Marks
  readonly ceiling?: SpecificityLevel
  readonly wishes?: Wishes
}

/** The kinds of keyed hash, which never meet: an id of one kind is never found as another. */
const HASH_KINDS: Readonly<Record<Identity['kind'], string>> = {
  external: 'subject',
  anonymous: 'anonymous',
  session: 'session',
}

export function lookupOf(root: RootKeys, { kind, text }: Identity): Buffer {
  return root.keyedHash(HASH_KINDS[kind], text)
}

/** @throws EquipoiseError `consent_changed` where the identity is somebody else's. */
export function assertFree(database: Database, lookup: Uint8Array, subject: Uint8Array): void {
  const taken = database.get(
    'SELECT 1 FROM subjects WHERE lookup = ? AND subject <> ?',
    lookup,
    subject,
  )
  if (taken === undefined) return
  throw new EquipoiseError(
    'consent_changed',
    'Cannot name a subject so: somebody of that identity came meanwhile',
  )
}

/** What is kept of an identity in words: of a session nothing. */
export function namesOf({ kind, text }: Identity): Pick<Attributes, 'externalId' | 'anonymousId'> {
  return {
    externalId: kind === 'external' ? text : undefined,
    anonymousId: kind === 'anonymous' ? text : undefined,
  }
}

export function sealAttributes(sealer: SubjectSealer, attributes: Attributes): Uint8Array {
  const { externalId, anonymousId, region, ageBand, createdAt } = attributes
  const { vouched, pausedUntil, marks, ceiling, wishes } = attributes
  const marked = marks.items.length + marks.categories.length > 0
  const stored: StoredAttributes = {
    externalId: externalId ?? null,
    ...(anonymousId === undefined ? {} : { anonymousId }),
    region: region ?? null,
    ageBand: ageBand ?? null,
    createdAt,
    vouched,
    ...(pausedUntil === undefined ? {} : { pausedUntil }),
    ...(marked ? { marks } : {}),
    ...(ceiling === undefined ? {} : { ceiling }),
    ...(hasWishes(wishes) ? { wishes } : {}),
  }
  return sealer.seal(PLACE, encodeJson(stored))
}

/** @throws SealError where the row was altered. */
export function readAttributes({ row }: SubjectRow, sealer: SubjectSealer): Attributes {
  const stored = decodeJson<StoredAttributes>(sealer.open(PLACE, blobIn(row, 'sealed')))
  const { externalId, region, ageBand, createdAt, pausedUntil } = stored
  if ((externalId !== null && typeof externalId !== 'string') || !isInstant(createdAt)) {
    throw new SealError('Cannot read a subject: the row is not of this form')
  }
  return {
    externalId: externalId ?? undefined,
    anonymousId: stored.anonymousId,
    region: isRegion(region) ? region : undefined,
    ageBand: isAgeBand(ageBand) ? ageBand : undefined,
    createdAt,
    vouched: stored.vouched ?? true,
    pausedUntil: isInstant(pausedUntil) ? pausedUntil : undefined,
    marks: stored.marks ?? NO_MARKS,
    ceiling: isSpecificityLevel(stored.ceiling) ? stored.ceiling : undefined,
    wishes: readWishes(stored.wishes),
  }
}

function readWishes(stored: Partial<Wishes> | undefined): Wishes {
  return stored === undefined ? NO_WISHES : { ...NO_WISHES, feedMode: undefined, ...stored }
}
