/** Packs of the comprehensive acts of American states, from the facts of each. */
import { readFileSync } from 'node:fs'
import {
  ACROSS,
  type ClockJson,
  categoriesIn,
  gradeOf,
  type Law,
  type Leaf,
  type MinorRule,
  OWN,
  type PackJson,
  type RuleJson,
  sourceOf,
  USES,
  VERSION,
} from './pack-forms.ts'
import { SIGNAL_SAYS, sayGuardian, sayMinors, sayModel } from './words.ts'

const CODES: Readonly<Record<string, string>> = {
  VA: 'Va. Code',
  CO: 'C.R.S.',
  CT: 'Conn. Gen. Stat.',
  UT: 'Utah Code',
  TX: 'Tex. Bus. & Com. Code',
  OR: 'ORS',
  MT: 'Mont. Code Ann.',
  IA: 'Iowa Code',
  DE: '6 Del. C.',
  NE: 'Neb. Rev. Stat.',
  NH: 'N.H. RSA',
  NJ: 'N.J.S.A.',
  TN: 'Tenn. Code Ann.',
  MN: 'Minn. Stat.',
  MD: 'Md. Code, Com. Law',
  IN: 'Ind. Code',
  KY: 'KRS',
  RI: 'R.I. Gen. Laws',
  FL: 'Fla. Stat.',
  OK: 'Okla. SB 546 (2026), s.',
  LA: 'La. R.S.',
  AL: 'Ala. Act 2026-552,',
  VT: '9 V.S.A.',
  AR: 'Ark.',
  NY: 'N.Y. Gen. Bus. Law',
  SC: 'S.C. Code',
  NV: 'NRS',
  WA: '',
  CA: '',
  IL: '',
}

const ZONES: Readonly<Record<string, string>> = {
  CA: 'America/Los_Angeles',
  WA: 'America/Los_Angeles',
  OR: 'America/Los_Angeles',
  NV: 'America/Los_Angeles',
  CO: 'America/Denver',
  UT: 'America/Denver',
  MT: 'America/Denver',
  TX: 'America/Chicago',
  IA: 'America/Chicago',
  NE: 'America/Chicago',
  TN: 'America/Chicago',
  MN: 'America/Chicago',
  OK: 'America/Chicago',
  LA: 'America/Chicago',
  AL: 'America/Chicago',
  AR: 'America/Chicago',
  IL: 'America/Chicago',
  IN: 'America/Indiana/Indianapolis',
}

/** People served a year from which an act binds. Its limb on revenue from sale binds a sale. */
const THRESHOLDS: Readonly<Record<string, number>> = {
  VA: 100_000,
  CO: 100_000,
  CT: 35_000,
  UT: 100_000,
  OR: 100_000,
  MT: 25_000,
  IA: 100_000,
  DE: 35_000,
  NH: 35_000,
  NJ: 100_000,
  TN: 175_000,
  MN: 100_000,
  MD: 35_000,
  IN: 100_000,
  KY: 100_000,
  RI: 35_000,
  OK: 100_000,
  AL: 25_000,
  VT: 35_000,
}

export function zoneOfState(state: string): string {
  return ZONES[state] ?? 'America/New_York'
}

export function citeIn(state: string, cite: string): string {
  const code = CODES[state] ?? ''
  return /^(s{1,2}\.)?\d/.test(cite) && code !== '' ? `${code} ${cite}` : cite
}

export interface UsFacts {
  readonly laws: readonly Law[]
}

export function readUs(path: string): UsFacts {
  // The facts are of this form; a pack that comes out wrong does not parse.
  return JSON.parse(readFileSync(path, 'utf8')) as UsFacts
}

