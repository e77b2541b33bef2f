/**
 * How the log is written. Lines of ours choose each word; those of the framework about an error
 * would take its message, and some of those quote a path, which may name somebody.
 */
import type { FastifyServerOptions } from 'fastify'
import { serializeError } from './problem.ts'

export interface LogTarget {
  readonly level: string
  readonly stream: { write(line: string): void }
}

export function logOptions({ level, stream }: LogTarget) {
  return {
    level,
    stream,
    serializers: { err: serializeError },
    hooks: {
      logMethod(given, log) {
        const [first, ...more] = given
        if (more.length === 0 && isAboutError(first)) log.apply(this, [first, 'met an error'])
        else log.apply(this, given)
      },
    },
  } satisfies FastifyServerOptions['logger']
}

function isAboutError(first: unknown): boolean {
  if (first instanceof Error) return true
  return typeof first === 'object' && first !== null && 'err' in first
}
