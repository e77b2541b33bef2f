/**
 * A GPP string (IAB Tech Lab, Global Privacy Platform, string specification 1.0): a header that
 * lists sections by id, then the sections, all joined by tildes. Headers are padded to whole
 * characters in the specification's examples and to whole bytes by its library: both are read, and
 * the library's is written, as that is what others read.
 */
import { type Issue, type Result, success } from '../values/index.ts'
import { BitReader } from './bit-reader.ts'
import { BitWriter } from './bit-writer.ts'
import { writeFibonacci } from './fibonacci.ts'
import { type IdRanges, rangesOf, readFibonacciRange } from './id-ranges.ts'
import { parseTcString } from './parse-tc-string.ts'
import { faultResult, SIGNAL_LENGTH_MAX, underPath } from './signal-issue.ts'
import type { TcString } from './tc-string.ts'
import { parseTcfCanada, type TcfCanada } from './tcf-canada.ts'
import { parseUsPrivacy, type UsPrivacy } from './us-privacy.ts'
import { parseUsSection, type UsChoices } from './us-section.ts'
import { findUsSection, US_SECTIONS } from './us-sections.ts'

export const TCF_EU = 2
export const TCF_CANADA = 5
export const US_PRIVACY = 6
/** Ids up to this are given out or may be: more of them are no header. */
const SECTION_ID_MAX = 63

export interface GppString {
  /** In the order of the string. */
  readonly sectionIds: readonly number[]
  readonly tcfEu: TcString | undefined
  readonly tcfCanada: TcfCanada | undefined
  readonly usPrivacy: UsPrivacy | undefined
  readonly us: readonly UsChoices[]
}

const EMPTY: GppString = {
  sectionIds: [],
  tcfEu: undefined,
  tcfCanada: undefined,
  usPrivacy: undefined,
  us: [],
}

const NAMES: ReadonlyMap<number, string> = new Map([
  [TCF_EU, 'tcfeuv2'],
  [TCF_CANADA, 'tcfcav1'],
  [US_PRIVACY, 'uspv1'],
  ...US_SECTIONS.map(({ id, name }) => [id, name] as const),
])

/** The section's prefix in the client-side API, such as `usca`. */
export function nameOfSection(id: number): string | undefined {
  return NAMES.get(id)
}

/**
 * Issues: those of its sections, with their names as the path, and `signal_section` where the
 * header lists others than follow, or one that is not known.
 */
export function parseGppString(text: string): Result<GppString> {
  if (text.length > SIGNAL_LENGTH_MAX) return faultResult('signal_too_long')
  const [first = '', ...sections] = text.split('~', SECTION_ID_MAX + 2)
  const header = underPath(readHeader(first), 'header')
  if (!header.ok) return header
  const ids = header.value
  if (ids.length !== sections.length) return faultResult('signal_section')
  let read: GppString = { ...EMPTY, sectionIds: ids }
  const issues: Issue[] = []
  for (const [place, id] of ids.entries()) {
    const name = NAMES.get(id) ?? `section_${id}`
    const outcome = underPath(addSection(read, id, sections[place] ?? ''), name)
    if (outcome.ok) read = outcome.value
    else issues.push(...outcome.issues)
  }
  return issues.length === 0 ? success(read) : { ok: false, issues }
}

function readHeader(text: string): Result<readonly number[]> {
  const bits = new BitReader(text)
  if (bits.number(6) !== HEADER_TYPE) bits.fail('signal_unrecognized')
  if (bits.number(6) !== HEADER_VERSION) bits.fail('signal_version')
  const ranges = readFibonacciRange(bits, SECTION_ID_MAX)
  return bits.finish(idsIn(ranges))
}

const HEADER_TYPE = 3
const HEADER_VERSION = 1

function idsIn(ranges: IdRanges): readonly number[] {
  return ranges.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, at) => first + at),
  )
}

function addSection(read: GppString, id: number, text: string): Result<GppString> {
  switch (id) {
    case TCF_EU:
      return added(parseTcString(text), (tcfEu) => ({ ...read, tcfEu }))
    case TCF_CANADA:
      return added(parseTcfCanada(text), (tcfCanada) => ({ ...read, tcfCanada }))
    case US_PRIVACY:
      return added(parseUsPrivacy(text), (usPrivacy) => ({ ...read, usPrivacy }))
    default: {
      const section = findUsSection(id)
      if (section === undefined) return faultResult('signal_section')
      return added(parseUsSection(section, text), (one) => ({ ...read, us: [...read.us, one] }))
    }
  }
}

function added<T>(part: Result<T>, add: (value: T) => GppString): Result<GppString> {
  return part.ok ? success(add(part.value)) : part
}

/** @param sections the text of each by its id, in the order of the ids; at least one. */
export function formatGppString(sections: ReadonlyMap<number, string>): string {
  const ids = [...sections.keys()].toSorted((a, b) => a - b)
  return [formatHeader(ids), ...ids.map((id) => sections.get(id) ?? '')].join('~')
}

function formatHeader(ids: readonly number[]): string {
  const ranges = rangesOf(ids)
  const bits = new BitWriter()
    .number(HEADER_TYPE, 6)
    .number(HEADER_VERSION, 6)
    .number(ranges.length, 12)
  let before = 0
  for (const [first, last] of ranges) {
    bits.flag(last > first)
    writeFibonacci(bits, first - before)
    if (last > first) writeFibonacci(bits, last - first)
    before = last
  }
  return bits.toText()
}
