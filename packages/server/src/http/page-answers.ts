/**
 * What a page gets is written by a form of its own, which knows no exact field: a view that hands
 * one over by mistake cannot send it. The form is chosen by who calls, after the route has run, and
 * for its good answer alone: problems keep theirs.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import { isPage } from './caller.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The form of the answer to a page, where it differs from that to others. */
    pageAnswer?: TSchema
  }
}

export function writeForPages(api: FastifyInstance): void {
  api.addHook('preSerialization', async (request, reply, payload) => {
    const write = writerFor(request, reply)
    if (write !== undefined) reply.serializer(write)
    return payload
  })
}

function writerFor({ caller, routeOptions }: FastifyRequest, reply: FastifyReply) {
  const { pageAnswer } = routeOptions.config
  if (pageAnswer === undefined || reply.statusCode !== 200 || !isPage(caller)) return undefined
  // Every schema is a plain object. It is compiled once and remembered by the framework.
  return reply.compileSerializationSchema(pageAnswer as unknown as Record<string, unknown>)
}
