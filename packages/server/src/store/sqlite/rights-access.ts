/** What a person may have done with their own data: readers and writers behind a rights permit. */
import { NO_WISHES } from '@equipoise/core/channels'
import { toConsentLeaf } from '@equipoise/core/consent'
import type { RightsAct, RightsPermit } from '@equipoise/core/law'
import { assert, purposeMask } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import { bytesOf } from '../../keys/subject-keys.ts'
import type { Removal, RightsReader, RightsWriter } from '../store.ts'
import {
  compactConsent,
  listConsent,
  pageConsent,
  readConsentAt,
  readConsentFold,
} from './consent-rows.ts'
import {
  deleteContribution,
  findContribution,
  forgetRemembered,
  raiseStateRevision,
  readStateRevision,
} from './contribution-rows.ts'
import { type Database, integerIn } from './database.ts'
import { contactReader, contactWriter, endEmail, suppressOwn } from './email-access.ts'
import { forgetTracked } from './email-outbox-rows.ts'
import { type Engine, findSubjectRow } from './engine.ts'
import {
  deleteImpressionsOf,
  endImpressions,
  listImpressions,
  pageImpressions,
  unnameItems,
} from './impression-rows.ts'
import {
  countInteractions,
  deleteInteraction,
  deleteInteractionsWith,
  endInteractions,
  interactionSource,
  itemsWithout,
  listInteractions,
  pageInteractions,
  refoldProfiles,
} from './interaction-rows.ts'
import { appendAct, appendToLedger, findAct, listActs, pageActs } from './ledger-rows.ts'
import { deleteMeasuredWeek, findMeasuredWeek } from './measured-rows.ts'
import { type OpenSubject, openWithRights } from './open-subject.ts'
import { checkRightsPermit } from './permit-check.ts'
import { replaceContribution } from './profile-access.ts'
import {
  assertFree,
  lookupOf,
  NO_MARKS,
  namesOf,
  readAttributes,
  sealAttributes,
} from './subject-rows.ts'
import { useOnce } from './used-once.ts'

export function rightsReader(
  engine: Engine,
  database: Database,
  permit: RightsPermit,
): RightsReader {
  const open = (): OpenSubject => openWithRights(engine, database, permit)
  return {
    ...contactReader(database, open),
    async readSubject() {
      const { subject, sealer } = open()
      return { subject: subject.subject, ...readAttributes(subject, sealer) }
    },
    async readConsent() {
      return readConsentFold(database, open())
    },
    async readConsentAt(revisions) {
      return readConsentAt(database, open(), revisions)
    },
    async listConsent() {
      return listConsent(database, open())
    },
    async pageConsent(page) {
      return pageConsent(database, open(), page)
    },
    async listInteractions() {
      return listInteractions(interactionSource(engine, database), open())
    },
    async pageInteractions(page) {
      return pageInteractions(interactionSource(engine, database), open(), page)
    },
    async pageImpressions(page) {
      return pageImpressions(database, open(), page)
    },
    async listImpressions() {
      const { subject, sealer } = open()
      return listImpressions(database, subject, sealer)
    },
    async listRightsActs() {
      const { subject, sealer } = open()
      return listActs(database, { subject: subject.key, sealer, kind: 'rights' }).map(
        ({ whole }) => whole,
      )
    },
    async pageActs(page) {
      const { subject, sealer } = open()
      return pageActs(database, { subject: subject.key, sealer }, page)
    },
    async findAct(leaf) {
      const { subject, sealer } = open()
      return findAct(database, { subject: subject.key, sealer }, leaf)
    },
    async findContribution() {
      const { subject, sealer } = open()
      return findContribution(database, subject.key, sealer)?.contribution
    },
    async findMeasuredWeek() {
      return findMeasuredWeek(database, open())
    },
  }
}

