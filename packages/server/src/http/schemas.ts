/**
 * The forms on the wire, once: they validate, they type, and the OpenAPI document is made of them.
 */
import {
  CREATIVE_KINDS,
  EVIDENCE_SOURCES,
  MODE_SETTLERS,
  SPECIFICITY_LEVELS,
} from '@equipoise/core/channels'
import { CONSENT_ACTIONS, CONSENT_METHODS } from '@equipoise/core/consent'
import { ASK_CODES, REASON_CODES } from '@equipoise/core/law'
import { RERANK_STEPS, START_KINDS } from '@equipoise/core/lists'
import { CONTRIBUTION_KINDS } from '@equipoise/core/recommend'
import { AGE_BANDS, PURPOSES } from '@equipoise/core/values'
import { type Static, type TSchema, Type } from 'typebox'
import { ERROR_CODES } from '../errors.ts'
import { ITEM_ISSUES } from '../modules/catalogue/index.ts'
import { INTERACTION_ISSUES } from '../modules/collect/index.ts'
import {
  CONTRIBUTIONS_MAX,
  COUNT_MAX,
  EXCLUDED_MAX,
  EXPRESSION_LENGTH_MAX,
  NOTE_CODES,
  SEEN_MAX,
  SLOTS,
} from '../modules/decide/index.ts'
import { FeedBody, FeedModeForm, PlaylistBody, PlaylistView, WishesView } from './feed-schemas.ts'
import { FromBody, RerankBody } from './list-schemas.ts'
import { Signals } from './signal-schemas.ts'

const CLOSED = { additionalProperties: false }

function oneOf<T extends string>(values: readonly T[], says: string) {
  return Type.Unsafe<T>({ type: 'string', enum: [...values], description: says })
}

/** The code of an issue, which is any text to the compiler. */
function codeOut(values: readonly string[]) {
  return Type.Unsafe<string>({ type: 'string', enum: [...values], description: 'Stable code' })
}

/** A list as answers have it: nobody writes to it. */
export function list<T extends TSchema>(of: T, options: { readonly description?: string } = {}) {
  return Type.Unsafe<readonly Static<T>[]>(Type.Array(of, options))
}

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** Beside the entries of every list that is read in parts (`paging.ts`). */
export const NextCursor = nullable(
  Type.String({ description: 'Where the next part begins; null at the end' }),
)

export const Purpose = oneOf(PURPOSES, 'A purpose out of the closed list')
export const Slot = Type.String({
  pattern: '^[a-z0-9][a-z0-9_-]{0,31}$',
  description: `Where it is shown: ${SLOTS.join(', ')}, or a slot for ads that you set up`,
})
export const Time = Type.String({ format: 'date-time', description: 'RFC 3339, UTC' })
export const SubjectId = Type.String({ description: 'Our id of a person: sub_ and 26 characters' })
export const ExternalId = Type.String({
  minLength: 1,
  maxLength: 256,
  description: 'Your own id of a person. It goes in bodies, never in paths',
})
export const AnonymousId = Type.String({
  minLength: 1,
  maxLength: 256,
  description: 'Your own id of a device whose person nobody has named',
})
export const Region = Type.String({
  pattern: '^[A-Z]{2}(-[A-Z0-9]{1,3})?$',
  description: 'ISO 3166-1 or -2, such as DE or US-CA',
})

export const SubjectPath = Type.Object({ id: SubjectId })
export const ItemPath = Type.Object({ id: Type.String({ description: 'Your own id of the item' }) })
export const ErasurePath = Type.Object({
  id: Type.String({ description: 'As an erasure, a removal or a withdrawal answered it' }),
})

export const Reason = Type.Object({
  code: oneOf(REASON_CODES, 'Stable code'),
  pack: Type.String({ description: 'The law, as id@version' }),
  rule: Type.String(),
  citation: Type.String(),
  says: Type.String({ description: 'The rule in plain words' }),
  advisory: Type.Boolean({ description: 'Not verified against the text of the law' }),
})

