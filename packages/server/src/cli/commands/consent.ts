/** `consent show|give|refuse|withdraw`. */
import type { ConsentAction } from '@equipoise/core/consent'
import { formatInstant } from '@equipoise/core/values'
import { readConsentState, recordConsent } from '../../modules/consent/index.ts'
import { getSubject } from '../../modules/subjects/index.ts'
import type { Command, Option } from '../command.ts'
import { ageBandOf, flagOf, purposesOf, regionOf, subjectOf, textOf } from '../option-values.ts'
import { UsageError } from '../usage.ts'

const SUBJECT: Option = { type: 'string', value: 'ID', says: 'the person, by your own id' }

const ACT_OPTIONS: Readonly<Record<string, Option>> = {
  subject: SUBJECT,
  purpose: { type: 'string', multiple: true, value: 'P', says: 'a purpose; repeat it for more' },
  evidence: { type: 'string', value: 'TEXT', says: 'where it is proven; a yes needs it' },
  by: { type: 'string', value: 'subject|guardian', says: 'who acts (subject)' },
  explicit: { type: 'boolean', says: 'it was a separate, express statement' },
  region: { type: 'string', value: 'R', says: 'where the person lives' },
  'age-band': { type: 'string', value: 'BAND', says: 'under_13, 13_15, 16_17 or adult' },
}

const SHOW: Command = {
  words: ['consent', 'show'],
  says: 'shows what stands, purpose by purpose',
  options: { subject: SUBJECT },
  async run(app, { options }) {
    const subject = await getSubject(app.store, subjectOf(options))
    return { state: await readConsentState(app.gate, subject) }
  },
}

function actCommand(action: ConsentAction, says: string): Command {
  return {
    words: ['consent', action],
    says,
    options: ACT_OPTIONS,
    creates: action !== 'withdraw',
    async run(app, { options }) {
      const by = textOf(options, 'by') ?? 'subject'
      if (by !== 'subject' && by !== 'guardian') {
        throw new UsageError(`Cannot read --by "${by}": want subject or guardian`)
      }
      const { subject, at, cleared } = await recordConsent(app, subjectOf(options), {
        action,
        purposes: purposesOf(options),
        evidence: textOf(options, 'evidence') ?? '',
        by,
        explicit: flagOf(options, 'explicit'),
        region: regionOf(options),
        ageBand: ageBandOf(options),
        vouched: true,
      })
      const clearedAt = cleared?.modelClearedAt
      return {
        state: await readConsentState(app.gate, subject),
        at: formatInstant(at),
        modelClearedAt: clearedAt === undefined ? null : formatInstant(clearedAt),
      }
    },
  }
}

export const CONSENT_COMMANDS: readonly Command[] = [
  SHOW,
  actCommand('give', 'records a yes, with its evidence'),
  actCommand('refuse', 'records a no'),
  actCommand('withdraw', 'takes a yes back; what was kept for it alone is deleted'),
]
