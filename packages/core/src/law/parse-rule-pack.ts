/**
 * Reads a rule pack from JSON, strictly: an unknown field or a missing citation refuses the pack.
 */
import {
  failure,
  type Issue,
  isPurpose,
  isRegion,
  PURPOSES,
  type Purpose,
  parseDate,
  type Result,
} from '../values/index.ts'
import { readClocks } from './parse-clock.ts'
import { isFields, isListOf, readCondition } from './parse-condition.ts'
import { EFFECT_FIELDS, readEffect } from './parse-effect.ts'
import { overlapsIn } from './rule-overlaps.ts'
import {
  GRADES,
  isAdvisoryGrade,
  type PackScope,
  type RegionScope,
  type Rule,
  type RuleCondition,
  type RulePack,
  type Threshold,
} from './rule-pack.ts'
import { DATA_CATEGORIES, SIZES } from './situation.ts'
import { isZone } from './zone.ts'

type Fields = Readonly<Record<string, unknown>>

export const PACK_FIELDS: readonly string[] = [
  '$schema',
  'id',
  'version',
  'title',
  'citation',
  'status',
  'zone',
  'scope',
  'rules',
  'clocks',
]
export const SCOPE_FIELDS: readonly string[] = [
  'regions',
  'except',
  'followsEstablishment',
  'threshold',
]
export const RULE_FIELDS: readonly string[] = [
  'id',
  'purposes',
  ...EFFECT_FIELDS,
  'when',
  'unless',
  'from',
  'until',
  'citation',
  'source',
  'says',
  'grade',
  'advisory',
]

/**
 * Issues: `field_unknown`, `field_invalid`, `citation_missing`, `dates_reversed`, `dates_overlap`,
 * `effect_unclear`, `signal_permits`, `grade_unsound`, `rule_twice`.
 */
export function parseRulePack(json: unknown): Result<RulePack> {
  if (!isFields(json)) return failure('', 'field_invalid', 'A rule pack is an object')
  const issues: Issue[] = []
  const pack: RulePack = {
    id: readText(json, 'id', '', issues),
    version: readDate(json, 'version', '', issues),
    title: readText(json, 'title', '', issues),
    scope: readScope(json['scope'], issues),
    rules: readRules(json['rules'], issues),
    ...readWhole(json, issues),
  }
  refuseUnknown(json, PACK_FIELDS, '', issues)
  return issues.length === 0 ? { ok: true, value: pack } : { ok: false, issues }
}

/** What is said of the law as a whole, where it is. */
function readWhole(json: Fields, issues: Issue[]): Partial<RulePack> {
  const { zone, clocks } = { zone: json['zone'], clocks: json['clocks'] }
  if (zone !== undefined && !isZone(zone)) {
    issues.push(issue('zone', 'A zone of the IANA database, such as "America/New_York"'))
  }
  if (json['$schema'] !== undefined) readText(json, '$schema', '', issues)
  return {
    ...(isZone(zone) ? { zone } : {}),
    ...(json['citation'] === undefined ? {} : { citation: readText(json, 'citation', '', issues) }),
    ...(json['status'] === undefined ? {} : { status: readText(json, 'status', '', issues) }),
    ...(clocks === undefined ? {} : { clocks: readClocks(clocks, issues) }),
  }
}

function readScope(json: unknown, issues: Issue[]): PackScope {
  if (json === 'elsewhere' || json === 'house') return { kind: json }
  if (isListOf(json, isRegion)) return { kind: 'regions', regions: json }
  if (isFields(json) && isListOf(json['regions'], isRegion)) {
    return { kind: 'regions', regions: json['regions'], ...readScopeTerms(json, issues) }
  }
  issues.push(issue('scope', 'A scope is "house", "elsewhere", a list of regions or an object'))
  return { kind: 'elsewhere' }
}