const CitedRule = Type.Object({
  pack: Type.String({ description: 'The law, as id@version' }),
  rule: Type.String(),
  citation: Type.String(),
  says: Type.String({ description: 'The rule in plain words' }),
  advisory: Type.Boolean({ description: 'Not verified against the text of the law' }),
})

export const Asking = Type.Object(
  {
    may: Type.Boolean({ description: 'Whether one may ask now' }),
    code: oneOf(ASK_CODES, 'Why, or why not'),
    of: oneOf(['subject', 'guardian'] as const, 'Whose yes would count'),
    from: nullable({ ...Time, description: 'When one may; null where it is so now, or never' }),
    rules: list(CitedRule, { description: 'The rules that decide it' }),
  },
  { description: 'Whether the person may be asked. Whoever says yes by themselves is heard' },
)

/** By purpose. */
export const AskingByPurpose = Type.Record(Type.String(), Asking)

const Contribution = Type.Object({
  kind: oneOf(CONTRIBUTION_KINDS, 'What speaks for it'),
  id: nullable(Type.String()),
  title: Type.Optional(
    nullable(Type.String({ description: 'To a page alone: what the item is called' })),
  ),
  share: Type.Optional(
    Type.Number({ description: 'Not to a page. In units of the score; the shares sum to it' }),
  ),
  percent: Type.Optional(
    Type.Integer({
      minimum: -100,
      maximum: 100,
      description:
        'To a page alone. Of all that speaks for or against it: negative where this speaks against. Without their signs the percents sum to 100. From weights that are rounded, and the same for the whole day',
    }),
  ),
  support: nullable(Type.Integer({ description: 'At least that many people share this' })),
})

export const PROBLEM_SCHEMA_ID = 'Problem'

export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: oneOf(ERROR_CODES, 'Stable code'),
    detail: Type.String(),
    instance: Type.String(),
    requestId: Type.String(),
  },
  {
    $id: PROBLEM_SCHEMA_ID,
    description: 'application/problem+json (RFC 9457)',
    additionalProperties: true,
  },
)

export const Item = Type.Object({
  id: Type.String(),
  title: Type.Optional(Type.String()),
  categories: list(Type.String(), { description: 'Primary first' }),
  attributes: Type.Record(Type.String(), Type.String()),
  priceMinor: Type.Optional(Type.Integer({ description: 'In the smallest unit of the currency' })),
  currency: Type.Optional(Type.String()),
  available: Type.Boolean(),
  sensitive: list(Type.String(), { description: 'What it says of whoever meets it' }),
})

/** Checked field by field in the catalogue module, which names each problem. */
export const ItemBody = Type.Object({}, { additionalProperties: true })

/** Bytes, because each line is read on its own. */
export const LinesBody = Type.Unsafe<Uint8Array>({
  contentMediaType: 'application/x-ndjson',
  description: 'One JSON object a line, in UTF-8',
})

export const InteractionsBody = Type.Object(
  {
    /** Checked one by one in the collect module: a bad one costs no other. */
    interactions: Type.Array(Type.Unknown()),
    location: Type.Optional(Region),
    signals: Signals,
  },
  CLOSED,
)

export const CollectAnswer = Type.Object({
  accepted: Type.Integer({ description: 'Kept, and durable' }),
  duplicates: Type.Integer({ description: 'Kept already: nothing changed' }),
  refused: list(Type.Object({ index: Type.Integer(), purpose: Purpose, reasons: list(Reason) })),
  rejected: list(
    Type.Object({
      index: Type.Integer({ description: 'Its place in the batch, from 0' }),
      path: Type.String({ description: 'The field; empty for the whole' }),
      code: codeOut(INTERACTION_ISSUES),
      says: Type.String({ description: 'What is wanted there' }),
    }),
  ),
})

export const BulkAnswer = Type.Object({
  accepted: Type.Integer(),
  rejected: list(
    Type.Object({
      line: Type.Integer({ description: 'From 1' }),
      path: Type.String({ description: 'The field; empty for the whole' }),
      code: codeOut(ITEM_ISSUES),
      says: Type.String({ description: 'What is wanted there' }),
    }),
  ),
})

