/** What a list starts from and how it is re-ranked, on the wire. */
import {
  BOOST_FACTOR_MAX,
  DEFAULT_CALIBRATE_LAMBDA,
  DEFAULT_DIVERSIFY_LAMBDA,
  DEFAULT_EXPLORE_POOL,
  DEFAULT_EXPLORE_SHARE,
  DEFAULT_LONG_TAIL_SHARE,
  DEFAULT_NOVELTY_WEIGHT,
  DEFAULT_ROTATE_STRENGTH,
  SEQUENCE_ORDERS,
  type SequenceOrder,
} from '@equipoise/core/lists'
import { Type } from 'typebox'
import {
  BOOSTS_MAX,
  CAPS_MAX,
  EXPRESSION_LENGTH_MAX,
  START_ITEMS_MAX,
} from '../modules/decide/index.ts'

import { HalfLifeDays, SpreadBody } from './feed-schemas.ts'

const CLOSED = { additionalProperties: false }
const NOT_FROM_A_PAGE = 'Not from a page'

const ItemId = Type.String({ minLength: 1, maxLength: 256 })

function itemsOf(description: string) {
  return Type.Optional(Type.Array(ItemId, { maxItems: START_ITEMS_MAX, description }))
}

/** A strength of a step, 0 to 1. No `default`: a page is told apart by having left it out. */
function ratio(fallback: number, says: string) {
  const description = `${says}. ${fallback} if left out. ${NOT_FROM_A_PAGE}`
  return Type.Optional(Type.Number({ minimum: 0, maximum: 1, description }))
}

const By = Type.String({
  minLength: 1,
  maxLength: 500,
  description: '"category", or the name of an attribute',
})

export const FromBody = Type.Object(
  {
    similarTo: Type.Optional(ItemId),
    basket: itemsOf('What is bought together'),
    session: itemsOf('What was looked at, the last one last; kept nowhere'),
    like: itemsOf('More like these'),
    continue: itemsOf('What was played, the last one last'),
    unlike: itemsOf('Not like these'),
    withProfile: Type.Optional(
      Type.Boolean({ default: false, description: 'Count what the person did too, if permitted' }),
    ),
  },
  { ...CLOSED, description: 'Exactly one start; "unlike" goes with any' },
)

export const RerankBody = Type.Object(
  {
    boosts: Type.Optional(
      Type.Array(
        Type.Object(
          {
            when: Type.String({ minLength: 1, maxLength: EXPRESSION_LENGTH_MAX }),
            factor: Type.Number({ minimum: 0, maximum: BOOST_FACTOR_MAX }),
          },
          CLOSED,
        ),
        { maxItems: BOOSTS_MAX, description: NOT_FROM_A_PAGE },
      ),
    ),
    fresh: Type.Optional(Type.Object({ halfLifeDays: Type.Optional(HalfLifeDays) }, CLOSED)),
    spread: Type.Optional(SpreadBody),
    novelty: Type.Optional(
      Type.Object(
        { weight: ratio(DEFAULT_NOVELTY_WEIGHT, 'What being little known counts') },
        CLOSED,
      ),
    ),
    calibrate: Type.Optional(
      Type.Object({ lambda: ratio(DEFAULT_CALIBRATE_LAMBDA, 'What the mix counts') }, CLOSED),
    ),
    diversify: Type.Optional(
      Type.Object({ lambda: ratio(DEFAULT_DIVERSIFY_LAMBDA, 'What relevance counts') }, CLOSED),
    ),
    longTail: Type.Optional(
      Type.Object({ share: ratio(DEFAULT_LONG_TAIL_SHARE, 'Of the list, at least') }, CLOSED),
    ),
    rotate: Type.Optional(
      Type.Object(
        {
          seed: Type.Optional(
            Type.String({
              maxLength: 256,
              description: `Of the place, never of a person; the slot by default. ${NOT_FROM_A_PAGE}`,
            }),
          ),
          strength: ratio(DEFAULT_ROTATE_STRENGTH, 'How far a day moves items'),
        },
        CLOSED,
      ),
    ),
    caps: Type.Optional(
      Type.Array(Type.Object({ by: By, max: Type.Integer({ minimum: 1, maximum: 100 }) }, CLOSED), {
        maxItems: CAPS_MAX,
        description: 'At most so many of one group',
      }),
    ),
    sequence: Type.Optional(
      Type.Object(
        {
          order: Type.Optional(
            Type.Unsafe<SequenceOrder>({ type: 'string', enum: [...SEQUENCE_ORDERS] }),
          ),
          apart: Type.Optional(
            Type.Object(
              { by: By, within: Type.Integer({ minimum: 2, maximum: 100 }) },
              { ...CLOSED, description: 'Of so many in a row, no two of one group' },
            ),
          ),
        },
        { ...CLOSED, description: 'The order of a playlist; not beside "explore"' },
      ),
    ),
    explore: Type.Optional(
      Type.Object(
        {
          share: ratio(DEFAULT_EXPLORE_SHARE, 'Of the places, rounded up'),
          pool: Type.Optional(
            Type.Integer({
              minimum: 1,
              maximum: 200,
              description: `From how many items. ${DEFAULT_EXPLORE_POOL} if left out. ${NOT_FROM_A_PAGE}`,
            }),
          ),
        },
        { ...CLOSED, description: 'The last places are filled by chance' },
      ),
    ),
  },
  { ...CLOSED, description: 'Steps of re-ranking, taken in a fixed order: see the guide' },
)
