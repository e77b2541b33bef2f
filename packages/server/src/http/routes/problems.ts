import { Problem } from '../schemas.ts'

/** The answers that a route may give beside its own: each is a problem. */
export function problems(...statuses: readonly number[]): Record<number, typeof Problem> {
  return Object.fromEntries([...statuses, 413, 415, 500, 503].map((status) => [status, Problem]))
}
