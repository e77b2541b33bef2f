/**
 * How often somebody may come, by the generic cell rate algorithm: a token bucket that is one
 * number, the moment at which the bucket will be full again.
 *
 *   allowed      full − now + interval ≤ window       then full := max(full, now) + interval
 *   interval     window / count                       count at once, refilled evenly
 *
 * `@fastify/rate-limit` counts in fixed windows, which let twice the number through around their
 * edge, reads the name off the request and answers by a promise. Here the one who has checked the
 * credential names the caller, and several limits may count for one request. What the library knows
 * about IPv6 addresses is used (`caller-rates.ts`).
 *
 * Memory is bounded: a bucket that is full again is dropped, as it is like a new one; beyond
 * `namesMax`, the one that was used longest ago goes, and its owner begins anew.
 */
export interface RateLimit {
  readonly count: number
  readonly windowMs: number
  /** How many names are remembered at once. */
  readonly namesMax: number
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number
}

export interface Taken {
  readonly allowed: boolean
  readonly limit: number
  /** How many more may come at once. */
  readonly remaining: number
  /** Until all of them may, in whole seconds. */
  readonly resetSeconds: number
  /** Until the next may, in whole seconds; 0 where it may now. */
  readonly retryAfterSeconds: number
}

/** Intervals do not always add up to their window exactly: by how much of one they may miss it. */
const ROUNDING = 1e-3

/** Buckets that are looked at on each call, whether they are full again. */
const SWEPT = 2

export class RateLimiter {
  readonly #limit: RateLimit
  readonly #intervalMs: number
  /** When each bucket is full again; those used longest ago first. */
  readonly #fullAt = new Map<string, number>()

  constructor(limit: RateLimit) {
    this.#limit = limit
    this.#intervalMs = limit.windowMs / limit.count
  }

  get size(): number {
    return this.#fullAt.size
  }

  take(name: string): Taken {
    const { windowMs, count } = this.#limit
    const now = this.#limit.now()
    const before = Math.max(this.#fullAt.get(name) ?? now, now)
    const after = before + this.#intervalMs
    const waitMs = after - now - windowMs
    const allowed = waitMs <= this.#intervalMs * ROUNDING
    const fullAt = allowed ? after : before
    const free = (windowMs - (fullAt - now)) / this.#intervalMs
    this.#remember(name, fullAt, now)
    return {
      allowed,
      limit: count,
      remaining: Math.max(0, Math.floor(free + ROUNDING)),
      resetSeconds: Math.ceil((fullAt - now) / 1_000),
      retryAfterSeconds: allowed ? 0 : Math.max(1, Math.ceil(waitMs / 1_000)),
    }
  }

  #remember(name: string, fullAt: number, now: number): void {
    this.#fullAt.delete(name)
    this.#fullAt.set(name, fullAt)
    let swept = 0
    for (const [oldest, oldestFullAt] of this.#fullAt) {
      const isOver = this.#fullAt.size > this.#limit.namesMax
      if (!isOver && (swept === SWEPT || oldestFullAt > now)) return
      this.#fullAt.delete(oldest)
      swept += 1
    }
  }
}
