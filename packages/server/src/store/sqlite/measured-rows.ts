/** Measurement: a person's week, sealed; counts of nobody; reports, and what they cost. */
import type { Measure, MeasuredCount, MeasuredWeek, TouchedAd } from '@equipoise/core/measure'
import { assert, purposeBit, toInstant } from '@equipoise/core/values'
import {
  type DayRange,
  type EpsilonSpent,
  type KeptReport,
  MEASURED_ROWS_MAX,
  type MeasuredSum,
  type MeasurementSystemReader,
  type MeasurementSystemWriter,
  type MeasurementWriter,
} from '../measurement-port.ts'
import { blobIn, countIn, type Database, integerIn, type Row, textIn } from './database.ts'
import { decodeJson, type Engine, encodeJson } from './engine.ts'
import { listImpressions } from './impression-rows.ts'
import type { KeyedSubject, OpenSubject } from './open-subject.ts'
import { beforeOf, limitOf, toPaged } from './paged.ts'
import { useOnce } from './used-once.ts'

const PLACE = { table: 'measured_weeks', column: 'sealed' }

/** @param open checks the permits of the transaction, and says for which purposes they are. */
export function measurementWriter(
  engine: Engine,
  open: () => OpenSubject & { readonly allowed: number },
): MeasurementWriter {
  const { writing } = engine
  const openPermitted = (): OpenSubject => {
    const opened = open()
    assert((opened.allowed & purposeBit('measurement')) !== 0, 'a permit for measurement')
    return opened
  }
  return {
    async readMeasuredWeek() {
      return findMeasuredWeek(writing, openPermitted())
    },
    async listTouchedAds() {
      const { subject, sealer } = openPermitted()
      return listImpressions(writing, subject, sealer).flatMap(toTouchedAd)
    },
    async putMeasured(week, counts) {
      const { subject, sealer } = openPermitted()
      writing.run(
        `INSERT INTO measured_weeks (subject, sealed) VALUES (?, ?)
         ON CONFLICT (subject) DO UPDATE SET sealed = excluded.sealed`,
        subject.key,
        sealer.seal(PLACE, encodeJson(week)),
      )
      for (const count of counts) addCount(writing, count)
    },
    async measureOnce(text, until) {
      const { subject } = openPermitted().subject
      return useOnce(engine, `measured ${subject} ${text}`, until)
    },
  }
}

export function findMeasuredWeek(
  database: Database,
  { subject, sealer }: KeyedSubject,
): MeasuredWeek | undefined {
  const row = database.get('SELECT sealed FROM measured_weeks WHERE subject = ?', subject.key)
  return row && decodeJson<MeasuredWeek>(sealer.open(PLACE, blobIn(row, 'sealed')))
}

/** Says whether there was one. */
export function deleteMeasuredWeek(database: Database, { subject }: OpenSubject): boolean {
  return database.run('DELETE FROM measured_weeks WHERE subject = ?', subject.key) > 0
}

function toTouchedAd({
  ad,
  at,
  slot,
  purposes,
  outcomes,
}: ReturnType<typeof listImpressions>[number]): TouchedAd[] {
  if (ad === undefined || !purposes.includes('measurement')) return []
  const clicks = outcomes.filter(({ verb }) => verb === 'click')
  const { campaign, creative, items } = ad
  return [{ campaign, creative, slot, items, at, clickedAt: clicks.map((one) => one.at) }]
}

function addCount(database: Database, { measure, key, day, count }: MeasuredCount): void {
  assert(Number.isSafeInteger(count) && count > 0, 'a whole number to count')
  database.run(
    `INSERT INTO measured_counts (day, measure, names, count) VALUES (?, ?, ?, ?)
     ON CONFLICT (day, measure, names) DO UPDATE SET count = count + excluded.count`,
    day,
    measure,
    key,
    count,
  )
}

export function measurementReader(database: Database): MeasurementSystemReader {
  return {
    async listMeasured(measures, range) {
      return measures.flatMap((measure) => listCounts(database, measure, range))
    },
    async findReport(digest) {
      const row = database.get('SELECT * FROM reports WHERE digest = ?', digest)
      return row && toReport(row)
    },
    async findReportOf(seq) {
      const row = database.get('SELECT * FROM reports WHERE seq = ?', seq)
      return row && toReport(row)
    },
    async pageReports(page) {
      const rows = database.all(
        'SELECT * FROM reports WHERE seq < ? ORDER BY seq DESC LIMIT ?',
        beforeOf(page),
        limitOf(page),
      )
      return toPaged(rows, page, toReport)
    },
    async listEpsilonSpent(fromWeek, untilWeek) {
      const sql = 'SELECT * FROM report_epsilon WHERE week BETWEEN ? AND ? ORDER BY week, family'
      return database.all(sql, fromWeek, untilWeek).map((row) => ({
        week: integerIn(row, 'week'),
        family: textIn(row, 'family'),
        spent: integerIn(row, 'spent'),
      }))
    },
  }
}

export function measurementSystemWriter(writing: Database): MeasurementSystemWriter {
  return {
    ...measurementReader(writing),
    async chargeEpsilon(cost, total) {
      return chargeEpsilon(writing, cost, total)
    },
    async createReport({ digest, question, answer, createdAt }) {
      writing.run(
        'INSERT INTO reports (digest, question, answer, created_at) VALUES (?, ?, ?, ?)',
        digest,
        question,
        answer,
        createdAt,
      )
      return countIn(writing.get('SELECT max(seq) AS n FROM reports'))
    },
    async sweepMeasured(beforeDay) {
      return writing.run('DELETE FROM measured_counts WHERE day < ?', beforeDay)
    },
  }
}

function listCounts(
  database: Database,
  measure: Measure,
  { fromDay, untilDay }: DayRange,
): MeasuredSum[] {
  const rows = database.all(
    `SELECT day, names, count FROM measured_counts
     WHERE day BETWEEN ? AND ? AND measure = ? ORDER BY day, names LIMIT ?`,
    fromDay,
    untilDay,
    measure,
    MEASURED_ROWS_MAX + 1,
  )
  // Unreachable by the bounds of a report; a part of the counts would be a wrong answer.
  assert(rows.length <= MEASURED_ROWS_MAX, 'no more counts than a report may be made of')
  return rows.map((row) => ({
    measure,
    key: textIn(row, 'names'),
    day: integerIn(row, 'day'),
    count: integerIn(row, 'count'),
  }))
}

function chargeEpsilon(
  database: Database,
  { week, family, spent }: EpsilonSpent,
  total: number,
): boolean {
  assert(Number.isSafeInteger(spent) && spent > 0, 'a cost in whole hundredths')
  const charged = database.run(
    `INSERT INTO report_epsilon (week, family, spent)
     SELECT ?, ?, ? WHERE ? + (SELECT coalesce(sum(spent), 0) FROM report_epsilon WHERE week = ?) <= ?
     ON CONFLICT (week, family) DO UPDATE SET spent = spent + excluded.spent`,
    week,
    family,
    spent,
    spent,
    week,
    total,
  )
  return charged > 0
}

function toReport(row: Row): KeptReport {
  return {
    seq: integerIn(row, 'seq'),
    digest: textIn(row, 'digest'),
    question: textIn(row, 'question'),
    answer: textIn(row, 'answer'),
    createdAt: toInstant(integerIn(row, 'created_at')),
  }
}
