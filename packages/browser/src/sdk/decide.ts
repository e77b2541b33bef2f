/** Asks what to show. An answer that did not come, or has no list, is none. */
import type { Connection } from './connection.ts'
import { hasGpc } from './standing.ts'
import type { Client, Decided, Options } from './types.ts'

export function decideWith(connection: Connection, { location }: Options): Client['decide'] {
  return async (request) => {
    const signals = { gpc: hasGpc() }
    const body = { ...request, signals, ...(location === undefined ? {} : { location }) }
    const { status, json } = await connection.send('/v1/decide', body)
    const { rung, items } = json
    if (status !== 200 || !Array.isArray(items)) return undefined
    // The server's schema says what an item is.
    return { rung, items } as Decided
  }
}
