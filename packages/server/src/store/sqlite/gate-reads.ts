/**
 * What the gate reads before it decides: consent, place, age and what they took back, never what
 * they did.
 */
import { type ConsentRecord, parseConsentLeaf } from '@equipoise/core/consent'
import { formatId, type SubjectId } from '@equipoise/core/values'
import { SealError } from '../../keys/seal.ts'
import type { SubjectSealer } from '../../keys/subject-keys.ts'
import type { GateReader, SubjectFacts } from '../store.ts'
import { blobIn, type Database } from './database.ts'
import { type Engine, findSubjectRow, type SubjectRow } from './engine.ts'
import { listActs } from './ledger-rows.ts'
import { lookupOf, NO_MARKS, readAttributes } from './subject-rows.ts'

export function gateReader(engine: Engine, database: Database): GateReader {
  return {
    async findSubject(identity) {
      const known = engine.people.findByIdentity(identity)
      if (known !== undefined) return known
      const lookup = lookupOf(engine.root, identity)
      const row = database.get('SELECT subject FROM subjects WHERE lookup = ?', lookup)
      if (row === undefined) return undefined
      const subject = formatId('sub', blobIn(row, 'subject'))
      engine.people.putIdentity(identity, subject)
      return subject
    },
    async findFacts(subject) {
      const known = engine.people.find(subject)
      if (known !== undefined) return known.facts
      const row = findSubjectRow(database, subject)
      const sealer = row === undefined ? undefined : engine.keys.find(subject)
      if (row === undefined || sealer === undefined) return undefined
      const facts = readFacts(database, subject, row, sealer)
      if (facts.consent !== 'unverifiable') engine.people.put(row, facts)
      return facts
    },
  }
}

function readFacts(
  database: Database,
  subject: SubjectId,
  row: SubjectRow,
  sealer: SubjectSealer,
): SubjectFacts {
  const { consentRevision } = row
  try {
    const consent = readConsent(database, subject, row, sealer)
    const { region, ageBand, vouched, pausedUntil, marks } = readAttributes(row, sealer)
    return { subject, consentRevision, consent, region, ageBand, vouched, pausedUntil, marks }
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    return { ...UNVERIFIABLE, subject, consentRevision }
  }
}

/** Where a record was altered nobody vouches for anything, and nothing said with it counts. */
const UNVERIFIABLE = {
  consent: 'unverifiable',
  region: undefined,
  ageBand: undefined,
  vouched: false,
  pausedUntil: undefined,
  marks: NO_MARKS,
} as const

/**
 * All records or none: with one missing, altered, malformed or put in another's place, the others
 * cannot be relied on.
 */
export function readConsent(
  database: Database,
  subject: SubjectId,
  row: SubjectRow,
  sealer: SubjectSealer,
): readonly ConsentRecord[] | 'unverifiable' {
  const records = listActs(database, row.key, sealer, 'consent').map(({ record }) =>
    parseConsentLeaf(subject, record),
  )
  const readable = records.filter((record) => record !== undefined)
  const distinct = new Set(readable.map(({ id }) => id)).size
  const whole = readable.length === row.consentRevision && distinct === readable.length
  return whole ? readable : 'unverifiable'
}
