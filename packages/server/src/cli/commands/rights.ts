/** `export`, `interactions remove` and `erase`: what a person may ask for. */
import { formatInstant, type Instant } from '@equipoise/core/values'
import {
  COMMAND_LINE,
  eraseSubject,
  exportSubject,
  removeInteraction,
} from '../../modules/rights/index.ts'
import { getSubject } from '../../modules/subjects/index.ts'
import type { Command, CommandResult, Option } from '../command.ts'
import { flagOf, subjectOf, textOf } from '../option-values.ts'
import { formatPlain } from '../print.ts'
import { UsageError } from '../usage.ts'

const SUBJECT: Option = { type: 'string', value: 'ID', says: 'the person, by your own id' }
const WAIT: Option = { type: 'boolean', says: 'waits until the model has forgotten, too' }

const EXPORT: Command = {
  words: ['export'],
  says: 'writes everything that is held about a person',
  options: {
    subject: SUBJECT,
    out: { type: 'string', value: 'FILE', says: 'writes it to a file that only you can read' },
  },
  async run(app, { options }) {
    const subject = await getSubject(app.store, subjectOf(options))
    return { ...(await exportSubject(app, subject, COMMAND_LINE)) }
  },
}

const REMOVE: Command = {
  words: ['interactions', 'remove'],
  says: 'removes one thing that a person did',
  options: {
    subject: SUBJECT,
    interaction: { type: 'string', value: 'ID', says: 'its id, as the export shows it' },
    wait: WAIT,
  },
  async run(app, { options }, onProgress) {
    const interaction = textOf(options, 'interaction')
    if (interaction === undefined) throw new UsageError('Name it: --interaction ID')
    const subject = await getSubject(app.store, subjectOf(options))
    const removedAt = app.now()
    const cleared = await removeInteraction(app, subject, { interaction, acting: COMMAND_LINE })
    return {
      removedAt: formatInstant(removedAt),
      ...(await clearance(app, cleared, flagOf(options, 'wait'), onProgress)),
    }
  },
}

const ERASE: Command = {
  words: ['erase'],
  says: 'erases a person: rows, key, and their part in the model',
  options: {
    subject: SUBJECT,
    wait: WAIT,
    receipt: { type: 'string', value: 'FILE', says: 'writes the receipt to a file for them' },
  },
  async run(app, { options }, onProgress) {
    const subject = await getSubject(app.store, subjectOf(options))
    const erased = await eraseSubject(app, subject, COMMAND_LINE)
    return {
      erasedAt: formatInstant(erased.erasedAt),
      rows: erased.rows,
      ...(await clearance(app, erased, flagOf(options, 'wait'), onProgress)),
      receipt: erased.receipt,
      ...(textOf(options, 'receipt') !== undefined && { writtenTo: textOf(options, 'receipt') }),
    }
  },
  files({ receipt }, { options }) {
    const path = textOf(options, 'receipt')
    return path === undefined ? [] : [{ path, text: String(receipt) }]
  },
  /** The receipt comes last and as it is: it is kept nowhere else. */
  format({ receipt, writtenTo, ...about }) {
    if (writtenTo !== undefined) return formatPlain({ ...about, receipt: `in ${writtenTo}` })
    return `${formatPlain(about)}\nreceipt, kept nowhere else:\n\n${String(receipt).trimEnd()}`
  },
}

type Clearing = Awaited<ReturnType<typeof removeInteraction>>

/**
 * When the model was clear of it. With `wait`, also builds it anew where it was withdrawn, and says
 * how many of its columns were solved for that and how long it took.
 */
async function clearance(
  app: Parameters<Command['run']>[0],
  { clearance: id, modelClearedAt }: Clearing,
  wait: boolean,
  onProgress: Parameters<Command['run']>[2],
): Promise<CommandResult> {
  if (!wait) return { modelClearedAt: timeOrNull(modelClearedAt) }
  const before = app.published()?.manifest.model
  await app.trainer.ensure(({ stage, ratio }) => onProgress(stage, ratio))
  const at = await app.trainer.awaitClearance(id)
  const now = app.published()?.manifest
  const isRebuilt = now !== undefined && now.model !== before
  const { columns, items, seconds } = isRebuilt ? now : NOT_REBUILT
  return { modelClearedAt: timeOrNull(at), rebuilt: { columns, items, seconds } }
}

const NOT_REBUILT = { columns: 0, items: 0, seconds: 0 }

function timeOrNull(at: Instant | undefined): string | null {
  return at === undefined ? null : formatInstant(at)
}

export const RIGHTS_COMMANDS: readonly Command[] = [EXPORT, REMOVE, ERASE]
