/** The readers and writers that personal data is behind: each step checks its permit again. */

import { purposesAccepting, toConsentLeaf } from '@equipoise/core/consent'
import type { Permit, RightsAct, RightsPermit } from '@equipoise/core/law'
import { assert, compareUtf8, type Purpose, purposeMask } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import { bytesOf, type SubjectSealer } from '../../keys/subject-keys.ts'
import type {
  CollectedInteraction,
  CollectWriter,
  Contribution,
  ProfileReader,
  Removal,
  RightsReader,
  RightsWriter,
  TrainingWriter,
} from '../store.ts'
import {
  deleteContribution,
  findContribution,
  putContribution,
  raiseStateRevision,
  readStateRevision,
} from './contribution-rows.ts'
import { type Database, integerIn } from './database.ts'
import { type Engine, findSubjectRow, type SubjectRow } from './engine.ts'
import { readConsent } from './gate-reads.ts'
import {
  compactProfiles,
  idHash,
  insertInteraction,
  listInteractions,
  readProfile,
  refoldProfiles,
} from './interaction-rows.ts'
import { appendAct, appendToLedger } from './ledger-rows.ts'
import { checkPermit, checkRightsPermit } from './permit-check.ts'
import { readAttributes, sealAttributes } from './subject-rows.ts'

interface OpenSubject {
  readonly row: SubjectRow
  readonly sealer: SubjectSealer
}

export function profileReader(engine: Engine, database: Database, permit: Permit): ProfileReader {
  const open = (): OpenSubject & { readonly purpose: Purpose } => {
    const { terms, row } = checkPermit(engine, database, permit)
    return { row, sealer: sealerOf(engine, row), purpose: terms.purpose }
  }
  return {
    async readProfile() {
      const { row, sealer, purpose } = open()
      return readProfile(database, row, sealer, purpose)
    },
    async findContribution() {
      const { row, sealer, purpose } = open()
      assert(purpose === 'model_training', 'a permit for model_training')
      return findContribution(database, row.key, sealer)
    },
  }
}

export function trainingWriter(engine: Engine, permit: Permit<'model_training'>): TrainingWriter {
  return {
    ...profileReader(engine, engine.writing, permit),
    async putContribution(contribution) {
      const { row, terms } = checkPermit(engine, engine.writing, permit)
      assert(terms.purpose === 'model_training', 'a permit for model_training')
      return replaceContribution(engine, row, sealerOf(engine, row), contribution)
    },
  }
}

/** Writes only what differs, so that a training over unchanged people writes nothing. */
function replaceContribution(
  { writing }: Engine,
  row: SubjectRow,
  sealer: SubjectSealer,
  contribution: Contribution,
): boolean {
  assert(isOrdered(contribution.items), 'distinct items in the order of their bytes')
  const before = findContribution(writing, row.key, sealer)
  const same = before !== undefined && JSON.stringify(before) === JSON.stringify(contribution)
  if (!same) putContribution(writing, row.key, sealer, contribution)
  return !same
}

function isOrdered(items: readonly string[]): boolean {
  return items.every((item, index) => index === 0 || compareUtf8(items[index - 1] ?? '', item) < 0)
}

export function collectWriter(engine: Engine, permits: readonly Permit[]): CollectWriter {
  return {
    async appendInteractions(interactions) {
      const checked = permits.map((permit) => checkPermit(engine, engine.writing, permit))
      const [first] = checked
      assert(first !== undefined, 'at least one permit')
      assert(
        checked.every(({ row }) => row.subject === first.row.subject),
        'permits of one subject',
      )
      const allowed = purposeMask(checked.map(({ terms }) => terms.purpose))
      const { row } = first
      const sealer = sealerOf(engine, row)
      let seq = row.interactionSeq
      const appended: CollectedInteraction[] = []
      for (const interaction of interactions) {
        const mask = purposeMask(interaction.purposes)
        assert(mask !== 0 && (mask & ~allowed) === 0, 'purposes that the permits are for')
        const accepting = purposeMask(purposesAccepting(interaction.verb))
        assert((mask & ~accepting) === 0, 'purposes that accept the verb')
        if (!insertInteraction(engine, row, sealer, seq, interaction)) continue
        appended.push(interaction)
        seq += 1
      }
      const accepted = appended.length
      if (accepted > 0) {
        engine.writing.run(
          'UPDATE subjects SET interaction_seq = ? WHERE subject = ?',
          seq,
          row.key,
        )
        compactProfiles(engine.writing, row, sealer, appended)
      }
      return { accepted, duplicates: interactions.length - accepted }
    },
  }
}

export function rightsReader(
  engine: Engine,
  database: Database,
  permit: RightsPermit,
): RightsReader {
  const open = (): OpenSubject => openWithRights(engine, database, permit)
  return {
    async readSubject() {
      const { row, sealer } = open()
      return { subject: row.subject, ...readAttributes(row, sealer) }
    },
    async listConsent() {
      const { row, sealer } = open()
      const consent = readConsent(database, row.subject, row, sealer)
      if (consent === 'unverifiable') {
        throw new EquipoiseError(
          'ledger_broken',
          'Cannot list consent: a record was altered or lost',
        )
      }
      return consent
    },
    async listInteractions() {
      const { row, sealer } = open()
      return listInteractions(database, row, sealer)
    },
    async findContribution() {
      const { row, sealer } = open()
      return findContribution(database, row.key, sealer)
    },
  }
}

