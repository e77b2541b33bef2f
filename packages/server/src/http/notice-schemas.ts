/** The forms of notices: what people are asked with, word for word. */
import { Type } from 'typebox'
import { LANGUAGES_MAX, RENDERING_MAX, SECTIONS_MAX } from '../modules/consent/index.ts'
import { list, NextCursor, nullable, Purpose, Time } from './schemas.ts'

const CLOSED = { additionalProperties: false }

const NAME = { minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$' }
const FACT = '^[A-Za-z][A-Za-z0-9_.-]{0,63}$'
const LANGUAGE = '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$'

export const NoticeId = Type.String({ ...NAME, description: 'Your own name of the notice' })
export const NoticeVersion = Type.String({
  ...NAME,
  description: 'Your own name of this wording: it never changes',
})
export const NoticeLanguage = Type.String({
  pattern: LANGUAGE,
  description: 'BCP 47, such as en or pt-BR',
})

export const NoticePath = Type.Object({ id: NoticeId })

export const NoticeQuery = Type.Object({ version: Type.Optional(NoticeVersion) }, CLOSED)

const NoticeText = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 500 }),
    sections: Type.Array(
      Type.Object(
        {
          heading: Type.Optional(Type.String({ maxLength: 500 })),
          text: Type.String({ minLength: 1, maxLength: 10_000 }),
        },
        CLOSED,
      ),
      { minItems: 1, maxItems: SECTIONS_MAX },
    ),
    accept: Type.String({ minLength: 1, maxLength: 200, description: 'What the yes says' }),
    refuse: Type.String({ minLength: 1, maxLength: 200, description: 'What the no says' }),
  },
  { ...CLOSED, description: 'Plain text, as it is shown' },
)

const FIELDS = {
  version: NoticeVersion,
  purposes: Type.Array(Purpose, { minItems: 1, maxItems: 20, description: 'What it asks for' }),
  texts: Type.Record(Type.String({ pattern: LANGUAGE }), NoticeText, {
    ...CLOSED,
    minProperties: 1,
    maxProperties: LANGUAGES_MAX,
    description: 'By language: BCP 47, such as en or pt-BR',
  }),
}

export const NoticeBody = Type.Object(
  {
    ...FIELDS,
    explicit: Type.Optional(Type.Boolean({ description: 'It asks for an express statement' })),
    rendering: Type.Optional(
      Type.Record(Type.String({ pattern: FACT }), Type.String({ maxLength: 1_000 }), {
        ...CLOSED,
        maxProperties: RENDERING_MAX,
        description: 'How it is shown, in your own words: sizes, colours, order',
      }),
    ),
  },
  CLOSED,
)

export const NoticeAnswer = Type.Object({
  id: NoticeId,
  ...FIELDS,
  explicit: Type.Boolean(),
  rendering: Type.Record(Type.String(), Type.String()),
  digest: Type.String({ description: 'SHA-256 of its canonical JSON (RFC 8785), hexadecimal' }),
  registeredAt: Time,
  retiredAt: nullable(Time),
})

export const NoticesAnswer = Type.Object({ notices: list(NoticeAnswer), nextCursor: NextCursor })

export const RetireBody = Type.Object({ version: NoticeVersion }, CLOSED)

export const NonceBody = Type.Object(
  {
    version: NoticeVersion,
    language: NoticeLanguage,
    purposes: Type.Optional(
      Type.Array(Purpose, {
        minItems: 1,
        maxItems: 20,
        description: 'Some that the notice asks for; all of them where left out',
      }),
    ),
    prompted: Type.Optional(
      Type.Boolean({
        description:
          'The page asks by itself. It is refused where one may not ask; whoever opened their choices is heard',
      }),
    ),
  },
  CLOSED,
)

export const NonceAnswer = Type.Object({
  nonce: Type.String({ description: 'Good for one yes to this notice' }),
  expiresAt: Time,
})
