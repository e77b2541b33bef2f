/** What a request says of here and now: where the person is, and what their browser refuses. */
import type { FastifyRequest } from 'fastify'
import type { Situation } from '../modules/law/index.ts'
import { signalsOf } from './routes/signals.ts'
import { readRegion } from './views.ts'

export function situationOf(
  request: Pick<FastifyRequest, 'headers'>,
  location: string | undefined,
): Situation {
  return { location: readRegion(location), signals: signalsOf(request) }
}
