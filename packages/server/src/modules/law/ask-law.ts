/** Questions to the packs that ship, about nobody in particular; times are told as text. */
import {
  answerLaw,
  type BusinessCalendar,
  type Deadline,
  deadlinesFor,
  givesWay,
  type LawAnswer,
  parseLawFacts,
  type Relaxation,
  type Request,
  type RulePack,
} from '@equipoise/core/law'
import { formatInstant, type Instant, type Issue } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'

export type LawAnswerView = Omit<LawAnswer, 'until' | 'retryAt'> & {
  readonly until: string | null
  readonly retryAt: string | null
  /** Whether our default gives way to the law there, as an operator recorded with an assessment. */
  readonly relaxed: boolean
}

export interface AskedLaw {
  readonly packs: readonly RulePack[]
  readonly now: Instant
  /** What operators of this installation relaxed; nothing where nobody knows of one. */
  readonly relaxed?: readonly Relaxation[] | undefined
}

/** @throws EquipoiseError "law_facts_invalid" naming the first thing that is wrong. */
export function askLaw(json: unknown, { packs, now, relaxed }: AskedLaw): LawAnswerView {
  const told = readFacts(json, now)
  const facts = { ...told, deployment: { ...told.deployment, relaxed } }
  const answer = answerLaw(facts, packs)
  const [until, retryAt] = [textOf(answer.until), textOf(answer.retryAt)]
  return { ...answer, until, retryAt, relaxed: givesWay(facts) }
}

type DeadlineView = Omit<Deadline, 'respondBy' | 'extendedTo' | 'withHolidays'> & {
  readonly respondBy: string | null
  readonly extendedTo: string | null
  readonly withHolidays: string | null
}

export interface DeadlineParts {
  readonly packs: readonly RulePack[]
  readonly calendars: readonly BusinessCalendar[]
  readonly now: Instant
}

export interface DeadlineAnswerView {
  readonly request: Request
  readonly receivedAt: string
  readonly exists: boolean | null
  readonly respondBy: string | null
  readonly extendedTo: string | null
  readonly deadlines: readonly DeadlineView[]
  readonly ours: DeadlineView | null
}

/**
 * @param json facts as for a decision, where `purpose` may be left out.
 * @throws EquipoiseError "law_facts_invalid"
 */
export function askDeadline(
  request: Request,
  json: unknown,
  { packs, calendars, now }: DeadlineParts,
): DeadlineAnswerView {
  const whole =
    typeof json === 'object' && json !== null && !Array.isArray(json)
      ? { purpose: 'site_personalization', ...json }
      : json
  const answer = deadlinesFor(request, readFacts(whole, now), packs, calendars)
  return {
    ...answer,
    receivedAt: formatInstant(answer.receivedAt),
    respondBy: textOf(answer.respondBy),
    extendedTo: textOf(answer.extendedTo),
    deadlines: answer.deadlines.map(viewDeadline),
    ours: answer.ours === null ? null : viewDeadline(answer.ours),
  }
}

function viewDeadline(deadline: Deadline): DeadlineView {
  const { respondBy, extendedTo, withHolidays } = deadline
  return {
    ...deadline,
    respondBy: textOf(respondBy),
    extendedTo: textOf(extendedTo),
    withHolidays: textOf(withHolidays),
  }
}

function readFacts(json: unknown, now: Instant): ReturnType<typeof factsIn> {
  return factsIn(parseLawFacts(json, now))
}

type Parsed = ReturnType<typeof parseLawFacts>

function factsIn(parsed: Parsed): Extract<Parsed, { ok: true }>['value'] {
  if (parsed.ok) return parsed.value
  throw new EquipoiseError('law_facts_invalid', sayIssues(parsed.issues))
}

const ISSUES_SHOWN = 8

function sayIssues(issues: readonly Issue[]): string {
  const shown = issues.slice(0, ISSUES_SHOWN)
  const each = shown.map(({ path, code, says }) => `${path} (${code}): ${says}`)
  return `Cannot read the facts: ${each.join('; ')}`
}

function textOf(at: Instant | null): string | null {
  return at === null ? null : formatInstant(at)
}
