import { type Static, Type } from 'typebox'
import { PROBLEM_SCHEMA_ID, type Problem } from '../schemas.ts'

const REFERENCE = {
  description: 'A problem',
  content: {
    'application/problem+json': {
      schema: Type.Unsafe<Static<typeof Problem>>({ $ref: `${PROBLEM_SCHEMA_ID}#` }),
    },
  },
}

const ANYWHERE = [400, 401, 403, 429, 500, 503]
const WITH_A_BODY = [408, 413, 415]

/** The answers that any route may give beside its own: each is a problem. */
export function problems(...statuses: readonly number[]): Record<number, typeof REFERENCE> {
  return Object.fromEntries([...ANYWHERE, ...statuses].map((status) => [status, REFERENCE]))
}

/** As `problems`, for a route that reads a body. */
export function bodyProblems(...statuses: readonly number[]): Record<number, typeof REFERENCE> {
  return problems(...WITH_A_BODY, ...statuses)
}
