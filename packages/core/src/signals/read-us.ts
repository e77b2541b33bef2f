/**
 * What the sections of the United States and the old US privacy string say of our purposes. A
 * choice counts as left open only where a notice of it was given and it says "did not opt out";
 * where the two do not fit, it counts as no.
 */
import { isRegion, PURPOSES, type Purpose, type Region } from '../values/index.ts'
import { noteOf, type SignalNote, type SignalNoteCode, type SignalPart } from './signals.ts'
import type { UsPrivacy } from './us-privacy.ts'
import { type UsChoices, valuesOf } from './us-section.ts'
import type { UsField } from './us-sections.ts'

type Verdict = 'no' | 'open' | 'silent'

interface Reading {
  readonly purposes: readonly Purpose[]
  readonly verdict: Verdict
  readonly note: SignalNoteCode | undefined
}

const PASSED_ON: readonly Purpose[] = ['cross_context_advertising', 'sale_or_sharing']

/** The notice, the choice, and what the choice is of. */
const CHOICES: readonly (readonly [notice: UsField, choice: UsField, of: readonly Purpose[]])[] = [
  ['SaleOptOutNotice', 'SaleOptOut', ['sale_or_sharing']],
  ['SharingOptOutNotice', 'SharingOptOut', PASSED_ON],
  ['TargetedAdvertisingOptOutNotice', 'TargetedAdvertisingOptOut', ['cross_context_advertising']],
]

export function readUsSection(us: UsChoices): SignalPart {
  const readings = [...readChoices(us), readSensitive(us), readChildren(us), readMode(us)]
  const { name, region } = us.section
  return toPart(name, [region], readings)
}

/** The string was made for California's law. */
const CALIFORNIA: readonly Region[] = ['US-CA'].filter(isRegion)

export function readUsPrivacy({ notice, optOutSale }: UsPrivacy, name: string): SignalPart {
  const toValue = { '-': 0, Y: 1, N: 2 }
  const reading = weigh(PASSED_ON, toValue[notice], toValue[optOutSale])
  return toPart(name, CALIFORNIA, [reading])
}

function readChoices(us: UsChoices): readonly Reading[] {
  return CHOICES.flatMap(([notice, choice, purposes]) => {
    const [told] = valuesOf(us, notice)
    const [value] = valuesOf(us, choice)
    return told === undefined || value === undefined ? [] : [weigh(purposes, told, value)]
  })
}

function weigh(purposes: readonly Purpose[], notice: number, choice: number): Reading {
  if (choice === 1) return { purposes, verdict: 'no', note: undefined }
  if (notice === 2) return { purposes, verdict: 'no', note: 'notice_missing' }
  if ((notice === 1) !== (choice === 2))
    return { purposes, verdict: 'no', note: 'choice_contradicts' }
  return { purposes, verdict: choice === 2 ? 'open' : 'silent', note: undefined }
}

/** One category refused is enough: what is sensitive is one purpose here. */
function readSensitive(us: UsChoices): Reading {
  const values = valuesOf(us, 'SensitiveDataProcessing')
  const verdict = values.includes(1) ? 'no' : values.includes(2) ? 'open' : 'silent'
  return { purposes: ['sensitive_profiling'], verdict, note: undefined }
}

function readChildren(us: UsChoices): Reading {
  const isRefused = valuesOf(us, 'KnownChildSensitiveDataConsents').includes(1)
  return {
    purposes: [...PASSED_ON, 'sensitive_profiling'],
    verdict: isRefused ? 'no' : 'silent',
    note: isRefused ? 'child_without_consent' : undefined,
  }
}

function readMode(us: UsChoices): Reading {
  const isProvider =
    valuesOf(us, 'MspaServiceProviderMode').includes(1) || valuesOf(us, 'MspaMode').includes(2)
  return {
    purposes: PASSED_ON,
    verdict: isProvider ? 'no' : 'silent',
    note: isProvider ? 'service_provider_only' : undefined,
  }
}

function toPart(name: string, places: readonly Region[], readings: readonly Reading[]): SignalPart {
  const spokenAs = (verdict: Verdict): ReadonlySet<Purpose> =>
    new Set(readings.filter((one) => one.verdict === verdict).flatMap(({ purposes }) => purposes))
  const [no, open] = [spokenAs('no'), spokenAs('open')]
  return {
    signal: 'gpp',
    name,
    places,
    refuses: PURPOSES.filter((purpose) => no.has(purpose)),
    leaves: PURPOSES.filter((purpose) => open.has(purpose) && !no.has(purpose)),
    notes: notesIn(readings),
  }
}

function notesIn(readings: readonly Reading[]): readonly SignalNote[] {
  const codes = new Set(readings.map(({ note }) => note))
  return [...codes].filter((code) => code !== undefined).map(noteOf)
}
