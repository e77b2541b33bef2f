import type { Settings } from './client-options.ts'
import type { Call, Operation } from './operation.ts'

/** One request of a call, the same for each attempt but for its token. */
export interface ReadyRequest {
  readonly url: string
  readonly init: RequestInit
}

/** @throws TypeError where a path or a header cannot hold what it is given. */
export async function toRequest(
  settings: Settings,
  operation: Operation,
  call: Call,
): Promise<ReadyRequest> {
  const { body, options = {} } = call
  const token = await settings.token()
  const reason = options.reason ?? settings.reason
  const { credentials } = settings
  return {
    url: `${settings.url}${toPath(operation.path, call.path ?? {})}${toQuery(call.query)}`,
    init: {
      method: operation.method,
      headers: toHeaders({
        accept: 'application/json, application/problem+json, */*;q=0.1',
        ...(body === undefined ? {} : { 'content-type': operation.sends ?? 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(reason === undefined ? {} : { 'equipoise-reason': checkReason(reason) }),
        ...options.headers,
      }),
      ...(body === undefined ? {} : { body: toBody(operation, body) }),
      // Our API leads nowhere else: what does is not ours, and must not get the key.
      redirect: 'manual',
      // Not every runtime knows the word, so that it is left out unless it is asked for.
      ...(credentials === undefined ? {} : { credentials }),
    },
  }
}

function toPath(path: string, ids: Readonly<Record<string, string | number>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = String(ids[name] ?? '')
    // An address without a segment, or with a dot segment, is another one's.
    if (/^\.{0,2}$/.test(id)) throw new TypeError(`Cannot use "${name}": no path can hold it`)
    return encodeURIComponent(id)
  })
}

function toQuery(query: object = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) if (one !== undefined) parameters.append(name, String(one))
  }
  return parameters.size === 0 ? '' : `?${parameters}`
}

function toBody({ sends }: Operation, body: unknown): string | Uint8Array<ArrayBuffer> {
  if (sends === undefined) return JSON.stringify(body)
  if (typeof body === 'string') return body
  // Bytes over memory that threads share are copied: no runtime sends those.
  if (body instanceof Uint8Array) return new Uint8Array(body)
  const lines = Array.isArray(body) ? body : [body]
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

/** The runtime's own error would quote what it cannot send. */
function toHeaders(given: Readonly<Record<string, string>>): Headers {
  try {
    return new Headers(given)
  } catch {
    throw new TypeError('Cannot use "headers": no request can hold one of them')
  }
}

function checkReason(reason: string): string {
  if (/^[\x20-\x7e\xa0-\xff]{1,500}$/.test(reason)) return reason
  throw new TypeError('Cannot use "reason": want 1 to 500 characters of Latin-1 (ISO 8859-1)')
}
