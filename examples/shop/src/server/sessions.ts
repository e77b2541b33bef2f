/**
 * The shop's own sessions: a basket, and who one shops as. They begin when somebody puts something
 * into the basket or chooses a person, not before, and live in memory.
 */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Deed } from '../pages/page.ts'

export interface Session {
  readonly id: string
  readonly basket: Map<string, number>
  person: string | undefined
  /** What was just done, told by the next page. */
  deeds: Deed[]
}

export interface Sessions {
  find(request: IncomingMessage): Session | undefined
  begin(): Session
}

const COOKIE = 'shop'
const SESSIONS_MAX = 10_000

export function openSessions(): Sessions {
  const sessions = new Map<string, Session>()
  return {
    find({ headers }) {
      const id = new RegExp(`(?:^|; )${COOKIE}=([\\w-]{43})(?:;|$)`).exec(headers.cookie ?? '')?.[1]
      return id === undefined ? undefined : sessions.get(id)
    },
    begin() {
      const [oldest] = sessions.keys()
      if (sessions.size >= SESSIONS_MAX && oldest !== undefined) sessions.delete(oldest)
      const id = randomBytes(32).toString('base64url')
      const session: Session = { id, basket: new Map(), person: undefined, deeds: [] }
      sessions.set(id, session)
      return session
    },
  }
}

export function sessionCookie({ id }: Session): string {
  return `${COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax`
}