const Who = {
  subject: Type.Optional(SubjectId),
  externalId: Type.Optional(ExternalId),
  anonymousId: Type.Optional(AnonymousId),
}

export const DecideBody = Type.Object(
  {
    ...Who,
    slot: Slot,
    count: Type.Optional(Type.Integer({ minimum: 1, maximum: COUNT_MAX, default: 10 })),
    page: Type.Optional(
      Type.Object(
        {
          item: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
          categories: Type.Optional(Type.Array(Type.String({ maxLength: 500 }), { maxItems: 20 })),
        },
        CLOSED,
      ),
    ),
    filters: Type.Optional(
      Type.Object(
        {
          categories: Type.Optional(Type.Array(Type.String({ maxLength: 500 }), { maxItems: 20 })),
          priceMinorMin: Type.Optional(Type.Integer({ minimum: 0 })),
          priceMinorMax: Type.Optional(Type.Integer({ minimum: 0 })),
          attributes: Type.Optional(
            Type.Record(Type.String(), Type.String(), { maxProperties: 20 }),
          ),
          where: Type.Optional(
            Type.String({
              maxLength: EXPRESSION_LENGTH_MAX,
              description: 'An expression that holds for what may be shown (CEL, see the guide)',
            }),
          ),
          unless: Type.Optional(
            Type.String({
              maxLength: EXPRESSION_LENGTH_MAX,
              description: 'An expression that holds for what may not be shown',
            }),
          ),
        },
        CLOSED,
      ),
    ),
    exclude: Type.Optional(Type.Array(Type.String({ maxLength: 256 }), { maxItems: EXCLUDED_MAX })),
    from: Type.Optional(FromBody),
    rerank: Type.Optional(RerankBody),
    feed: Type.Optional(FeedBody),
    playlist: Type.Optional(PlaylistBody),
    location: Type.Optional(Region),
    signals: Signals,
    tokens: Type.Optional(
      Type.Boolean({ default: true, description: 'Whether each item comes with its token' }),
    ),
    contributionsMax: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: CONTRIBUTIONS_MAX,
        description:
          'How many contributions an item lists at most: the others merge into the rest, so that they sum to the same. All where left out; to a page five at most',
      }),
    ),
    seen: Type.Optional(
      Type.Array(
        Type.Object(
          {
            campaign: Type.String({ minLength: 1, maxLength: 32 }),
            slot: Type.String({ minLength: 1, maxLength: 32 }),
            at: Time,
          },
          CLOSED,
        ),
        {
          maxItems: SEEN_MAX,
          description:
            'Ads that the browser showed before, where nothing is kept of the person here: they count towards caps in this request alone',
        },
      ),
    ),
  },
  CLOSED,
)

const SpecificityView = Type.Object(
  {
    bits: Type.Number({ description: 'Of the closest evidence, from 0' }),
    rarityBits: Type.Number({ description: 'Of them: log2(people / those who share it)' }),
    level: oneOf(SPECIFICITY_LEVELS, 'From nothing of a person to what singles them out'),
    source: nullable(oneOf(EVIDENCE_SOURCES, 'How it became known')),
  },
  { description: 'How close it comes to the person' },
)

const AdAnswer = Type.Object(
  {
    isAd: Type.Literal(true),
    campaign: Type.String(),
    creative: Type.String(),
    behalf: Type.String({ description: 'On whose behalf it is shown' }),
    payer: Type.String({ description: 'Who paid for it' }),
    parameters: list(
      Type.Object({ kind: Type.String(), says: Type.String({ description: 'To the person' }) }),
      { description: 'How it was aimed' },
    ),
    content: Type.Object({
      kind: oneOf(CREATIVE_KINDS, 'What it is'),
      title: Type.String(),
      text: nullable(Type.String()),
      link: Type.String(),
      image: nullable(Type.Object({ url: Type.String(), alt: Type.String() })),
      video: nullable(
        Type.Object({
          url: Type.String(),
          captionsUrl: nullable(Type.String()),
          alt: Type.String(),
        }),
      ),
      frame: nullable(Type.String({ description: 'The path of its sandboxed frame' })),
    }),
    labels: list(Type.String(), { description: 'To be shown with it' }),
    synthetic: Type.Boolean({ description: 'Whether a person in it is synthetic or altered' }),
    political: nullable(Type.Object({ sponsor: Type.String(), about: Type.String() })),
  },
  { description: 'Of an ad: to be marked as one; null for anything else' },
)

