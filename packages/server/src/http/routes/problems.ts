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

/** The answers that a route may give beside its own: each is a problem. */
export function problems(...statuses: readonly number[]): Record<number, typeof REFERENCE> {
  return Object.fromEntries([...statuses, 413, 415, 500, 503].map((status) => [status, REFERENCE]))
}
