/**
 * How often each caller may come: counted for the key, the page's address, the person or the
 * address, whatever the credential names. Where several limits count for one request, the first
 * that is used up refuses it.
 *
 * What is remembered leads to nobody: but for the ids of keys, names are hashed under a secret of
 * this process.
 */
import { hash, randomBytes } from 'node:crypto'
import { normalizeIP } from '@fastify/rate-limit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { EquipoiseError } from '../../errors.ts'
import { type Caller, isBackEnd } from '../caller.ts'
import { RateLimiter, type Taken } from './rate-limiter.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Of the limits that counted, the one that is nearest to being used up. */
    taken: Taken | undefined
  }
  interface FastifyContextConfig {
    /** Counted for the caller's address, beside what counts anyway. */
    perAddress?: AddressRate
  }
}

/** As the configuration names them; null for no limit. */
export interface CallerRateLimits {
  readonly keyPerSecond: number | null
  readonly pagePerSecond: number | null
  readonly subjectPerMinute: number | null
  readonly outletPerMinute: number | null
  readonly addressPerMinute: number | null
  readonly logPerMinute: number | null
  readonly refusalPerMinute: number | null
  readonly linkPerMinute: number | null
}

/** What is counted: see the settings of the same names. */
export type RateClass = 'key' | 'page' | 'subject' | 'outlet' | AddressRate

/** What some routes count for each address beside: a back end, which speaks for many, has none. */
export type AddressRate = 'address' | 'log' | 'refusal' | 'link'

export interface CallerRates {
  /** Takes one request of a name; undefined where the class has no limit. */
  take(rateClass: RateClass, name: string): Taken | undefined
  /**
   * Takes one request of whoever sent it.
   *
   * @throws EquipoiseError `too_many_requests`.
   */
  takeFor(request: FastifyRequest, caller: Caller): void
}

const NAMES_MAX = 50_000
const SECOND_MS = 1_000
const MINUTE_MS = 60_000

export function createCallerRates(
  limits: CallerRateLimits,
  now: () => number = () => performance.now(),
): CallerRates {
  const limiter = (count: number | null, windowMs: number): RateLimiter | undefined =>
    count === null ? undefined : new RateLimiter({ count, windowMs, namesMax: NAMES_MAX, now })
  const limiters: Readonly<Record<RateClass, RateLimiter | undefined>> = {
    key: limiter(limits.keyPerSecond, SECOND_MS),
    page: limiter(limits.pagePerSecond, SECOND_MS),
    subject: limiter(limits.subjectPerMinute, MINUTE_MS),
    outlet: limiter(limits.outletPerMinute, MINUTE_MS),
    address: limiter(limits.addressPerMinute, MINUTE_MS),
    log: limiter(limits.logPerMinute, MINUTE_MS),
    refusal: limiter(limits.refusalPerMinute, MINUTE_MS),
    link: limiter(limits.linkPerMinute, MINUTE_MS),
  }
  const secret = randomBytes(16).toString('hex')
  const take = (rateClass: RateClass, name: string): Taken | undefined =>
    limiters[rateClass]?.take(
      rateClass === 'key' ? name : hash('sha256', `${secret} ${name}`, 'base64'),
    )
  return {
    take,
    takeFor(request, caller) {
      for (const { rateClass, name } of countedFor(request, caller)) {
        const taken = take(rateClass, name)
        if (taken === undefined) continue
        if (request.taken === undefined || taken.remaining <= request.taken.remaining) {
          request.taken = taken
        }
        if (!taken.allowed) throw tooMany(taken)
      }
    },
  }
}

/** The standard headers of the limit that counts most; on every answer to a caller who has one. */
export function setRateHeaders({ taken }: FastifyRequest, reply: FastifyReply): void {
  if (taken === undefined) return
  const { limit, remaining, resetSeconds } = taken
  reply.headers({
    'ratelimit-limit': limit,
    'ratelimit-remaining': remaining,
    'ratelimit-reset': resetSeconds,
  })
}

interface Counted {
  readonly rateClass: RateClass
  readonly name: string
}

function countedFor(request: FastifyRequest, caller: Caller): readonly Counted[] {
  if (isBackEnd(caller)) return countedAnyway(request, caller)
  const { perAddress, may } = request.routeOptions.config
  if (perAddress === undefined) return countedAnyway(request, caller)
  const beside: Counted = { rateClass: perAddress, name: addressOf(request) }
  // What is open to anybody is not counted with what needs a key and came without one.
  return may === undefined ? [beside] : [beside, ...countedAnyway(request, caller)]
}

function countedAnyway(request: FastifyRequest, caller: Caller): readonly Counted[] {
  if (caller.kind === 'none') return [{ rateClass: 'address', name: addressOf(request) }]
  const { key, kind } = caller
  if (kind === 'secret' || kind === 'operator' || kind === 'exchange') {
    return [{ rateClass: 'key', name: key }]
  }
  // Anybody may begin any number of sessions, but has only so many addresses.
  const page: Counted = { rateClass: 'page', name: `${key} ${addressOf(request)}` }
  if (kind === 'publishable') return [page]
  const person = `${key} ${Object.values(caller.who).join()}`
  const asks = request.routeOptions.config.may === 'decide'
  return [
    // First, so that whoever invents sessions does not push others out of what is remembered.
    ...(caller.via === 'cookie' ? [page] : []),
    ...(asks ? [{ rateClass: 'outlet', name: person } as const] : []),
    { rateClass: 'subject', name: person },
  ]
}

/** Of IPv6 the network of one household: within it, anybody has any number of addresses. */
function addressOf({ ip }: FastifyRequest): string {
  return normalizeIP(ip)
}

function tooMany({ retryAfterSeconds }: Taken): EquipoiseError {
  return new EquipoiseError('too_many_requests', 'Cannot take so many requests at once', {
    details: { retryAfterSeconds },
  })
}
