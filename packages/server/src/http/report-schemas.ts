/** The forms of reports on the wire. */
import { SPECIFICITY_LEVELS } from '@equipoise/core/channels'
import { Type } from 'typebox'
import { REPORT_DIMENSIONS, REPORT_FAMILIES } from '../modules/measure/index.ts'
import { list, NextCursor, nullable, Time } from './schemas.ts'

const CLOSED = { additionalProperties: false }

function oneOf<T extends string>(values: readonly T[], says: string) {
  return Type.Unsafe<T>({ type: 'string', enum: [...values], description: says })
}

const Family = oneOf(REPORT_FAMILIES, 'What it is about')
const Dimension = oneOf(REPORT_DIMENSIONS, 'What rows are told apart by')
const Day = Type.String({ format: 'date', maxLength: 10, description: 'A day in UTC that is over' })
const Name = nullable(Type.String({ description: 'Null where rows are not told apart by it' }))
const Count = nullable(
  Type.Integer({ description: 'With noise, so that it may lie below 0; null for none told' }),
)
const Ratio = Type.Number({ minimum: 0, maximum: 1 })

export const ReportPath = Type.Object({
  id: Type.String({ pattern: '^[0-9]{1,10}$', description: 'The id of a report' }),
})

export const ReportBody = Type.Object(
  {
    family: Family,
    from: Day,
    until: Day,
    by: Type.Optional(
      Type.Array(Dimension, {
        maxItems: REPORT_DIMENSIONS.length,
        uniqueItems: true,
        description: 'campaign for campaigns where left out; levels know slot and day',
      }),
    ),
    epsilon: Type.Optional(
      Type.Number({
        minimum: 0.1,
        maximum: 20,
        description: 'What it costs of each week; more is less noisy',
      }),
    ),
  },
  CLOSED,
)

const CampaignRow = Type.Object({
  campaign: Name,
  creative: Name,
  slot: Name,
  day: Name,
  impressions: Count,
  clicks: Count,
  conversions: Count,
  spentMinor: Count,
  spentMarginMinor: Count,
  currency: Name,
  reach: nullable(Type.Integer({ description: 'People a week, in two digits; 0 below 50' })),
})

const LevelRow = Type.Object({
  slot: Name,
  day: Name,
  level: oneOf(SPECIFICITY_LEVELS, 'How specific'),
  showings: Count,
  ratio: Type.Number({ description: 'Of the showings of the rows beside it' }),
})

const Interval = { value: Type.Number(), low: Type.Number(), high: Type.Number() }

const ExperimentRow = Type.Object({
  experiment: Type.String({ description: 'An experiment, or the campaign that holds people out' }),
  kind: oneOf(['holdout', 'slot'] as const, 'What it is'),
  arms: list(
    Type.Object({
      arm: Type.String(),
      share: Ratio,
      people: Count,
      converted: Count,
      rate: nullable(Type.Object(Interval, { description: '95 of 100 such intervals hold it' })),
    }),
  ),
  differences: list(
    Type.Object({
      arm: Type.String(),
      against: Type.String(),
      ...Interval,
      isConclusive: Type.Boolean({ description: 'Whether the interval leaves out 0' }),
    }),
  ),
  sampleRatio: nullable(
    Type.Object({
      chance: Type.Number({ description: 'That arms by those shares differ as much' }),
      isMismatch: Type.Boolean({ description: 'Then the results are not to be read' }),
    }),
  ),
  notes: list(
    oneOf(['arms_too_small', 'sample_ratio_mismatch', 'not_conclusive'] as const, 'Stable code'),
  ),
})

export const ReportAnswer = Type.Object({
  id: Type.String(),
  family: Family,
  from: Type.String({ format: 'date' }),
  until: Type.String({ format: 'date' }),
  by: list(Dimension),
  epsilon: Type.Number({ description: 'What it cost of each week that it is about' }),
  noise: oneOf(['laplace', 'none'] as const, 'What was added to each count'),
  madeAt: Time,
  margins: Type.Record(Type.String(), Type.Integer(), {
    description: '19 of 20 counts are off by no more than that',
  }),
  rowMin: Type.Integer({ description: 'A row is shown from so many on' }),
  rows: list(Type.Union([CampaignRow, LevelRow, ExperimentRow])),
})

export const ReportListAnswer = Type.Object({ reports: list(ReportAnswer), nextCursor: NextCursor })

export const EpsilonAnswer = Type.Object({
  weeks: list(
    Type.Object({
      week: Type.String({ format: 'date', description: 'The Monday that it begins on' }),
      total: Type.Number(),
      spent: Type.Number(),
      left: Type.Number(),
      byFamily: Type.Record(Type.String(), Type.Number()),
    }),
    { description: 'The present one first' },
  ),
})
