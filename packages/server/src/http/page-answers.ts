/**
 * What a page gets is written by a form of its own, which knows no exact field: a view that hands
 * one over by mistake cannot send it. The form is chosen by who calls, after the route has run, and
 * for its good answer alone: problems keep theirs. To all others a route may write its answer
 * itself, faster than its schema does.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import { isPage } from './caller.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The form of the answer to a page, where it differs from that to others. */
    pageAnswer?: TSchema
    /** Writes the answer to others as its schema would; undefined where that has to. */
    writeAnswer?: (answer: never) => Buffer | undefined
  }
}

export function writeForPages(api: FastifyInstance): void {
  api.addHook('preSerialization', (request, reply, payload, done) => {
    const write = writerFor(request, reply, payload)
    if (write !== undefined) reply.serializer(write)
    done(null, payload)
  })
}

function writerFor(
  { caller, routeOptions }: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
) {
  const { pageAnswer, writeAnswer } = routeOptions.config
  if (reply.statusCode !== 200) return undefined
  if (!isPage(caller)) {
    // What a route answers is what its own writer takes.
    const bytes = writeAnswer?.(payload as never)
    // The framework sends bytes as they are.
    return bytes === undefined ? undefined : () => bytes as unknown as string
  }
  if (pageAnswer === undefined) return undefined
  // Every schema is a plain object. It is compiled once and remembered by the framework.
  return reply.compileSerializationSchema(pageAnswer as unknown as Record<string, unknown>)
}
