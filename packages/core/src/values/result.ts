/** The outcome of reading something untrusted: the value, or every issue found. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issues: readonly Issue[] }

/** One thing wrong with an input. `path` is in dots (`items.3.at`); `code` is stable. */
export interface Issue {
  readonly path: string
  readonly code: string
  readonly says: string
}

export function success<T>(value: T): Result<T> {
  return { ok: true, value }
}

export function failure<T>(path: string, code: string, says: string): Result<T> {
  return { ok: false, issues: [{ path, code, says }] }
}
