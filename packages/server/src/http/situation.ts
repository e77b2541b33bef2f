/** What a request says of here and now: where the person is, and what their browser refuses. */
import type { FastifyRequest } from 'fastify'
import type { Situation } from '../modules/law/index.ts'
import { gpcOf } from './routes/signals.ts'
import { readRegion } from './views.ts'

export function situationOf(
  { headers }: Pick<FastifyRequest, 'headers'>,
  location: string | undefined,
): Situation {
  return { location: readRegion(location), signals: { gpc: gpcOf(headers) } }
}
