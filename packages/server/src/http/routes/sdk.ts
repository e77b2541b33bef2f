/** The SDK's files, as they were built, and the few words that it says without a banner. */
import { directionOf, namePurposes, textsFor } from '@equipoise/browser/banner'
import { wordsFor, wordsOfPart } from '@equipoise/browser/languages'
import { readServed, type ServedFile, versionOf } from '@equipoise/browser/served'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { EquipoiseError } from '../../errors.ts'
import type { Api } from '../api.ts'

/** A path that is marked with a file's own digest is good for ever. */
const FOR_EVER = 'public, max-age=31536000, immutable'
const FOR_MINUTES = 'public, max-age=300, stale-while-revalidate=86400'
const LANGUAGES_MAX = 20

export function sdkRoutes(api: Api): void {
  const files = readServed()
  const version = versionOf(new Map([...files].map(([name, { text }]) => [name, text])))
  const querystring = Type.Object({ v: Type.Optional(Type.String({ maxLength: 64 })) })

  api.route({
    method: 'GET',
    url: '/sdk.js',
    schema: { hide: true, querystring },
    handler: async (request, reply) =>
      sendFile(request, reply, { file: files.get('sdk.js'), version }),
  })

  api.route({
    method: 'GET',
    url: '/sdk/:name',
    schema: { hide: true, querystring, params: Type.Object({ name: Type.String() }) },
    handler: async (request, reply) => {
      const { name } = request.params
      return sendFile(request, reply, { file: files.get(name), name, version })
    },
  })

  api.route({
    method: 'GET',
    url: '/sdk/words',
    schema: { hide: true, querystring: WordsQuery },
    handler: async ({ query: { languages = '' } }, reply) => {
      const tags = languages.split(',').slice(0, LANGUAGES_MAX)
      const { language, signal, paused, resume } = textsFor(tags)
      const { whyThis: why, adMark: ad } = wordsFor(tags).words
      reply.header('cache-control', FOR_MINUTES)
      return { language, direction: directionOf(language), signal, paused, resume, why, ad }
    },
  })

  // Each purpose has a name, whether a banner asks for it or not.
  api.route({
    method: 'GET',
    url: '/sdk/words/purposes',
    schema: { hide: true, querystring: WordsQuery },
    handler: async ({ query: { languages = '' } }, reply) => {
      reply
        .header('cache-control', FOR_MINUTES)
        .header('cross-origin-resource-policy', 'cross-origin')
      return namePurposes(languages.split(',').slice(0, LANGUAGES_MAX))
    },
  })

  partWords(api)
}

const WordsQuery = Type.Object({ languages: Type.Optional(Type.String({ maxLength: 500 })) })

/** What a part says, in the best language for the reader: one small file, the same for all. */
function partWords(api: Api): void {
  for (const part of ['why', 'center'] as const) {
    api.route({
      method: 'GET',
      url: `/sdk/words/${part}`,
      schema: { hide: true, querystring: WordsQuery },
      handler: async ({ query: { languages = '' } }, reply) => {
        const found = wordsFor(languages.split(',').slice(0, LANGUAGES_MAX))
        const { language } = found
        reply
          .header('cache-control', FOR_MINUTES)
          .header('cross-origin-resource-policy', 'cross-origin')
        return { language, direction: directionOf(language), words: wordsOfPart(found, part) }
      },
    })
  }
}

interface Asked {
  readonly file: ServedFile | undefined
  readonly name?: string
  /** What the script marks its parts with. */
  readonly version: string
}

/** @throws EquipoiseError `not_found`. */
function sendFile(
  request: FastifyRequest & { readonly query: { readonly v?: string } },
  reply: FastifyReply,
  { file, name = 'sdk.js', version }: Asked,
): FastifyReply {
  if (file === undefined) throw new EquipoiseError('not_found', 'Cannot find the file')
  const etag = `"${file.digest}"`
  const isMarked = [file.digest, version].includes(request.query.v ?? '')
  reply
    .header('etag', etag)
    .header('cache-control', isMarked ? FOR_EVER : FOR_MINUTES)
    // Pages of the business's other hosts may load it: it is the same for all.
    .header('cross-origin-resource-policy', 'cross-origin')
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  const type = name.endsWith('.css') ? 'text/css' : 'text/javascript'
  return reply.type(`${type}; charset=utf-8`).send(file.text)
}