const DecidedItem = {
  id: Type.String(),
  title: nullable(Type.String()),
  categories: list(Type.String()),
  priceMinor: nullable(Type.Integer()),
  currency: nullable(Type.String()),
  token: Type.Optional(
    Type.String({
      description: 'Reports that it was shown: POST /v1/impressions, within a day',
    }),
  ),
  explored: Type.Boolean({ description: 'Its place was filled by chance' }),
  specificity: SpecificityView,
  ad: nullable(AdAnswer),
}

const RerankStep = {
  step: oneOf(RERANK_STEPS, 'A step of re-ranking, in the order taken'),
  changed: Type.Boolean({ description: 'Whether it changed the list' }),
}

const FeedView = Type.Object(
  {
    mode: FeedModeForm,
    settledBy: oneOf(MODE_SETTLERS, 'Who or what settled it'),
    says: Type.String({ description: 'Why, to the person' }),
    reasons: list(Reason, {
      description: 'What closes a mode, or asks for one, with its citation',
    }),
    modes: list(
      Type.Object({
        mode: FeedModeForm,
        open: Type.Boolean(),
        reasons: list(Reason, { description: 'Why it is closed' }),
      }),
      { description: 'From the most personal to what uses nothing of anybody' },
    ),
    next: nullable(Type.String({ description: 'Send it as the cursor; null at the end' })),
    ads: nullable(
      Type.Object(
        {
          slot: Type.String(),
          shown: Type.Integer(),
          rung: oneOf(['personal', 'contextual', 'general'] as const, 'How much was used for them'),
          outcome: oneOf(['permitted', 'refused'] as const, 'Of ads chosen for the person'),
          basis: oneOf(['consent', 'legitimate_interest', 'notice', 'none'] as const, 'For them'),
          reasons: list(Reason),
        },
        { description: 'Permitted apart from the feed' },
      ),
    ),
  },
  { description: 'Of a feed alone' },
)

/**
 * The documented form covers both answers, the exact one and the one for pages (`decide-views.ts`).
 * What a page gets is written by `PageDecideAnswer`, which knows no exact field.
 */
