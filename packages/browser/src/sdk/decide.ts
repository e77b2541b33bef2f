/** Asks what to show. An answer that did not come, or has no list, is none. */
import type { Connection } from './connection.ts'
import { hasGpc } from './standing.ts'
import type { Client, Decided, Options } from './types.ts'

export function decideWith(connection: Connection, { location }: Options): Client['decide'] {
  return async (request) => {
    const body = { ...request, signals: { gpc: hasGpc() }, location }
    const { status, json } = await connection.send('/v1/decide', body, false)
    // The server's schema says what else is in it.
    return status === 200 && Array.isArray(json['items']) ? (json as unknown as Decided) : undefined
  }
}
