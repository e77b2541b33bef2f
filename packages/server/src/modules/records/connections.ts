/**
 * Where this server connects to by itself, other than answering whoever calls it. Whoever adds a
 * channel that calls out tells of it here, from the configuration that switches it on: a test holds
 * the list to what a real server tries to reach.
 */
export interface Connection {
  /** Host, and port where it matters, as it is configured. */
  readonly to: string
  readonly says: string
  /** What of a person goes there; empty where nothing does. */
  readonly sends: readonly string[]
}

export function listConnections(): readonly Connection[] {
  return []
}
