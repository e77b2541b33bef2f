/** Readers of profiles, and the writer of a person's part in the training state. */
import type { Permit } from '@equipoise/core/law'
import { assert, compareUtf8, type Purpose, purposeMask } from '@equipoise/core/values'
import type { MailReader } from '../email-port.ts'
import type { Contribution, Marks, ProfileItem, ProfileReader, TrainingWriter } from '../store.ts'
import { readConsentFold } from './consent-rows.ts'
import { findContribution, putContribution } from './contribution-rows.ts'
import type { Database } from './database.ts'
import type { Engine } from './engine.ts'
import { factsOf } from './gate-reads.ts'
import { listShowings } from './impression-rows.ts'
import { interactionSource, progressOf, readProfile } from './interaction-rows.ts'
import { type OpenSubject, sealerOf } from './open-subject.ts'
import { checkPermit } from './permit-check.ts'
import { KEPT_PURPOSES, type KeptPurpose } from './person-cache.ts'
import { rememberFacts } from './remembered-facts.ts'

export function profileReader(
  engine: Engine,
  database: Database,
  permit: Permit,
): Omit<ProfileReader, keyof MailReader> {
  const source = interactionSource(engine, database)
  return {
    async readProfile() {
      const { people } = engine
      const { terms, row, marks } = checkPermit(engine, database, permit)
      const kept = database === engine.reading ? keptPurpose(terms.purpose) : undefined
      const known = kept && people.findProfile(terms.subject, kept)
      if (known !== undefined) return known
      const opened = { subject: row, sealer: sealerOf(engine, row) }
      const profile = withoutMarked(readProfile(source, opened, terms.purpose), marks)
      if (kept !== undefined) people.putProfile(terms.subject, profile, kept)
      return profile
    },
    async readMarks() {
      return checkPermit(engine, database, permit).marks
    },
    async readProgress() {
      const { row } = checkPermit(engine, database, permit)
      return progressOf(source, row)
    },
    async readShowings() {
      const { people } = engine
      const { terms, row } = checkPermit(engine, database, permit)
      const isKept = database === engine.reading
      const known = isKept ? people.findShowings(terms.subject, terms.purpose) : undefined
      if (known !== undefined) return known
      const opened = { subject: row, sealer: sealerOf(engine, row) }
      const showings = listShowings(database, opened, purposeMask([terms.purpose]))
      if (isKept) people.putShowings(terms.subject, terms.purpose, showings)
      return showings
    },
    async findContribution() {
      const { terms, row } = checkPermit(engine, database, permit)
      assert(terms.purpose === 'model_training', 'a permit for model_training')
      return findContribution(database, row.key, sealerOf(engine, row))?.contribution
    },
  }
}

/** A decision reads the same few people again and again; a training reads everybody once. */
function keptPurpose(purpose: Purpose): KeptPurpose | undefined {
  return KEPT_PURPOSES.find((one) => one === purpose)
}

function withoutMarked(profile: readonly ProfileItem[], { items }: Marks): readonly ProfileItem[] {
  if (items.length === 0) return profile
  const marked = new Set(items)
  return profile.filter(({ item }) => !marked.has(item))
}

export function trainingWriter(engine: Engine, permit: Permit<'model_training'>): TrainingWriter {
  return {
    ...profileReader(engine, engine.writing, permit),
    async putContribution(contribution) {
      const { row, terms } = checkPermit(engine, engine.writing, permit)
      assert(terms.purpose === 'model_training', 'a permit for model_training')
      return replaceContribution(
        engine,
        { subject: row, sealer: sealerOf(engine, row) },
        contribution,
      )
    },
  }
}

/**
 * Writes only what differs, so that a training over unchanged people writes nothing; and beside it
 * what the gate reads of them now.
 */
export function replaceContribution(
  engine: Engine,
  opened: OpenSubject,
  contribution: Contribution,
): boolean {
  assert(isOrdered(contribution.items), 'distinct items in the order of their bytes')
  const { writing, people } = engine
  const { subject, sealer } = opened
  const before = findContribution(writing, subject.key, sealer)
  const differs = before === undefined || contentOf(before.contribution) !== contentOf(contribution)
  const isSame = !differs && before.contribution.madeOf === contribution.madeOf
  if (!isSame || before.remembered?.standing !== subject.standing) {
    const known = people.find(subject.subject) ?? people.findListed(subject.subject)
    const facts =
      known?.facts.standing === subject.standing
        ? known.facts
        : factsOf(opened, () => readConsentFold(writing, opened))
    const kept = { contribution, remembered: rememberFacts(facts) }
    putContribution(writing, subject.key, sealer, kept)
    people.dropListed(subject.subject)
  }
  return differs
}

function contentOf({ items, until }: Contribution): string {
  return JSON.stringify([items, until])
}

function isOrdered(items: readonly string[]): boolean {
  return items.every((item, index) => index === 0 || compareUtf8(items[index - 1] ?? '', item) < 0)
}
