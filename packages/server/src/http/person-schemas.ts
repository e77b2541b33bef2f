/**
 * The forms of what the person in front of a page may do: session, marks, pause, reports.
 */
import { VERBS } from '@equipoise/core/values'
import { Type } from 'typebox'
import { REPORT_ISSUES, REPORTS_MAX, TOKEN_LENGTH } from '../modules/impressions/index.ts'
import {
  AnonymousId,
  ConsentStatus,
  ExternalId,
  list,
  nullable,
  Reason,
  Slot,
  Time,
} from './schemas.ts'
import { Signals } from './signal-schemas.ts'

const CLOSED = { additionalProperties: false }

export const SessionAnswer = Type.Object({
  known: Type.Boolean({ description: 'Whether somebody known is in front of the page' }),
  via: nullable(Type.String({ description: 'token or cookie' })),
  csrfToken: nullable(Type.String({ description: 'Send it as X-CSRF-Token with each write' })),
  state: nullable(Type.Record(Type.String(), ConsentStatus)),
  pausedUntil: nullable(Time),
})

export const IdentifyBody = Type.Object(
  {
    externalId: Type.Optional(ExternalId),
    anonymousId: Type.Optional(AnonymousId),
  },
  CLOSED,
)

export const IdentifyAnswer = Type.Object({
  outcome: Type.Unsafe<'nobody_there' | 'named' | 'merged'>({
    type: 'string',
    enum: ['nobody_there', 'named', 'merged'],
    description: 'What became of the anonymous person',
  }),
  moved: Type.Integer({ description: 'Interactions that both had agreed to, and that moved over' }),
})

const Id = Type.String({ minLength: 1, maxLength: 256 })

export const MarkBody = Type.Object(
  {
    interaction: Type.Optional(Id),
    item: Type.Optional(Id),
    category: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  },
  { ...CLOSED, minProperties: 1, maxProperties: 1, description: 'Exactly one of them' },
)

export const UnmarkBody = Type.Object(
  { item: MarkBody.properties.item, category: MarkBody.properties.category },
  { ...CLOSED, minProperties: 1, maxProperties: 1, description: 'Exactly one of them' },
)

export const PauseBody = Type.Object({ until: Time }, CLOSED)

export const PauseAnswer = Type.Object({ pausedUntil: nullable(Time) })

const Token = Type.String({
  minLength: 1,
  maxLength: 2_048,
  description: `The token that came with the item, ${TOKEN_LENGTH} characters`,
})
const ReportedSlot = Type.Optional({
  ...Slot,
  description: 'Where it was seen: the token of another slot is refused',
})
const At = Type.Optional(Type.String({ format: 'date-time', description: 'Now where left out' }))

export const ImpressionsBody = Type.Object(
  {
    impressions: Type.Array(Type.Object({ token: Token, at: At, slot: ReportedSlot }, CLOSED), {
      minItems: 1,
      maxItems: REPORTS_MAX,
    }),
    signals: Signals,
  },
  CLOSED,
)

export const OutcomesBody = Type.Object(
  {
    outcomes: Type.Array(
      Type.Object(
        {
          token: Token,
          at: At,
          slot: ReportedSlot,
          verb: Type.Unsafe<(typeof VERBS)[number]>({ type: 'string', enum: [...VERBS] }),
        },
        CLOSED,
      ),
      { minItems: 1, maxItems: REPORTS_MAX },
    ),
    signals: Signals,
  },
  CLOSED,
)

export const ReportAnswer = Type.Object({
  accepted: Type.Integer({ description: 'Kept, and durable' }),
  duplicates: Type.Integer({ description: 'Reported before: nothing changed' }),
  refused: list(Type.Object({ index: Type.Integer(), reasons: list(Reason) })),
  rejected: list(
    Type.Object({
      index: Type.Integer({ description: 'Its place in the list, from 0' }),
      code: Type.Unsafe<string>({ type: 'string', enum: [...REPORT_ISSUES] }),
      says: Type.String(),
    }),
  ),
})
