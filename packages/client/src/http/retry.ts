/**
 * When a call is sent again, and after how long.
 *
 * Exponential back-off with full jitter: a wait is drawn evenly between nothing and a bound that
 * doubles, so that clients which failed together do not come back together (Brooker, "Exponential
 * Backoff And Jitter", AWS 2015). Where the server says how long to wait, the draw comes on top.
 */
import { EquipoiseProblem } from './equipoise-problem.ts'
import { EquipoiseUnreachable } from './equipoise-unreachable.ts'
import type { Call, Operation } from './operation.ts'

const FIRST_BOUND_MS = 200
const BOUND_MS_MAX = 10_000
const PASSING_STATUSES = new Set([408, 429, 502, 503, 504])

/** Whether the same call may go well later: nobody answered, or not just now. */
export function isPassing(error: unknown): error is EquipoiseProblem | EquipoiseUnreachable {
  if (error instanceof EquipoiseUnreachable) {
    return error.why === 'network' || error.why === 'timeout'
  }
  return error instanceof EquipoiseProblem && PASSING_STATUSES.has(error.status)
}

/** Whether sending it again is as good as having sent it once. */
export function mayRepeat({ isIdempotent, onceBy }: Operation, { body }: Call): boolean {
  if (isIdempotent || onceBy === undefined) return isIdempotent
  if (typeof body !== 'object' || body === null) return false
  const list: unknown = Reflect.get(body, onceBy.list)
  return Array.isArray(list) && list.every((one) => hasText(one, onceBy.field))
}

function hasText(entry: unknown, field: string): boolean {
  if (typeof entry !== 'object' || entry === null) return false
  const value: unknown = Reflect.get(entry, field)
  return typeof value === 'string' && value !== ''
}

/**
 * @param failures how often it has failed so far, from 1.
 * @param drawn from chance, 0 to 1 without 1.
 * @returns milliseconds.
 */
export function waitBefore(failures: number, error: unknown, drawn: number): number {
  const bound = Math.min(BOUND_MS_MAX, FIRST_BOUND_MS * 2 ** (failures - 1))
  const asked = error instanceof EquipoiseProblem ? (error.retryAfterMs ?? 0) : 0
  return asked + Math.floor(drawn * bound)
}
