/**
 * The log for whoever wants to witness it (c2sp.org/tlog-tiles): checkpoints, tiles and proofs, at
 * stable URLs and without a key. All of it is hashes: nothing here is about anybody.
 */
import { parseTilePath, TILE_WIDTH } from '@equipoise/core/ledger'
import { toBase64 } from '@equipoise/core/values'
import { Type } from 'typebox'
import type { App } from '../../app.ts'
import { EquipoiseError } from '../../errors.ts'
import type { Api } from '../api.ts'

/** A full tile is the same for ever; a head is what it is now. */
const FOR_EVER = 'public, max-age=31536000, immutable'
const NOW_ONLY = 'no-cache'

const SIZE = '^[1-9][0-9]{0,15}$'
const ConsistencyQuery = Type.Object(
  {
    old: Type.String({ pattern: SIZE, description: 'The size that one holds' }),
    new: Type.Optional(Type.String({ pattern: SIZE, description: 'The latest where left out' })),
  },
  { additionalProperties: false },
)

/**
 * `/ledger/key`: what checkpoints are checked with. `/ledger/checkpoint`: the latest head.
 * `/ledger/tile/L/N` and `/ledger/tile/entries/N`: up to 256 hashes, or leaves of 32 bytes.
 * `/ledger/consistency?old=N`: "old N", hashes, an empty line and the latest head, as
 * c2sp.org/tlog-witness asks with; with `&new=M` the proof up to that size, without a head.
 */
export function ledgerRoutes(api: Api, { store: { log } }: App): void {
  api.route({
    method: 'GET',
    url: '/ledger/key',
    config: { perAddress: 'log' },
    schema: { hide: true },
    handler: async (_, reply) => reply.type(PLAIN).send(`${log.verifierKey}\n`),
  })

  api.route({
    method: 'GET',
    url: '/ledger/checkpoint',
    config: { perAddress: 'log' },
    schema: { hide: true },
    handler: async (_, reply) => {
      const { note } = await log.head()
      return reply.type(PLAIN).header('cache-control', NOW_ONLY).send(note)
    },
  })

  api.route({
    method: 'GET',
    url: '/ledger/consistency',
    config: { perAddress: 'log' },
    schema: { hide: true, querystring: ConsistencyQuery },
    handler: async ({ query }, reply) => {
      const oldSize = Number(query.old)
      const head = await log.head()
      const size = query.new === undefined ? head.size : Number(query.new)
      if (oldSize > size || size > head.size) {
        throw new EquipoiseError('not_found', 'The log has not come so far')
      }
      const hashes = await log.proveConsistency(oldSize, size)
      const note = query.new === undefined ? head.note : ''
      const lines = [`old ${oldSize}`, ...hashes.map(toBase64), '', note]
      return reply.type(PLAIN).header('cache-control', NOW_ONLY).send(lines.join('\n'))
    },
  })

  api.route({
    method: 'GET',
    url: '/ledger/tile/*',
    config: { perAddress: 'log' },
    schema: { hide: true, params: Type.Object({ '*': Type.String() }) },
    handler: async ({ params }, reply) => {
      const tile = parseTilePath(params['*'])
      const bytes = tile === undefined ? undefined : await log.findTile(tile)
      if (tile === undefined || bytes === undefined) {
        throw new EquipoiseError('not_found', 'There is no such tile')
      }
      reply.header('cache-control', tile.width === TILE_WIDTH ? FOR_EVER : NOW_ONLY)
      return reply.type('application/octet-stream').send(Buffer.from(bytes))
    },
  })
}

const PLAIN = 'text/plain; charset=utf-8'
