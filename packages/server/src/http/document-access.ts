/** Says in the OpenAPI document who may call a route, out of the access table. */
import type { FastifySchema } from 'fastify'
import { ACTIONS, type Action, type ActionEntry, type Credential } from './access-table.ts'

declare module 'fastify' {
  interface FastifySchema {
    /** The action of the access table, as the OpenAPI document tells it. */
    'x-may'?: Action
  }
}

const NAMES: Readonly<Record<Credential, string>> = {
  none: 'anybody',
  publishable: 'a publishable key',
  subject: 'the person in front of a page',
  exchange: 'an exchange’s key',
  secret: 'a secret key',
  viewer: 'viewers',
  marketer: 'marketers',
  privacy_officer: 'privacy officers',
  administrator: 'administrators',
}

const SCHEMES: Readonly<
  Record<Credential, readonly Readonly<Record<string, readonly string[]>>[]>
> = {
  none: [{}],
  publishable: [{ key: [] }],
  subject: [{ subjectToken: [] }, { key: [], session: [] }],
  exchange: [{ key: [] }],
  secret: [{ key: [] }],
  viewer: [{ key: [] }],
  marketer: [{ key: [] }],
  privacy_officer: [{ key: [] }],
  administrator: [{ key: [] }],
}

export const SECURITY_SCHEMES = {
  key: {
    type: 'http',
    scheme: 'bearer',
    description: 'A key: publishable, secret, operator or exchange',
  },
  subjectToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'Signed by your back end for the person in front of the page',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-equipoise',
    description: 'Set when somebody agrees to be known again; writes need X-CSRF-Token too',
  },
} as const

/** The schema, with who may call it in words and as security requirements. */
export function documentAccess(schema: FastifySchema, may: Action): FastifySchema {
  const { reach, needsReason = false }: ActionEntry = ACTIONS[may]
  const callers = credentialsOf(reach)
  const who = `Who may: ${listed(callers.map((one) => NAMES[one]))}.`
  const why = needsReason ? ' Operators say why, in the header "Equipoise-Reason".' : ''
  const description = [schema.description, who + why].filter((text) => text !== undefined)
  const security = callers.flatMap((one) => SCHEMES[one])
  const documented = { ...schema, description: description.join('\n\n') }
  return { ...documented, security: unique(security), 'x-may': may }
}

function credentialsOf(reach: ActionEntry['reach']): readonly Credential[] {
  // The keys of a table that is typed by them.
  return Object.keys(reach) as Credential[]
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? 'nobody'
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}

type Requirement = Readonly<Record<string, readonly string[]>>

function unique(requirements: readonly Requirement[]): Requirement[] {
  return [...new Map(requirements.map((one) => [JSON.stringify(one), one])).values()]
}
