/** The records of a privacy officer, and the privacy label. */
import { Type } from 'typebox'
import { RECORD_NAMES } from '../modules/records/index.ts'
import { list, nullable, Purpose } from './schemas.ts'

export const RecordPath = Type.Object({
  record: Type.Enum([...RECORD_NAMES], { description: 'Which of them' }),
})

const MADE_OF = {
  madeAt: Type.String({ format: 'date-time' }),
  markets: list(Type.String()),
  packs: list(Type.String({ description: '`id@version`' })),
  untold: list(Type.String({ description: 'What is kept and told of nowhere: none, as a rule' })),
}

/** What else it holds depends on which it is: `docs/guide/records.md` shows them. */
export const RecordAnswer = Type.Object(MADE_OF, { additionalProperties: true })

const Party = Type.Object({
  name: Type.String(),
  address: Type.Optional(Type.String()),
  contact: Type.Optional(Type.String()),
})

export const LabelAnswer = Type.Object({
  ...MADE_OF,
  controller: nullable(Party),
  officer: nullable(Party),
  notice: nullable(Type.String({ description: 'Where the business tells more' })),
  short: list(
    Type.Object({
      code: Type.String(),
      says: Type.String(),
      source: Type.String({ description: 'What stands behind it' }),
    }),
  ),
  keeps: list(
    Type.Object({
      id: Type.String(),
      about: Type.String({ description: '`subject`, `operator` or `nobody`' }),
      title: Type.String(),
      says: Type.String(),
      purposes: list(Purpose),
      protection: Type.String(),
      until: Type.String(),
      places: Type.Record(Type.String(), Type.Record(Type.String(), Type.String()), {
        description: 'Each table or file, and what each column holds',
      }),
    }),
  ),
  device: list(
    Type.Object({
      name: Type.String(),
      kind: Type.String({ description: '`cookie`, `storage` or `tab`' }),
      says: Type.String(),
      lifetimeDays: nullable(Type.Integer()),
      until: Type.String(),
    }),
  ),
  passing: list(Type.String({ description: 'Looked at and never stored' })),
  connectsTo: list(
    Type.Object({ to: Type.String(), says: Type.String(), sends: list(Type.String()) }),
  ),
  recipients: list(
    Type.Object({
      name: Type.String(),
      role: Type.String(),
      gets: Type.String(),
      country: nullable(Type.String()),
    }),
  ),
  rights: list(Type.Object({ requests: list(Type.String()), within: Type.String() })),
})