export function comprehensivePack(law: Law): PackJson {
  const region = String(law.jurisdiction)
  const state = region.slice(3)
  const from = String(law.effective_date?.value)
  const about = { state, from, law }
  return {
    id: law.id,
    version: VERSION,
    title: law.name,
    citation: citeIn(state, law.citation ?? law.name),
    zone: zoneOfState(state),
    scope: { regions: [region], ...thresholdOf(law, state) },
    rules: [
      ...modelRules(about),
      ...sensitiveRules(about),
      ...minorRules(about),
      ...signalRules(about),
      ...dutyRules(about),
    ],
    clocks: clocksOf(about),
  }
}

interface About {
  readonly state: string
  readonly from: string
  readonly law: Law
}

function thresholdOf(law: Law, state: string): object {
  const consumers = THRESHOLDS[state]
  if (consumers === undefined) return {}
  // The facts are of this form; a pack that comes out wrong does not parse.
  const cite = (law as { applicability?: Leaf }).applicability?.cite ?? law.name
  const orPurposes = state === 'AL' ? {} : { orPurposes: ['sale_or_sharing'] }
  return { threshold: { consumers, ...orPurposes, citation: citeIn(state, cite) } }
}

const CELLS = [
  ['first_party_personalization', 'own_site', OWN, 'own'],
  ['targeted_advertising', 'targeted_advertising', ['cross_context_advertising'], 'across'],
  ['sale_or_sharing', 'sale', ['sale_or_sharing'], 'sale'],
] as const

function modelRules({ law, state, from }: About): RuleJson[] {
  return CELLS.flatMap(([cell, id, purposes, subject]) => {
    const leaf = law.model?.[cell]
    if (!leaf?.cite) return []
    return [ruleOf({ id, purposes, model: String(leaf.value), subject, leaf, state, from })]
  })
}

interface ModelRule {
  readonly id: string
  readonly purposes: readonly string[]
  readonly model: string
  readonly subject: string
  readonly leaf: Leaf
  readonly state: string
  readonly from: string
  readonly when?: object
}

function ruleOf({ id, purposes, model, subject, leaf, state, from, when }: ModelRule): RuleJson {
  return {
    id,
    purposes,
    model,
    ...(when ? { when } : {}),
    from,
    citation: citeIn(state, String(leaf.cite)),
    ...sourceOf(leaf),
    says: sayModel(subject, model),
    ...gradeOf(leaf),
  }
}

/** Opt-in; notice and opt-out; a right to limit; or only what is strictly necessary. */
const REGIMES: Readonly<Record<string, string>> = {
  opt_in: 'opt_in',
  opt_out: 'opt_out',
  prohibited: 'strictly_necessary',
}

function sensitiveRules({ law, state, from }: About): RuleJson[] {
  const leaf = law.model?.['sensitive_data']
  const listed = law.sensitive_categories
  if (!leaf?.cite) return []
  const model = state === 'CA' ? 'limit' : (REGIMES[String(leaf.value)] ?? 'opt_in')
  const common = { model, subject: 'sensitive', leaf, state, from }
  const words = (Array.isArray(listed?.value) ? listed.value : []).flatMap(
    (one: string | { cat: string }) => (typeof one === 'string' ? one : one.cat),
  )
  const data = categoriesIn(words).filter((name) => name !== 'child')
  const purposes = ['sensitive_profiling']
  return [
    ruleOf({ id: 'sensitive_profiling', purposes, ...common }),
    ...(data.length === 0
      ? []
      : [ruleOf({ id: 'sensitive_data', purposes: USES, ...common, when: { data } })]),
  ]
}

const MINOR_PURPOSES: Readonly<Record<string, readonly [readonly string[], string]>> = {
  targeted_advertising: [['cross_context_advertising'], 'across'],
  sale_or_sharing: [['sale_or_sharing'], 'sale'],
  any_processing: [[...USES, 'sensitive_profiling'], 'own'],
  sensitive_data: [[...USES, 'sensitive_profiling'], 'sensitive'],
  first_party_personalization: [OWN, 'own'],
}

