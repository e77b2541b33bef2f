/** The forms of advertising on the wire, beside those that operators write (`modules/ads`). */
import { SPECIFICITY_LEVELS } from '@equipoise/core/channels'
import { type TSchema, Type } from 'typebox'
import {
  AD_ID_PATTERN,
  AdvertiserForm,
  AudienceForm,
  CampaignForm,
  CreativeForm,
  ExperimentForm,
  Review,
  SlotForm,
} from '../modules/ads/index.ts'
import { AD_RECORD_KINDS } from '../store/index.ts'
import { list, NextCursor, nullable, Time } from './schemas.ts'

const CLOSED = { additionalProperties: false }

export const AdPath = Type.Object({
  id: Type.String({
    pattern: AD_ID_PATTERN,
    description: 'Yours: at most 32 of a-z, 0-9, - and _',
  }),
})

const Id = { id: Type.String() }
/** Any object: what is wrong with it is named in full by the use case. */
export const AdBody = Type.Unsafe<unknown>({ type: 'object' })

const Size = Type.Integer({ description: 'In two digits, in tens at least; 0 below 50' })
const SizeByDay = Type.Integer({
  description: 'In two digits, of days that are over; 0 below 50',
})

export const AD_ANSWERS = {
  advertisers: Type.Object({ ...Id, ...AdvertiserForm.properties }),
  slots: Type.Object({ ...Id, ...SlotForm.properties }),
  audiences: Type.Object({
    ...Id,
    ...AudienceForm.properties,
    people: Size,
    runs: Type.Boolean({ description: 'Whether it is large enough, and differs from the others' }),
  }),
  creatives: Type.Object({ ...Id, ...CreativeForm.properties, review: Review }),
  campaigns: Type.Object({
    ...Id,
    ...CampaignForm.properties,
    spentMinor: Type.Integer({ description: 'In whole minor units, rounded down' }),
    showings: SizeByDay,
    clicks: SizeByDay,
  }),
  experiments: Type.Object({ ...Id, ...ExperimentForm.properties }),
} as const satisfies Readonly<Record<string, TSchema>>

export const AdSet = Type.Object(
  {
    ads: Type.Array(
      Type.Object(
        {
          kind: Type.Unsafe<(typeof AD_RECORD_KINDS)[number]>({
            type: 'string',
            enum: [...AD_RECORD_KINDS],
          }),
          id: Type.String({ maxLength: 32 }),
          form: AdBody,
        },
        CLOSED,
      ),
      { maxItems: 20_000, description: 'Each in the light of those before it; all or none' },
    ),
  },
  CLOSED,
)

export const AdSetAnswer = Type.Object({
  ads: list(Type.Object({ kind: Type.String(), id: Type.String(), form: Type.Unknown() })),
})

export const RepositoryAnswer = Type.Object({
  ads: list(
    Type.Object({
      digest: Type.String({ description: 'Names the ad with its parameters' }),
      ad: Type.Unknown({ description: 'Content, on whose behalf, who paid, how it was aimed' }),
      firstShownOn: Type.String({ format: 'date' }),
      lastShownOn: Type.String({ format: 'date' }),
      showings: Size,
      countries: list(
        Type.Object({
          country: Type.String({ description: 'ISO 3166-1, two letters' }),
          showings: Size,
        }),
      ),
    }),
  ),
  nextCursor: NextCursor,
})

const Level = Type.Unsafe<(typeof SPECIFICITY_LEVELS)[number]>({
  type: 'string',
  enum: [...SPECIFICITY_LEVELS],
  description: 'How specific at most: general uses nothing of the person',
})

export const CeilingBody = Type.Object({ ceiling: nullable(Level) }, CLOSED)
export const CeilingAnswer = Type.Object({ ceiling: nullable(Level) })

export const FollowAnswer = Type.Object({
  items: list(
    Type.Object({
      item: Type.String(),
      title: nullable(Type.String()),
      shown: Type.Integer({ description: 'How often it, or its like, was shown' }),
      most: Type.Integer({ description: 'How often it may be' }),
      withinDays: Type.Integer(),
      sinceLook: Type.Integer({
        description: 'How often this very item was shown after it was first looked at',
      }),
    }),
    { description: 'What the person looked at and was shown since, the most shown first' },
  ),
  countedAt: Time,
})
