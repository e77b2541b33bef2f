/**
 * What only the business can tell for its records: who is responsible, who works for it, how it
 * judges the risks. One JSON file of its own, read at start. What it does not say stands open in
 * every record, by name; nothing is made up for it.
 */
import { readFileSync } from 'node:fs'
import { isPlace } from '@equipoise/core/law'
import { failure, type Result, success } from '@equipoise/core/values'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { EquipoiseError } from '../../errors.ts'

const FILE_BYTES_MAX = 1024 * 1024
const PARTIES_MAX = 50

const CLOSED = { additionalProperties: false } as const
const Line = Type.String({ minLength: 1, maxLength: 500 })
const Text = Type.String({ minLength: 1, maxLength: 20_000 })
const Party = Type.Object(
  { name: Line, address: Type.Optional(Line), contact: Type.Optional(Line) },
  CLOSED,
)
const Level = Type.Enum(['low', 'medium', 'high'])

const Processor = Type.Object(
  {
    name: Line,
    does: Line,
    /** ISO 3166-1, or with a part, as `US-CA`. */
    country: Type.String({ pattern: '^[A-Z]{2}(-[A-Z0-9]{1,3})?$' }),
    /** What makes a transfer there lawful: adequacy, standard clauses. */
    safeguards: Type.Optional(Line),
  },
  CLOSED,
)

const Judgement = Type.Object(
  { likelihood: Level, severity: Level, says: Type.Optional(Text) },
  CLOSED,
)

const Assessment = Type.Object(
  {
    context: Type.Optional(Text),
    necessity: Type.Optional(Text),
    legitimateInterest: Type.Optional(Text),
    officerAdvice: Type.Optional(Text),
    viewsOfPeople: Type.Optional(Text),
    residualRisk: Type.Optional(Text),
    decision: Type.Optional(Text),
    reviewOn: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
    /** By the id that the assessment gives each risk. */
    risks: Type.Optional(Type.Record(Type.String({ pattern: '^[a-z_]{1,40}$' }), Judgement)),
  },
  CLOSED,
)

export const StatementsForm = Type.Object(
  {
    controller: Type.Optional(Party),
    jointControllers: Type.Optional(Type.Array(Party, { maxItems: PARTIES_MAX })),
    representative: Type.Optional(Party),
    officer: Type.Optional(Party),
    processors: Type.Optional(Type.Array(Processor, { maxItems: PARTIES_MAX })),
    /** Of security, beside those that the product tells of itself. */
    measures: Type.Optional(Type.Array(Line, { maxItems: PARTIES_MAX })),
    assessment: Type.Optional(Assessment),
  },
  CLOSED,
)

export type Statements = Static<typeof StatementsForm>
export type Party = Static<typeof Party>
export type Judgement = Static<typeof Judgement>

const FORM = Compile(StatementsForm)

/** Issues: `statement_invalid` with the path of what cannot be read, `country_unknown`. */
export function parseStatements(json: unknown): Result<Statements> {
  if (!FORM.Check(json)) {
    const [error] = FORM.Errors(json)
    return failure(error?.instancePath ?? '', 'statement_invalid', error?.message ?? 'No such form')
  }
  const abroad = json.processors?.findIndex(({ country }) => !isPlace(country)) ?? -1
  if (abroad < 0) return success(json)
  return failure(`/processors/${abroad}/country`, 'country_unknown', 'An ISO 3166 code')
}

/** @throws EquipoiseError `config_invalid` with the file and what is wrong in it. */
export function loadStatements(path: string | undefined): Statements {
  if (path === undefined) return {}
  const statements = parseStatements(readJson(path))
  if (statements.ok) return statements.value
  const [issue] = statements.issues
  const says = `${issue?.path} (${issue?.code}): ${issue?.says}`
  throw new EquipoiseError('config_invalid', `Cannot start: "${path}" has ${says}`)
}

function readJson(path: string): unknown {
  try {
    const text = readFileSync(path, 'utf8')
    if (text.length > FILE_BYTES_MAX) throw new RangeError('too large')
    return JSON.parse(text)
  } catch (cause) {
    throw new EquipoiseError('config_invalid', `Cannot start: "${path}" is no JSON file`, { cause })
  }
}
