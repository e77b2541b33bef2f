/** Packs of laws outside the United States, from the facts of each. */
import { readFileSync } from 'node:fs'
import {
  ADS,
  type ClockJson,
  categoriesIn,
  gradeOf,
  type Law,
  type Leaf,
  type MinorRule,
  type PackJson,
  type RuleJson,
  sourceOf,
  USES,
  VERSION,
} from './pack-forms.ts'
import { sayGuardian, sayMinors, sayModel } from './words.ts'

export interface WorldFacts {
  readonly laws: readonly Law[]
}

export function readWorld(path: string): WorldFacts {
  // The facts are of this form; a pack that comes out wrong does not parse.
  return JSON.parse(readFileSync(path, 'utf8')) as WorldFacts
}

const ZONES: Readonly<Record<string, string>> = {
  CH: 'Europe/Zurich',
  CA: 'America/Toronto',
  'CA-QC': 'America/Toronto',
  BR: 'America/Sao_Paulo',
  IN: 'Asia/Kolkata',
  CN: 'Asia/Shanghai',
  JP: 'Asia/Tokyo',
  KR: 'Asia/Seoul',
  SG: 'Asia/Singapore',
  AU: 'Australia/Sydney',
  ZA: 'Africa/Johannesburg',
  IE: 'Europe/Dublin',
  NO: 'Europe/Oslo',
  IS: 'Atlantic/Reykjavik',
  LI: 'Europe/Vaduz',
  MX: 'America/Mexico_City',
  CO: 'America/Bogota',
  AR: 'America/Argentina/Buenos_Aires',
  HK: 'Asia/Hong_Kong',
  TW: 'Asia/Taipei',
  TH: 'Asia/Bangkok',
  MY: 'Asia/Kuala_Lumpur',
  ID: 'Asia/Jakarta',
  VN: 'Asia/Ho_Chi_Minh',
  PH: 'Asia/Manila',
  NZ: 'Pacific/Auckland',
  NG: 'Africa/Lagos',
  KE: 'Africa/Nairobi',
  TR: 'Europe/Istanbul',
  IL: 'Asia/Jerusalem',
  AE: 'Asia/Dubai',
  SA: 'Asia/Riyadh',
  CL: 'America/Santiago',
  GB: 'Europe/London',
}

/** Citations are short in the facts: the law's own name makes them whole. */
const PREFIXES: Readonly<Record<string, string>> = {
  'IN-DPDP': 'DPDP Act 2023',
  'JP-APPI': 'APPI',
  'KR-PIPA': 'PIPA',
  'SG-PDPA': 'PDPA 2012',
  'ZA-POPIA': 'POPIA',
  'CO-1581': 'Ley 1581',
  'AR-25326': 'Ley 25.326',
  'MX-LFPDPPP': 'LFPDPPP',
  'HK-PDPO': 'PDPO',
  'TW-PDPA': 'PDPA (Taiwan)',
  'TH-PDPA': 'PDPA (Thailand)',
  'MY-PDPA': 'PDPA 2010 (Malaysia)',
  'ID-PDP': 'UU PDP',
  'VN-PDPL': 'PDPL (Vietnam)',
  'PH-DPA': 'DPA 2012 (Philippines)',
  'NZ-PRIVACY': 'Privacy Act 2020',
  'NG-NDPA': 'NDPA 2023',
  'KE-DPA': 'DPA 2019 (Kenya)',
  'TR-KVKK': 'KVKK',
  'IL-PPL': 'PPL (Israel)',
  'AE-PDPL': 'PDPL (UAE)',
  'SA-PDPL': 'PDPL (Saudi Arabia)',
  'CL-21719': 'Ley 21.719',
  'BR-LGPD': 'LGPD',
  'CA-PIPEDA': 'PIPEDA',
  'CA-CASL': 'CASL',
  'CA-QC-LAW25': 'CQLR c. P-39.1',
  'EEA-IS': 'Iceland',
}

export function citeFor(law: Law, cite: string): string {
  const prefix = PREFIXES[law.id] ?? ''
  const isShort = /^(arts?|s{1,2}|§+|regs?|sch|rule|dpp|ipp|app|parts?)\b\.?/i.test(cite)
  return isShort && prefix !== '' ? `${prefix} ${cite}` : cite
}