export const DecideAnswer = Type.Object({
  rung: oneOf(['personal', 'contextual', 'general'] as const, 'How much of the person was used'),
  items: list(
    Type.Object({
      ...DecidedItem,
      score: Type.Optional(Type.Number({ description: 'Not to a page' })),
      contributions: list(Contribution, { description: 'To a page five at most' }),
      propensity: Type.Optional(
        Type.Number({ description: 'Not to a page. Where explored: the chance to be in the list' }),
      ),
      placePropensity: Type.Optional(
        Type.Number({
          description: 'Not to a page. Where explored: the chance of this very place',
        }),
      ),
    }),
    { description: 'The first one fits best' },
  ),
  outcome: oneOf(['permitted', 'refused'] as const, 'What the gate said'),
  lawOutcome: oneOf(['permitted', 'refused'] as const, 'What the law alone would have said'),
  basis: oneOf(['consent', 'legitimate_interest', 'notice', 'none'] as const, 'Legal basis'),
  reasons: list(Reason),
  packs: list(Type.String()),
  dataUsed: Type.Object({
    historyItems: Type.Integer(),
    startItems: Type.Integer({ description: 'Items of this request; they are kept nowhere' }),
    page: Type.Boolean(),
    popularity: Type.Boolean(),
  }),
  change: list(
    Type.Object({
      says: Type.String(),
      method: Type.String(),
      path: Type.String(),
    }),
    { description: 'How the person changes this; {id} is what POST /v1/subjects/find answers' },
  ),
  model: Type.Optional(nullable(Type.String({ description: 'Not to a page: which model ranked' }))),
  start: nullable(
    Type.Object({
      kind: oneOf(START_KINDS, 'What the list was started from'),
      by: oneOf(['model', 'content'] as const, 'By what people have, or by what items say'),
    }),
  ),
  reranked: list(
    Type.Object({
      ...RerankStep,
      movedIn: Type.Optional(list(Type.String(), { description: 'Not to a page' })),
      movedOut: Type.Optional(list(Type.String(), { description: 'Not to a page' })),
      moved: Type.Optional(
        list(Type.Object({ id: Type.String(), from: Type.Integer(), to: Type.Integer() }), {
          description: 'Not to a page. Places from 1',
        }),
      ),
      scoreCost: Type.Optional(
        Type.Number({
          description: 'Not to a page. The scores of the list before less those after',
        }),
      ),
    }),
    { description: 'Apart from the scores, which it does not change' },
  ),
  notes: list(
    Type.Object({
      code: oneOf(NOTE_CODES, 'Stable code'),
      says: Type.String(),
      items: Type.Optional(list(Type.String(), { description: 'The first 20 of those meant' })),
    }),
    { description: 'Where the answer is not all that was asked for' },
  ),
  feed: Type.Optional(FeedView),
  playlist: Type.Optional(PlaylistView),
  releasedOn: Type.Optional(
    nullable(
      Type.String({
        format: 'date',
        description:
          'To a page alone: the UTC day whose counts of people the contributions are told from',
      }),
    ),
  ),
})

const { properties: decided } = DecideAnswer

/**
 * What a page's answer is written by: a field that does not stand here is left out, whatever a view
 * hands over, and contributions without whole percents, which are the exact ones, are not written
 * at all.
 */
export const PageDecideAnswer = Type.Object({
  rung: decided.rung,
  items: list(
    Type.Object({
      ...DecidedItem,
      contributions: list(
        Type.Object({
          kind: Contribution.properties.kind,
          id: Contribution.properties.id,
          title: nullable(Type.String({ description: 'What the item is called' })),
          percent: Type.Integer(),
          support: Contribution.properties.support,
        }),
      ),
    }),
  ),
  outcome: decided.outcome,
  lawOutcome: decided.lawOutcome,
  basis: decided.basis,
  reasons: decided.reasons,
  packs: decided.packs,
  dataUsed: decided.dataUsed,
  change: decided.change,
  start: decided.start,
  reranked: list(Type.Object(RerankStep)),
  notes: decided.notes,
  feed: decided.feed,
  playlist: decided.playlist,
  releasedOn: decided.releasedOn,
})

export const PurposesBody = Type.Object(
  {
    ...Who,
    location: Type.Optional(Region),
    signals: Signals,
  },
  CLOSED,
)

const Outcome = oneOf(['permitted', 'refused'] as const, 'What the gate says')

export const PurposesAnswer = Type.Object({
  purposes: list(
    Type.Object({
      purpose: Type.String(),
      says: Type.String({ description: 'The purpose in plain words' }),
      status: Type.String({ description: 'What the person said' }),
      outcome: Outcome,
      lawOutcome: Outcome,
      reasons: list(Reason),
      asking: Asking,
    }),
  ),
})

