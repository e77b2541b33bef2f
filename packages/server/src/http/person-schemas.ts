/**
 * The forms of what the person in front of a page may do: session, marks, pause, reports.
 */
import { SPECIFICITY_LEVELS, type SpecificityLevel } from '@equipoise/core/channels'
import { VERBS } from '@equipoise/core/values'
import { Type } from 'typebox'
import { REPORT_ISSUES, REPORTS_MAX, TOKEN_LENGTH } from '../modules/impressions/index.ts'
import { INTERESTS_MAX } from '../modules/rights/index.ts'
import { WishesView } from './feed-schemas.ts'
import {
  AnonymousId,
  AskingByPurpose,
  ConsentStatus,
  ExternalId,
  list,
  nullable,
  Purpose,
  Reason,
  Region,
  Slot,
  Time,
} from './schemas.ts'
import { Signals } from './signal-schemas.ts'

const CLOSED = { additionalProperties: false }

export const SessionQuery = Type.Object({ location: Type.Optional(Region) }, CLOSED)

const SESSION_FIELDS = {
  known: Type.Boolean({ description: 'Whether somebody known is in front of the page' }),
  via: nullable(Type.String({ description: 'token, cookie or link' })),
  csrfToken: nullable(Type.String({ description: 'Send it as X-CSRF-Token with each write' })),
  state: nullable(Type.Record(Type.String(), ConsentStatus)),
  permitted: list(Purpose, { description: 'What the gate permits of them here and now' }),
  pausedUntil: nullable(Time),
  at: { ...Time, description: 'By our clock' },
}

const Kept = nullable(
  Type.String({ description: 'What the browser keeps of it: purposes and a day, no identifier' }),
)

export const SessionAnswer = Type.Object({
  ...SESSION_FIELDS,
  choice: Kept,
  asking: AskingByPurpose,
})

const Words = Type.Object({
  title: Type.String(),
  intro: Type.String(),
  accept: Type.String(),
  refuse: Type.String(),
  choose: Type.String(),
  save: Type.String(),
  details: Type.String(),
  what: Type.String(),
  why: Type.String(),
  howLong: Type.String(),
  who: Type.String(),
  more: Type.String(),
})

const PurposeText = Type.Object({
  name: Type.String(),
  what: Type.String(),
  why: Type.String(),
  howLong: Type.String(),
  who: Type.String(),
})

const ASKED_WITH = {
  notice: Type.Object({
    id: Type.String(),
    version: Type.String(),
    language: Type.String({ description: 'BCP 47' }),
  }),
  nonce: Type.String({ description: 'Good for one yes to this notice' }),
  purposes: list(Purpose),
}

const Banner = Type.Object({
  ...ASKED_WITH,
  direction: Type.Unsafe<'ltr' | 'rtl'>({ type: 'string', enum: ['ltr', 'rtl'] }),
  words: Words,
  groups: list(
    Type.Object({
      id: Type.String(),
      label: Type.String(),
      purposes: list(Purpose),
      texts: list(PurposeText),
      isOn: Type.Boolean({ description: 'Whether they said yes to all of it before' }),
    }),
    { description: 'At most four switches' },
  ),
  storage: PurposeText,
  signal: nullable(Type.String({ description: 'Says that the opt-out signal was honoured' })),
  privacyUrl: nullable(Type.String()),
})

const Languages = Type.Optional(
  Type.Array(Type.String({ minLength: 1, maxLength: 35 }), {
    maxItems: 20,
    description: 'BCP 47, best first; English where there is none of them',
  }),
)

export const BannerBody = Type.Object(
  {
    languages: Languages,
    location: Type.Optional(Region),
    gpc: Type.Optional(
      Type.Boolean({ description: 'The page sees the opt-out signal; the header says so, too' }),
    ),
    again: Type.Optional(
      Type.Boolean({ description: 'The person wants to see their choices, also answered ones' }),
    ),
  },
  CLOSED,
)

export const BannerAnswer = Type.Object({
  ...SESSION_FIELDS,
  /** Null where there is nothing to ask. */
  banner: nullable(Banner),
})

export const BannerElementsAnswer = Type.Object({
  ...SESSION_FIELDS,
  /** Null where there is nothing to ask. */
  banner: nullable(
    Type.Object({
      ...ASKED_WITH,
      tree: list(Type.Unknown()),
      style: Type.String({ description: 'CSS' }),
    }),
  ),
})

export const BannerHtmlBody = Type.Object(
  {
    languages: Languages,
    location: Type.Optional(Region),
    return: Type.String({
      minLength: 1,
      maxLength: 2_048,
      description: 'The page to come back to: an address of the page’s own origin',
    }),
  },
  CLOSED,
)

export const BannerHtmlAnswer = Type.Object({
  html: Type.String({ description: 'To put first into the body of the page' }),
})

const Purposes = Type.Array(Purpose, { maxItems: 20 })

export const ChoiceBody = Type.Object(
  {
    give: Purposes,
    refuse: Purposes,
    nonce: Type.Optional(
      Type.String({ minLength: 1, maxLength: 2_048, description: 'Of the notice; for a yes' }),
    ),
    location: Type.Optional(Region),
  },
  CLOSED,
)

export const ChoiceAnswer = Type.Object({
  ...SESSION_FIELDS,
  choice: Kept,
})

/** As a browser sends the form; which fields there are is checked where they are read. */
export const ChoiceForm = Type.Object(
  {
    writeKey: Type.Optional(Type.String({ description: 'The publishable key' })),
    answer: Type.Optional(Type.String({ description: 'accept, refuse or save' })),
    asked: Type.Optional(Type.String({ description: 'The purposes asked for, with commas' })),
    group: Type.Optional(list(Type.String(), { description: 'The switches that are on' })),
    nonce: Type.Optional(Type.String()),
    return: Type.Optional(Type.String({ description: 'Where to go then' })),
  },
  { additionalProperties: true },
)

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

export const InterestsAnswer = Type.Object({
  interests: list(
    Type.Object({
      category: Type.String(),
      share: Type.Number({ description: 'Of all that speaks for something, 0 to 1' }),
      items: Type.Integer({ description: 'Different things of it that they met' }),
      acts: Type.Record(Type.String(), Type.Integer(), { description: 'By verb, how often' }),
      lastAt: nullable(Time),
      sensitive: Type.Boolean({ description: 'Used only with a yes of its own' }),
    }),
    { description: `The largest part first, at most ${INTERESTS_MAX}` },
  ),
  marks: Type.Object(
    { items: list(Type.String()), categories: list(Type.String()) },
    { description: 'What the person said is not theirs: it counts for nothing' },
  ),
  pausedUntil: nullable(Time),
  ceiling: nullable(
    Type.Unsafe<SpecificityLevel>({
      type: 'string',
      enum: [...SPECIFICITY_LEVELS],
      description: 'How specific at most what they are shown may be',
    }),
  ),
  wishes: WishesView,
  titles: Type.Record(Type.String(), Type.String(), {
    description: 'Of the items in the marks and wishes that the catalogue names, by id',
  }),
})

export const PauseBody = Type.Object({ until: Time }, CLOSED)

export const PauseAnswer = Type.Object({ pausedUntil: nullable(Time) })

const Token = Type.String({
  minLength: 1,
  maxLength: 2_048,
  description: `The token that came with the item, ${TOKEN_LENGTH} characters`,
})
const ReportedSlot = Type.Optional({
  ...Slot,
  pattern: '^[a-z0-9][a-z0-9_-]{0,31}(:[a-z0-9][a-z0-9_-]{0,30})?$',
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
