import type { Client } from './create-client.ts'
import type { CollectInteractionsAnswer, CollectInteractionsBody } from './generated/schemas.ts'
import { readNumber } from './http/client-options.ts'
import { EquipoiseProblem } from './http/equipoise-problem.ts'
import { isPassing } from './http/retry.ts'

/** Something that a person did, as it is sent. */
export type NewInteraction = CollectInteractionsBody['interactions'][number]

export interface QueueOptions {
  readonly client: Pick<Client, 'collectInteractions'>
  /** Is told of whatever will not be sent, and why: nothing is dropped in silence. */
  readonly onLost: (lost: LostInteractions) => void
  /** How many go in one batch: 1 to 1,000, 500 where left out. */
  readonly batchMax?: number
  /** How many may wait, those under way among them: 10,000 where left out. */
  readonly bufferMax?: number
  /** How long an interaction waits for others to go with, in milliseconds: 1,000 where left out. */
  readonly flushIntervalMs?: number
}

export interface LostInteractions {
  readonly interactions: readonly NewInteraction[]
  /**
   * `full`: as many wait as may. `closed`: it came after `close`. `rejected`: it is not well
   * formed. `failed`: the server refused the batch, or was out of reach until `close` ended.
   */
  readonly why: 'full' | 'closed' | 'rejected' | 'failed'
  readonly cause: Error
}

const BATCH_MAX = 1_000
const PAUSE_MS_MAX = 60_000

interface Waiting {
  readonly interaction: NewInteraction
  readonly location: string | undefined
}

/**
 * Sends interactions in batches, in the background. While the server cannot be reached they wait;
 * each has an id, so that one which is sent again counts once.
 *
 * What waits is in memory alone: what must survive a crash goes through a queue that does, with
 * `collectInteractions` at its end.
 */
export class InteractionQueue {
  readonly #client: QueueOptions['client']
  readonly #onLost: QueueOptions['onLost']
  readonly #batchMax: number
  readonly #bufferMax: number
  readonly #flushIntervalMs: number
  #waiting: Waiting[] = []
  #sending: Promise<void> | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #failures = 0
  #isClosed = false

  /** @throws TypeError where an option cannot be used. */
  constructor(options: QueueOptions) {
    this.#client = options.client
    this.#onLost = options.onLost
    this.#batchMax = readNumber('batchMax', options.batchMax ?? 500, 1)
    this.#bufferMax = readNumber('bufferMax', options.bufferMax ?? 10_000, 1)
    this.#flushIntervalMs = readNumber('flushIntervalMs', options.flushIntervalMs ?? 1_000, 0)
    if (this.#batchMax > BATCH_MAX) {
      throw new TypeError(`Cannot use "batchMax": the server takes ${BATCH_MAX} at once`)
    }
  }

  /** How many wait, those under way among them. */
  get size(): number {
    return this.#waiting.length
  }

  /**
   * Takes an interaction and returns at once. One without an id gets one.
   *
   * @param location where it happened, ISO 3166-1 or -2, such as DE or US-CA.
   */
  add(interaction: NewInteraction, location?: string): void {
    const named = { ...interaction, id: interaction.id ?? newId() }
    if (this.#isClosed) this.#lose([named], 'closed', new Error('The queue is closed'))
    else if (this.size >= this.#bufferMax) {
      this.#lose([named], 'full', new Error(`The queue is full: ${this.size} wait`))
    } else {
      this.#waiting.push({ interaction: named, location })
      const isBatch = this.size >= this.#batchMax && this.#failures === 0
      if (isBatch) this.#flushInBackground()
      else this.#flushIn(this.#flushIntervalMs)
    }
  }

  /**
   * Sends what waits, now.
   *
   * @throws EquipoiseProblem, EquipoiseUnreachable where it has to wait on.
   */
  async flush(): Promise<void> {
    this.#stopTimer()
    // What comes as a sending ends is not in it: look again.
    while (this.size > 0) {
      this.#sending ??= this.#drain().finally(() => {
        this.#sending = undefined
      })
      await this.#sending
    }
  }

  /** Takes nothing more and sends what waits; what cannot be sent is lost, and told. */
  async close(): Promise<void> {
    this.#isClosed = true
    try {
      await this.flush()
    } catch (error) {
      this.#lose(interactionsOf(this.#waiting.splice(0)), 'failed', toError(error))
    } finally {
      this.#stopTimer()
    }
  }

  async #drain(): Promise<void> {
    try {
      while (this.#waiting.length > 0) await this.#send(this.#nextBatch())
    } catch (error) {
      this.#failures += 1
      if (!this.#isClosed) this.#flushIn(this.#pauseAfter(error))
      throw error
    }
  }

  /** The oldest that waits, and what happened where it did. */
  #nextBatch(): readonly Waiting[] {
    const [first] = this.#waiting
    return this.#waiting
      .filter(({ location }) => location === first?.location)
      .slice(0, this.#batchMax)
  }

  async #send(batch: readonly Waiting[]): Promise<void> {
    const interactions = interactionsOf(batch)
    try {
      const body = { interactions, location: batch[0]?.location }
      const answer = await this.#client.collectInteractions(body)
      this.#failures = 0
      this.#forget(batch)
      this.#tellRejected(interactions, answer)
    } catch (error) {
      if (isPassing(error)) throw error
      this.#forget(batch)
      this.#lose(interactions, 'failed', toError(error))
    }
  }

  #forget(batch: readonly Waiting[]): void {
    const sent = new Set(batch)
    this.#waiting = this.#waiting.filter((one) => !sent.has(one))
  }

  #tellRejected(sent: readonly NewInteraction[], { rejected }: CollectInteractionsAnswer): void {
    for (const { index, path, code, says } of rejected) {
      const interaction = sent[index]
      if (interaction === undefined) continue
      this.#lose([interaction], 'rejected', new Error(`${code} at "${path}": ${says}`))
    }
  }

  #lose(interactions: readonly NewInteraction[], why: LostInteractions['why'], cause: Error): void {
    if (interactions.length > 0) this.#onLost({ interactions, why, cause })
  }

  #flushIn(ms: number): void {
    this.#timer ??= setTimeout(() => this.#flushInBackground(), ms)
  }

  #flushInBackground(): void {
    // What failed has planned its own next time.
    this.flush().catch(() => undefined)
  }

  #stopTimer(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #pauseAfter(error: unknown): number {
    const doubled = Math.min(PAUSE_MS_MAX, this.#flushIntervalMs * 2 ** this.#failures)
    const asked = error instanceof EquipoiseProblem ? (error.retryAfterMs ?? 0) : 0
    return Math.max(doubled, asked)
  }
}

function interactionsOf(waiting: readonly Waiting[]): readonly NewInteraction[] {
  return waiting.map(({ interaction }) => interaction)
}

/** Pages that are not secure have no `randomUUID`. */
function newId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error('The client failed')
}
