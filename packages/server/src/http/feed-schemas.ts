/** What feeds and playlists are asked, and what a person wants of their lists for good. */
import { AD_EVERY_MIN, FEED_MODES, type FeedMode, WISHES_MAX } from '@equipoise/core/channels'
import { SEQUENCE_ORDERS, type SequenceOrder } from '@equipoise/core/lists'
import { type TSchema, Type } from 'typebox'
import {
  AD_EVERY,
  CURSOR_LENGTH_MAX,
  LIST_NAME_PATTERN,
  PLAYLIST_SEED_MAX,
  SPREADS_MAX,
} from '../modules/decide/index.ts'

const CLOSED = { additionalProperties: false }

export const FeedModeForm = Type.Unsafe<FeedMode>({
  type: 'string',
  enum: [...FEED_MODES],
  description: 'From what they did, from what they follow or liked, or the newest first',
})

const By = Type.String({
  minLength: 1,
  maxLength: 500,
  description: '"category", or the name of an attribute such as "kind" or "maker"',
})

const Order = Type.Unsafe<SequenceOrder>({ type: 'string', enum: [...SEQUENCE_ORDERS] })

export const SpreadBody = Type.Array(
  Type.Object(
    {
      by: By,
      within: Type.Integer({ minimum: 2, maximum: 100 }),
      most: Type.Integer({ minimum: 1, maximum: 100 }),
    },
    CLOSED,
  ),
  { maxItems: SPREADS_MAX, description: 'Of so many places in a row at most so many of one group' },
)

export const HalfLifeDays = Type.Number({
  exclusiveMinimum: 0,
  maximum: 3_650,
  description: 'After which a new item counts half. Not from a page',
})

export const FeedBody = Type.Object(
  {
    mode: Type.Optional(FeedModeForm),
    cursor: Type.Optional(
      Type.String({ maxLength: CURSOR_LENGTH_MAX, description: 'The "next" of the page before' }),
    ),
    halfLifeDays: Type.Optional(HalfLifeDays),
    spread: Type.Optional(SpreadBody),
    ads: Type.Optional(
      Type.Object(
        {
          slot: Type.String({
            minLength: 1,
            maxLength: 32,
            description: 'A slot for ads of yours',
          }),
          every: Type.Optional(
            Type.Integer({
              minimum: AD_EVERY_MIN,
              maximum: 100,
              description: `Of so many places in a row at most one is an ad. ${AD_EVERY} if left out`,
            }),
          ),
        },
        { ...CLOSED, description: 'Marked ads among the items, never first, never two in a row' },
      ),
    ),
  },
  { ...CLOSED, description: 'Makes it a feed. Neither "from" nor "rerank" goes with it' },
)

export const PlaylistBody = Type.Object(
  {
    list: Type.Optional(
      Type.String({
        pattern: LIST_NAME_PATTERN,
        description:
          'Your name for it: what is done in it can be kept out of the profile. Its tokens are of the slot "playlist:NAME"',
      }),
    ),
    seed: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: PLAYLIST_SEED_MAX,
        description: 'Another list each; 0 is the one that fits best',
      }),
    ),
    order: Type.Optional(Order),
    apart: Type.Optional(
      Type.Object(
        { by: By, within: Type.Integer({ minimum: 2, maximum: 100 }) },
        { ...CLOSED, description: 'Of so many in a row, no two of one group' },
      ),
    ),
  },
  { ...CLOSED, description: 'Makes it a playlist, from "from" or else from the profile' },
)

export const PlaylistView = Type.Object(
  {
    list: Type.Union([Type.String(), Type.Null()]),
    seed: Type.Integer(),
    order: Order,
    forProfile: Type.Boolean({ description: 'False where the person keeps this list apart' }),
  },
  { description: 'Of a playlist alone' },
)

const FollowedForm = Type.Object(
  {
    by: Type.String({
      minLength: 1,
      maxLength: 500,
      description: '"item", "category", or the name of an attribute',
    }),
    value: Type.String({ minLength: 1, maxLength: 500 }),
  },
  CLOSED,
)
const ListName = Type.String({ pattern: LIST_NAME_PATTERN })
const ItemId = Type.String({ minLength: 1, maxLength: 256 })

const upTo = <T extends TSchema>(of: T) => Type.Array(of, { maxItems: WISHES_MAX })

const Apart = Type.Object(
  { items: Type.Optional(upTo(ItemId)), lists: Type.Optional(upTo(ListName)) },
  CLOSED,
)

export const WishesBody = Type.Object(
  {
    feedMode: Type.Optional(Type.Union([FeedModeForm, Type.Null()])),
    follow: Type.Optional(upTo(FollowedForm)),
    unfollow: Type.Optional(upTo(FollowedForm)),
    notForProfile: Type.Optional(Apart),
    forProfile: Type.Optional(Apart),
  },
  { ...CLOSED, description: 'What is left out stays as it is' },
)

const readList = <T>(of: TSchema) => Type.Unsafe<readonly T[]>(Type.Array(of))

export const WishesView = Type.Object(
  {
    feedMode: Type.Union([FeedModeForm, Type.Null()], {
      description: 'The most personal that a feed may be; null where they did not say',
    }),
    follows: readList<{ readonly by: string; readonly value: string }>(
      Type.Object({ by: Type.String(), value: Type.String() }),
    ),
    notForProfile: Type.Object(
      { items: readList<string>(Type.String()), lists: readList<string>(Type.String()) },
      { description: 'What is done with these, or in these lists, is not kept' },
    ),
  },
  { description: 'What the person said of their lists for good' },
)
