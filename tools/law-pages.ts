/**
 * The reference pages of laws: one a law, and a first page with what is decided where, and how far
 * that is verified. They are as of the newest pack, not of today, so that the same packs give the
 * same pages.
 */
import { formatLegalTime, type Grade, type RulePack } from '@equipoise/core/law'
import { PURPOSES, type Purpose, type Region, startOfDate, toInstant } from '@equipoise/core/values'
import {
  type Cell,
  type Certainty,
  COVERED_AGES,
  type CoveredBand,
  coverLaws,
  coverPlace,
  type LawCoverage,
  type Need,
} from '@equipoise/server/modules/law'
import { sayEffect, sayScope, sayThresholds, sayWhen } from './law-words.ts'
import { page, table } from './markdown-page.ts'

const NO_ADVICE =
  'This is no legal advice. What is verified, and against what, stands beside each rule; the rest was not.'

const FOLDER = 'docs/reference/laws'

export function lawPages(packs: readonly RulePack[]): Readonly<Record<string, string>> {
  const pages = packs.map((pack) => [`${FOLDER}/${pack.id}.md`, lawPage(pack)])
  return { [`${FOLDER}/README.md`]: worldPage(packs), ...Object.fromEntries(pages) }
}

const GRADE_SAYS: Readonly<Record<Grade, string>> = {
  statute: 'against the text of the law or its regulator',
  reviewed: 'against a copy, a translation or notes that quote the text',
  secondary: 'against a law firm or the press',
  vendor: 'a vendor’s page alone: advisory',
  unverified: 'not verified: advisory',
}

function lawPage(pack: RulePack): string {
  const { id, version, title, citation, status, zone, rules, clocks = [] } = pack
  const verified = rules.filter(({ advisory }) => !advisory).length
  const facts = [
    `- Pack: \`${id}@${version}\``,
    `- Binds: ${sayScope(pack)}`,
    ...(citation ? [`- Law: ${citation}`] : []),
    ...(status ? [`- Status: ${status}`] : []),
    `- Its days begin in: ${zone ?? 'UTC'}`,
    ...sayThresholds(pack).map((one) => `- ${one}`),
    `- Verified: ${verified} of ${rules.length} rules; the others are advisory and can only make an answer stricter`,
  ]
  const rows = rules.map((rule) => [
    `\`${rule.id}\``,
    rule.purposes.length === PURPOSES.length ? 'all' : rule.purposes.join(', '),
    sayEffect(rule.effect),
    sayWhen(rule),
    sayDays(rule),
    rule.citation,
    rule.says,
    sayGrade(rule),
  ])
  const times = clocks.map((clock) => [
    clock.request.replaceAll('_', ' '),
    clock.exists
      ? clock.respond === undefined
        ? 'no number'
        : formatLegalTime(clock.respond)
      : 'no such right',
    clock.extend === undefined ? '' : formatLegalTime(clock.extend),
    sayDays(clock),
    clock.citation,
    sayGrade(clock),
  ])
  return page(
    title,
    NO_ADVICE,
    facts.join('\n'),
    '## Rules',
    table(
      ['rule', 'purposes', 'effect', 'when', 'in force', 'citation', 'in plain words', 'verified'],
      rows,
    ),
    ...(times.length === 0
      ? []
      : [
          '## Time to answer',
          table(['request', 'time', 'longer by', 'in force', 'citation', 'verified'], times),
        ]),
    '[All laws](README.md)',
  )
}

function sayDays({ from, until }: { readonly from: string; readonly until: string | undefined }) {
  if (from === '1970-01-01') return until === undefined ? 'always' : `until ${until}`
  return until === undefined ? `from ${from}` : `${from} to ${until}`
}

function sayGrade({
  grade,
  advisory,
}: {
  readonly grade?: Grade | undefined
  readonly advisory: boolean
}) {
  const said = grade === undefined ? undefined : GRADE_SAYS[grade]
  return said ?? (advisory ? 'our own, where the law is not known' : 'our own')
}

