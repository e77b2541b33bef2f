/** How signals read on a terminal: what they are, and what they mean for our purposes. */
import { PURPOSE_TERMS, type Purpose } from '@equipoise/core/values'
import type { InspectedSignal, SignalFormat, WrittenSignals } from '../modules/signals/index.ts'
import { formatPlain, formatTable } from './print.ts'

const NAMES: Readonly<Record<SignalFormat, string>> = {
  tcf: 'a TC string of the Transparency and Consent Framework',
  gpp: 'a GPP string',
  usp: 'a US privacy string, a format given up in January 2024',
  consent_mode: 'a state of Google’s Consent Mode',
}

export function explainSignal(signal: InspectedSignal): string {
  const { format, valid, refuses, leaves, gpc, content, parts } = signal
  if (!valid) return explainFault(signal)
  return [
    `This is ${format === null ? 'a signal' : NAMES[format]}.`,
    ...(gpc ? ['Global Privacy Control is on: nothing is sold, shared or used across sites.'] : []),
    ...purposeLines('It refuses', refuses),
    ...purposeLines('It leaves to what the person agreed to here', leaves),
    ...(refuses.length === 0 ? ['It refuses nothing.'] : []),
    ...parts.flatMap(({ name, notes }) => notes.map(({ says }) => `Note (${name}): ${says}`)),
    'A signal grants nothing by itself: without a yes on record the answer stays no.',
    '',
    'What stands in it:',
    formatPlain(content, '  '),
    ...(parts.some(({ name }) => name.startsWith('us') && name !== 'usp') ? [LEGEND] : []),
  ].join('\n')
}

const LEGEND =
  '  (0 does not apply; a notice: 1 given, 2 not; a choice: 1 no or opted out, 2 yes or not)'

function explainFault({ format, issues }: InspectedSignal): string {
  return [
    `This ${format === null ? '' : `looks like ${NAMES[format]} and `}cannot be read:`,
    ...issues.map(({ path, code, says }) => `  ${path === '' ? '' : `${path}: `}${says} (${code})`),
    'So long as it cannot, it counts as a no to everything.',
  ].join('\n')
}

function purposeLines(heading: string, purposes: readonly Purpose[]): readonly string[] {
  if (purposes.length === 0) return []
  const rows = purposes.map((purpose) => [`  ${purpose}`, PURPOSE_TERMS[purpose].says])
  return [`${heading}:`, formatTable(rows)]
}

export function formatWritten({ granted, tcf, gpp, usp, consentMode }: WrittenSignals): string {
  return [
    granted.length === 0 ? 'A refusal: nothing is granted' : `Granted: ${granted.join(', ')}`,
    `GPP: ${gpp}`,
    `US privacy: ${usp}`,
    `TC string: ${tcf ?? 'none, as you named no platform of yours (--cmp-id)'}`,
    'Consent Mode:',
    formatTable(Object.entries(consentMode).map(([key, state]) => [`  ${key}`, state])),
  ].join('\n')
}