function minorRules({ law, state, from }: About): RuleJson[] {
  // The facts are of this form; a pack that comes out wrong does not parse.
  const leaf = law.minors as Leaf | null | undefined
  // The facts are of this form; a pack that comes out wrong does not parse.
  const entries = (leaf?.value ?? []) as readonly MinorRule[]
  return entries.flatMap((entry, index) => {
    const [low, high] = entry.range ?? [0, Number(entry.age_lt) - 1]
    const ages = low === 0 ? `under ${high + 1}` : `from ${low} to ${high}`
    const age = { ageBelow: high + 1, ...(low === 0 ? {} : { ageFrom: low }) }
    const when = { ...age, ...knowledgeOf(entry.knowledge) }
    return Object.entries(entry.rules).flatMap(([name, text]): RuleJson[] => {
      const [purposes, subject] = MINOR_PURPOSES[name] ?? [[], '']
      const effect = effectFor(name, text, low)
      if (purposes.length === 0 || effect === undefined) return []
      const start = /from (\d{4}-\d\d-\d\d)/.exec(text)?.[1] ?? laterOf(entry.since, from)
      const model = 'model' in effect ? effect.model : undefined
      return [
        {
          id: `minors_${low}_${high}_${name}_${index}`,
          purposes,
          ...effect,
          when,
          from: start,
          ...(entry.until ? { until: dayAfter(entry.until) } : {}),
          citation: citeIn(state, entry.cite ?? String(leaf?.cite)),
          says: model ? sayMinors(subject, ages, model) : sayGuardian(ages),
          ...gradeOf(leaf ?? {}),
        },
      ]
    })
  })
}

function laterOf(since: string | undefined, from: string): string {
  return since !== undefined && since > from ? since : from
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
}

function knowledgeOf(text: string | undefined): { knowledge?: string } {
  if (text === undefined) return {}
  if (/should have known/i.test(text)) return { knowledge: 'should_have_known' }
  if (/wilful|disregard/i.test(text) && !/no wilful/i.test(text)) {
    return { knowledge: 'wilful_disregard' }
  }
  return { knowledge: 'actual' }
}

function effectFor(
  name: string,
  text: string,
  low: number,
): { model: string } | { guardian: true } | undefined {
  if (/^prohibited/.test(text)) return { model: 'prohibited' }
  if (low === 0 && /parent|guardian|COPPA|VPC/i.test(text)) return { guardian: true }
  if (/^opt_in/.test(text)) return { model: 'opt_in' }
  if (name === 'sensitive_data' && /authoris/.test(text)) return undefined
  return undefined
}

interface OptOut {
  readonly required?: boolean | null
  readonly contested?: boolean
  readonly since?: string
}

function signalRules({ law, state, from }: About): RuleJson[] {
  const leaf = law.universal_opt_out
  // The facts are of this form; a pack that comes out wrong does not parse.
  const { required, contested, since } = (leaf?.value ?? {}) as OptOut
  if (!leaf?.cite || (!required && !contested)) return []
  const graded = gradeOf(leaf)
  return [
    {
      id: 'preference_signal',
      purposes: ACROSS,
      refuse: true,
      when: { signal: 'gpc' },
      from: laterOf(since, from),
      citation: citeIn(state, leaf.cite),
      ...sourceOf(leaf),
      says: SIGNAL_SAYS,
      grade: graded.grade,
      ...(contested || graded.advisory ? { advisory: true } : {}),
    },
  ]
}

