/** Keys, and the log of what operators did for people. */
import { formatInstant, parseInstant } from '@equipoise/core/values'
import { Type } from 'typebox'
import type { App } from '../../app.ts'
import { EquipoiseError } from '../../errors.ts'
import type { Api } from '../api.ts'
import {
  KeyAnswer,
  KeyBody,
  KeyPath,
  KeysAnswer,
  OperatorActsAnswer,
  RotateBody,
} from '../key-schemas.ts'
import { nextCursorOf, PageQuery, pageIn, pageOf } from '../paging.ts'
import { timeOrNull } from '../views.ts'
import { bodyProblems, problems } from './problems.ts'

const GRACE_SECONDS = 86_400

export function keyRoutes(api: Api, app: App): void {
  const { keyRing } = app

  api.route({
    method: 'GET',
    url: '/v1/keys',
    config: { may: 'keys', fromPage: false },
    schema: {
      operationId: 'listKeys',
      tags: ['operate'],
      summary: 'The keys, latest first: what each is for, and when it was last used',
      description: 'The keys themselves are kept nowhere and are not shown again.',
      querystring: PageQuery,
      response: { 200: KeysAnswer, ...problems() },
    },
    handler: async ({ query }) => {
      const { entries, next } = pageOf(keyRing.list(), pageIn(query))
      const keys = entries.map((key) => ({
        id: key.id,
        kind: key.kind,
        label: key.label,
        role: key.role ?? null,
        origins: key.origins,
        createdAt: formatInstant(key.createdAt),
        expiresAt: timeOrNull(key.expiresAt),
        revokedAt: timeOrNull(key.revokedAt),
        lastUsedAt: timeOrNull(key.lastUsedAt),
      }))
      return { keys, nextCursor: nextCursorOf({ next }) }
    },
  })

  api.route({
    method: 'POST',
    url: '/v1/keys',
    config: { may: 'keys', fromPage: false },
    schema: {
      operationId: 'createKey',
      tags: ['operate'],
      summary: 'Make a key; it is shown this once',
      body: KeyBody,
      response: { 201: KeyAnswer, ...bodyProblems() },
    },
    handler: async ({ body: { expiresAt, ...asked } }, reply) => {
      const created = await keyRing.create({ ...asked, expiresAt: readTime(expiresAt) })
      return reply.code(201).send({ ...created })
    },
  })

  api.route({
    method: 'POST',
    url: '/v1/keys/:id/rotate',
    config: { may: 'keys', fromPage: false },
    schema: {
      operationId: 'rotateKey',
      tags: ['operate'],
      summary: 'Make a key in place of another, which lapses after a grace',
      params: KeyPath,
      body: RotateBody,
      response: { 201: KeyAnswer, ...bodyProblems(404) },
    },
    handler: async ({ params: { id }, body: { graceSeconds = GRACE_SECONDS } }, reply) =>
      reply.code(201).send({ ...(await keyRing.rotate(id, graceSeconds)) }),
  })

  api.route({
    method: 'POST',
    url: '/v1/keys/:id/revoke',
    config: { may: 'keys', fromPage: false },
    schema: {
      operationId: 'revokeKey',
      tags: ['operate'],
      summary: 'From the answer on the key opens nothing',
      params: KeyPath,
      response: { 204: Type.Null(), ...bodyProblems(404) },
    },
    handler: async ({ params: { id } }, reply) => {
      await keyRing.revoke(id)
      return reply.code(204).send(null)
    },
  })

  api.route({
    method: 'GET',
    url: '/v1/operator-acts',
    config: { may: 'read_log' },
    schema: {
      operationId: 'listOperatorActs',
      tags: ['operate'],
      summary: 'What operators did for people, and why; never for whom',
      querystring: PageQuery,
      response: { 200: OperatorActsAnswer, ...problems() },
    },
    handler: async ({ query }) => {
      const page = pageIn(query)
      const acts = await app.store.read('system', async (reader) => reader.listOperatorActs(page))
      return {
        acts: acts.entries.map((one) => ({ ...one, at: formatInstant(one.at) })),
        nextCursor: nextCursorOf(acts),
      }
    },
  })
}

function readTime(text: string | undefined) {
  if (text === undefined) return undefined
  const at = parseInstant(text)
  if (at === undefined) throw new EquipoiseError('invalid_request', 'Cannot read "expiresAt"')
  return at
}
