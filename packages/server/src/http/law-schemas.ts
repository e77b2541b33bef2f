/** The facts of a question to the law, each list closed, and the answer. */
import {
  AGE_KNOWLEDGE,
  CAMPAIGN_KINDS,
  CHANNELS,
  CONSENT_CONTEXTS,
  CONSENT_STATES,
  CONTROLS,
  DATA_CATEGORIES,
  SIZES,
  STORAGE_KINDS,
} from '@equipoise/core/law'
import { type Static, Type } from 'typebox'
import { list, nullable, Purpose, Reason } from './schemas.ts'
import { Signals } from './signal-schemas.ts'

const CLOSED = { additionalProperties: false }

function maybe<T extends string>(values: readonly T[], description: string) {
  return Type.Optional(Type.Unsafe<T>({ type: 'string', enum: [...values], description }))
}

const Flag = Type.Optional(Type.Boolean())
const Place = Type.String({
  pattern: '^[A-Z]{2}(-[A-Z0-9]{1,3})?$',
  description: 'ISO 3166-1 or -2, such as FR or US-MD',
})
const When = Type.Optional(Type.String({ description: 'A date-time of RFC 3339, or a day' }))
const Category = Type.Unsafe<(typeof DATA_CATEGORIES)[number]>({
  type: 'string',
  enum: [...DATA_CATEGORIES],
})
const places = (description: string) =>
  Type.Optional(Type.Unsafe<readonly string[]>(Type.Array(Place, { maxItems: 64, description })))

export const LawFacts = Type.Object(
  {
    at: When,
    location: Type.Optional(Place),
    residence: Type.Optional(Place),
    age: Type.Optional(
      Type.Object(
        {
          years: Type.Optional(Type.Number({ minimum: 0, maximum: 130 })),
          knowledge: maybe(AGE_KNOWLEDGE, 'How the age is known'),
        },
        CLOSED,
      ),
    ),
    purpose: Purpose,
    data: Type.Optional(
      Type.Unsafe<readonly unknown[]>(
        Type.Array(
          Type.Union([
            Category,
            Type.Literal('inferred'),
            Type.Object({ category: Category, inferred: Flag }, CLOSED),
          ]),
          { maxItems: 64, description: 'Categories; "inferred" beside them is of them all' },
        ),
      ),
    ),
    inferred: Type.Optional(
      Type.Union([Type.Boolean(), Type.Unsafe<readonly string[]>(Type.Array(Category))]),
    ),
    consent: Type.Optional(
      Type.Object(
        {
          state: maybe(CONSENT_STATES, 'What the person said'),
          by: maybe(['subject', 'guardian'] as const, 'Who said it'),
          explicit: Flag,
          separate: Flag,
          at: When,
          noticeShown: Flag,
          context: maybe(CONSENT_CONTEXTS, 'In what context it was said'),
        },
        CLOSED,
      ),
    ),
    objection: Type.Optional(Type.Object({ purpose: Type.Optional(Purpose), at: When }, CLOSED)),
    signals: Signals,
    channel: maybe(CHANNELS, 'Where it is shown or sent'),
    deployment: Type.Optional(
      Type.Object(
        {
          platform: Flag,
          size: maybe(SIZES, 'How large the business is'),
          establishment: places('Where the business is established'),
          gatekeeper: Flag,
          consumersServed: Type.Optional(
            Type.Record(Type.String(), Type.Integer({ minimum: 0 }), {
              description: 'People served a year, by place',
            }),
          ),
          controls: Type.Optional(
            Type.Unsafe<readonly (typeof CONTROLS)[number][]>(
              Type.Array(Type.Unsafe({ type: 'string', enum: [...CONTROLS] }), { maxItems: 64 }),
            ),
          ),
          directedToMinors: Flag,
          markets: places('Whose law counts for a person of unknown place'),
        },
        CLOSED,
      ),
    ),
    campaign: Type.Optional(
      Type.Object(
        {
          ...Object.fromEntries(CAMPAIGN_KINDS.map((kind) => [kind, Flag])),
          paidBy: Type.Optional(Type.String()),
        },
        CLOSED,
      ),
    ),
    relationship: Type.Optional(
      Type.Object(
        {
          lastPurchaseAt: When,
          lastInquiryAt: When,
          asks: Type.Optional(
            Type.Unsafe<readonly unknown[]>(
              Type.Array(
                Type.Object(
                  {
                    at: Type.String(),
                    answer: Type.Unsafe<string>({
                      type: 'string',
                      enum: ['given', 'refused', 'none'],
                    }),
                  },
                  CLOSED,
                ),
                { maxItems: 64 },
              ),
            ),
          ),
          ownSimilarProducts: Flag,
        },
        CLOSED,
      ),
    ),
    storage: Type.Optional(
      Type.Object(
        { kind: maybe(STORAGE_KINDS, 'What is kept on the device'), solePurpose: Flag },
        CLOSED,
      ),
    ),
    recipient: Type.Optional(
      Type.Object({ country: Type.Optional(Place), canMatchToPerson: Flag, broker: Flag }, CLOSED),
    ),
  },
  CLOSED,
)
export type LawFacts = Static<typeof LawFacts>

const Outcome = Type.Unsafe<'permitted' | 'refused'>({
  type: 'string',
  enum: ['permitted', 'refused'],
})

export const LawAnswer = Type.Object({
  outcome: Outcome,
  lawOutcome: Outcome,
  conditions: list(Type.String(), { description: 'Under which it is, or would be, permitted' }),
  basis: nullable(Type.String()),
  reasons: list(Reason),
  lawReasons: list(Reason, {
    description: 'What the law alone rests on, also where our own rules refuse',
  }),
  obligations: list(
    Type.Object({
      code: Type.String(),
      says: Type.String(),
      citation: Type.String(),
      advisory: Type.Boolean(),
    }),
  ),
  packs: list(Type.String()),
  until: nullable(Type.String({ description: 'When what permits ends' })),
  retryAt: nullable(Type.String({ description: 'When a wait ends' })),
  relaxed: Type.Boolean({
    description: 'Our default gives way to the law there, as an operator recorded',
  }),
  wouldChange: list(
    Type.Object({
      change: Type.String(),
      says: Type.String(),
      outcome: Outcome,
      lawOutcome: Outcome,
    }),
  ),
})

export const RelaxBody = Type.Object(
  {
    purpose: Purpose,
    places: Type.Array(Place, { minItems: 1, maxItems: 64 }),
    assessment: Type.String({
      minLength: 1,
      maxLength: 100_000,
      description: 'Why the law lets you and what it does to people: 40 characters at least',
    }),
  },
  CLOSED,
)

export const Relaxation = Type.Object({
  purpose: Purpose,
  places: list(Type.String()),
  at: Type.String(),
  by: Type.Optional(Type.String({ description: 'The operator’s key, or command_line' })),
  assessment: Type.String(),
  digest: Type.String({ description: 'SHA-256 of the assessment, to which the leaf commits' }),
  leaf: Type.Integer(),
})

export const RelaxationsAnswer = Type.Object({ relaxations: list(Relaxation) })
