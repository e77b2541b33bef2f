/**
 * What the store keeps of ways into the privacy center by email. One row goes through it: asked
 * for, mailed (a link that opens it), opened (a session). It is sealed with the person's key, and
 * of link and session a keyed hash is kept, never the secret.
 */
import type { Instant, SubjectId } from '@equipoise/core/values'
import type { Beginning, Begun } from './email-port.ts'

export interface CenterAccess {
  readonly askedAt: Instant
  /** Keyed hash of what only the browser has that asked, base64url. */
  readonly browser: string
  /** BCP 47: what the mail and the page are written in. */
  readonly language: string
  /** When its link was used. */
  readonly openedAt?: Instant | undefined
  /** Whether it was opened in the browser that asked. */
  readonly isSameBrowser?: boolean | undefined
}

export interface KeptCenterAccess extends CenterAccess {
  /** Base64url. */
  readonly access: string
  readonly until: Instant
}

export interface FoundCenterAccess {
  readonly subject: SubjectId
  readonly access: string
}

export interface CenterSystemReader {
  /** Whose link or session that is, where it still opens something. */
  findCenterAccess(
    kind: 'link' | 'session',
    hash: Uint8Array,
    at: Instant,
  ): Promise<FoundCenterAccess | undefined>
}

export interface CenterSystemWriter extends CenterSystemReader {
  /** What opens nothing any more goes. Returns how many there were. */
  sweepCenterAccess(at: Instant): Promise<number>
}

export interface CenterReader {
  findCenterAccess(access: string): Promise<KeptCenterAccess | undefined>
  listCenterAccess(): Promise<readonly KeptCenterAccess[]>
}

export interface CenterWriter extends CenterReader {
  /** Keeps what was asked for, and plans its mail. Act `access`. */
  askCenterAccess(asked: {
    readonly send: string
    /** Chance: another one for each time. */
    readonly occurrence: string
    readonly at: Instant
    readonly until: Instant
    readonly access: CenterAccess
  }): Promise<void>
  /** Begins the mail, and from then on its link opens. Act `access`. */
  beginCenterLink(beginning: Beginning, link: Uint8Array): Promise<Begun>
  /** Turns the link into a session; false where it was used. Act `access`. */
  openCenterAccess(
    access: string,
    opened: {
      readonly session: Uint8Array
      readonly until: Instant
      readonly openedAt: Instant
      readonly isSameBrowser: boolean
    },
  ): Promise<boolean>
  endCenterAccess(access: string): Promise<void>
}