const SIGNS: Readonly<Record<Need, string>> = {
  told: 'told',
  until_no: 'until a no',
  yes: 'a yes',
  express_yes: 'express yes',
  separate_yes: 'separate yes',
  guardian_yes: 'parent’s yes',
  never: '**never**',
}
const MARKS: Readonly<Record<Certainty, string>> = { verified: '', advisory: '*', unknown: '?' }

const BAND_SAYS: Readonly<Record<CoveredBand, string>> = {
  adult: 'Adults',
  '16_17': 'People of 16 and 17, known to be so',
  '13_15': 'People of 13 to 15, known to be so',
  under_13: 'Children below 13, known to be so',
}

const NAMES: Readonly<Record<Purpose, string>> = {
  device_storage: 'storage',
  site_personalization: 'own site',
  model_training: 'training',
  first_party_advertising: 'own ads',
  cross_context_advertising: 'ads across',
  sale_or_sharing: 'sale',
  measurement: 'measuring',
  email_marketing: 'email',
  email_tracking: 'email tracking',
  sms_marketing: 'texts',
  push_marketing: 'push',
  sensitive_profiling: 'sensitive',
  political_advertising: 'political',
}

function worldPage(packs: readonly RulePack[]): string {
  const newest =
    packs
      .map(({ version }) => version)
      .toSorted()
      .at(-1) ?? '1970-01-01'
  const day = startOfDate(newest) ?? toInstant(0)
  const places = placesOf(packs)
  const cells = new Map(places.map((place) => [place, coverPlace(packs, place, day)]))
  const all = [...cells.values()].flat()
  const laws = coverLaws(packs, day)
  return page(
    'Laws: what is decided where',
    `${NO_ADVICE} As of ${newest}.`,
    [
      'Each cell says the least that the law asks, for ordinary data, of a middle-sized online platform that offers every control:',
      '*told* (a notice is enough), *until a no* (allowed until the person objects), *a yes*, an *express yes*, a *separate yes* (express, and to that alone), a *parent’s yes*, or **never**.',
      '`*`: a rule that is not verified makes it stricter, or may. `?`: no verified law was found, so that our own default fills the cell: opt-in, never permission.',
      'Our own rules stand below all of this: we ask for a yes everywhere ([house rules](equipoise.md)).',
    ].join('\n'),
    `Of ${all.length.toLocaleString('en')} cells, ${shares(all)}.`,
    '## How far it is verified',
    [
      'Of the cells of each purpose and age, over all places: the share that verified rules decide, the share that an advisory one touches, and the share that no verified law fills (percent). A cell of the last kind is never permitted: our own default there is opt-in.',
      rulesByGrade(packs),
    ].join('\n\n'),
    shareTable(all),
    ...OLDEST_BAND_FIRST.flatMap(({ band }) => [
      `## ${BAND_SAYS[band]}`,
      table(
        ['place', ...PURPOSES.map((purpose) => NAMES[purpose])],
        places.map((place) => [nameOf(place), ...rowOf(cells.get(place) ?? [], band)]),
      ),
    ]),
    '## Laws',
    [
      'Of which purposes each law speaks, on that day: four signs a purpose, for people below 13, of 13 to 15, of 16 and 17, and adults.',
      '`●` a verified rule speaks, `○` only an advisory one, `·` none. Rules for some data or recipients alone are not counted here.',
    ].join('\n'),
    table(
      ['law', 'in force', 'verified', 'advisory', 'silent cells', ...PURPOSES.map((p) => NAMES[p])],
      laws.map(lawRow),
    ),
    '## Our own rules',
    '[House rules](equipoise.md), which can only refuse more, and [elsewhere](elsewhere.md), for places and purposes of which no verified law speaks.',
  )
}

