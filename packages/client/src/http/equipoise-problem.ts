import type { Problem, Reason } from '../generated/schemas.ts'

/** Codes of the server; a newer server may have others. `not_a_problem` is ours. */
export type ProblemCode = Problem['code'] | 'not_a_problem' | (string & {})

/**
 * The server said no, and why (`application/problem+json`, RFC 9457). What is refused by consent or
 * law is no problem but an answer, with its reasons.
 *
 * `not_a_problem` is the code where something in between answered, such as a proxy.
 */
export class EquipoiseProblem extends Error {
  override readonly name = 'EquipoiseProblem'
  readonly status: number
  readonly code: ProblemCode
  readonly title: string
  readonly detail: string
  /** Stands in the server's log, too. */
  readonly requestId: string | undefined
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined
  readonly reasons: readonly Reason[]

  /** @param operation such as `POST /v1/decide`; no ids, for messages end in logs. */
  constructor(operation: string, problem: ProblemParts) {
    const { title, detail, code } = problem
    super(`${operation}: ${title}${detail === '' ? '' : `: ${detail}`} (${code})`)
    this.status = problem.status
    this.code = code
    this.title = title
    this.detail = detail
    this.requestId = problem.requestId
    this.retryAfterMs = problem.retryAfterMs
    this.reasons = problem.reasons
  }
}

export type ProblemParts = Pick<
  EquipoiseProblem,
  'status' | 'code' | 'title' | 'detail' | 'requestId' | 'retryAfterMs' | 'reasons'
>
