/**
 * What can be wrong with a signal that is a string. Each fault has a code of its own, so that a
 * sender knows what to mend; whatever the code, a string with a fault grants nothing.
 */
import { type Issue, type Result, success } from '../values/index.ts'

export const SIGNAL_FAULTS = {
  signal_empty: 'The signal is empty',
  signal_too_long: 'The signal is longer than any that is written',
  signal_unrecognized: 'This is no TC, GPP or US privacy string',
  signal_encoding: 'A character is not of the alphabet of base64url',
  signal_truncated: 'The signal ends before its last field does',
  signal_padding: 'What follows the last field is no padding',
  signal_version: 'The version of the signal is not one that is known',
  signal_policy: 'The policy version of the signal is not one that is known',
  signal_value: 'A field has a value that its specification does not define',
  signal_range: 'A range of ids begins at nothing, runs backwards or passes its end',
  signal_segment: 'A segment is missing, unknown or there twice',
  signal_section: 'The header names other sections than follow, or one that is not known',
  signal_section_missing: 'A section that is said to apply is not in the string',
  signal_scope: 'The signal is of the global scope, which was given up',
  cmp_id_missing: 'A TC string is written with the id of your own registered platform alone',
} as const

export type SignalFault = keyof typeof SIGNAL_FAULTS

/** A signal of this many characters is refused unread: real ones have a few hundred. */
export const SIGNAL_LENGTH_MAX = 16_384

export function faultResult<T>(code: SignalFault, path = ''): Result<T> {
  return { ok: false, issues: [issueOf(code, path)] }
}

export function issueOf(code: SignalFault, path = ''): Issue {
  return { path, code, says: SIGNAL_FAULTS[code] }
}

/** The same outcome, with its issues told of a part of the whole. */
export function underPath<T>(result: Result<T>, path: string): Result<T> {
  if (result.ok) return success(result.value)
  const issues = result.issues.map((issue) => ({
    ...issue,
    path: [path, issue.path].filter((part) => part !== '').join('.'),
  }))
  return { ok: false, issues }
}
