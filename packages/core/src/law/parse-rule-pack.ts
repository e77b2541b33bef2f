/**
 * Reads a rule pack from JSON, strictly: an unknown field or a missing citation refuses the pack.
 */
import {
  failure,
  type Issue,
  isPeriod,
  isPurpose,
  isRegion,
  PURPOSES,
  type Purpose,
  parseDate,
  type Result,
} from '../values/index.ts'
import { isPermissionModel } from './permission-model.ts'
import type { PackScope, Rule, RuleCondition, RuleEffect, RulePack } from './rule-pack.ts'

type Fields = Readonly<Record<string, unknown>>

const PACK_FIELDS = ['id', 'version', 'title', 'scope', 'rules']
const RULE_FIELDS = [
  'id',
  'purposes',
  'model',
  'refuse',
  'guardian',
  'validity',
  'when',
  'from',
  'until',
  'citation',
  'says',
  'advisory',
]
const EFFECT_FIELDS = ['model', 'refuse', 'guardian', 'validity']

/** Issues: `field_unknown`, `field_invalid`, `effect_unclear`, `signal_permits`, `rule_twice`. */
export function parseRulePack(json: unknown): Result<RulePack> {
  if (!isFields(json)) return failure('', 'field_invalid', 'A rule pack is an object')
  const issues: Issue[] = []
  const pack: RulePack = {
    id: readText(json, 'id', '', issues),
    version: readDate(json, 'version', '', issues),
    title: readText(json, 'title', '', issues),
    scope: readScope(json['scope'], issues),
    rules: readRules(json['rules'], issues),
  }
  refuseUnknown(json, PACK_FIELDS, '', issues)
  return issues.length === 0 ? { ok: true, value: pack } : { ok: false, issues }
}

function readScope(json: unknown, issues: Issue[]): PackScope {
  if (json === 'elsewhere' || json === 'house') return { kind: json }
  if (Array.isArray(json) && json.length > 0 && json.every(isRegion)) {
    return { kind: 'regions', regions: json }
  }
  issues.push(issue('scope', 'A scope is "house", "elsewhere" or a list of regions'))
  return { kind: 'elsewhere' }
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
    issues.push(issue(join(path, 'until'), 'A day after "from"'))
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
  }
}

function readPurposes(json: unknown, path: string, issues: Issue[]): readonly Purpose[] {
  if (json === 'all') return PURPOSES
  if (Array.isArray(json) && json.length > 0 && json.every(isPurpose)) return json
  issues.push(issue(path, 'Purposes are "all" or a list of known purposes'))
  return []
}

function readEffect(fields: Fields, path: string, issues: Issue[]): RuleEffect {
  const { model, validity } = { model: fields['model'], validity: fields['validity'] }
  const given = EFFECT_FIELDS.filter((name) => fields[name] !== undefined)
  if (given.length === 1) {
    if (isPermissionModel(model)) return { kind: 'model', model }
    if (fields['refuse'] === true) return { kind: 'refuse' }
    if (fields['guardian'] === true) return { kind: 'guardian' }
    if (typeof validity === 'string' && isPeriod(validity)) {
      return { kind: 'validity', period: validity }
    }
  }
  const says = 'A rule has one effect: model, refuse, guardian or validity'
  issues.push({ path, code: 'effect_unclear', says })
  return { kind: 'refuse' }
}

function readCondition(json: unknown, path: string, issues: Issue[]): RuleCondition {
  const fields: Fields = json === undefined ? {} : isFields(json) ? json : { invalid: json }
  refuseUnknown(fields, ['ageBelow', 'signal', 'platform'], path, issues)
  const { ageBelow, signal, platform } = {
    ageBelow: fields['ageBelow'],
    signal: fields['signal'],
    platform: fields['platform'],
  }
  if (signal !== undefined && signal !== 'gpc') issues.push(issue(path, 'The signal is "gpc"'))
  if (platform !== undefined && typeof platform !== 'boolean') {
    issues.push(issue(path, '"platform" is true or false'))
  }
  return {
    ageBelow: ageBelow === undefined ? undefined : readAges(ageBelow, path, issues),
    signal: signal === 'gpc' ? signal : undefined,
    platform: typeof platform === 'boolean' ? platform : undefined,
  }
}

function readAges(json: unknown, path: string, issues: Issue[]): Readonly<Record<string, number>> {
  const ages = typeof json === 'number' ? { default: json } : json
  const isPlace = (name: string): boolean => name === 'default' || isRegion(name)
  if (
    isFields(ages) &&
    ages['default'] !== undefined &&
    Object.keys(ages).every(isPlace) &&
    Object.values(ages).every(isAge)
  ) {
    return Object.fromEntries(Object.entries(ages).map(([region, age]) => [region, Number(age)]))
  }
  issues.push(issue(path, 'Ages are years from 1 to 21, by region, with a default'))
  return { default: 21 }
}

function isAge(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 21
}

function readText(fields: Fields, name: string, path: string, issues: Issue[]): string {
  const value = fields[name]
  if (typeof value === 'string' && value.trim() !== '') return value
  issues.push(issue(join(path, name), 'A text that is not empty'))
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

function refuseUnknown(fields: Fields, known: string[], path: string, issues: Issue[]): void {
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

function isFields(json: unknown): json is Fields {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}