export function codesOf(law: Law): readonly string[] {
  return typeof law.jurisdiction === 'string' ? [law.jurisdiction] : law.jurisdiction.codes
}

export function zoneOf(law: Law): string {
  return ZONES[codesOf(law)[0] ?? ''] ?? 'UTC'
}

export function worldPack(law: Law): PackJson {
  const from = String(law.effective_date?.value ?? '1970-01-01')
  const codes = codesOf(law)
  return {
    id: law.id.toLowerCase(),
    version: VERSION,
    title: law.name,
    citation: law.citation ?? law.name,
    zone: zoneOf(law),
    scope: law.id === 'CA-PIPEDA' ? { regions: codes, except: ['CA-QC'] } : codes,
    rules: [
      ...modelRules(law, from),
      ...sensitiveRules(law, from),
      ...minorRules(law, from),
      ...renewalRules(law, from),
    ],
    clocks: clocksOf(law, from),
  }
}

const CELLS = [
  [
    'first_party_personalization',
    'own_site',
    ['site_personalization', 'model_training', 'measurement'],
    'own',
  ],
  ['targeted_advertising', 'advertising_from_profiles', ADS, 'ads'],
  ['sale_or_third_party_sharing', 'passing_on', ['sale_or_sharing'], 'sale'],
  ['device_storage_access', 'device_storage', ['device_storage', 'email_tracking'], 'storage'],
  ['email_marketing', 'email', ['email_marketing'], 'email'],
  ['sms_marketing', 'text_messages', ['sms_marketing'], 'sms'],
] as const

function modelRules(law: Law, from: string): RuleJson[] {
  return CELLS.flatMap(([cell, id, purposes, subject]) => {
    const leaf = law.model?.[cell]
    if (!leaf?.cite || leaf.cite.startsWith('see ')) return []
    const model = leaf.soft_opt_in ? 'soft_opt_in' : String(leaf.value)
    return [
      {
        id,
        purposes,
        model,
        ...(leaf.soft_opt_in ? { soft: { ownSimilarProducts: true } } : {}),
        from,
        citation: citeFor(law, leaf.cite),
        ...sourceOf(leaf),
        says: sayModel(subject, model),
        ...gradeOf(leaf),
      },
    ]
  })
}

function sensitiveRules(law: Law, from: string): RuleJson[] {
  const leaf = law.model?.['sensitive_data']
  const listed = law.sensitive_categories?.value
  if (!leaf?.cite) return []
  const separate = /separate/i.test(leaf.cite)
  const model =
    leaf.value === 'opt_in'
      ? separate
        ? 'explicit_separate_opt_in'
        : 'explicit_opt_in'
      : String(leaf.value)
  const data = Array.isArray(listed)
    ? categoriesIn(listed)
    : ['health', 'religion', 'sexuality', 'politics', 'ethnicity', 'union', 'biometric', 'genetic']
  const rule = {
    model,
    from,
    citation: citeFor(law, leaf.cite),
    ...sourceOf(leaf),
    says: sayModel('sensitive', model),
    ...gradeOf(leaf),
  }
  return [
    { id: 'sensitive_profiling', purposes: ['sensitive_profiling'], ...rule },
    ...(data.length === 0
      ? []
      : [{ id: 'sensitive_data', purposes: USES, when: { data }, ...rule }]),
  ]
}

const CONSENTED = [...USES, 'sensitive_profiling']

