/**
 * What advertising is made of, as operators write it: over HTTP, in files of import and export, and
 * in the store. What the schemas cannot say of it is said by `check-*.ts`.
 */
import {
  AUCTIONS,
  AUDIENCE_ATTRIBUTES,
  CAP_PERIODS,
  CAP_SCOPES,
  CONDITION_VALUES_MAX,
  CONDITIONS_MAX,
  CREATIVE_KINDS,
  GOALS,
  PACINGS,
  REVIEW_STATES,
  SPECIFICITY_LEVELS,
} from '@equipoise/core/channels'
import { ARMS_MAX, HOLDOUT_RATIO_MAX } from '@equipoise/core/measure'
import { VERBS } from '@equipoise/core/values'
import { type Static, type TSchema, Type } from 'typebox'

const CLOSED = { additionalProperties: false }
export const AD_ID_PATTERN = '^[a-z0-9][a-z0-9_-]{0,31}$'
export const HTML_LENGTH_MAX = 20_000
/** Of a bid or a limit, in minor units: nothing that is counted leaves the exact integers. */
const MONEY_MAX = 1_000_000_000

function oneOf<T extends string>(values: readonly T[], says: string) {
  return Type.Unsafe<T>({ type: 'string', enum: [...values], description: says })
}

const optional = <T extends TSchema>(schema: T) => Type.Optional(schema)
const text = (maxLength: number, description: string) =>
  Type.String({ minLength: 1, maxLength, description })
const texts = (maxItems: number, description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 256 }), {
    maxItems,
    uniqueItems: true,
    description,
  })
const AdId = Type.String({ pattern: AD_ID_PATTERN })
const ids = (maxItems: number, description: string) =>
  Type.Array(AdId, { maxItems, uniqueItems: true, description })
const Url = (description: string) => Type.String({ minLength: 1, maxLength: 2_000, description })
const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217' })
const Moment = Type.String({ format: 'date-time', maxLength: 40, description: 'RFC 3339' })
const caps = optional(
  Type.Array(
    Type.Object(
      {
        scope: oneOf(CAP_SCOPES, 'What is counted'),
        per: oneOf(CAP_PERIODS, 'Counted back from now'),
        most: Type.Integer({ minimum: 1, maximum: 1_000 }),
      },
      CLOSED,
    ),
    { maxItems: 9, description: 'So many showings to one person at most' },
  ),
)

const Verbs = Type.Array(oneOf(VERBS, 'What somebody does with an item'), {
  minItems: 1,
  maxItems: VERBS.length,
  uniqueItems: true,
  description: 'purchase where left out',
})

export const AdvertiserForm = Type.Object(
  {
    name: text(200, 'On whose behalf its ads are shown'),
    payer: optional(text(200, 'Who pays, where it is somebody else')),
  },
  CLOSED,
)

export const SlotForm = Type.Object(
  {
    accepts: optional(
      Type.Array(oneOf(CREATIVE_KINDS, 'A kind of creative'), {
        minItems: 1,
        uniqueItems: true,
        description: 'All kinds where left out',
      }),
    ),
    adsMax: optional(Type.Integer({ minimum: 1, maximum: 10, description: 'In one answer; 1' })),
    currency: Currency,
    auction: optional(oneOf(AUCTIONS, 'What the winner pays; second_price where left out')),
    reserveMinor: optional(
      Type.Integer({ minimum: 0, maximum: MONEY_MAX, description: 'For a thousand showings; 0' }),
    ),
    caps,
    ceiling: optional(oneOf(SPECIFICITY_LEVELS, 'How specific at most; topical where left out')),
  },
  CLOSED,
)

export const AudienceForm = Type.Object(
  {
    says: text(200, 'What it is, to the people in it'),
    conditions: Type.Array(
      Type.Object(
        {
          attribute: oneOf(AUDIENCE_ATTRIBUTES, 'What is asked about'),
          anyOf: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
            minItems: 1,
            maxItems: CONDITION_VALUES_MAX,
            description: 'Places (DE, US-CA) or categories',
          }),
        },
        CLOSED,
      ),
      { minItems: 1, maxItems: CONDITIONS_MAX, description: 'All of them have to hold' },
    ),
  },
  CLOSED,
)

const Content = {
  title: text(150, 'Its heading'),
  text: optional(text(1_000, 'What it says')),
  link: Url('Where it leads: https'),
  image: optional(Type.Object({ url: Url('https'), alt: text(300, 'What is to be seen') }, CLOSED)),
  html: optional(
    Type.String({
      minLength: 1,
      maxLength: HTML_LENGTH_MAX,
      description: 'Shown in a sandboxed frame: plain elements, no script, no address',
    }),
  ),
  video: optional(
    Type.Object(
      { url: Url('https'), captionsUrl: optional(Url('https')), alt: text(300, 'What it shows') },
      CLOSED,
    ),
  ),
}

export const CreativeForm = Type.Object(
  {
    advertiser: AdId,
    kind: oneOf(CREATIVE_KINDS, 'What is shown'),
    ...Content,
    categories: optional(texts(20, 'What it is about, in the words of your catalogue')),
    items: optional(texts(20, 'Items of your catalogue that it shows')),
    labels: optional(texts(10, 'Texts that a law wants shown with it')),
    synthetic: optional(
      Type.Boolean({ description: 'Whether a person in it is synthetic or altered; false' }),
    ),
  },
  CLOSED,
)

