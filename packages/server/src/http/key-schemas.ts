/** The forms of keys, and of the log of what operators did for people. */
import { Type } from 'typebox'
import { ACCESS_KEY_KINDS, OPERATOR_ROLES } from '../store/index.ts'
import { list, NextCursor, nullable, Time } from './schemas.ts'

const CLOSED = { additionalProperties: false }

export const KeyBody = Type.Object(
  {
    kind: Type.Unsafe<(typeof ACCESS_KEY_KINDS)[number]>({
      type: 'string',
      enum: [...ACCESS_KEY_KINDS],
      description:
        'For a page, a server, a person, an ad exchange, or to check what your back end signs',
    }),
    label: Type.Optional(Type.String({ maxLength: 100 })),
    role: Type.Optional(
      Type.Unsafe<(typeof OPERATOR_ROLES)[number]>({
        type: 'string',
        enum: [...OPERATOR_ROLES],
        description: 'Of an operator key; administrator where left out',
      }),
    ),
    origins: Type.Optional(
      Type.Array(Type.String({ maxLength: 300 }), {
        maxItems: 50,
        description: 'Of a publishable key: the pages it is for, such as https://shop.example',
      }),
    ),
    expiresAt: Type.Optional(Time),
    publicKey: Type.Optional(
      Type.Object(
        {
          kty: Type.String({ maxLength: 10 }),
          crv: Type.String({ maxLength: 10 }),
          x: Type.String({ maxLength: 100 }),
          y: Type.Optional(Type.String({ maxLength: 100 })),
        },
        { ...CLOSED, description: 'Of a signing key: a JWK on Ed25519 or P-256' },
      ),
    ),
  },
  CLOSED,
)

export const KeyAnswer = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  key: nullable(Type.String({ description: 'Shown this once; null for a public key of yours' })),
})

export const KeyPath = Type.Object({ id: Type.String({ description: 'The id of a key' }) })

export const RotateBody = Type.Object(
  {
    graceSeconds: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 2_592_000,
        description: 'How long the old key stays good; a day where left out',
      }),
    ),
  },
  CLOSED,
)

export const KeysAnswer = Type.Object({
  keys: list(
    Type.Object({
      id: Type.String(),
      kind: Type.String(),
      label: Type.String(),
      role: nullable(Type.String()),
      origins: list(Type.String()),
      createdAt: Time,
      expiresAt: nullable(Time),
      revokedAt: nullable(Time),
      lastUsedAt: nullable(Time),
    }),
  ),
  nextCursor: NextCursor,
})

export const OperatorActsAnswer = Type.Object({
  acts: list(
    Type.Object({ at: Time, key: Type.String(), act: Type.String(), reason: Type.String() }),
  ),
  nextCursor: NextCursor,
})
