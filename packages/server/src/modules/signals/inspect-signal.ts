/**
 * What one signal says, for people and programs: its fields as they stand in it, and what that
 * means for our purposes. What cannot be read is told with its faults, and refuses everything.
 */
import {
  type ConsentMode,
  type GppString,
  nameOfSection,
  parseConsentMode,
  parseGppString,
  parseTcString,
  parseUsPrivacy,
  readSignals,
  refusedByConsentMode,
  SIGNAL_FAULTS,
  type SignalFault,
  type SignalPart,
  type TcfCanada,
  type TcString,
  type UsChoices,
} from '@equipoise/core/signals'
import {
  formatInstant,
  type Issue,
  PURPOSES,
  type Purpose,
  type Result,
  toInstant,
} from '@equipoise/core/values'

export const SIGNAL_FORMATS = ['tcf', 'gpp', 'usp', 'consent_mode'] as const
export type SignalFormat = (typeof SIGNAL_FORMATS)[number]

export interface InspectedSignal {
  readonly format: SignalFormat | null
  readonly valid: boolean
  /** Of the first fault; null where there is none. */
  readonly code: string | null
  readonly issues: readonly Issue[]
  /** Global Privacy Control is told in it. */
  readonly gpc: boolean
  readonly refuses: readonly Purpose[]
  /** What it speaks of and leaves to our own record. */
  readonly leaves: readonly Purpose[]
  readonly parts: readonly SignalPart[]
  /** Its own fields by section; times as text, vendors as ranges. */
  readonly content: Readonly<Record<string, unknown>>
}

export function inspectSignal(text: string): InspectedSignal {
  const signal = text.trim()
  const format = formatOf(signal)
  switch (format) {
    case 'tcf':
      return inspected(format, parseTcString(signal), (tcf) => ({ tcf: viewTcf(tcf) }), signal)
    case 'gpp':
      return inspected(format, parseGppString(signal), viewGpp, signal)
    case 'usp':
      return inspected(format, parseUsPrivacy(signal), (usp) => ({ usp }), signal)
    case 'consent_mode':
      return inspectConsentMode(signal)
    default:
      return unreadable(null, [issueFor(signal === '' ? 'signal_empty' : 'signal_unrecognized')])
  }
}

/** By how each begins: the version of a TC string, the type of a GPP header, a digit, a brace. */
function formatOf(signal: string): SignalFormat | undefined {
  if (signal.startsWith('{')) return 'consent_mode'
  if (/^\d/.test(signal) && signal.length <= USP_LENGTH_MAX) return 'usp'
  if (signal.startsWith('D') || signal.includes('~')) return 'gpp'
  if (/^[BC]/.test(signal)) return 'tcf'
  // Of a version that there is not yet, or not any more.
  return /^[A-Z][\w-]{30}/.test(signal) ? 'tcf' : undefined
}

const USP_LENGTH_MAX = 8

function inspected<T>(
  format: Exclude<SignalFormat, 'consent_mode'>,
  parsed: Result<T>,
  view: (value: T) => Readonly<Record<string, unknown>>,
  text: string,
): InspectedSignal {
  if (!parsed.ok) return unreadable(format, parsed.issues)
  const { signals, parts } = readSignals({ [format]: text })
  return told(format, parts, { gpc: signals.gpc, content: view(parsed.value) })
}

function told(
  format: SignalFormat,
  parts: readonly SignalPart[],
  { gpc, content }: Pick<InspectedSignal, 'gpc' | 'content'>,
): InspectedSignal {
  const refused = new Set(parts.flatMap(({ refuses }) => refuses))
  const left = new Set(parts.flatMap(({ leaves }) => leaves))
  const refuses = PURPOSES.filter((purpose) => refused.has(purpose))
  const leaves = PURPOSES.filter((purpose) => left.has(purpose) && !refused.has(purpose))
  return { format, valid: true, code: null, issues: [], gpc, refuses, leaves, parts, content }
}

function unreadable(format: SignalFormat | null, issues: readonly Issue[]): InspectedSignal {
  const code = issues[0]?.code ?? null
  const nothing = { gpc: false, leaves: [], parts: [], content: {} }
  return { format, valid: false, code, issues, refuses: PURPOSES, ...nothing }
}

function issueFor(code: SignalFault): Issue {
  return { path: '', code, says: SIGNAL_FAULTS[code] }
}

function inspectConsentMode(text: string): InspectedSignal {
  const parsed = parsedConsentMode(text)
  if (!parsed.ok) return unreadable('consent_mode', parsed.issues)
  const refuses = refusedByConsentMode(parsed.value)
  const content = { consent_mode: parsed.value }
  return { ...told('consent_mode', [], { gpc: false, content }), refuses }
}

function parsedConsentMode(text: string): Result<ConsentMode> {
  try {
    // The brace that it begins with makes it an object, where it is JSON at all.
    return parseConsentMode(JSON.parse(text) as Record<string, unknown>)
  } catch {
    return { ok: false, issues: [issueFor('signal_truncated')] }
  }
}

function viewGpp(gpp: GppString): Readonly<Record<string, unknown>> {
  const { tcfEu, tcfCanada, usPrivacy, us } = gpp
  return {
    sections: gpp.sectionIds.map((id) => ({ id, name: nameOfSection(id) })),
    ...(tcfEu && { tcfeuv2: viewTcf(tcfEu) }),
    ...(tcfCanada && { tcfcav1: viewTcf(tcfCanada) }),
    ...(usPrivacy && { uspv1: usPrivacy }),
    ...Object.fromEntries(us.map((one) => [one.section.name, viewUs(one)])),
  }
}

function viewTcf(tc: TcString | TcfCanada): Readonly<Record<string, unknown>> {
  const { createdDeciseconds, updatedDeciseconds, ...fields } = tc
  const timeOf = (deciseconds: number): string => formatInstant(toInstant(deciseconds * 100))
  return {
    createdAt: timeOf(createdDeciseconds),
    updatedAt: timeOf(updatedDeciseconds),
    ...fields,
  }
}

/** Each field alone where it stands for one thing, and as a list where for many. */
function viewUs({ version, fields, gpc }: UsChoices): Readonly<Record<string, unknown>> {
  const values = Object.entries(fields).map(([name, list]) => [
    name,
    list.length === 1 ? list[0] : list,
  ])
  return { version, ...Object.fromEntries(values), ...(gpc !== undefined && { gpc }) }
}
