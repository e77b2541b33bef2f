/** Feeds the metrics: each answered request, and what becomes of each batch. */
import { onCollected } from '../modules/collect/index.ts'
import type { Store } from '../store/index.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { Api } from './api.ts'

export function countRequests(api: Api, store: Store, metrics: Metrics): void {
  api.addHook('onResponse', (request, reply, done) => {
    metrics.countRequest({
      method: request.method,
      route: request.routeOptions.url,
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1_000,
      problem: request.problem,
    })
    done()
  })
  const deaf = onCollected(store, (counts) => metrics.countCollected(counts))
  api.addHook('onClose', async () => deaf())
}
