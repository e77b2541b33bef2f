/** Reads the clocks of a pack from JSON, strictly: legal units stay as the law has them. */
import { type Issue, isPeriod, parseDate } from '../values/index.ts'
import { type Clock, isRequest, type LegalTime } from './clock.ts'
import { isFields } from './parse-condition.ts'
import { GRADES, isAdvisoryGrade } from './rule-pack.ts'

export const CLOCK_FIELDS: readonly string[] = [
  'id',
  'request',
  'exists',
  'respond',
  'extend',
  'from',
  'until',
  'citation',
  'says',
  'advisory',
  'grade',
  'source',
]

export function readClocks(json: unknown, issues: Issue[]): readonly Clock[] {
  if (!Array.isArray(json)) {
    issues.push(invalid('clocks', 'A list of clocks'))
    return []
  }
  const clocks = json.flatMap((one, index) => readClock(one, `clocks.${index}`, issues) ?? [])
  if (new Set(clocks.map(({ id }) => id)).size < clocks.length) {
    issues.push({ path: 'clocks', code: 'rule_twice', says: 'Each clock has an id of its own' })
  }
  return clocks
}

function readClock(json: unknown, path: string, issues: Issue[]): Clock | undefined {
  if (!isFields(json)) {
    issues.push(invalid(path, 'A clock is an object'))
    return undefined
  }
  for (const name of Object.keys(json)) {
    if (CLOCK_FIELDS.includes(name)) continue
    issues.push({ path: `${path}.${name}`, code: 'field_unknown', says: 'No such field' })
  }
  const { id, request, exists = true, from, until, citation, says, advisory = false } = json
  const { source = 'none' } = json
  const texts = { id, from, citation, says, source }
  for (const [name, value] of Object.entries(texts)) {
    if (typeof value === 'string' && value.trim() !== '') continue
    issues.push(
      name === 'citation'
        ? { path: `${path}.${name}`, code: 'citation_missing', says: 'Where the law says so' }
        : invalid(`${path}.${name}`, 'A text that is not empty'),
    )
  }
  for (const [name, day] of [
    ['from', from],
    ['until', until],
  ] as const) {
    if (typeof day === 'string' ? parseDate(day) === undefined : day !== undefined) {
      issues.push(invalid(`${path}.${name}`, 'A day as YYYY-MM-DD'))
    }
  }
  for (const [name, flag] of Object.entries({ exists, advisory })) {
    if (typeof flag !== 'boolean') issues.push(invalid(`${path}.${name}`, 'true or false'))
  }
  const grade = GRADES.find((one) => one === json['grade'])
  if (json['grade'] !== undefined && grade === undefined) {
    issues.push(invalid(`${path}.grade`, `One of: ${GRADES.join(', ')}`))
  }
  if (grade !== undefined && isAdvisoryGrade(grade) && advisory !== true) {
    const says = `A clock of grade "${grade}" is advisory`
    issues.push({ path: `${path}.grade`, code: 'grade_unsound', says })
  }
  if (!isRequest(request)) {
    issues.push(invalid(`${path}.request`, 'A known request'))
    return undefined
  }
  return {
    id: String(id),
    request,
    exists: exists !== false,
    respond: readTime(json['respond'], `${path}.respond`, issues),
    extend: readTime(json['extend'], `${path}.extend`, issues),
    from: String(from),
    until: typeof until === 'string' ? until : undefined,
    citation: String(citation),
    says: String(says),
    advisory: advisory === true,
    grade,
  }
}

function readTime(json: unknown, path: string, issues: Issue[]): LegalTime | undefined {
  if (json === undefined) return undefined
  if (typeof json === 'string' && isPeriod(json)) return { unit: 'period', period: json }
  if (isFields(json) && Object.keys(json).length === 1) {
    const { businessDays, hours } = json
    if (isCount(businessDays)) return { unit: 'business_days', days: Number(businessDays) }
    if (isCount(hours)) return { unit: 'hours', hours: Number(hours) }
  }
  issues.push(invalid(path, 'An ISO 8601 period, {"businessDays": n} or {"hours": n}'))
  return undefined
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) < 1_000
}

function invalid(path: string, says: string): Issue {
  return { path, code: 'field_invalid', says }
}
