/**
 * The mailer: it goes through the row of what is due, over a few connections at once, for as long
 * as the process lives. While the SMTP server is away it waits, longer each time, and marks nobody.
 * What a crash left in the middle is put in doubt before anything else.
 */
import { type Instant, type SubjectId, toInstant } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { Delivery } from '../../store/index.ts'
import { type DeliveryMemory, deliverMail, forgetPlans } from './deliver-mail.ts'
import type { EmailParts } from './email-parts.ts'
import { planAutomations } from './plan-automations.ts'
import { prepareSend } from './sends.ts'
import { SmtpLane } from './smtp-lane.ts'

const PAGE_DELIVERIES = 500
const LOOK_EVERY_MS = 30_000
const SOON_MS = 100
const AUTOMATIONS_EVERY_MS = 60_000
const AWAY_FIRST_MS = 2_000
const AWAY_MS_MAX = 5 * 60_000
const SETTLE_MS_MAX = 5_000
const CLOSE_MS_MAX = 5_000

export interface MailerOptions {
  /** Whether it goes on by itself; else only where it is told to. */
  readonly resident: boolean
  readonly onError: (error: unknown) => void
}

/** How it stands with the SMTP server. */
export interface TransportStanding {
  readonly configured: boolean
  readonly reachable: boolean
  /** Why it is not, as a code. */
  readonly code: string | null
  readonly retryAt: Instant | null
}