export const ConsentBody = Type.Object(
  {
    action: oneOf(CONSENT_ACTIONS, 'give, refuse or withdraw'),
    purposes: Type.Array(Purpose, { minItems: 1, maxItems: 20 }),
    evidence: Type.Optional(Type.String({ maxLength: 2_000, description: 'A yes needs it' })),
    by: Type.Optional(oneOf(['subject', 'guardian'] as const, 'Who acts')),
    explicit: Type.Optional(Type.Boolean({ description: 'A separate, express statement' })),
    method: Type.Optional(oneOf(CONSENT_METHODS, 'How it was said, as a back end tells it')),
    region: Type.Optional(Region),
    ageBand: Type.Optional(oneOf(AGE_BANDS, 'As coarsely as the law allows')),
    notice: Type.Optional(
      Type.Object(
        {
          id: Type.String({ maxLength: 64 }),
          version: Type.String({ maxLength: 64 }),
          language: Type.String({ maxLength: 64 }),
        },
        {
          ...CLOSED,
          description:
            'From a back end: the registered notice that was shown. Of a page the nonce says it',
        },
      ),
    ),
    nonce: Type.Optional(
      Type.String({
        maxLength: 2_048,
        description: 'A yes from a page needs it: POST /v1/notices/{id}/nonce',
      }),
    ),
  },
  CLOSED,
)

export const FirstConsentBody = Type.Object(
  {
    externalId: Type.Optional(ExternalId),
    anonymousId: Type.Optional(AnonymousId),
    ...ConsentBody.properties,
  },
  CLOSED,
)

export const WithdrawBody = Type.Object(
  { purposes: Type.Array(Purpose, { minItems: 1, maxItems: 20 }) },
  CLOSED,
)

export const ConsentStatus = oneOf(
  ['unknown', 'given', 'refused', 'withdrawn', 'expired', 'invalidated'] as const,
  'What stands',
)

const ConsentRecordView = Type.Object({
  id: Type.String(),
  action: Type.String(),
  purposes: list(Type.String()),
  at: Time,
  by: Type.String(),
  explicit: Type.Boolean(),
  evidence: Type.String(),
  notice: nullable(
    Type.Object(
      {
        id: Type.String(),
        version: Type.String(),
        language: Type.String(),
        digest: Type.String(),
      },
      { description: 'What was shown: GET /v1/notices/{id}?version=… tells the very text' },
    ),
  ),
  method: nullable(Type.String({ description: 'How it was said; null where it was not kept' })),
  signals: nullable(
    Type.Object(
      { gpc: Type.Boolean() },
      { description: 'What the browser said by itself, as it came with the act' },
    ),
  ),
  expiresAt: nullable({ ...Time, description: 'Until when a yes counts at the longest' }),
  renews: Type.Boolean({ description: 'It said yes again to what stood as given' }),
})

export const ConsentAnswer = Type.Object({
  subject: nullable(SubjectId),
  state: Type.Record(Type.String(), ConsentStatus),
  asking: AskingByPurpose,
  records: list(ConsentRecordView, { description: 'Latest first' }),
  nextCursor: NextCursor,
  clearance: nullable(
    Type.String({ description: 'Ask /v1/erasures/{id} when the model is clear' }),
  ),
  modelClearedAt: nullable(Time),
  csrfToken: nullable(
    Type.String({ description: 'For a page whose person our cookie knows: send it with writes' }),
  ),
})

export const FindBody = Type.Object(
  { externalId: Type.Optional(ExternalId), anonymousId: Type.Optional(AnonymousId) },
  { ...CLOSED, minProperties: 1, maxProperties: 1, description: 'Exactly one of them' },
)
export const FindAnswer = Type.Object({ subject: SubjectId })

export const RemoveBody = Type.Object(
  { interaction: Type.String({ minLength: 1, maxLength: 256 }) },
  CLOSED,
)

export const ClearanceAnswer = Type.Object({
  id: Type.String({ description: 'Names the act; it leads to nobody' }),
  at: Time,
  rows: Type.Integer(),
  modelClearedAt: nullable(Time),
})

export const EraseAnswer = Type.Object({
  id: Type.String(),
  erasedAt: Time,
  rows: Type.Integer(),
  receipt: Type.String({ description: 'The proof of it, given this once: keep it as a file' }),
  modelClearedAt: nullable(Time),
})

const Basis = Type.Object(
  {
    decidedAt: Time,
    location: nullable(Type.String()),
    residence: nullable(Type.String()),
    ageBand: nullable(Type.String()),
    gpc: Type.Boolean(),
    consentRecords: Type.Integer({ description: 'How many of them counted' }),
    rulebook: Type.String({ description: 'Digest of the laws that were weighed' }),
    bases: Type.Record(Type.String(), Type.String(), { description: 'Legal basis by purpose' }),
  },
  { description: 'The facts and the decision that permitted it' },
)

