/** Which pages elsewhere may call: those of the origins that the business allows, and no other. */
import type { FastifyCorsOptions } from '@fastify/cors'

export function crossOrigin(isAllowedOrigin: (origin: string) => boolean): FastifyCorsOptions {
  return {
    origin: (origin, answer) => answer(null, origin !== undefined && isAllowedOrigin(origin)),
    // Our cookie comes along; the browser takes this with an origin by name alone.
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    allowedHeaders: [
      'authorization',
      'content-type',
      'x-csrf-token',
      'equipoise-reason',
      'equipoise-subject-token',
      'x-retry-count',
      'x-request-id',
    ],
    exposedHeaders: [
      'retry-after',
      'x-request-id',
      'ratelimit-limit',
      'ratelimit-remaining',
      'ratelimit-reset',
    ],
    maxAge: 600,
    strictPreflight: false,
  }
}
