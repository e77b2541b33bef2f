/**
 * People, as a test needs them: `aSubject('alice').from('US-CA').giving('measurement').join(app)`.
 */
import assert from 'node:assert/strict'
import type { ConsentAction } from '@equipoise/core/consent'
import type { AgeBand, Purpose, Region, SubjectId, Verb } from '@equipoise/core/values'
import type { App } from '@equipoise/server/app'
import { collectInteractions } from '@equipoise/server/modules/collect'
import { type ConsentAct, recordConsent } from '@equipoise/server/modules/consent'
import { NO_SITUATION } from '@equipoise/server/modules/law'

/** Who acts, where it is the person themselves. */
export const BY_SUBJECT = { by: 'subject' } as const

export const BOTH: readonly Purpose[] = ['site_personalization', 'model_training']

export interface Meeting {
  readonly item: string
  readonly verb?: Verb
  readonly id?: string
  readonly at?: string
}

export interface SubjectBuilder {
  from(region: string): SubjectBuilder
  aged(ageBand: AgeBand): SubjectBuilder
  /** What they consent to; both site personalization and training unless told otherwise. */
  giving(...purposes: Purpose[]): SubjectBuilder
  withEvidence(evidence: string): SubjectBuilder
  meeting(...meetings: Meeting[]): SubjectBuilder
  join(app: App): Promise<SubjectId>
}

interface Description {
  readonly act: ConsentAct
  readonly meetings: readonly Meeting[]
}

export function aSubject(externalId: string): SubjectBuilder {
  return builder(externalId, { act: aConsent('give', BOTH), meetings: [] })
}

export function aConsent(action: ConsentAction, purposes: readonly Purpose[]): ConsentAct {
  return {
    action,
    purposes,
    evidence: action === 'give' ? 'a form' : '',
    by: 'subject',
    explicit: false,
    region: undefined,
    ageBand: undefined,
    vouched: true,
  }
}

function builder(externalId: string, { act, meetings }: Description): SubjectBuilder {
  const withAct = (change: Partial<ConsentAct>) =>
    builder(externalId, { act: { ...act, ...change }, meetings })
  return {
    from: (region) => withAct({ region: region as Region }),
    aged: (ageBand) => withAct({ ageBand }),
    giving: (...purposes) => withAct({ purposes }),
    withEvidence: (evidence) => withAct({ evidence }),
    meeting: (...more) => builder(externalId, { act, meetings: [...meetings, ...more] }),
    async join(app) {
      const { subject } = await recordConsent(app, { externalId }, act)
      await meet(app, externalId, meetings)
      return subject
    },
  }
}

/** Somebody who has joined does more; every one of it has to be taken. */
export async function meet(
  app: App,
  externalId: string,
  meetings: readonly Meeting[],
): Promise<void> {
  const batch = meetings.map((meeting) => ({ externalId, verb: 'view', ...meeting }))
  const { accepted } = await collectInteractions(app, batch, NO_SITUATION)
  assert.equal(accepted, meetings.length)
}
