/** Calls the API of this origin, and nothing else, with the key in memory. */

/** An error as the API tells it: problem+json. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export interface CallOptions {
  /** Asked in the background: nobody waits for it. */
  readonly quiet?: boolean
}

let key = ''
let waiting = 0
let onWaiting: (isWaiting: boolean) => void = () => {}

export function setKey(value: string): void {
  key = value
}

/** Tells whether somebody waits for an answer. */
export function watchWaiting(listener: (isWaiting: boolean) => void): void {
  onWaiting = listener
}

/**
 * @typeParam T the form that /openapi.json gives the answer.
 * @throws ApiProblem for an answer that is an error, or none.
 */
export async function call<T>(
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: unknown,
  { quiet = false }: CallOptions = {},
): Promise<T> {
  const headers: Record<string, string> = {
    authorization: `Bearer ${key}`,
    'equipoise-reason': 'shown on the page of the demo',
  }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (!quiet) count(1)
  try {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await fetch(path, { method, headers, cache: 'no-store', ...sent })
    const json: unknown = await response.json()
    if (!response.ok) throw toProblem(response.status, json)
    // The server's own schema serialized it.
    return json as T
  } catch (error) {
    if (error instanceof ApiProblem) throw error
    throw new ApiProblem(0, 'unreachable', 'The server does not answer')
  } finally {
    if (!quiet) count(-1)
  }
}

function count(step: number): void {
  waiting += step
  onWaiting(waiting > 0)
}

function toProblem(status: number, json: unknown): ApiProblem {
  const { code, detail }: { code?: unknown; detail?: unknown } =
    typeof json === 'object' && json !== null ? json : {}
  const told = typeof detail === 'string' ? detail : `The server answered ${status}`
  return new ApiProblem(status, typeof code === 'string' ? code : 'unknown', told)
}
