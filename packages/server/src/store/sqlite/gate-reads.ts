/**
 * What the gate reads before it decides: consent, place, age and what they took back, never what
 * they did.
 */
import { NO_WISHES } from '@equipoise/core/channels'
import type { ConsentFold } from '@equipoise/core/consent'
import { formatId } from '@equipoise/core/values'
import { SealError } from '../../keys/seal.ts'
import type { GateReader, SubjectFacts } from '../store.ts'
import { readConsentFold } from './consent-rows.ts'
import { blobIn, type Database } from './database.ts'
import { findContact } from './email-contact-rows.ts'
import { type Engine, findSubjectRow, listSubjectRows } from './engine.ts'
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
      const known = engine.people.find(subject) ?? engine.people.findListed(subject)
      if (known !== undefined) return known.facts
      const row = findSubjectRow(database, subject)
      const sealer = row === undefined ? undefined : engine.keys.find(subject)
      if (row === undefined || sealer === undefined) return undefined
      const facts = readFacts(database, { subject: row, sealer })
      if (facts.consent !== 'unverifiable') engine.people.put(row, facts)
      return facts
    },
    async listStandings(after, count) {
      return listSubjectRows(database, after, count).map(({ subject, standing }) => ({
        subject,
        standing,
      }))
    },
    async findEmailRelationship(subject) {
      const row = findSubjectRow(database, subject)
      const sealer = row === undefined ? undefined : engine.keys.find(subject)
      if (row === undefined || sealer === undefined) return undefined
      return findContact(database, { subject: row, sealer })?.relationship
    },
  }
}

function readFacts(database: Database, opened: OpenSubject): SubjectFacts {
  return factsOf(opened, () => readConsentFold(database, opened))
}

/** Where anything was altered, nothing is relied on. */
export function factsOf(
  { subject: row, sealer }: OpenSubject,
  read: () => ConsentFold | 'unverifiable',
): SubjectFacts {
  const { subject, consentRevision, standing } = row
  const about = { subject, standing, consentRevision }
  const unverifiable = { ...about, ...UNVERIFIABLE }
  try {
    const consent = read()
    if (consent === 'unverifiable') return unverifiable
    const { region, ageBand, vouched, pausedUntil, marks, ceiling, wishes } = readAttributes(
      row,
      sealer,
    )
    return { ...about, consent, region, ageBand, vouched, pausedUntil, marks, ceiling, wishes }
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
  wishes: { ...NO_WISHES, feedMode: 'chronological' },
} as const
