/**
 * Bodies that a use case reads field by field, because it names every problem: here in full, for
 * the reference. A test sends each field that stands here.
 */
import { VERBS } from '@equipoise/core/values'
import { type TSchema, Type } from 'typebox'
import { AnonymousId, ExternalId, InteractionsBody, SubjectId, Time } from './schemas.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the reference shows as the body, where the schema leaves the checks to the use case. */
    documentedBody?: TSchema
  }
}

const CLOSED = { additionalProperties: false }
const Text = Type.String({ minLength: 1, maxLength: 500 })
const Texts = Type.Array(Text, { maxItems: 20, uniqueItems: true })
const OwnId = Type.String({ minLength: 1, maxLength: 256 })

const InteractionForm = Type.Object(
  {
    subject: Type.Optional(SubjectId),
    externalId: Type.Optional(ExternalId),
    anonymousId: Type.Optional(AnonymousId),
    item: OwnId,
    verb: Type.Unsafe<string>({ type: 'string', enum: [...VERBS] }),
    at: Type.Optional({
      ...Time,
      description: 'When it happened, five minutes ahead at most; left out where nobody knows',
    }),
    id: Type.Optional({
      ...OwnId,
      description:
        'Yours: what comes twice under one id is kept once. Without it, it is kept twice',
    }),
  },
  {
    ...CLOSED,
    description:
      'A back end names the person once: by subject, externalId or anonymousId. A page names nobody',
  },
)

export const InteractionsForm = Type.Object(
  {
    ...InteractionsBody.properties,
    interactions: Type.Array(InteractionForm, { maxItems: 1_000 }),
  },
  CLOSED,
)

export const ItemForm = Type.Object(
  {
    id: Type.Optional({ ...OwnId, description: 'That of the path, or left out' }),
    title: Type.Optional(Text),
    categories: Type.Optional({ ...Texts, description: 'Primary first' }),
    attributes: Type.Optional(
      Type.Record(Type.String(), Text, { maxProperties: 50, description: 'Texts by name' }),
    ),
    priceMinor: Type.Optional(
      Type.Integer({ minimum: 0, description: 'In the smallest unit of the currency' }),
    ),
    currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217' })),
    available: Type.Optional(Type.Boolean({ default: true })),
    sensitive: Type.Optional({
      ...Texts,
      description:
        'What it says of whoever meets it, such as health: used with explicit consent alone',
    }),
  },
  CLOSED,
)