export const InteractionView = Type.Object({
  id: Type.String(),
  item: Type.String(),
  verb: Type.String(),
  at: nullable(Time),
  purposes: list(Type.String()),
  basis: nullable(Basis),
})

/** What it is called, for whoever reads a list of items; null where the catalogue does not say. */
const ItemWords = {
  title: nullable(Type.String()),
  categories: list(Type.String()),
}

export const InteractionsAnswer = Type.Object({
  interactions: list(Type.Object({ ...InteractionView.properties, ...ItemWords })),
  nextCursor: NextCursor,
})

const ShownContribution = Type.Object({
  kind: Type.String(),
  id: nullable(Type.String()),
  percent: Type.Integer({ description: 'Of what spoke for it' }),
  support: nullable(Type.Integer({ description: 'At least that many people share this' })),
})

/** As a list shows it: with what its item is called. */
const NamedContribution = Type.Object({
  ...ShownContribution.properties,
  title: nullable(Type.String()),
})

const ImpressionFields = {
  id: Type.String(),
  item: Type.String(),
  slot: Type.String(),
  decidedAt: Time,
  at: Time,
  rung: Type.String(),
  model: nullable(Type.String()),
  contributions: list(ShownContribution, { description: 'Why: as it was told then' }),
  propensity: nullable(Type.Number({ description: 'The chance of its place, if it was drawn' })),
  ad: nullable(
    Type.Object({
      campaign: Type.String(),
      creative: Type.String(),
      advertiser: Type.String(),
      payer: Type.String({ description: 'Who paid for it' }),
      items: list(Type.String()),
    }),
  ),
  purposes: list(Type.String()),
  basis: Basis,
  outcomes: list(Type.Object({ verb: Type.String(), at: Time })),
}

export const ImpressionsAnswer = Type.Object({
  impressions: list(
    Type.Object({
      ...ImpressionFields,
      ...ItemWords,
      contributions: list(NamedContribution),
      model: Type.Optional(nullable(Type.String({ description: 'Not to a page' }))),
      reasons: list(Reason),
    }),
  ),
  nextCursor: NextCursor,
})

/** As `PageDecideAnswer`: without the model. */
export const PageImpressionsAnswer = Type.Object({
  impressions: list(
    Type.Object({
      id: ImpressionFields.id,
      item: ImpressionFields.item,
      slot: ImpressionFields.slot,
      decidedAt: ImpressionFields.decidedAt,
      at: ImpressionFields.at,
      rung: ImpressionFields.rung,
      contributions: list(NamedContribution),
      purposes: ImpressionFields.purposes,
      basis: ImpressionFields.basis,
      outcomes: ImpressionFields.outcomes,
      propensity: ImpressionFields.propensity,
      ad: ImpressionFields.ad,
      ...ItemWords,
      reasons: list(Reason),
    }),
  ),
  nextCursor: NextCursor,
})

const Marks = Type.Object(
  { items: list(Type.String()), categories: list(Type.String()) },
  { description: 'What the person said is not theirs' },
)

const ShownText = Type.Object({
  id: Type.String(),
  version: Type.String(),
  language: Type.String(),
  digest: Type.String(),
  title: Type.String(),
  sections: list(Type.Object({ heading: Type.Optional(Type.String()), text: Type.String() })),
  accept: Type.String(),
  refuse: Type.String(),
})

