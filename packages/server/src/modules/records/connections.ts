/**
 * Where this server connects to by itself, other than answering whoever calls it. Whoever adds a
 * channel that calls out tells of it here, from the configuration that switches it on: a test holds
 * the list to what a real server tries to reach.
 */
export interface Connection {
  /** The host, as it is configured. */
  readonly to: string
  readonly says: string
  /** What of a person goes there; empty where nothing does. */
  readonly sends: readonly string[]
}

/** What of the configuration switches a connection on. */
export interface ConnectingConfig {
  readonly email: {
    readonly smtp: { readonly host: string } | null
    readonly from: string | undefined
  }
}

export function listConnections({ email }: ConnectingConfig): readonly Connection[] {
  const { smtp, from } = email
  return smtp === null || from === undefined ? [] : [{ ...MAIL, to: smtp.host }]
}

const MAIL = {
  says: 'Gives mails to the shop’s mail server, which passes them on',
  sends: ['your address', 'the mail, if you agreed to mail or asked for it'],
} as const