export class Mailer {
  readonly #parts: EmailParts
  readonly #options: MailerOptions
  readonly #memory: DeliveryMemory = {
    places: new Map(),
    plans: new Map(),
    beat: makeBeat(),
    endings: new Set(),
  }
  readonly #closing = new AbortController()
  #running: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #lanes: readonly SmtpLane[] = []
  #away: { readonly times: number; readonly until: Instant; readonly code: string } | undefined
  #plannedAt = 0
  #plannedUpTo: SubjectId | undefined
  readonly #underWay = new Map<SubjectId, Promise<void>>()

  private constructor(parts: EmailParts, options: MailerOptions) {
    this.#parts = parts
    this.#options = options
  }

  /** Opens it; what a crash left in the middle is in doubt from then on. */
  static async open(parts: EmailParts, options: MailerOptions): Promise<Mailer> {
    await parts.store.transact('system', async (writer) => writer.doubtSending())
    const mailer = new Mailer(parts, options)
    if (options.resident) mailer.wake()
    return mailer
  }

  /** Something may be due: looks at once, where it goes on by itself. */
  wake(): void {
    forgetPlans(this.#memory)
    if (!this.#options.resident || this.#closing.signal.aborted) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#look(), 0).unref()
  }

  #look(): void {
    const again = (): void => {
      if (this.#closing.signal.aborted) return
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.#look(), LOOK_EVERY_MS).unref()
    }
    this.run().then(
      () => {
        again()
        // Where the store is closed meanwhile there is nothing to look for.
        this.#lookEarlier().catch(() => {})
      },
      (error: unknown) => {
        // What is due is due all the same: no sooner than at the next look.
        again()
        this.#options.onError(error)
      },
    )
  }

  /** Where something is due, or the server may be back, before the next look. */
  async #lookEarlier(): Promise<void> {
    const { store, now } = this.#parts
    // Without a server what is due stays due: there is nothing to hurry for.
    if (!this.standing().configured) return
    const next = await store.read('system', async (reader) => reader.nextDeliveryAt())
    const wait = Math.max(next ?? Infinity, this.#away?.until ?? 0) - now()
    if (wait >= LOOK_EVERY_MS || this.#closing.signal.aborted || this.#running) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#look(), Math.max(wait, SOON_MS)).unref()
  }

  /** Begins what was just asked for: in a process that does not stay, before it ends. */
  async begin(): Promise<void> {
    this.wake()
    if (!this.#options.resident) await this.run()
  }

  /** Goes through what is due now, once; whoever asks meanwhile waits for the same. */
  run(): Promise<void> {
    this.#running ??= this.#runDue().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /**
   * Waits for the mail to that person which is on its way, some seconds at most: whoever has said
   * no is answered when nothing more can come.
   */
  async settle(subject: SubjectId): Promise<void> {
    const underWay = this.#underWay.get(subject)
    if (underWay === undefined) return
    const { promise: late, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, SETTLE_MS_MAX)
    await Promise.race([underWay, late])
    clearTimeout(timer)
  }

  standing(): TransportStanding {
    const { mail } = this.#parts
    const configured =
      mail.smtp !== null && mail.from !== undefined && mail.linkOrigin !== undefined
    return {
      configured,
      reachable: configured && this.#away === undefined,
      code: this.#away?.code ?? null,
      retryAt: this.#away?.until ?? null,
    }
  }

  async close(): Promise<void> {
    this.#closing.abort()
    clearTimeout(this.#timer)
    // What is on its way ends by itself, or after some seconds in doubt.
    const late = setTimeout(() => this.#hangUp(), CLOSE_MS_MAX)
    await this.#running?.catch(() => {})
    clearTimeout(late)
    this.#hangUp()
  }

  #hangUp(): void {
    for (const lane of this.#lanes) lane.close()
  }

  async #runDue(): Promise<void> {
    const { store, now, mail } = this.#parts
    const { signal } = this.#closing
    const sends = await store.read('system', async (reader) => reader.listEmailSends())
    for (const send of sends.filter(({ status }) => status === 'preparing')) {
      await prepareSend(this.#parts, send, signal)
    }
    if (now() >= this.#plannedAt + AUTOMATIONS_EVERY_MS) {
      this.#plannedAt = now()
      this.#plannedUpTo = await planAutomations(this.#parts, this.#plannedUpTo, signal)
      await store.transact('system', async (writer) => {
        await writer.sweepContacts(now())
        await writer.sweepCenterAccess(now())
      })
    }
    if (!this.standing().configured || mail.smtp === null) return
    while (!signal.aborted && !this.#isAway()) {
      const due = await store.read('system', async (reader) =>
        reader.listDueDeliveries(now(), PAGE_DELIVERIES),
      )
      if (due.length === 0) return
      await this.#deliverAll(due)
    }
  }

  #isAway(): boolean {
    return this.#away !== undefined && this.#parts.now() < this.#away.until
  }

  /** Over all lanes at once; each takes the next one when it is free. */
  async #deliverAll(due: readonly Delivery[]): Promise<void> {
    const { mail } = this.#parts
    if (mail.smtp === null) return
    const { smtp, linkOrigin = 'https://localhost' } = mail
    if (this.#lanes.length === 0) {
      const helloName = new URL(linkOrigin).hostname
      this.#lanes = Array.from({ length: mail.connectionsMax }, () => new SmtpLane(smtp, helloName))
    }
    const left = due.values()
    const failures: unknown[] = []
    await Promise.all(
      this.#lanes.map(async (lane) => {
        for (const delivery of left) {
          if (this.#closing.signal.aborted || this.#isAway() || failures.length > 0) return
          await this.#deliver(lane, delivery).catch((error: unknown) => failures.push(error))
        }
      }),
    )
    const { endings } = this.#memory
    const kept = await Promise.allSettled(endings)
    endings.clear()
    failures.push(...kept.flatMap((one) => (one.status === 'rejected' ? [one.reason] : [])))
    if (failures.length > 0) throw failures[0]
  }

  async #deliver(lane: SmtpLane, delivery: Delivery): Promise<void> {
    const { subject } = delivery
    const done = this.#deliverOver(lane, delivery)
    const quiet = done.catch(() => {})
    this.#underWay.set(subject, quiet)
    try {
      await done
    } finally {
      if (this.#underWay.get(subject) === quiet) this.#underWay.delete(subject)
    }
  }

  async #deliverOver(lane: SmtpLane, delivery: Delivery): Promise<void> {
    try {
      await deliverMail(this.#parts, delivery, { lane, memory: this.#memory })
      if (this.#away !== undefined && this.#parts.now() >= this.#away.until) this.#away = undefined
    } catch (error) {
      if (!(error instanceof EquipoiseError) || error.code !== 'smtp_unreachable') throw error
      this.#waitForServer(error)
    }
  }

  #waitForServer(error: EquipoiseError): void {
    if (this.#isAway()) return
    const times = (this.#away?.times ?? 0) + 1
    const wait = Math.min(AWAY_FIRST_MS * 2 ** (times - 1), AWAY_MS_MAX)
    const until = toInstant(this.#parts.now() + wait)
    const isNew = this.#away === undefined
    this.#away = { times, until, code: error.code }
    if (isNew) this.#options.onError(error)
  }
}

/** So long whoever is early waits for the others. */
const BEAT_MS = 5

function makeBeat(): () => Promise<void> {
  let next: Promise<void> | undefined
  return () => {
    next ??= new Promise((resolve) => {
      setTimeout(() => {
        next = undefined
        resolve()
      }, BEAT_MS)
    })
    return next
  }
}