const ExportedEmail = Type.Object(
  {
    contact: nullable(
      Type.Object({
        address: Type.String(),
        zone: nullable(Type.String()),
        fields: Type.Record(Type.String(), Type.String()),
        lists: list(Type.Object({ list: Type.String(), standing: Type.String(), since: Time })),
        watches: list(Type.Object({ item: Type.String(), since: Time })),
        relationship: nullable(
          Type.Object({
            context: nullable(Type.String()),
            lastPurchaseAt: nullable(Time),
            lastInquiryAt: nullable(Time),
            ownSimilarProducts: Type.Boolean(),
          }),
        ),
        provenAt: nullable(Time),
        ofDevice: Type.Boolean({ description: 'Given before it was known who they are' }),
        createdAt: Time,
      }),
    ),
    deliveries: list(
      Type.Object({
        send: Type.String(),
        state: Type.String(),
        code: Type.String(),
        at: nullable(Time),
        subject: nullable(Type.String()),
        rung: nullable(Type.String()),
        items: list(Type.String()),
        opened: list(Time),
        followed: list(Type.Object({ url: Type.String(), at: Time })),
      }),
    ),
  },
  { description: 'Their address, what they chose about mail, and what was sent' },
)

/** The form of an export, `equipoise/export@1`: what it holds is all that is held. */
export const ExportAnswer = Type.Object(
  {
    schema: Type.Literal('equipoise/export@1'),
    exportedAt: Time,
    subject: Type.Object({
      id: SubjectId,
      externalId: nullable(Type.String()),
      anonymousId: nullable(Type.String()),
      region: nullable(Type.String()),
      ageBand: nullable(Type.String()),
      createdAt: Time,
      vouched: Type.Boolean({ description: 'A back end has spoken for them' }),
      pausedUntil: nullable(Time),
      marks: Marks,
      ceiling: nullable(oneOf(SPECIFICITY_LEVELS, 'How specific at most')),
      wishes: WishesView,
    }),
    consent: Type.Object({
      state: Type.Record(Type.String(), ConsentStatus),
      records: list(ConsentRecordView),
      notices: list(ShownText, { description: 'Every text that the records name' }),
    }),
    interactions: list(InteractionView),
    impressions: list(Type.Object(ImpressionFields)),
    email: ExportedEmail,
    centerAccess: list(
      Type.Object({
        askedAt: Time,
        openedAt: nullable(Time),
        sameBrowser: Type.Boolean(),
        language: Type.String(),
        until: Time,
      }),
      { description: 'Ways into the privacy center by email that are open, or were asked for' },
    ),
    acts: list(
      Type.Object({
        act: Type.String(),
        at: Time,
        details: Type.Record(Type.String(), Type.Unknown()),
      }),
      { description: 'What was asked for, who did it, and why' },
    ),
    training: Type.Object(
      { items: list(Type.String()), until: nullable(Time) },
      { description: 'What the person gives to the shared matrix: a set of items' },
    ),
    measured: nullable(
      Type.Object(
        {
          week: Type.String({ format: 'date', description: 'The Monday that it begins on' }),
          used: Type.Record(Type.String(), Type.Integer()),
          campaigns: list(Type.String()),
          experiments: list(Type.String()),
          converted: list(Type.String()),
        },
        { description: 'How often they were counted in a week, for reports that name nobody' },
      ),
    ),
    disclosures: list(Type.Unknown(), { description: 'Who received anything: nobody yet' }),
  },
  { description: 'Everything that is held about a person' },
)

export const StatusAnswer = Type.Object({
  version: Type.String(),
  subjects: Type.Integer(),
  items: Type.Integer(),
  packs: list(Type.String()),
  supportPeopleMin: Type.Integer(),
  modelClearanceSeconds: Type.Integer(),
  model: nullable(
    Type.Object({
      model: Type.String(),
      builtAt: Time,
      subjects: Type.Integer(),
      items: Type.Integer(),
      stale: Type.Boolean(),
    }),
  ),
  refusals: list(
    Type.Object({
      day: Type.String(),
      purpose: Purpose,
      code: Type.String(),
      pack: Type.String(),
      count: Type.Integer(),
    }),
  ),
})

export const TrainAnswer = Type.Object({
  state: oneOf(['idle', 'running', 'failed'] as const, 'Whether a training runs'),
  stage: nullable(Type.String()),
  ratio: Type.Number({ description: '0 to 1' }),
})

export type DecideBody = Static<typeof DecideBody>
export type ConsentBody = Static<typeof ConsentBody>
