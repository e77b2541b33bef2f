/**
 * What the gate reads before it decides: consent, place, age and what they took back, never what
 * they did.
 */
import { formatId } from '@equipoise/core/values'
import { SealError } from '../../keys/seal.ts'
import type { GateReader, SubjectFacts } from '../store.ts'
import { readConsentFold } from './consent-rows.ts'
import { blobIn, type Database } from './database.ts'
import { type Engine, findSubjectRow } from './engine.ts'
import type { OpenSubject } from './open-subject.ts'
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
      const facts = readFacts(database, { subject: row, sealer })
      if (facts.consent !== 'unverifiable') engine.people.put(row, facts)
      return facts
    },
  }
}

function readFacts(database: Database, { subject: row, sealer }: OpenSubject): SubjectFacts {
  const { subject, consentRevision } = row
  const unverifiable = { ...UNVERIFIABLE, subject, consentRevision }
  try {
    const consent = readConsentFold(database, { subject: row, sealer })
    if (consent === 'unverifiable') return unverifiable
    const { region, ageBand, vouched, pausedUntil, marks, ceiling } = readAttributes(row, sealer)
    const asked = { pausedUntil, marks, ceiling }
    return { subject, consentRevision, consent, region, ageBand, vouched, ...asked }
  } catch (error) {
    if (error instanceof SealError) return unverifiable
    throw error
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
  ceiling: 'general',
} as const