export const CampaignForm = Type.Object(
  {
    advertiser: AdId,
    label: optional(text(200, 'What you call it')),
    goal: optional(oneOf(GOALS, 'What it is for; showings where left out')),
    currency: Currency,
    bidMinor: Type.Integer({
      minimum: 1,
      maximum: MONEY_MAX,
      description: 'For a thousand showings, in minor units',
    }),
    spendLimitMinor: Type.Integer({ minimum: 1, maximum: MONEY_MAX, description: 'In all' }),
    startsAt: Moment,
    endsAt: Moment,
    pacing: optional(oneOf(PACINGS, 'even where left out')),
    slots: ids(50, 'Where it is shown'),
    places: optional(
      Type.Array(Type.String({ pattern: '^[A-Z]{2}(-[A-Z0-9]{1,3})?$' }), {
        maxItems: 50,
        uniqueItems: true,
        description: 'Where the person is; anywhere where left out',
      }),
    ),
    hours: optional(
      Type.Object(
        {
          from: Type.Integer({ minimum: 0, maximum: 23 }),
          until: Type.Integer({ minimum: 1, maximum: 24 }),
        },
        { ...CLOSED, description: 'Of the day, in UTC' },
      ),
    ),
    pages: optional(texts(20, 'What the page is about; anything where left out')),
    byInterest: optional(
      Type.Boolean({ description: 'Whether it is chosen by likeness to what somebody did; false' }),
    ),
    audience: optional(AdId),
    caps,
    creatives: ids(50, 'What is shown'),
    contextualCreatives: optional(ids(50, 'What is shown where the audience may not be used')),
    political: optional(
      Type.Object(
        { sponsor: text(300, 'Who sponsors it'), about: text(300, 'The vote that it is about') },
        CLOSED,
      ),
    ),
    paused: optional(Type.Boolean({ description: 'false where left out' })),
    conversion: optional(
      Type.Object(
        {
          verbs: optional(Verbs),
          of: optional(
            oneOf(
              ['advertised', 'anything'] as const,
              'With an item of the creative, or with any; advertised where left out',
            ),
          ),
        },
        { ...CLOSED, description: 'What counts as a conversion in reports' },
      ),
    ),
    holdoutRatio: optional(
      Type.Number({
        minimum: 0,
        maximum: HOLDOUT_RATIO_MAX,
        description:
          'The part of those who permit it that is not aimed at, by chance, to tell what the ' +
          'campaign does; 0',
      }),
    ),
  },
  CLOSED,
)

const ratio = (says: string) => optional(Type.Number({ minimum: 0, maximum: 1, description: says }))

export const ArmForm = Type.Object(
  {
    name: AdId,
    weight: optional(
      Type.Integer({ minimum: 1, maximum: 1_000, description: 'Beside those of the others; 1' }),
    ),
    rerank: optional(
      Type.Object(
        {
          novelty: optional(
            Type.Object({ weight: ratio('What being little known counts') }, CLOSED),
          ),
          calibrate: optional(Type.Object({ lambda: ratio('What the mix counts') }, CLOSED)),
          diversify: optional(Type.Object({ lambda: ratio('What relevance counts') }, CLOSED)),
          longTail: optional(Type.Object({ share: ratio('Of the list, at least') }, CLOSED)),
        },
        { ...CLOSED, description: 'Steps of re-ranking, in place of those that are asked for' },
      ),
    ),
    ceiling: optional(
      oneOf(SPECIFICITY_LEVELS, 'How specific at most; never above another ceiling'),
    ),
  },
  CLOSED,
)

export const ExperimentForm = Type.Object(
  {
    label: optional(text(200, 'What you call it')),
    slot: text(32, 'Where it is tried: a slot of ads, or home, item, basket, feed or email'),
    startsAt: Moment,
    endsAt: Moment,
    arms: Type.Array(ArmForm, {
      minItems: 2,
      maxItems: ARMS_MAX,
      description: 'What is compared; an arm that sets nothing is what is shown anyway',
    }),
    conversionVerbs: optional(Verbs),
  },
  CLOSED,
)

/** Beside what is written: what became of the review. */
export const ReviewForm = Type.Object(
  {
    decision: oneOf(['approved', 'rejected'] as const, 'Whether it may be shown'),
    note: optional(text(500, 'Why; needed to reject')),
  },
  CLOSED,
)

export const Review = Type.Object({
  state: oneOf(REVIEW_STATES, 'It is shown only once it is approved'),
  note: Type.Union([Type.String(), Type.Null()]),
})

export type AdvertiserForm = Static<typeof AdvertiserForm>
export type SlotForm = Static<typeof SlotForm>
export type AudienceForm = Static<typeof AudienceForm>
export type CreativeForm = Static<typeof CreativeForm>
export type CampaignForm = Static<typeof CampaignForm>
export type ArmForm = Static<typeof ArmForm>
export type ExperimentForm = Static<typeof ExperimentForm>
export type Review = Static<typeof Review>

export interface AdForms {
  readonly advertisers: AdvertiserForm
  readonly slots: SlotForm
  readonly audiences: AudienceForm
  readonly creatives: CreativeForm
  readonly campaigns: CampaignForm
  readonly experiments: ExperimentForm
}

export const AD_FORMS = {
  advertisers: AdvertiserForm,
  slots: SlotForm,
  audiences: AudienceForm,
  creatives: CreativeForm,
  campaigns: CampaignForm,
  experiments: ExperimentForm,
} as const
