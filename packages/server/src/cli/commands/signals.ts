/** `signals …`: what a privacy signal says, and a person's choices in the signals of others. */
import { readFileSync } from 'node:fs'
import {
  type Choices,
  CMP_ID_MAX,
  CMP_ID_MIN,
  findUsSection,
  type Platform,
  US_SECTIONS,
  type UsSection,
} from '@equipoise/core/signals'
import { type Purpose, toInstant } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import {
  choicesOf,
  type InspectedSignal,
  inspectSignal,
  type WrittenSignals,
  writeSignals,
} from '../../modules/signals/index.ts'
import { getSubject } from '../../modules/subjects/index.ts'
import type { Command, CommandInput, OptionValues } from '../command.ts'
import { flagOf, integerOf, purposesOf, subjectOf, textOf, textsOf } from '../option-values.ts'
import { explainSignal, formatWritten } from '../print-signals.ts'
import { UsageError } from '../usage.ts'

/** The view as a plain object, which is what a command gives. */
type Plain<T> = { readonly [K in keyof T]: T[K] }

const READ: Command<Plain<InspectedSignal>> = {
  words: ['signals', 'read'],
  says: 'explains a TC, GPP or US privacy string, or Consent Mode as JSON; none reads the input',
  options: {},
  operands: { name: 'STRING', min: 0, max: 1 },
  run: () => Promise.reject(new Error('Needs no data directory')),
  runAlone: ({ operands: [text = '-'] }) => ({ ...inspectSignal(text === '-' ? input() : text) }),
  format: explainSignal,
  succeeded: ({ valid }) => valid,
}

const WRITE: Command<Plain<WrittenSignals>> = {
  words: ['signals', 'write'],
  says: 'writes choices as GPP and US privacy strings, Consent Mode, and a TC string of your platform',
  options: {
    subject: { type: 'string', value: 'ID', says: 'what this person agreed to, by your own id' },
    purpose: {
      type: 'string',
      value: 'PURPOSE',
      multiple: true,
      says: 'else: what is granted; may be repeated. A refusal where it is left out',
    },
    section: {
      type: 'string',
      value: 'NAME',
      multiple: true,
      says: 'a section of the GPP string, such as usca; may be repeated, all for all (usnat)',
    },
    gpc: { type: 'boolean', says: 'the browser sends Global Privacy Control' },
    minor: { type: 'boolean', says: 'the person is known to be a child' },
    'cmp-id': { type: 'string', value: 'N', says: 'your own platform: a TC string is written too' },
    'cmp-version': { type: 'string', value: 'N', says: 'its version (1)' },
    screen: { type: 'string', value: 'N', says: 'the screen on which was chosen (1)' },
    language: { type: 'string', value: 'EN', says: 'the language of that screen (EN)' },
    country: { type: 'string', value: 'DE', says: 'whose law you refer to (AA: none)' },
    'vendor-list': { type: 'string', value: 'N', says: 'the version of the vendor list (0)' },
    vendors: { type: 'string', value: 'N,N', says: 'the vendors that were disclosed' },
    'vendors-consent': { type: 'string', value: 'N,N', says: 'those of them that were agreed to' },
  },
  runAlone: ({ options }) =>
    textOf(options, 'subject') === undefined ? written(options, choicesIn(options)) : undefined,
  async run(app, { options }: CommandInput) {
    if (textsOf(options, 'purpose').length > 0) {
      throw new UsageError('Name a subject or purposes, not both', 'options_contradict')
    }
    const subject = await getSubject(app.store, subjectOf(options))
    return written(options, await choicesOf(app, subject, flagOf(options, 'gpc')))
  },
  format: formatWritten,
}

export const SIGNAL_COMMANDS: readonly Command[] = [READ, WRITE]

/** @throws EquipoiseError `file_unreadable` */
function input(): string {
  try {
    return readFileSync(0, 'utf8')
  } catch (cause) {
    throw new EquipoiseError('file_unreadable', 'Cannot read the standard input', { cause })
  }
}

function written(options: OptionValues, choices: Choices): Plain<WrittenSignals> {
  const wanted = { sections: sectionsIn(options), platform: platformIn(options) }
  return { ...writeSignals(choices, wanted, toInstant(Date.now())) }
}

function choicesIn(options: OptionValues): Choices {
  const isNamed = textsOf(options, 'purpose').length > 0
  const granted: readonly Purpose[] = isNamed ? purposesOf(options) : []
  const [gpc, minor] = [flagOf(options, 'gpc'), flagOf(options, 'minor')]
  return { granted, noticeShown: true, gpc, minor }
}

function sectionsIn(options: OptionValues): readonly UsSection[] {
  const names = textsOf(options, 'section').flatMap((text) => text.split(','))
  if (names.includes('all')) return US_SECTIONS
  return (names.length === 0 ? ['usnat'] : names).map((name) => {
    const section = findUsSection(name)
    if (section !== undefined) return section
    const known = US_SECTIONS.map((one) => one.name).join(', ')
    throw new UsageError(`Cannot read --section "${name}": want all, ${known}`)
  })
}

/** Undefined where the operator names no platform: then no TC string is written. */
function platformIn(options: OptionValues): Platform | undefined {
  if (textOf(options, 'cmp-id') === undefined) return undefined
  const number = (name: string, min: number, max: number, fallback: number): number =>
    integerOf(options, name, { min, max, fallback })
  return {
    cmpId: number('cmp-id', CMP_ID_MIN, CMP_ID_MAX, CMP_ID_MIN),
    cmpVersion: number('cmp-version', 0, 4_095, 1),
    consentScreen: number('screen', 0, 63, 1),
    consentLanguage: lettersIn(options, 'language', 'EN'),
    vendorListVersion: number('vendor-list', 0, 4_095, 0),
    publisherCountry: lettersIn(options, 'country', 'AA'),
    vendorsDisclosed: vendorsIn(options, 'vendors'),
    vendorsConsent: vendorsIn(options, 'vendors-consent'),
  }
}

function lettersIn(options: OptionValues, name: string, fallback: string): string {
  const text = (textOf(options, name) ?? fallback).toUpperCase()
  if (/^[A-Z]{2}$/.test(text)) return text
  throw new UsageError(`Cannot read --${name} "${text}": want two letters`)
}

const VENDOR_MAX = 65_535
const VENDORS_MAX = 10_000

function vendorsIn(options: OptionValues, name: string): readonly number[] {
  const texts = (textOf(options, name) ?? '').split(',').filter((text) => text !== '')
  const ids = texts.map(Number)
  const isVendor = (id: number): boolean => Number.isInteger(id) && id >= 1 && id <= VENDOR_MAX
  if (ids.every(isVendor) && ids.length <= VENDORS_MAX) return ids
  throw new UsageError(`Cannot read --${name}: want numbers from 1 to ${VENDOR_MAX}`)
}
