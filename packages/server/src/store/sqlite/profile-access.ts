/** Readers of profiles, and the writer of a person's part in the training state. */
import type { Permit } from '@equipoise/core/law'
import { assert, compareUtf8, type Purpose } from '@equipoise/core/values'
import type { Contribution, Marks, ProfileReader, TrainingWriter } from '../store.ts'
import { findContribution, putContribution } from './contribution-rows.ts'
import type { Database } from './database.ts'
import type { Engine } from './engine.ts'
import { interactionSource, lastSeq, readProfile } from './interaction-rows.ts'
import { type OpenSubject, sealerOf } from './open-subject.ts'
import { checkPermit } from './permit-check.ts'

export function profileReader(engine: Engine, database: Database, permit: Permit): ProfileReader {
  const open = (): OpenSubject & { readonly purpose: Purpose; readonly marks: Marks } => {
    const { terms, row, marks } = checkPermit(engine, database, permit)
    return { subject: row, sealer: sealerOf(engine, row), purpose: terms.purpose, marks }
  }
  const source = interactionSource(engine, database)
  return {
    async readProfile() {
      const { subject, sealer, purpose, marks } = open()
      const profile = readProfile(source, { subject, sealer }, purpose)
      if (marks.items.length === 0) return profile
      const marked = new Set(marks.items)
      return profile.filter(({ item }) => !marked.has(item))
    },
    async readMarks() {
      return open().marks
    },
    async readProgress() {
      const { subject } = open()
      return `${lastSeq(source, subject)}/${subject.removals}`
    },
    async findContribution() {
      const { subject, sealer, purpose } = open()
      assert(purpose === 'model_training', 'a permit for model_training')
      return findContribution(database, subject.key, sealer)
    },
  }
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

/** Writes only what differs, so that a training over unchanged people writes nothing. */
export function replaceContribution(
  { writing }: Engine,
  { subject, sealer }: OpenSubject,
  contribution: Contribution,
): boolean {
  assert(isOrdered(contribution.items), 'distinct items in the order of their bytes')
  const before = findContribution(writing, subject.key, sealer)
  const differs = before === undefined || contentOf(before) !== contentOf(contribution)
  if (differs || before.madeOf !== contribution.madeOf) {
    putContribution(writing, subject.key, sealer, contribution)
  }
  return differs
}

function contentOf({ items, until }: Contribution): string {
  return JSON.stringify([items, until])
}

function isOrdered(items: readonly string[]): boolean {
  return items.every((item, index) => index === 0 || compareUtf8(items[index - 1] ?? '', item) < 0)
}
