/**
 * The acts that get a leaf each: what a person agreed to, refused or asked for, and what was done
 * to the log itself. A record is never in the log; its commitment is (`commitment.ts`). Whoever
 * checks a leaf needs the very bytes that were committed to: canonical JSON gives them again.
 */
import { assert } from '../values/assert.ts'
import { utf8 } from '../values/bytes.ts'
import { canonicalJson, type PlainJson } from './canonical-json.ts'

export const LEDGER_RECORD_SCHEMA = 'equipoise/ledger-record@1'

export type ConsentAct = 'give' | 'refuse' | 'withdraw'
export type RightsAct =
  | 'export'
  | 'remove'
  | 'mark_wrong'
  | 'unmark'
  | 'pause'
  | 'ceiling'
  | 'wishes'
  | 'resume'
  | 'identify'
  | 'merge'
  | 'erase'
  | 'request'
  | 'answer_request'

/** `at` is in UTC with milliseconds: `2026-09-30T12:00:00.000Z`. `body` is about the act alone. */
export type LedgerRecord = {
  readonly schema: typeof LEDGER_RECORD_SCHEMA
  readonly at: string
  readonly body: { readonly [name: string]: PlainJson }
} & (
  | { readonly kind: 'consent'; readonly act: ConsentAct }
  | { readonly kind: 'rights'; readonly act: RightsAct }
  | { readonly kind: 'system'; readonly act: string }
)

/** Encodes a record as the bytes that a leaf commits to: canonical JSON in UTF-8. */
export function encodeRecord({ schema, kind, act, at, body }: LedgerRecord): Uint8Array {
  const isUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(at)
  assert(isUtc, 'a time in UTC with milliseconds')
  return utf8(canonicalJson({ schema, kind, act, at, body }))
}
