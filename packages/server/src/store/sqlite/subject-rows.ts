/** The row that stands for a subject, and what it says of them. */
import {
  type AgeBand,
  type Instant,
  isAgeBand,
  isInstant,
  isRegion,
  type Region,
} from '@equipoise/core/values'
import { SealError } from '../../keys/seal.ts'
import type { SubjectSealer } from '../../keys/subject-keys.ts'
import type { SubjectRecord } from '../store.ts'
import { blobIn } from './database.ts'
import { decodeJson, encodeJson, type SubjectRow } from './engine.ts'

const PLACE = { table: 'subjects', column: 'sealed' }

export type Attributes = Omit<SubjectRecord, 'subject'>

interface StoredAttributes {
  readonly externalId: string
  readonly region: Region | null
  readonly ageBand: AgeBand | null
  readonly createdAt: Instant
}

export function sealAttributes(sealer: SubjectSealer, attributes: Attributes): Uint8Array {
  const { externalId, region, ageBand, createdAt } = attributes
  const stored: StoredAttributes = {
    externalId,
    region: region ?? null,
    ageBand: ageBand ?? null,
    createdAt,
  }
  return sealer.seal(PLACE, encodeJson(stored))
}

/** @throws SealError where the row was altered. */
export function readAttributes({ row }: SubjectRow, sealer: SubjectSealer): Attributes {
  const stored = decodeJson<StoredAttributes>(sealer.open(PLACE, blobIn(row, 'sealed')))
  const { externalId, region, ageBand, createdAt } = stored
  if (typeof externalId !== 'string' || !isInstant(createdAt)) {
    throw new SealError('Cannot read a subject: the row is not of this form')
  }
  return {
    externalId,
    region: isRegion(region) ? region : undefined,
    ageBand: isAgeBand(ageBand) ? ageBand : undefined,
    createdAt,
  }
}
