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

/** The part of the configuration that switches connections on. */
export interface ConnectionConfig {
  readonly smtp: { readonly host: string; readonly port: number } | null
}

export function listConnections(email: ConnectionConfig | undefined): readonly Connection[] {
  if (email === undefined || email.smtp === null) return []
  const { host, port } = email.smtp
  const sends = ['the email address', 'what the mail says']
  return [{ to: `${host}:${port}`, says: 'Takes the mails that people agreed to', sends }]
}