function dutyRules({ law, state, from }: About): RuleJson[] {
  const own = law.model?.['first_party_personalization']
  const across = law.model?.['targeted_advertising']
  const assessed = law.data_protection_assessment_required_for
  const rules: RuleJson[] = []
  if (own?.cite) {
    rules.push({
      id: 'privacy_notice',
      purposes: [...OWN, ...ACROSS],
      duty: 'privacy_notice',
      condition: true,
      from,
      citation: citeIn(state, own.cite),
      says: 'Say beforehand which data is used and what for.',
      ...gradeOf(own),
    })
  }
  if (across?.cite) {
    rules.push({
      id: 'way_to_opt_out',
      purposes: ACROSS,
      duty: 'opt_out_offered',
      condition: true,
      from,
      citation: citeIn(state, across.cite),
      says: 'Offer a clear way to say no to targeted ads and to sale.',
      ...gradeOf(across),
    })
  }
  if (assessed?.cite && Array.isArray(assessed.value) && assessed.value.length > 0) {
    rules.push({
      id: 'assessment',
      purposes: [...ACROSS, 'sensitive_profiling'],
      duty: 'impact_assessment',
      from,
      citation: citeIn(state, assessed.cite),
      says: 'Assess the risks for people first, and keep the assessment.',
      ...gradeOf(assessed),
    })
  }
  return rules
}

const RIGHTS = [
  ['access', 'access', 'see what is known about you'],
  ['correction', 'correct', 'have mistakes corrected'],
  ['erasure', 'delete', 'have your data deleted'],
  ['portability', 'portability', 'take your data with you'],
  ['opt_out', 'opt_out', 'say no to sale and targeted ads'],
] as const

export function clocksOf({ law, state, from }: About): ClockJson[] {
  // The facts are of this form; a pack that comes out wrong does not parse.
  const rights = (law.rights ?? {}) as Readonly<Record<string, Leaf | null>>
  const respond = law.response_deadline_days
  const clocks: ClockJson[] = []
  for (const [request, name, says] of RIGHTS) {
    const right = rights[name]
    if (!right || !respond?.value) continue
    const exists = right.value !== false
    const days = request === 'opt_out' ? law.opt_out_deadline_business_days : undefined
    const main = days?.value ? days : respond
    clocks.push({
      id: request,
      request,
      ...(exists ? {} : { exists: false }),
      ...(exists
        ? {
            respond: days?.value
              ? { businessDays: Number(days.value) }
              : `P${Number(respond.value)}D`,
          }
        : {}),
      ...(exists && !days?.value && law.extension_days?.value
        ? { extend: `P${Number(law.extension_days.value)}D` }
        : {}),
      from,
      citation: citeIn(state, String((exists ? main : right).cite)),
      says: exists ? `You may ${says}.` : `This law gives no right to ${says}.`,
      ...gradeOf(exists ? main : right),
    })
  }
  const { appeal } = rights
  if (appeal && appeal.value === false) {
    clocks.push({
      id: 'appeal',
      request: 'appeal',
      exists: false,
      from,
      citation: citeIn(
        state,
        appeal.cite && appeal.cite !== '-' ? appeal.cite : (law.citation ?? law.name),
      ),
      says: 'This law knows no appeal to the business.',
      ...gradeOf(appeal),
    })
  } else if (law.appeal_deadline_days?.value) {
    const leaf = law.appeal_deadline_days
    clocks.push({
      id: 'appeal',
      request: 'appeal',
      respond: `P${Number(leaf.value)}D`,
      from,
      citation: citeIn(state, String(leaf.cite)),
      says: 'You may appeal, and the appeal is decided in this time.',
      ...gradeOf(leaf),
    })
  }
  return [...clocks, ...breachClocks({ law, state, from })]
}

export function breachClocks({ law, state, from }: About): ClockJson[] {
  const leaf = law.breach_notification
  // The facts are of this form; a pack that comes out wrong does not parse.
  const days = (leaf?.value as { individuals_days?: number | null } | undefined)?.individuals_days
  if (!leaf?.cite || !days) return []
  return [
    {
      id: 'breach_people',
      request: 'breach_people',
      respond: `P${days}D`,
      from,
      citation: citeIn(state, leaf.cite),
      says: 'After a breach the people concerned are told within this time.',
      ...gradeOf(leaf),
    },
  ]
}