function minorRules(law: Law, from: string): RuleJson[] {
  // The facts are of this form; a pack that comes out wrong does not parse.
  const entries = (Array.isArray(law.minors) ? law.minors : []) as readonly MinorRule[]
  return entries.flatMap((entry, index) => {
    if (typeof entry.age_lt !== 'number') return []
    const ages = `under ${entry.age_lt}`
    const common = {
      when: { ageBelow: entry.age_lt },
      from,
      citation: citeFor(law, entry.cite ?? law.name),
      ...gradeOf(entry),
    }
    return Object.entries(entry.rules).flatMap(([name, text]): RuleJson[] => {
      const id = `minors_${entry.age_lt}_${index}`
      if (/^(all|consent|all consent)$/.test(name)) {
        return [{ id, purposes: CONSENTED, guardian: true, ...common, says: sayGuardian(ages) }]
      }
      if (name === 'targeted_advertising' && /^prohibited/.test(text)) {
        const says = sayMinors('ads', ages, 'prohibited')
        return [{ id: `${id}_ads`, purposes: ADS, model: 'prohibited', ...common, says }]
      }
      if (name === 'first_party_personalization' && /^prohibited/.test(text)) {
        const purposes = ['site_personalization', 'model_training', 'measurement']
        const says = sayMinors('own', ages, 'prohibited')
        return [{ id: `${id}_own_site`, purposes, model: 'prohibited', ...common, says }]
      }
      return []
    })
  })
}

function renewalRules(law: Law, from: string): RuleJson[] {
  const leaf = law.consent_renewal_months
  if (!leaf?.cite || !leaf.value) return []
  return [
    {
      id: 'renewal',
      purposes: ['email_marketing', 'sms_marketing', 'push_marketing'],
      validity: `P${Number(leaf.value)}M`,
      from,
      citation: citeFor(law, leaf.cite),
      says: 'A yes to marketing is confirmed again after this time.',
      ...gradeOf(leaf),
    },
  ]
}

const MONTHLY = new Set(['EU-GDPR', 'GB-UKGDPR'])
const WORDS = [
  ['access', /access|know|inquiry|confirm/i, 'see what is known about you'],
  ['correction', /correct|rectif|update/i, 'have mistakes corrected'],
  ['erasure', /erasure|delet|eliminat|suppress|cancel|cease/i, 'have your data deleted'],
  ['portability', /portab/i, 'take your data with you'],
  ['objection', /object|opposition|opt out|prevent direct|suspension|withdraw/i, 'object'],
] as const

export function clocksOf(law: Law, from: string): ClockJson[] {
  const respond = law.response_deadline_days
  // The facts are of this form; a pack that comes out wrong does not parse.
  const rights = (law.rights as Leaf | null | undefined)?.value
  const named = Array.isArray(rights) ? rights.join('; ') : 'access; correction; erasure'
  const clocks: ClockJson[] = []
  if (respond?.value && respond.cite) {
    const extension = law.extension_days
    for (const [request, pattern, says] of WORDS) {
      if (!pattern.test(named)) continue
      clocks.push({
        id: request,
        request,
        respond: timeOf(law, respond),
        ...(extension?.value ? { extend: extensionOf(law, extension) } : {}),
        from,
        citation: citeFor(law, respond.cite),
        says: `You may ${says}.`,
        ...gradeOf(respond),
      })
    }
  }
  const breach = law.breach_authority_hours
  if (breach?.value && breach.cite) {
    const isWorking = breach.unit === 'business_days'
    clocks.push({
      id: 'breach_authority',
      request: 'breach_authority',
      respond: isWorking
        ? // The facts are of this form; a pack that comes out wrong does not parse.
          { businessDays: Number((breach as { n?: number }).n) }
        : { hours: Number(breach.value) },
      from,
      citation: citeFor(law, breach.cite),
      says: 'A breach is reported to the authority within this time.',
      ...gradeOf(breach),
    })
  }
  return clocks
}

function timeOf(law: Law, leaf: Leaf): unknown {
  if (MONTHLY.has(law.id)) return 'P1M'
  const working = leaf.unit === 'business_days' || /working|business/i.test(notesOf(leaf))
  return working ? { businessDays: Number(leaf.value) } : `P${Number(leaf.value)}D`
}

function extensionOf(law: Law, leaf: Leaf): unknown {
  if (MONTHLY.has(law.id)) return 'P2M'
  return timeOf(law, leaf)
}

function notesOf(leaf: Leaf): string {
  // The facts are of this form; a pack that comes out wrong does not parse.
  return `${leaf.cite ?? ''} ${(leaf as { note?: string }).note ?? ''}`
}
