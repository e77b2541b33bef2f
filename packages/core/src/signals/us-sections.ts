/**
 * The sections of the United States in a GPP string, each as the list of its fields in order:
 * a name, or a name and how many there are. Every field has two bits: 0 does not apply; a notice
 * 1 was given, 2 was not; a choice 1 is no (opted out, no consent), 2 is yes.
 *
 * Source: IAB Tech Lab, Global Privacy Platform, Sections/US-National and Sections/US-States.
 */
import type { Region } from '../values/index.ts'

export type UsField =
  | 'SharingNotice'
  | 'ProcessingNotice'
  | 'SaleOptOutNotice'
  | 'SharingOptOutNotice'
  | 'TargetedAdvertisingOptOutNotice'
  | 'SensitiveDataProcessingOptOutNotice'
  | 'SensitiveDataOptOutNotice'
  | 'SensitiveDataLimitUseNotice'
  | 'SaleOptOut'
  | 'SharingOptOut'
  | 'TargetedAdvertisingOptOut'
  | 'SensitiveDataProcessing'
  | 'KnownChildSensitiveDataConsents'
  | 'PersonalDataConsents'
  | 'AdditionalDataProcessingConsent'
  | 'MspaCoveredTransaction'
  | 'MspaOptOutOptionMode'
  | 'MspaServiceProviderMode'
  | 'MspaMode'

export type FieldSlot = readonly [field: UsField, count: number]

export interface UsSection {
  readonly id: number
  readonly name: string
  readonly region: Region
  /** The one that is written; all from 1 to it are read. */
  readonly version: number
  readonly slots: readonly FieldSlot[]
  /** Fields that were fewer in version 1. */
  readonly countsInVersion1: Readonly<Partial<Record<UsField, number>>>
  /** What a second segment holds. */
  readonly more: 'gpc' | 'sensitive' | undefined
}

type Slots = readonly (UsField | FieldSlot)[]

const MSPA: Slots = ['MspaCoveredTransaction', 'MspaOptOutOptionMode', 'MspaServiceProviderMode']
const NOTICES: Slots = ['SaleOptOutNotice', 'TargetedAdvertisingOptOutNotice']
const OPT_OUTS: Slots = ['SaleOptOut', 'TargetedAdvertisingOptOut']

/** The layout of most states: of how many sensitive categories, of how many children's ages. */
function stateSlots(
  about: 'SharingNotice' | 'ProcessingNotice',
  { sensitive, children }: { readonly sensitive: number; readonly children: number },
  { noticed = [], extra = [] }: { readonly noticed?: Slots; readonly extra?: Slots } = {},
): Slots {
  return [
    about,
    ...NOTICES,
    ...noticed,
    ...OPT_OUTS,
    ['SensitiveDataProcessing', sensitive],
    ['KnownChildSensitiveDataConsents', children],
    ...extra,
    ...MSPA,
  ]
}

const ADDITIONAL = { extra: ['AdditionalDataProcessingConsent'] } as const

/** The layout since October 2025: the agreement first, what is sensitive apart. */
function recentSlots(children: Slots): Slots {
  return [
    'MspaCoveredTransaction',
    'MspaMode',
    'ProcessingNotice',
    ...NOTICES,
    ...OPT_OUTS,
    ...children,
    'AdditionalDataProcessingConsent',
  ]
}

export const SENSITIVE_CATEGORIES_RECENT = 8

function section(
  id: number,
  name: string,
  place: string,
  slots: Slots,
  more: UsSection['more'],
): UsSection {
  return {
    id,
    name,
    // The places below are the country and its states, in the form of ISO 3166.
    region: place as Region,
    version: 1,
    slots: slots.map((slot) => (typeof slot === 'string' ? [slot, 1] : slot)),
    countsInVersion1: {},
    more,
  }
}

const NATIONAL: UsSection = {
  ...section(
    7,
    'usnat',
    'US',
    [
      'SharingNotice',
      'SaleOptOutNotice',
      'SharingOptOutNotice',
      'TargetedAdvertisingOptOutNotice',
      'SensitiveDataProcessingOptOutNotice',
      'SensitiveDataLimitUseNotice',
      'SaleOptOut',
      'SharingOptOut',
      'TargetedAdvertisingOptOut',
      ['SensitiveDataProcessing', 16],
      ['KnownChildSensitiveDataConsents', 3],
      'PersonalDataConsents',
      ...MSPA,
    ],
    'gpc',
  ),
  version: 2,
  countsInVersion1: { SensitiveDataProcessing: 12, KnownChildSensitiveDataConsents: 2 },
}

const CALIFORNIA: Slots = [
  'SaleOptOutNotice',
  'SharingOptOutNotice',
  'SensitiveDataLimitUseNotice',
  'SaleOptOut',
  'SharingOptOut',
  ['SensitiveDataProcessing', 9],
  ['KnownChildSensitiveDataConsents', 2],
  'PersonalDataConsents',
  ...MSPA,
]
const UTAH: Slots = stateSlots(
  'SharingNotice',
  { sensitive: 8, children: 1 },
  { noticed: ['SensitiveDataProcessingOptOutNotice'] },
)
const IOWA: Slots = stateSlots(
  'ProcessingNotice',
  { sensitive: 8, children: 1 },
  { noticed: ['SensitiveDataOptOutNotice'] },
)

function shared(sensitive: number, children: number): Slots {
  return stateSlots('SharingNotice', { sensitive, children })
}

function processed(sensitive: number, children: number): Slots {
  return stateSlots('ProcessingNotice', { sensitive, children }, ADDITIONAL)
}

const CHILD: Slots = ['KnownChildSensitiveDataConsents']

export const US_SECTIONS: readonly UsSection[] = [
  NATIONAL,
  section(8, 'usca', 'US-CA', CALIFORNIA, 'gpc'),
  section(9, 'usva', 'US-VA', shared(8, 1), undefined),
  section(10, 'usco', 'US-CO', shared(7, 1), 'gpc'),
  section(11, 'usut', 'US-UT', UTAH, undefined),
  section(12, 'usct', 'US-CT', shared(8, 3), 'gpc'),
  section(13, 'usfl', 'US-FL', processed(8, 3), undefined),
  section(
    14,
    'usmt',
    'US-MT',
    stateSlots('SharingNotice', { sensitive: 8, children: 3 }, ADDITIONAL),
    'gpc',
  ),
  section(15, 'usor', 'US-OR', processed(11, 3), 'gpc'),
  section(16, 'ustx', 'US-TX', processed(8, 1), 'gpc'),
  section(17, 'usde', 'US-DE', processed(9, 5), 'gpc'),
  section(18, 'usia', 'US-IA', IOWA, 'gpc'),
  section(19, 'usne', 'US-NE', processed(8, 1), 'gpc'),
  section(20, 'usnh', 'US-NH', processed(8, 3), 'gpc'),
  section(21, 'usnj', 'US-NJ', processed(10, 5), 'gpc'),
  section(22, 'ustn', 'US-TN', processed(8, 1), 'gpc'),
  section(23, 'usmn', 'US-MN', processed(8, 1), 'gpc'),
  section(24, 'usmd', 'US-MD', recentSlots([]), 'gpc'),
  section(25, 'usin', 'US-IN', recentSlots(CHILD), 'sensitive'),
  section(26, 'usky', 'US-KY', recentSlots(CHILD), 'sensitive'),
  section(27, 'usri', 'US-RI', recentSlots(CHILD), 'sensitive'),
]

export function findUsSection(idOrName: number | string): UsSection | undefined {
  return US_SECTIONS.find(({ id, name }) => id === idOrName || name === idOrName)
}
