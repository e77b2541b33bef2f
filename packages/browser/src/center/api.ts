/**
 * Talks to the API for the person in front of the page. A problem is thrown with its code, so
 * that a section can say what went wrong and what to do; nothing is ever sent of anybody but
 * `me`.
 */
import type { Options } from './types.ts'

const TIMEOUT_MS = 15_000

export class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: string
  readonly status: number

  constructor(code: string, status: number, says: string) {
    super(says)
    this.code = code
    this.status = status
  }
}

export interface Api {
  /** @throws Refused; its code is `unreachable` where no answer came. */
  get<T>(path: string): Promise<T>
  post<T>(path: string, body?: object): Promise<T>
  put<T>(path: string, body: object): Promise<T>
  /** What each write has to bring where our cookie speaks for the person. */
  csrfToken: string | null
}

export function connect({ key, server = '', subjectToken }: Options): Api {
  const api: Api = {
    csrfToken: null,
    get: (path) => send(path, 'GET', undefined),
    post: (path, body = {}) => send(path, 'POST', body),
    put: (path, body) => send(path, 'PUT', body),
  }
  return api

  async function send<T>(path: string, method: string, body: object | undefined): Promise<T> {
    const headers: Record<string, string> = { authorization: `Bearer ${key}` }
    const token = await subjectToken?.()
    if (token !== undefined) headers['equipoise-subject-token'] = token
    if (body !== undefined) headers['content-type'] = 'application/json'
    if (api.csrfToken !== null) headers['x-csrf-token'] = api.csrfToken
    const { status, json } = await answer(server + path, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      credentials: 'include',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (status >= 200 && status < 300) return json as T // the API's own form, checked there
    const { code = 'unreachable', detail = '' } = Object(json)
    throw new Refused(String(code), status, String(detail))
  }
}

async function answer(url: string, init: RequestInit): Promise<{ status: number; json: unknown }> {
  try {
    const response = await fetch(url, init)
    const text = await response.text()
    return { status: response.status, json: text === '' ? {} : JSON.parse(text) }
  } catch {
    return { status: 0, json: {} }
  }
}
