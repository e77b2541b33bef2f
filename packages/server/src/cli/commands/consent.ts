/** `consent show|asking|give|refuse|withdraw`. */
import {
  CONSENT_METHODS,
  type ConsentAction,
  type ConsentMethod,
  isConsentMethod,
  type NoticeShown,
} from '@equipoise/core/consent'
import { formatInstant, type Purpose } from '@equipoise/core/values'
import type { App } from '../../app.ts'
import {
  type AskingByPurpose,
  noticeOfDigest,
  readConsentState,
  recordConsent,
  viewAsking,
} from '../../modules/consent/index.ts'
import { getSubject } from '../../modules/subjects/index.ts'
import type { Command, Option, OptionValues } from '../command.ts'
import { ageBandOf, flagOf, purposesOf, regionOf, subjectOf, textOf } from '../option-values.ts'
import { formatTable } from '../print.ts'
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
  method: { type: 'string', value: CONSENT_METHODS.join('|'), says: 'how it was said (other)' },
  notice: { type: 'string', value: 'HASH', says: 'the digest of the registered notice shown' },
  language: { type: 'string', value: 'L', says: 'in which language, where it has several' },
}

const ASKING: Command = {
  words: ['consent', 'asking'],
  says: 'says of each purpose whether one may ask, from when, whom, and which law says so',
  options: {
    subject: { ...SUBJECT, says: 'the person, by your own id; nobody in particular without' },
    location: { type: 'string', value: 'R', says: 'where the person is' },
    gpc: { type: 'boolean', says: 'their browser sends Global Privacy Control' },
  },
  async run(app, { options }) {
    const isNamed = textOf(options, 'subject') !== undefined
    const subject = isNamed ? await getSubject(app.store, subjectOf(options)) : undefined
    const location = regionOf({ region: options['location'] })
    const signals = { gpc: flagOf(options, 'gpc') }
    return { asking: viewAsking(await app.gate.open(subject, { location, signals })) }
  },
  format: ({ asking }) => formatTable(rowsOf(asking)),
}

function rowsOf(asking: unknown): readonly string[][] {
  // What `run` of this very command answered.
  const entries = Object.entries(asking as AskingByPurpose)
  return entries.map(([purpose, { may, code, of, from, rules }]) => {
    const cited = rules.map(({ citation }) => citation).join('; ')
    return [purpose, may ? 'yes' : 'no', code, of, from ?? '', cited]
  })
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
      const purposes = purposesOf(options)
      const shown = await noticeIn(app, options, action === 'give' ? purposes : [])
      const { explicit: express = false, ...notice } = shown ?? {}
      const { subject, at, cleared } = await recordConsent(app, subjectOf(options), {
        action,
        purposes,
        evidence: textOf(options, 'evidence') ?? '',
        by,
        explicit: flagOf(options, 'explicit') || (action === 'give' && express),
        method: methodOf(options),
        notice: shown && (notice as NoticeShown), // what is left of it is one
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

async function noticeIn(app: App, options: OptionValues, asked: readonly Purpose[]) {
  const digest = textOf(options, 'notice')
  if (digest === undefined) return undefined
  if (!/^[0-9a-f]{64}$/.test(digest)) {
    throw new UsageError('Cannot read --notice: want the 64 hexadecimal digits of its digest')
  }
  return noticeOfDigest(app, digest, { language: textOf(options, 'language'), asked })
}

function methodOf(options: OptionValues): ConsentMethod {
  const method = textOf(options, 'method') ?? 'other'
  if (isConsentMethod(method)) return method
  const wanted = CONSENT_METHODS.join(', ')
  throw new UsageError(`Cannot read --method "${method}": want one of ${wanted}`)
}

export const CONSENT_COMMANDS: readonly Command[] = [
  SHOW,
  ASKING,
  actCommand('give', 'records a yes, with its evidence'),
  actCommand('refuse', 'records a no'),
  actCommand('withdraw', 'takes a yes back; what was kept for it alone is deleted'),
]
