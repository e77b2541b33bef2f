/**
 * Talks to the server, and never throws: whatever goes wrong is an answer that did not come. While
 * a private session lasts nothing is sent at all.
 */
import { isPaused } from './private-session.ts'
import type { Options } from './types.ts'

const TIMEOUT_MS = 8_000
/** Browsers refuse more in requests that outlive their page. */
export const KEEPALIVE_BYTES_MAX = 60_000

export interface Answer {
  /** 0 where none came. */
  readonly status: number
  readonly json: Readonly<Record<string, unknown>>
}

export interface Connection {
  readonly server: string
  /**
   * GET where there is no body.
   *
   * @param outlives the page: what tells something; a question whose page is gone needs no answer.
   * @param mayLeave asked at the last moment, when there has been a wait for a token.
   */
  send(path: string, body?: unknown, outlives?: boolean, mayLeave?: () => boolean): Promise<Answer>
  /** What each write has to bring where our cookie speaks for the person. */
  csrfToken: string | null | undefined
  /** A report that is under way, or was last: a yes waits for it. */
  reporting?: Promise<unknown>
  /** What the person says just now, or said last: reports wait for it, and go with its session. */
  saying?: Promise<unknown>
}

const NONE: Answer = { status: 0, json: {} }

export function connect({ key, server = '', subjectToken }: Options): Connection {
  const connection: Connection = {
    server,
    csrfToken: undefined,
    async send(path, body, outlives = true, mayLeave = () => true) {
      try {
        // Without one nothing is waited for: a page that is being left has no later.
        const token = subjectToken && !isPaused() && (await subjectToken())
        if (isPaused() || !mayLeave()) return NONE
        const text = body ? JSON.stringify(body) : null
        const headers: Record<string, string> = {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
        }
        if (token) headers['equipoise-subject-token'] = token
        if (connection.csrfToken) headers['x-csrf-token'] = connection.csrfToken
        const response = await fetch(server + path, {
          method: text ? 'POST' : 'GET',
          headers,
          body: text,
          credentials: 'include',
          keepalive: outlives && text !== null && text.length < KEEPALIVE_BYTES_MAX / 2,
          signal: AbortSignal.timeout(TIMEOUT_MS),
        })
        return { status: response.status, json: { ...(await response.json()) } }
      } catch {
        return NONE
      }
    },
  }
  return connection
}
