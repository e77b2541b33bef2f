/** How things stand, for the metrics: counts alone. */
import type { App } from '../app.ts'
import type { Standing } from '../telemetry/metrics.ts'
import type { Api } from './api.ts'

export async function readStanding(app: App, { admission, server }: Api): Promise<Standing> {
  const [connections, subjects] = await Promise.all([
    new Promise<number>((resolve) => {
      server.getConnections((_, count) => resolve(count ?? 0))
    }),
    app.store.read('system', async (reader) => reader.countSubjects()),
  ])
  const { waiting, commits, transactions } = app.store.condition()
  const model = app.published()?.manifest
  return {
    requestsInFlight: admission.inFlight,
    connections,
    commitQueue: waiting,
    commits,
    transactions,
    subjects,
    items: app.catalogue.size,
    model:
      model === undefined
        ? undefined
        : {
            builtAtSeconds: model.builtAt / 1_000,
            subjects: model.subjects,
            items: model.items,
          },
  }
}