function readScopeTerms(json: Fields, issues: Issue[]): Omit<RegionScope, 'kind' | 'regions'> {
  refuseUnknown(json, SCOPE_FIELDS, 'scope', issues)
  const { except, threshold } = { except: json['except'], threshold: json['threshold'] }
  if (except !== undefined && !isListOf(except, isRegion)) {
    issues.push(issue('scope.except', 'A list of regions'))
  }
  return {
    ...(isListOf(except, isRegion) ? { except } : {}),
    ...(readFlag(json, 'followsEstablishment', 'scope', issues)
      ? { followsEstablishment: true }
      : {}),
    ...(threshold === undefined ? {} : { thresholds: readThresholds(threshold, issues) }),
  }
}

export const THRESHOLD_FIELDS: readonly string[] = [
  'consumers',
  'sizes',
  'either',
  'orData',
  'orPurposes',
  'orPurposesFrom',
  'exceptRules',
  'citation',
  'from',
  'until',
]

/** One, or one after the other. */
function readThresholds(json: unknown, issues: Issue[]): readonly Threshold[] {
  const list = Array.isArray(json) ? json : [json]
  if (list.length === 0) issues.push(issue('scope.threshold', 'A threshold, or some'))
  const read = list.map((one) => readThreshold(one, issues))
  const spans = read.map(({ from, until = '9999-12-31' }) => ({ from, until }))
  const isClear = spans.every(({ until }, index) => until <= (spans[index + 1]?.from ?? until))
  if (!isClear) {
    const says = 'Each threshold ends before the next one begins'
    issues.push({ path: 'scope.threshold', code: 'dates_overlap', says })
  }
  return read
}

function readThreshold(json: unknown, issues: Issue[]): Threshold {
  const path = 'scope.threshold'
  const fields: Fields = isFields(json) ? json : {}
  refuseUnknown(fields, THRESHOLD_FIELDS, path, issues)
  const { consumers, sizes = [], orData = [], orPurposes = [], exceptRules = [] } = fields
  const { from, until } = fields
  const isText = (one: unknown): one is string => typeof one === 'string'
  const listOf = <T extends string>(json: unknown, known: readonly T[], name: string): T[] => {
    const found = known.filter((one) => Array.isArray(json) && json.includes(one))
    if (Array.isArray(json) && json.length === found.length) return found
    issues.push(issue(`${path}.${name}`, 'A list of known names'))
    return []
  }
  const small = listOf(sizes, SIZES, 'sizes')
  if (!Array.isArray(exceptRules) || !exceptRules.every(isText)) {
    issues.push(issue(`${path}.exceptRules`, 'A list of rules'))
  }
  if (consumers === undefined && small.length === 0) {
    issues.push(issue(path, 'A number of consumers, or sizes of business, or both'))
  }
  return {
    consumers: readCount(fields, 'consumers', issues),
    sizes: small,
    either: readFlag(fields, 'either', path, issues),
    orData: listOf(orData, DATA_CATEGORIES, 'orData'),
    orPurposes: listOf(orPurposes, PURPOSES, 'orPurposes'),
    orPurposesFrom: readCount(fields, 'orPurposesFrom', issues),
    exceptRules: Array.isArray(exceptRules) ? exceptRules.filter(isText) : [],
    citation: readText(fields, 'citation', path, issues),
    from: from === undefined ? '1970-01-01' : readDate(fields, 'from', path, issues),
    until: until === undefined ? undefined : readDate(fields, 'until', path, issues),
  }
}

function readCount(fields: Fields, name: string, issues: Issue[]): number | undefined {
  const value = fields[name]
  if (value === undefined) return undefined
  if (Number.isInteger(value) && Number(value) >= 1) return Number(value)
  issues.push(issue(`scope.threshold.${name}`, 'A number of people'))
  return undefined
}

function readRules(json: unknown, issues: Issue[]): Rule[] {
  if (!Array.isArray(json) || json.length === 0) {
    issues.push(issue('rules', 'A pack has at least one rule'))
    return []
  }
  const rules = json.map((rule, index) => readRule(rule, `rules.${index}`, issues))
  const ids = new Set(rules.map((rule) => rule.id))
  if (ids.size < rules.length) {
    issues.push({ path: 'rules', code: 'rule_twice', says: 'Each rule has an id of its own' })
  }
  issues.push(...overlapsIn(rules))
  return rules
}

