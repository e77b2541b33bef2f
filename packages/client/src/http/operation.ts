/** What the generated methods say of an operation, and how they hand it over to be sent. */

export interface Operation {
  readonly method: string
  /** With `{id}` where an id goes. */
  readonly path: string
  /** Whether sending it twice is as good as sending it once. */
  readonly isIdempotent: boolean
  /** It is so, too, where each entry of that list has that field. */
  readonly onceBy?: { readonly list: string; readonly field: string }
  /** The media type of its body, where that is not JSON. */
  readonly sends?: string
}

/** How one call is sent, where that differs from how the client sends. */
export interface RequestOptions {
  /** Ends the call and its retries; the call then fails with the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** For each attempt, in milliseconds. */
  readonly timeoutMs?: number | undefined
  /** For the whole call with its retries, in milliseconds. */
  readonly deadlineMs?: number | undefined
  /** How often it is sent again at most. */
  readonly retriesMax?: number | undefined
  /** Why an operator acts for a person. It is logged. */
  readonly reason?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

export interface Call {
  readonly path?: Readonly<Record<string, string | number>>
  readonly query?: object | undefined
  readonly body?: unknown
  readonly options?: RequestOptions | undefined
}

export type Send = <Answer>(operation: Operation, call: Call) => Promise<Answer>
