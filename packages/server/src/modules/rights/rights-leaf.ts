import { LEDGER_RECORD_SCHEMA, type LedgerRecord, type RightsAct } from '@equipoise/core/ledger'
import { formatInstant, type Instant, type SubjectId } from '@equipoise/core/values'
import { type ActingFor, bodyOf } from './acting-for.ts'

/** What the leaf of a rights act commits to: the act, whom it is about, who did it and why. */
export function rightsLeaf(
  act: RightsAct,
  { subject, at, acting }: LeafOf,
  body: LedgerRecord['body'] = {},
): LedgerRecord {
  return {
    schema: LEDGER_RECORD_SCHEMA,
    kind: 'rights',
    act,
    at: formatInstant(at),
    body: { subject, ...bodyOf(acting), ...body },
  }
}

export interface LeafOf {
  readonly subject: SubjectId
  readonly at: Instant
  readonly acting: ActingFor
}
