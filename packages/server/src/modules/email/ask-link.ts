/**
 * Asks for a link into the privacy center, by email. Whoever asks learns nothing of whether the
 * address is known: it is answered before anything is looked up, and looked up in a row that is as
 * long as it may be, apart from the answer. The link goes to the address that the person confirmed,
 * never to the one that was typed.
 */
import type { EmailAddress } from '@equipoise/core/email'
import { decideRights } from '@equipoise/core/law'
import { DAY_MS, type SubjectId, toInstant } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { KeptDelivery } from '../../store/index.ts'
import type { EmailParts } from './email-parts.ts'

export const LINK_SEND = 'center-link'
export const LINK_MINUTES = 15
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/**
 * To one mailbox: whoever types the address of another cannot fill it. Nor keep its reader from a
 * fresh link: who came by one, or by another mail of ours, may ask for as many again.
 */
const LINKS_MAX = { hour: 3, day: 10 }
/** People who share one mailbox: each gets a link of their own. */
const PEOPLE_MAX = 3
const WAITING_MAX = 200

export interface AskedLink {
  /** The address that was typed; or whom a session is of, who asks for a fresh one. */
  readonly who: { readonly address: EmailAddress } | { readonly subject: SubjectId }
  /** Keyed hash of what the asking browser keeps. */
  readonly browser: string
  /** BCP 47. */
  readonly language: string
}

export interface LinkAsksOptions {
  readonly onError: (error: unknown) => void
  /** Mails wait. */
  readonly onPlanned: () => void
}

/** The row of those that wait to be looked up. */
export class LinkAsks {
  readonly #parts: EmailParts
  readonly #options: LinkAsksOptions
  readonly #waiting: AskedLink[] = []
  #running: Promise<void> | undefined
  #isClosed = false

  constructor(parts: EmailParts, options: LinkAsksOptions) {
    this.#parts = parts
    this.#options = options
  }

  /** @throws EquipoiseError `busy` where too many wait, whoever they are. */
  put(asked: AskedLink): void {
    if (this.#waiting.length >= WAITING_MAX || this.#isClosed) {
      throw new EquipoiseError('busy', 'Cannot take another request for a link now')
    }
    this.#waiting.push(asked)
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
    })
  }

  /** Until none waits. */
  async settle(): Promise<void> {
    while (this.#running !== undefined) await this.#running
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.settle()
  }

  async #run(): Promise<void> {
    // The answer goes first.
    await new Promise((resolve) => setImmediate(resolve))
    for (let asked = this.#waiting.shift(); asked; asked = this.#waiting.shift()) {
      try {
        if (await planLinks(this.#parts, asked)) this.#options.onPlanned()
      } catch (error) {
        this.#options.onError(error)
      }
    }
  }
}

async function planLinks(parts: EmailParts, asked: AskedLink): Promise<boolean> {
  const { who } = asked
  const people =
    'subject' in who
      ? [who.subject]
      : await parts.store.read('system', (reader) => reader.listContactsAt(who.address, PEOPLE_MAX))
  let planned = false
  for (const subject of people) planned = (await planLink(parts, subject, asked)) || planned
  return planned
}

async function planLink(
  { store, now, random }: EmailParts,
  subject: SubjectId,
  { who, browser, language }: AskedLink,
): Promise<boolean> {
  const at = now()
  const times = 'subject' in who ? 2 : 1
  try {
    return await store.transact(decideRights('access', subject, at), async (writer) => {
      const contact = await writer.findContact()
      if (contact?.provenAt === undefined) return false
      if (isTooOften(await writer.listDeliveries(), at, times)) return false
      await writer.askCenterAccess({
        send: LINK_SEND,
        occurrence: Buffer.from(random(16)).toString('base64url'),
        at,
        until: toInstant(at + LINK_MINUTES * MINUTE_MS),
        access: { askedAt: at, browser, language },
      })
      return true
    })
  } catch (error) {
    if (error instanceof EquipoiseError && error.code === 'not_found') return false
    throw error
  }
}

/** What still waits to be sent counts as sent now. */
function isTooOften(deliveries: readonly KeptDelivery[], now: number, times: 1 | 2): boolean {
  const sentAt = deliveries.flatMap(({ send, state, at = state === 'queued' ? now : 0 }) =>
    send === LINK_SEND && state !== 'dropped' ? [at] : [],
  )
  const since = (ms: number): number => sentAt.filter((at) => at > now - ms).length
  return since(HOUR_MS) >= times * LINKS_MAX.hour || since(DAY_MS) >= times * LINKS_MAX.day
}
