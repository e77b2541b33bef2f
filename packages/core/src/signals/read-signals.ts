/**
 * Reads all signals of a request into what they refuse. Each can only take away, so that the order
 * does not matter and what contradicts is settled by itself: the no counts. A string that cannot be
 * read refuses everything.
 */
import { type Issue, PURPOSES, type Purpose, type Result } from '../values/index.ts'
import {
  type GppString,
  nameOfSection,
  parseGppString,
  TCF_CANADA,
  TCF_EU,
  US_PRIVACY,
} from './gpp-string.ts'
import { parseTcString } from './parse-tc-string.ts'
import { readTcf, readTcfCanada } from './read-tcf.ts'
import { readUsPrivacy, readUsSection } from './read-us.ts'
import { issueOf, underPath } from './signal-issue.ts'
import {
  noteOf,
  type SignalNote,
  type SignalPart,
  type SignalRefusal,
  type Signals,
} from './signals.ts'
import { parseUsPrivacy } from './us-privacy.ts'

export interface SignalInput {
  readonly gpc?: boolean | undefined
  /** Do Not Track: `DNT: 1`. */
  readonly dnt?: boolean | undefined
  readonly tcf?: string | undefined
  readonly gpp?: string | undefined
  /** Ids of the sections that apply; -1 for none, 0 for not yet known. */
  readonly gppSid?: readonly number[] | undefined
  readonly usp?: string | undefined
}

export interface SignalReading {
  readonly signals: Signals
  readonly parts: readonly SignalPart[]
  /** About all signals together; each part has its own beside. */
  readonly notes: readonly SignalNote[]
  /** What could not be read, by the input's field. */
  readonly issues: readonly Issue[]
}

/** Purposes that Global Privacy Control refuses everywhere; laws may add to them. */
export const GPC_REFUSES: readonly Purpose[] = ['cross_context_advertising', 'sale_or_sharing']

/** Messages that somebody asked for follow nobody around; all else that is optional may. */
export const DNT_REFUSES: readonly Purpose[] = PURPOSES.filter(
  (purpose) => !['email_marketing', 'sms_marketing', 'push_marketing'].includes(purpose),
)

export function readSignals(input: SignalInput): SignalReading {
  const issues: Issue[] = []
  const gpp = read(input.gpp, 'gpp', parseGppString, issues)
  const tcf = read(input.tcf, 'tcf', parseTcString, issues)
  const usp = read(input.usp, 'usp', parseUsPrivacy, issues)
  if (gpp !== undefined || input.gpp === undefined) checkSections(input.gppSid, gpp, issues)
  const gpc = input.gpc === true || gpp?.us.some((one) => one.gpc === true) === true
  const parts = [
    ...(gpc ? [simplePart('gpc', GPC_REFUSES)] : []),
    ...(input.dnt === true ? [simplePart('dnt', DNT_REFUSES)] : []),
    ...(tcf === undefined ? [] : [readTcf(tcf, 'tcf', 'tcf')]),
    ...(gpp === undefined ? [] : partsOf(gpp)),
    ...(usp === undefined ? [] : [readUsPrivacy(usp, 'usp')]),
  ]
  return {
    signals: { gpc, refusals: refusalsOf(parts, issues) },
    parts,
    notes: contradicts(parts) ? [noteOf('signals_contradict')] : [],
    issues,
  }
}

function read<T>(
  text: string | undefined,
  path: string,
  parse: (text: string) => Result<T>,
  issues: Issue[],
): T | undefined {
  if (text === undefined) return undefined
  const outcome = underPath(parse(text), path)
  if (outcome.ok) return outcome.value
  issues.push(...outcome.issues)
  return undefined
}

/** A section that is said to apply and did not come may hold a no. */
function checkSections(
  applicable: readonly number[] | undefined,
  gpp: GppString | undefined,
  issues: Issue[],
): void {
  const missing = applicable?.some((id) => id > 0 && gpp?.sectionIds.includes(id) !== true)
  if (missing === true) issues.push(issueOf('signal_section_missing', 'gppSid'))
}

function partsOf(gpp: GppString): readonly SignalPart[] {
  const { tcfEu, tcfCanada, usPrivacy, us } = gpp
  return [
    ...(tcfEu === undefined ? [] : [readTcf(tcfEu, named(TCF_EU), 'gpp')]),
    ...(tcfCanada === undefined ? [] : [readTcfCanada(tcfCanada, named(TCF_CANADA))]),
    ...(usPrivacy === undefined ? [] : [readUsPrivacy(usPrivacy, named(US_PRIVACY))]),
    ...us.map(readUsSection),
  ]
}

function named(id: number): string {
  return nameOfSection(id) ?? ''
}

function simplePart(signal: 'gpc' | 'dnt', refuses: readonly Purpose[]): SignalPart {
  return { signal, name: signal, places: [], refuses, leaves: [], notes: [] }
}

function refusalsOf(
  parts: readonly SignalPart[],
  issues: readonly Issue[],
): readonly SignalRefusal[] | undefined {
  const refusals: SignalRefusal[] = []
  for (const { signal, refuses, places } of parts) {
    if (signal !== 'gpc' && refuses.length > 0) refusals.push({ signal, purposes: refuses, places })
  }
  if (issues.length > 0) refusals.push(UNREADABLE)
  return refusals.length === 0 ? undefined : refusals
}

const UNREADABLE: SignalRefusal = { signal: 'unreadable', purposes: PURPOSES, places: [] }

function contradicts(parts: readonly SignalPart[]): boolean {
  const refused = new Set(parts.flatMap(({ refuses }) => refuses))
  return parts.some(({ leaves }) => leaves.some((purpose) => refused.has(purpose)))
}