function readRule(json: unknown, path: string, issues: Issue[]): Rule {
  const fields: Fields = isFields(json) ? json : {}
  refuseUnknown(fields, RULE_FIELDS, path, issues)
  const effect = readEffect(fields, path, issues)
  const when = readCondition(fields['when'], `${path}.when`, issues)
  if (when.signal !== undefined && effect.kind === 'model' && effect.model !== 'prohibited') {
    const says = 'A signal only refuses: give it "refuse", or the model "prohibited"'
    issues.push({ path, code: 'signal_permits', says })
  }
  const from = readDate(fields, 'from', path, issues)
  const until = fields['until'] === undefined ? undefined : readDate(fields, 'until', path, issues)
  if (until !== undefined && until <= from) {
    issues.push({ path: join(path, 'until'), code: 'dates_reversed', says: 'A day after "from"' })
  }
  return {
    id: readText(fields, 'id', path, issues),
    purposes: readPurposes(fields['purposes'], `${path}.purposes`, issues),
    effect,
    when,
    from,
    until,
    citation: readText(fields, 'citation', path, issues),
    says: readText(fields, 'says', path, issues),
    advisory: readFlag(fields, 'advisory', path, issues),
    ...readGrade(fields, path, issues),
    ...(fields['unless'] === undefined
      ? {}
      : { unless: readUnless(fields['unless'], `${path}.unless`, issues) }),
    ...(fields['source'] === undefined ? {} : { source: readText(fields, 'source', path, issues) }),
  }
}

/** One condition, or a list of them: any of it. */
function readUnless(json: unknown, path: string, issues: Issue[]): readonly RuleCondition[] {
  const list = Array.isArray(json) ? json : [json]
  return list.map((one) => readCondition(one, path, issues))
}

/** A rule that nobody verified, or that rests on a vendor's page, must say that it is advisory. */
function readGrade(fields: Fields, path: string, issues: Issue[]): Pick<Rule, 'grade'> {
  const given = fields['grade']
  if (given === undefined) return {}
  const grade = GRADES.find((one) => one === given)
  if (grade === undefined) {
    issues.push(issue(join(path, 'grade'), `One of: ${GRADES.join(', ')}`))
    return {}
  }
  if (isAdvisoryGrade(grade) && fields['advisory'] !== true) {
    const says = `A rule of grade "${grade}" is advisory`
    issues.push({ path: join(path, 'grade'), code: 'grade_unsound', says })
  }
  return { grade }
}

function readPurposes(json: unknown, path: string, issues: Issue[]): readonly Purpose[] {
  if (json === 'all') return PURPOSES
  if (Array.isArray(json) && json.length > 0 && json.every(isPurpose)) return json
  issues.push(issue(path, 'Purposes are "all" or a list of known purposes'))
  return []
}

function readText(fields: Fields, name: string, path: string, issues: Issue[]): string {
  const value = fields[name]
  if (typeof value === 'string' && value.trim() !== '') return value
  issues.push(
    name === 'citation'
      ? { path: join(path, name), code: 'citation_missing', says: 'Where the law says so' }
      : issue(join(path, name), 'A text that is not empty'),
  )
  return ''
}

function readFlag(fields: Fields, name: string, path: string, issues: Issue[]): boolean {
  const value = fields[name]
  if (value !== undefined && typeof value !== 'boolean') {
    issues.push(issue(join(path, name), 'true or false'))
  }
  return value === true
}

function readDate(fields: Fields, name: string, path: string, issues: Issue[]): string {
  const value = readText(fields, name, path, issues)
  if (value !== '' && parseDate(value) === undefined) {
    issues.push(issue(join(path, name), 'A day as YYYY-MM-DD'))
  }
  return value
}

function refuseUnknown(
  fields: Fields,
  known: readonly string[],
  path: string,
  issues: Issue[],
): void {
  for (const name of Object.keys(fields)) {
    if (known.includes(name)) continue
    issues.push({ path: join(path, name), code: 'field_unknown', says: 'No such field' })
  }
}

function issue(path: string, says: string): Issue {
  return { path, code: 'field_invalid', says }
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
