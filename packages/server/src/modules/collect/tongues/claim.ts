/**
 * Whom an event says it is about. It is only said: what it counts for depends on whose credential
 * it came with, and a page's names nobody. All undefined where the event names no one.
 */
export interface Claim {
  /** Our id. */
  readonly subject: string | undefined
  /** The business's id. */
  readonly externalId: string | undefined
  /** An id that a client made up for somebody it does not know. */
  readonly anonymousId: string | undefined
}
