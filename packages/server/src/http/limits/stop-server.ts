/**
 * Ends a server: from now on it says that it is not ready, takes no new connection and begins
 * nothing; what is under way may end, within a bounded time.
 */
import type { Api } from '../api.ts'
import { closeUnusedConnections } from './http-server.ts'

/** A request may be on its way over a connection that was opened for it. */
const UNUSED_MS = 500

export interface Stopping {
  /** How long requests under way may take. */
  readonly withinMs: number
  /** Resolves where there is no time at all any more. */
  readonly hurry?: Promise<void>
}

/** Resolves when nothing is open any more, and all that was answered has been sent. */
export async function stopServer(api: Api, { withinMs, hurry }: Stopping): Promise<void> {
  api.admission.stop()
  const closed = api.close()
  const cut = (): void => api.server.closeAllConnections()
  const late = setTimeout(cut, withinMs)
  const waiting = setTimeout(() => closeUnusedConnections(api.server), UNUSED_MS)
  void hurry?.then(cut)
  try {
    await closed
  } finally {
    clearTimeout(late)
    clearTimeout(waiting)
  }
}
