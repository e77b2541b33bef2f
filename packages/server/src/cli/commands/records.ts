/** `records …`: what a privacy officer owes, made of what the directory and the settings hold. */
import {
  type AnyRecord,
  makeRecord,
  RECORD_NAMES,
  type RecordName,
  recordMarkdown,
  sayRecord,
} from '../../modules/records/index.ts'
import type { Command } from '../command.ts'

export const RECORD_COMMANDS: readonly Command<AnyRecord>[] = RECORD_NAMES.map(recordCommand)

function recordCommand(name: RecordName): Command<AnyRecord> {
  return {
    words: ['records', name],
    says: `tells ${sayRecord(name)}, as Markdown, or with --json as data; no legal advice`,
    options: { markdown: { type: 'boolean', says: 'as Markdown, which it is without --json' } },
    run: (app) => makeRecord(app, name),
    format: (record) => recordMarkdown(name, record).trimEnd(),
  }
}