export function rightsWriter(engine: Engine, permit: RightsPermit): RightsWriter {
  const { writing } = engine
  const open = (...acts: RightsAct[]): OpenSubject => openWithRights(engine, writing, permit, acts)
  return {
    ...rightsReader(engine, writing, permit),

    async createSubject(attributes) {
      const { subject, act } = checkRightsPermit(engine, permit)
      assert(act === 'consent', 'a rights permit of the act "consent"')
      assert(findSubjectRow(writing, subject) === undefined, 'a subject who is not there yet')
      const lookup = engine.root.keyedHash('subject', attributes.externalId)
      if (writing.get('SELECT 1 FROM subjects WHERE lookup = ?', lookup) !== undefined) {
        throw new EquipoiseError(
          'consent_changed',
          'Cannot make a subject: one of that external id came meanwhile',
        )
      }
      const sealer = engine.keys.stage(subject)
      engine.onRollback(() => engine.keys.unstage(subject))
      writing.run(
        `INSERT INTO subjects (subject, lookup, consent_revision, interaction_seq, sealed)
         VALUES (?, ?, 0, 0, ?)`,
        bytesOf(subject),
        lookup,
        sealAttributes(sealer, attributes),
      )
    },

    async updateSubject(change) {
      const { row, sealer } = open('consent', 'correction')
      const attributes = { ...readAttributes(row, sealer), ...change }
      writing.run(
        'UPDATE subjects SET sealed = ? WHERE subject = ?',
        sealAttributes(sealer, attributes),
        row.key,
      )
    },

    async appendConsent(record) {
      const { row, sealer } = open('consent')
      appendAct(writing, row.key, sealer, toConsentLeaf(row.subject, record))
      writing.run(
        'UPDATE subjects SET consent_revision = consent_revision + 1 WHERE subject = ?',
        row.key,
      )
    },

    async appendRightsAct(leaf) {
      const { row, sealer } = open()
      appendAct(writing, row.key, sealer, leaf)
    },

    async endPurposes(purposes) {
      const { row, sealer } = open('consent')
      const mask = purposeMask(purposes)
      const touched = writing.run(
        'UPDATE interactions SET purposes = purposes & ~? WHERE subject = ? AND purposes & ?',
        mask,
        row.key,
        mask,
      )
      const rows = writing.run(
        'DELETE FROM interactions WHERE subject = ? AND purposes = 0',
        row.key,
      )
      writing.run('DELETE FROM profiles WHERE subject = ? AND purpose & ?', row.key, mask)
      if (touched > 0) refoldProfiles(writing, row, sealer)
      // Without the yes to sensitive things the list is made anew, at the next build.
      const trained = (mask & purposeMask(['model_training', 'sensitive_profiling'])) !== 0
      const left = trained && deleteContribution(writing, row.key)
      if (touched > 0 || left) clearAfterCommit(engine)
      return lossOf(engine, rows, left)
    },

    async removeInteraction(id, leaf) {
      const { row, sealer } = open('correction', 'erasure')
      const rows = writing.run(
        'DELETE FROM interactions WHERE subject = ? AND id_hash = ?',
        row.key,
        idHash(engine.root, row, id),
      )
      if (rows === 0) return { ...lossOf(engine, 0, false), found: false }
      refoldProfiles(writing, row, sealer)
      appendAct(writing, row.key, sealer, leaf)
      clearAfterCommit(engine)
      return { ...lossOf(engine, rows, false), found: true }
    },

    async replaceContribution(contribution) {
      const { row, sealer } = open('correction', 'erasure')
      const changed =
        contribution === undefined
          ? deleteContribution(writing, row.key)
          : replaceContribution(engine, row, sealer, contribution)
      return lossOf(engine, 0, changed)
    },

    async erase(leaf) {
      const { row } = open('erasure')
      const trained = deleteContribution(writing, row.key)
      const rows = PERSONAL_TABLES.reduce(
        (sum, table) => sum + writing.run(`DELETE FROM ${table} WHERE subject = ?`, row.key),
        trained ? 1 : 0,
      )
      appendToLedger(writing, leaf)
      engine.afterCommit(() => engine.keys.destroy(row.subject))
      clearAfterCommit(engine)
      return lossOf(engine, rows, trained)
    },
  }
}

/** Every table with a subject's rows but `contributions`, whose loss is counted apart. */
const PERSONAL_TABLES = ['interactions', 'profiles', 'acts', 'subjects'] as const

function lossOf({ writing }: Engine, rows: number, stateChanged: boolean): Removal {
  const stateRevision = stateChanged ? raiseStateRevision(writing) : readStateRevision(writing)
  return { rows, stateChanged, stateRevision }
}

/** What was deleted leaves the free pages and the write-ahead log before the act is reported. */
function clearAfterCommit({ afterCommit, writing, scrubber }: Engine): void {
  scrubber.mark()
  afterCommit(() => {
    scrubber.scrub()
    const row = writing.get('PRAGMA wal_checkpoint(TRUNCATE)')
    if (row === undefined || integerIn(row, 'busy') !== 0) {
      throw new EquipoiseError(
        'store_unavailable',
        'Cannot empty the write-ahead log: it is in use',
      )
    }
  })
}

function openWithRights(
  engine: Engine,
  database: Database,
  permit: RightsPermit,
  acts: readonly RightsAct[] = [],
): OpenSubject {
  const { subject, act } = checkRightsPermit(engine, permit)
  assert(acts.length === 0 || acts.includes(act), `a rights permit of the acts ${acts.join(', ')}`)
  const row = findSubjectRow(database, subject)
  if (!row) throw new EquipoiseError('not_found', 'Cannot find the subject')
  return { row, sealer: sealerOf(engine, row) }
}

function sealerOf({ keys }: Engine, { subject }: SubjectRow): SubjectSealer {
  const sealer = keys.find(subject)
  if (!sealer)
    throw new EquipoiseError('key_missing', 'Cannot open a subject: the data key is gone')
  return sealer
}