export function rightsWriter(engine: Engine, permit: RightsPermit): RightsWriter {
  const { writing } = engine
  const open = (...acts: RightsAct[]): OpenSubject => openWithRights(engine, writing, permit, acts)
  /** As `open`, with everything that was collected of the person where it is taken from. */
  const openSettled = (...acts: RightsAct[]): OpenSubject => {
    const opened = open(...acts)
    engine.arrivals.settle(opened.subject.subject, engine)
    return opened
  }
  return {
    ...rightsReader(engine, writing, permit),
    ...contactWriter(engine, open),

    async createSubject(identity, about) {
      const { subject, act } = checkRightsPermit(engine, permit)
      assert(act === 'consent', 'a rights permit of the acts consent')
      assert(findSubjectRow(writing, subject) === undefined, 'a subject who is not there yet')
      const [lookup, key] = [lookupOf(engine.root, identity), bytesOf(subject)]
      assertFree(writing, lookup, key)
      const sealer = engine.keys.stage(subject)
      engine.onRollback(() => engine.keys.unstage(subject))
      const asked = {
        pausedUntil: undefined,
        marks: NO_MARKS,
        ceiling: undefined,
        wishes: NO_WISHES,
      }
      const attributes = { ...namesOf(identity), ...about, ...asked }
      writing.run(
        `INSERT INTO subjects (subject, lookup, consent_revision, interaction_seq, sealed)
         VALUES (?, ?, 0, 0, ?)`,
        key,
        lookup,
        sealAttributes(sealer, attributes),
      )
    },

    async changeIdentity(identity) {
      const { subject, sealer } = open('consent', 'correction')
      const lookup = lookupOf(engine.root, identity)
      assertFree(writing, lookup, subject.key)
      const attributes = { ...readAttributes(subject, sealer), ...namesOf(identity) }
      writing.run(
        'UPDATE subjects SET lookup = ?, sealed = ? WHERE subject = ?',
        lookup,
        sealAttributes(sealer, attributes),
        subject.key,
      )
    },

    async updateSubject(change) {
      const { subject, sealer } = open('consent', 'correction')
      const attributes = { ...readAttributes(subject, sealer), ...change }
      writing.run(
        'UPDATE subjects SET sealed = ? WHERE subject = ?',
        sealAttributes(sealer, attributes),
        subject.key,
      )
      forgetRemembered(writing, subject.key, sealer)
    },

    async useOnce(text, until) {
      const { act } = checkRightsPermit(engine, permit)
      assert(act === 'consent', 'a rights permit of the acts consent')
      return useOnce(engine, text, until)
    },

    async appendConsent(record) {
      const { subject, sealer } = open('consent')
      if (record.action !== 'give' && record.purposes.includes('email_marketing')) {
        suppressOwn(engine, { subject, sealer }, 'withdrawn')
      }
      appendAct(writing, subject.key, sealer, toConsentLeaf(subject.subject, record))
      writing.run(
        'UPDATE subjects SET consent_revision = consent_revision + 1 WHERE subject = ?',
        subject.key,
      )
      compactConsent(writing, open('consent'))
    },

    async appendRightsAct(leaf) {
      const { subject, sealer } = open()
      appendAct(writing, subject.key, sealer, leaf)
    },

    async endPurposes(purposes) {
      const { subject, sealer } = openSettled('consent')
      const mask = purposeMask(purposes)
      const { touched, gone } = endInteractions(writing, { subject, sealer }, mask)
      const shown = endImpressions(writing, subject, mask)
      writing.run('DELETE FROM profiles WHERE subject = ? AND purpose & ?', subject.key, mask)
      if (touched > 0) refoldProfiles(writing, { subject, sealer })
      forgetReasons(writing, { subject, sealer }, gone)
      const untracked = purposes.includes('email_tracking')
        ? forgetTracked(writing, { subject, sealer })
        : 0
      const mailed = purposes.includes('email_marketing')
        ? endEmail(writing, { subject, sealer })
        : 0
      const measured =
        purposes.includes('measurement') && deleteMeasuredWeek(writing, { subject, sealer })
      // Without the yes to sensitive things the list is made anew, at the next build.
      const trained = (mask & purposeMask(['model_training', 'sensitive_profiling'])) !== 0
      const left = trained && deleteContribution(writing, subject.key)
      if (touched + shown.touched + untracked + mailed > 0 || measured || left)
        clearAfterCommit(engine)
      return lossOf(engine, gone.length + shown.rows + mailed, left)
    },

    async removeInteraction(id, leaf) {
      const { subject, sealer } = openSettled('correction', 'erasure')
      const item = deleteInteraction(engine, { subject, sealer }, id)
      if (item === undefined) return { ...lossOf(engine, 0, false), found: false }
      refoldProfiles(writing, { subject, sealer })
      forgetReasons(writing, { subject, sealer }, [item])
      appendAct(writing, subject.key, sealer, leaf)
      clearAfterCommit(engine)
      return { ...lossOf(engine, 1, false), found: true }
    },

    async removeItems(items) {
      const { subject, sealer } = openSettled('correction', 'erasure')
      const gone = new Set(items)
      const interactions = deleteInteractionsWith(writing, { subject, sealer }, gone)
      const impressions = deleteImpressionsOf(writing, { subject, sealer }, gone)
      if (interactions > 0) refoldProfiles(writing, { subject, sealer })
      unnameItems(writing, { subject, sealer }, gone)
      clearAfterCommit(engine)
      return lossOf(engine, interactions + impressions, false)
    },

    async replaceContribution(contribution) {
      const { subject, sealer } = open('correction', 'erasure')
      const changed =
        contribution === undefined
          ? deleteContribution(writing, subject.key)
          : replaceContribution(engine, { subject, sealer }, contribution)
      return lossOf(engine, 0, changed)
    },

    async erase(toLeaf) {
      const { subject, sealer } = openSettled('erasure')
      // Whoever brings the address again from elsewhere writes to nobody who left.
      suppressOwn(engine, { subject, sealer }, 'erased')
      const trained = deleteContribution(writing, subject.key)
      const interactions = countInteractions(writing, subject)
      writing.run('DELETE FROM interactions WHERE subject = ?', subject.key)
      const rows = PERSONAL_TABLES.reduce(
        (sum, table) => sum + writing.run(`DELETE FROM ${table} WHERE subject = ?`, subject.key),
        interactions + (trained ? 1 : 0),
      )
      const act = appendToLedger(writing, toLeaf(rows))
      engine.afterCommit(() => engine.keys.destroy(subject.subject))
      clearAfterCommit(engine)
      return { ...lossOf(engine, rows, trained), act }
    },
  }
}

/** Every table with a subject's rows but `interactions` and `contributions`, counted apart. */
const PERSONAL_TABLES = [
  'impressions',
  'profiles',
  'consent_folds',
  'consent_marks',
  'email_contacts',
  'email_outbox',
  'measured_weeks',
  'center_access',
  'acts',
  'subjects',
] as const

/** What a person no longer did is no longer named as a reason for what they were shown. */
function forgetReasons(
  database: Database,
  { subject, sealer }: OpenSubject,
  items: readonly string[],
): void {
  const forgotten = itemsWithout(database, { subject, sealer }, items)
  unnameItems(database, { subject, sealer }, forgotten)
}

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