function shares(cells: readonly Cell[]): string {
  const shareOf = (certainty: Certainty): string => {
    const count = cells.filter((cell) => cell.certainty === certainty).length
    return `${((count / cells.length) * 100).toFixed(0)} %`
  }
  return `${shareOf('verified')} are decided by verified rules, ${shareOf('advisory')} with an advisory one, and in ${shareOf('unknown')} no verified law was found`
}

const OLDEST_BAND_FIRST = [...COVERED_AGES].reverse()

function shareTable(cells: readonly Cell[]): string {
  const rowFor = (name: string, of: readonly Cell[]): readonly string[] => [
    name,
    ...OLDEST_BAND_FIRST.map(({ band }) => sharesOf(of.filter((cell) => cell.band === band))),
    sharesOf(of),
  ]
  return table(
    ['purpose', ...OLDEST_BAND_FIRST.map(({ band }) => BAND_NAMES[band]), 'all'],
    [
      ...PURPOSES.map((purpose) =>
        rowFor(
          NAMES[purpose],
          cells.filter((cell) => cell.purpose === purpose),
        ),
      ),
      rowFor('all', cells),
    ],
  )
}

const BAND_NAMES: Readonly<Record<CoveredBand, string>> = {
  adult: 'adults',
  '16_17': '16 and 17',
  '13_15': '13 to 15',
  under_13: 'below 13',
}

/** Verified, advisory and unknown, in percent that sum to the whole but for rounding. */
function sharesOf(cells: readonly Cell[]): string {
  const count = (certainty: Certainty): number =>
    cells.filter((cell) => cell.certainty === certainty).length
  const shares = (['verified', 'advisory', 'unknown'] as const).map((certainty) =>
    ((count(certainty) / Math.max(1, cells.length)) * 100).toFixed(0),
  )
  return shares.join(' / ')
}

function rulesByGrade(packs: readonly RulePack[]): string {
  const rules = packs.flatMap(({ scope, rules: own }) => (scope.kind === 'regions' ? own : []))
  const said = Object.entries(GRADE_SAYS).map(
    ([grade, says]) =>
      `${rules.filter((rule) => (rule.grade ?? 'unverified') === grade).length} ${says}`,
  )
  return `Of ${rules.length} rules of laws: ${said.join('; ')}.`
}

function rowOf(cells: readonly Cell[], band: CoveredBand): readonly string[] {
  return PURPOSES.map((purpose) => {
    const cell = cells.find((one) => one.purpose === purpose && one.band === band)
    return cell === undefined ? '' : `${SIGNS[cell.needs]}${MARKS[cell.certainty]}`
  })
}

const DOTS: Readonly<Record<Certainty, string>> = { verified: '●', advisory: '○', unknown: '·' }

function lawRow({ pack, title, rules, inForce, verified, advisory, cells }: LawCoverage) {
  const all = Object.values(cells).flat()
  const silent = all.filter((cell) => cell === 'unknown').length
  const share = (count: number): string => `${((count / rules) * 100).toFixed(0)} %`
  return [
    `[${title}](${pack.split('@')[0]}.md)`,
    `${inForce} of ${rules}`,
    share(verified),
    share(advisory),
    `${silent} of ${all.length}`,
    ...PURPOSES.map((purpose) => cells[purpose].map((cell) => DOTS[cell]).join('')),
  ]
}

/** Places whose law differs: those that packs name, and one for the rest of a divided country. */
const BESIDE: Readonly<Record<string, string>> = {
  'US-OH': 'US, states without an act of their own',
  US: 'US, state unknown',
  'CA-ON': 'CA, provinces under the federal act',
  CA: 'CA, province unknown',
}

function placesOf(packs: readonly RulePack[]): readonly Region[] {
  const named = packs.flatMap(({ scope }) => (scope.kind === 'regions' ? scope.regions : []))
  // Each is a place of a pack, or of the table above.
  return [...new Set([...named, ...Object.keys(BESIDE)])].toSorted() as Region[]
}

function nameOf(place: string): string {
  return BESIDE[place] ?? place
}
