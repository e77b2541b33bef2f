/**
 * What the signals of a request come to, for the gate. They can take away only: there is no form in
 * which a signal could say that something is allowed.
 */
import type { Purpose, Region } from '../values/index.ts'

/**
 * `gpc` Global Privacy Control · `tcf` a TC string · `gpp` a GPP or US privacy string · `dnt` Do
 * Not Track · `unreadable` any of them that cannot be read.
 */
export const SIGNAL_NAMES = ['gpc', 'tcf', 'gpp', 'dnt', 'unreadable'] as const
export type SignalName = (typeof SIGNAL_NAMES)[number]

export interface SignalRefusal {
  readonly signal: Exclude<SignalName, 'gpc'>
  readonly purposes: readonly Purpose[]
  /** Where the law itself reads it as the person's no; our own rules do so everywhere. */
  readonly places: readonly Region[]
}

export interface Signals {
  /** Global Privacy Control: `Sec-GPC: 1`, or the same told in a GPP string. */
  readonly gpc: boolean
  /** What was refused by other signals; nothing where none came. */
  readonly refusals?: readonly SignalRefusal[] | undefined
}

export const NO_SIGNALS: Signals = { gpc: false }

/** What one signal, or one section of one, says of our purposes. */
export interface SignalPart {
  readonly signal: Exclude<SignalName, 'unreadable'>
  /** `gpc`, `dnt`, `tcf`, `usp`, or a section's name such as `usca`. */
  readonly name: string
  readonly places: readonly Region[]
  readonly refuses: readonly Purpose[]
  /** What it speaks of and does not refuse. It grants nothing: our own record may. */
  readonly leaves: readonly Purpose[]
  readonly notes: readonly SignalNote[]
}

/** Something odd that is read in the stricter sense. */
export interface SignalNote {
  readonly code: SignalNoteCode
  readonly says: string
}

export const SIGNAL_NOTES = {
  policy_outdated: 'What was agreed to under a policy before TCF 2.2 counts no more',
  platform_unregistered: 'No registered platform wrote it, so nothing in it counts as agreed to',
  vendors_undisclosed: 'No vendor is told as disclosed, which TCF 2.3 requires: none has consent',
  legitimate_interest_void: 'Legitimate interest is claimed where only consent counts: passed over',
  purpose_one_undisclosed: 'Storing on the device was not disclosed, so it is not allowed',
  dates_differ: 'The days of its making and of its last change differ, and should be the same',
  notice_missing: 'The person was given no notice of a choice: it counts as no',
  choice_contradicts: 'A choice does not fit its notice: it counts as no',
  child_without_consent: 'A known child’s data may not be processed: no consent was given',
  service_provider_only: 'Others act as service providers only: nothing is sold or shared',
  signals_contradict: 'One signal says no to what another leaves open: the no counts',
} as const

export type SignalNoteCode = keyof typeof SIGNAL_NOTES

export function noteOf(code: SignalNoteCode): SignalNote {
  return { code, says: SIGNAL_NOTES[code] }
}
