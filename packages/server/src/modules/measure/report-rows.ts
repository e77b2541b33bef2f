/**
 * The rows of a report: which there are, from what operators set up and not from what was counted;
 * and what was counted for each.
 */

import { SPECIFICITY_LEVELS } from '@equipoise/core/channels'
import {
  type CountedRow,
  keyOf,
  type Measure,
  type MeasuredCount,
  namesIn,
} from '@equipoise/core/measure'
import { DAY_MS, parseInstant } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import { type AdDesk, type KnownExperiment, OWN_SLOTS } from '../ads/index.ts'
import type { ReportDimension, ReportQuestion } from './report-question.ts'

export const REPORT_ROWS_MAX = 20_000

/** In the order in which noise is made for them; the first one decides which rows are shown. */
export function measuresOf({ family, by }: ReportQuestion): readonly Measure[] {
  if (family === 'experiments') return ['people', 'converted']
  if (family === 'levels') return ['levels']
  const counted = ['impressions', 'clicks', 'conversions'] as const
  // What is spent is told in a campaign's currency and by its bid. Reach is counted once a week of
  // a person and a campaign: no other rows can be told apart.
  if (!by.includes('campaign')) return counted
  return by.length === 1 ? [...counted, 'spent', 'reach'] : [...counted, 'spent']
}

/** @throws EquipoiseError `question_invalid` for more than `REPORT_ROWS_MAX`. */
export function rowsOf(
  question: ReportQuestion,
  desk: AdDesk,
  counts: readonly MeasuredCount[],
): readonly CountedRow[] {
  const keys = keysOf(question, desk)
  if (keys.length > REPORT_ROWS_MAX) {
    throw new EquipoiseError(
      'question_invalid',
      `Cannot make the report: it has ${keys.length} rows, want at most ${REPORT_ROWS_MAX}`,
    )
  }
  const sums = new Map<string, Partial<Record<Measure, number>>>(keys.map((key) => [key, {}]))
  for (const one of counts) {
    const sum = sums.get(keyFor(question, one))
    if (sum !== undefined) sum[one.measure] = (sum[one.measure] ?? 0) + one.count
  }
  return [...sums].map(([key, counted]) => ({ key, counts: counted }))
}

/** Experiments that ran in those days, as they are now. */
export function experimentsIn(
  { fromDay, untilDay }: ReportQuestion,
  desk: AdDesk,
): readonly KnownExperiment[] {
  return desk.experiments.filter(
    ({ startsAt, endsAt }) => startsAt < (untilDay + 1) * DAY_MS && endsAt > fromDay * DAY_MS,
  )
}

function keysOf(question: ReportQuestion, desk: AdDesk): readonly string[] {
  if (question.family === 'experiments') {
    return experimentsIn(question, desk).flatMap(({ id, arms }) =>
      arms.map(({ name }) => keyOf(id, name)),
    )
  }
  if (question.family === 'levels') {
    const slots = question.by.includes('slot') ? [...OWN_SLOTS, ...desk.records.slots.keys()] : ['']
    return slots.flatMap((slot) =>
      SPECIFICITY_LEVELS.flatMap((level) =>
        daysOf(question, question.fromDay, question.untilDay).map((day) => keyOf(slot, level, day)),
      ),
    )
  }
  return campaignKeys(question, desk)
}

function campaignKeys(question: ReportQuestion, { records }: AdDesk): readonly string[] {
  const { fromDay, untilDay, by } = question
  const isBy = (dimension: ReportDimension): boolean => by.includes(dimension)
  const keys = new Set<string>()
  for (const { id, form } of records.campaigns.values()) {
    const first = Math.floor((parseInstant(form.startsAt) ?? 0) / DAY_MS)
    const last = Math.floor((parseInstant(form.endsAt) ?? 0) / DAY_MS)
    if (first > untilDay || last < fromDay) continue
    const creatives = [...form.creatives, ...(form.contextualCreatives ?? [])]
    const days = daysOf(question, Math.max(first, fromDay), Math.min(last, untilDay))
    for (const creative of isBy('creative') ? creatives : ['']) {
      for (const slot of isBy('slot') ? form.slots : ['']) {
        for (const day of days) keys.add(keyOf(isBy('campaign') ? id : '', creative, slot, day))
        if (keys.size > REPORT_ROWS_MAX) return [...keys]
      }
    }
  }
  return [...keys]
}

function daysOf({ by }: ReportQuestion, from: number, until: number): readonly string[] {
  if (!by.includes('day')) return ['']
  return Array.from({ length: until - from + 1 }, (_, at) => String(from + at))
}

/** Where a count belongs, in the form of `keysOf`. */
function keyFor(question: ReportQuestion, { measure, key, day }: MeasuredCount): string {
  const { family, by } = question
  if (family === 'experiments') return key
  const isBy = (dimension: ReportDimension): boolean => by.includes(dimension)
  const [first = '', second = '', third = ''] = namesIn(key)
  const ofDay = isBy('day') ? String(day) : ''
  if (family === 'levels') return keyOf(isBy('slot') ? first : '', second, ofDay)
  const campaign = isBy('campaign') ? first : ''
  if (measure === 'reach') return keyOf(campaign, '', '', ofDay)
  return keyOf(campaign, isBy('creative') ? second : '', isBy('slot') ? third : '', ofDay)
}
