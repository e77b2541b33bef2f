/** Reads a calendar from JSON, strictly: a day without a citation is none. */
import { failure, type Issue, parseDate, type Result, success } from '../values/index.ts'
import { type BusinessCalendar, type CalendarDay, DAY_MOVES, type DayRule } from './calendar.ts'
import { isFields } from './parse-condition.ts'
import { isPlace } from './places.ts'
import { GRADES, isAdvisoryGrade, WEEKDAYS, type Weekday } from './rule-pack.ts'

const FIELDS = new Set(['country', 'version', 'title', 'weekend', 'holidays', 'workdays'])
const DAY_FIELDS = new Set([...['name', 'on', 'moves', 'citation', 'source', 'grade', 'advisory']])
const DAYS_MAX = 500
const EASTER_DAYS_MAX = 100
/** A list of dates is at most so long; more would be a season. */
const RANGE_DAYS_MAX = 31

/** Issues: `field_unknown`, `field_invalid`, `citation_missing`, `grade_unsound`. */
export function parseCalendar(json: unknown): Result<BusinessCalendar> {
  if (!isFields(json)) return failure('', 'field_invalid', 'A calendar is an object')
  const issues: Issue[] = unknownFields(json, FIELDS, '')
  const { country, version, title, weekend = ['sat', 'sun'], holidays = [], workdays = [] } = json
  if (!isPlace(country) || country.length !== 2) {
    issues.push(invalid('country', 'A country of ISO 3166-1'))
  }
  if (typeof version !== 'string' || parseDate(version) === undefined) {
    issues.push(invalid('version', 'A day as YYYY-MM-DD'))
  }
  if (typeof title !== 'string' || title.trim() === '') issues.push(invalid('title', 'A text'))
  const rest = readWeekend(weekend, issues)
  const calendar = {
    country: String(country),
    version: String(version),
    title: String(title),
    weekend: rest,
    holidays: readDays(holidays, 'holidays', issues),
    workdays: readDays(workdays, 'workdays', issues),
  }
  return issues.length === 0 ? success(calendar) : { ok: false, issues }
}

function readWeekend(json: unknown, issues: Issue[]): readonly Weekday[] {
  const days = Array.isArray(json) ? WEEKDAYS.filter((day) => json.includes(day)) : []
  const isWhole = Array.isArray(json) && days.length === json.length && days.length < 4
  if (!isWhole) issues.push(invalid('weekend', `At most three of: ${WEEKDAYS.join(', ')}`))
  return days
}

function readDays(json: unknown, path: string, issues: Issue[]): readonly CalendarDay[] {
  if (!Array.isArray(json) || json.length > DAYS_MAX) {
    issues.push(invalid(path, `A list of at most ${DAYS_MAX} days`))
    return []
  }
  return json.flatMap((one, index) => readDay(one, `${path}.${index}`, issues) ?? [])
}

function readDay(json: unknown, path: string, issues: Issue[]): CalendarDay | undefined {
  if (!isFields(json)) {
    issues.push(invalid(path, 'A day is an object'))
    return undefined
  }
  issues.push(...unknownFields(json, DAY_FIELDS, `${path}.`))
  const { name, citation, source, advisory = true } = json
  if (typeof name !== 'string' || name.trim() === '') issues.push(invalid(`${path}.name`, 'A text'))
  if (typeof citation !== 'string' || citation.trim() === '') {
    const says = 'Where the law says so'
    issues.push({ path: `${path}.citation`, code: 'citation_missing', says })
  }
  const grade = GRADES.find((one) => one === json['grade']) ?? 'unverified'
  if (json['grade'] !== undefined && grade !== json['grade']) {
    issues.push(invalid(`${path}.grade`, `One of: ${GRADES.join(', ')}`))
  }
  if (isAdvisoryGrade(grade) && advisory !== true) {
    const says = `A day of grade "${grade}" is advisory`
    issues.push({ path: `${path}.grade`, code: 'grade_unsound', says })
  }
  const on = readRule(json['on'])
  if (on === undefined) issues.push(invalid(`${path}.on`, 'A rule for a day'))
  const moves = DAY_MOVES.find((one) => one === json['moves'])
  if (json['moves'] !== moves)
    issues.push(invalid(`${path}.moves`, `One of: ${DAY_MOVES.join(', ')}`))
  return on && { ...textsIn(name, citation, source), on, moves, grade, advisory: advisory === true }
}

function textsIn(name: unknown, citation: unknown, source: unknown) {
  const [named, cited] = [String(name), String(citation)]
  return { name: named, citation: cited, source: typeof source === 'string' ? source : undefined }
}

function readRule(json: unknown): DayRule | undefined {
  if (typeof json === 'string') {
    if (isDayOfYear(json)) return { kind: 'yearly', day: json }
    return parseDate(json) === undefined ? undefined : { kind: 'dates', from: json, to: json }
  }
  if (!isFields(json)) return undefined
  const { weekday, onOrAfter, onOrBefore, easter, from, to, ...more } = json
  if (Object.keys(more).length > 0) return undefined
  if (Number.isInteger(easter) && Math.abs(Number(easter)) <= EASTER_DAYS_MAX) {
    return { kind: 'easter', days: Number(easter) }
  }
  const day = onOrAfter ?? onOrBefore
  const named = WEEKDAYS.find((one) => one === weekday)
  if (named !== undefined && isDayOfYear(day)) {
    return { kind: 'weekday', weekday: named, after: onOrAfter !== undefined, day }
  }
  return readRange(from, to)
}

function readRange(from: unknown, to: unknown): DayRule | undefined {
  if (typeof from !== 'string' || typeof to !== 'string') return undefined
  const [first, last] = [parseDate(from), parseDate(to)]
  if (first === undefined || last === undefined) return undefined
  const length = last - first + 1
  return length < 1 || length > RANGE_DAYS_MAX ? undefined : { kind: 'dates', from, to }
}

/** `MM-DD`, the 29th of February too. */
function isDayOfYear(value: unknown): value is string {
  return typeof value === 'string' && parseDate(`2028-${value}`) !== undefined
}

function unknownFields(
  json: Readonly<Record<string, unknown>>,
  known: ReadonlySet<string>,
  path: string,
): Issue[] {
  return Object.keys(json)
    .filter((name) => !known.has(name) && name !== '$schema')
    .map((name) => ({ path: `${path}${name}`, code: 'field_unknown', says: 'No such field' }))
}

function invalid(path: string, says: string): Issue {
  return { path, code: 'field_invalid', says }
}
