/**
 * One section of the United States, read and written: a core of two-bit fields, and in some a
 * second segment with Global Privacy Control or with what is sensitive.
 *
 * Sections 24 to 27 have a header of their own in their specification, which lists the core as part
 * 0. Fibonacci coding has no 0, so nobody can write it as it stands, and the libraries leave it
 * out. Where it is there all the same it is read over.
 */
import type { Result } from '../values/index.ts'
import { BitReader } from './bit-reader.ts'
import { BitWriter } from './bit-writer.ts'
import { faultResult, underPath } from './signal-issue.ts'
import { SENSITIVE_CATEGORIES_RECENT, type UsField, type UsSection } from './us-sections.ts'

export interface UsChoices {
  readonly section: UsSection
  readonly version: number
  /** By field, each value 0 to 2. */
  readonly fields: Readonly<Partial<Record<UsField, readonly number[]>>>
  /** Global Privacy Control as the section tells it; undefined where it does not. */
  readonly gpc: boolean | undefined
}

const VERSION_BITS = 6
const FIELD_BITS = 2
const GPC_SEGMENT = 1
const SEGMENTS_MAX = 3

/** Issues: as those of a TC string. */
export function parseUsSection(section: UsSection, text: string): Result<UsChoices> {
  const segments = bodyOf(section, text.split('.', SEGMENTS_MAX + 1))
  const [first = '', second, ...others] = segments
  if (others.length > 0 || (second !== undefined && section.more === undefined)) {
    return faultResult('signal_segment')
  }
  const core = underPath(readCore(section, first), 'core')
  if (!core.ok || second === undefined) return core
  return section.more === 'gpc'
    ? underPath(readGpc(core.value, second), 'gpc')
    : underPath(readSensitive(core.value, second), 'sensitive_data')
}

/** The segments without a header of the section's own. */
function bodyOf({ id, slots }: UsSection, segments: readonly string[]): readonly string[] {
  const isRecent = slots[0]?.[0] === 'MspaCoveredTransaction'
  const header = new BitReader(segments[0] ?? '')
  const hasHeader = isRecent && header.number(VERSION_BITS) === id
  return hasHeader && header.number(VERSION_BITS) === 1 ? segments.slice(1) : segments
}

function readCore(section: UsSection, text: string): Result<UsChoices> {
  const bits = new BitReader(text)
  const version = bits.number(VERSION_BITS)
  if (version < 1 || version > section.version) bits.fail('signal_version')
  const fields: Partial<Record<UsField, readonly number[]>> = {}
  for (const [field, count] of section.slots) {
    const isFewer = version === 1 && section.version > 1
    fields[field] = readValues(bits, isFewer ? (section.countsInVersion1[field] ?? count) : count)
  }
  return bits.finish({ section, version, fields, gpc: undefined })
}

function readValues(bits: BitReader, count: number): readonly number[] {
  return Array.from({ length: count }, () => {
    const value = bits.number(FIELD_BITS)
    if (value > 2) bits.fail('signal_value')
    return value
  })
}

function readGpc(core: UsChoices, text: string): Result<UsChoices> {
  const bits = new BitReader(text)
  if (bits.number(FIELD_BITS) !== GPC_SEGMENT) bits.fail('signal_segment')
  return bits.finish({ ...core, gpc: bits.flag() })
}

function readSensitive(core: UsChoices, text: string): Result<UsChoices> {
  const bits = new BitReader(text)
  const sensitive = readValues(bits, SENSITIVE_CATEGORIES_RECENT)
  return bits.finish({ ...core, fields: { ...core.fields, SensitiveDataProcessing: sensitive } })
}

export function formatUsSection({ section, version, fields, gpc }: UsChoices): string {
  const core = new BitWriter().number(version, VERSION_BITS)
  const isFewer = version === 1 && section.version > 1
  for (const [field, count] of section.slots) {
    const length = isFewer ? (section.countsInVersion1[field] ?? count) : count
    writeValues(core, fields[field], length)
  }
  const second = formatSecond(section, fields.SensitiveDataProcessing, gpc)
  return second === undefined ? core.toText() : `${core.toText()}.${second}`
}

function formatSecond(
  { more }: UsSection,
  sensitive: readonly number[] | undefined,
  gpc: boolean | undefined,
): string | undefined {
  const bits = new BitWriter()
  if (more === 'gpc' && gpc !== undefined) {
    return bits.number(GPC_SEGMENT, FIELD_BITS).flag(gpc).toText()
  }
  if (more !== 'sensitive' || sensitive === undefined) return undefined
  writeValues(bits, sensitive, SENSITIVE_CATEGORIES_RECENT)
  return bits.toText()
}

function writeValues(bits: BitWriter, values: readonly number[] | undefined, count: number): void {
  for (let at = 0; at < count; at += 1) bits.number(values?.[at] ?? 0, FIELD_BITS)
}

/** All values of a field, none where the section has it not. */
export function valuesOf({ fields }: UsChoices, field: UsField): readonly number[] {
  return fields[field] ?? []
}
