/**
 * For whoever watches the server: whether it lives, whether it can work, and its counts. The first
 * two need no key, answer however busy it is, and say nothing of anybody.
 */
import { formatInstant } from '@equipoise/core/values'
import type { App } from '../../app.ts'
import type { Metrics } from '../../telemetry/metrics.ts'
import type { Api } from '../api.ts'
import type { Admission } from '../limits/admission.ts'

export interface HealthParts {
  readonly app: App
  readonly admission: Admission
  readonly metrics: Metrics
}

/** What keeps the server from working. */
type Obstacle = 'stopping' | 'store' | 'ledger'

/** A write is tried so often at most, whoever asks how often. */
const PROBE_EVERY_MS = 1_000
/** A write that takes longer is as good as none. */
const PROBE_WITHIN_MS = 2_000

export function healthRoutes(api: Api, parts: HealthParts): void {
  const canWrite = writeProbe(parts.app)

  api.route({
    method: 'GET',
    url: '/health',
    config: { always: true },
    schema: { hide: true },
    handler: async () => ({ status: 'ok' }),
  })

  api.route({
    method: 'GET',
    url: '/ready',
    config: { always: true },
    schema: { hide: true },
    handler: async (_, reply) => {
      const notReady = await obstacles(parts, canWrite)
      if (notReady.length === 0) return { status: 'ready' }
      return reply.code(503).header('retry-after', '1').send({ status: 'not_ready', notReady })
    },
  })

  api.route({
    method: 'GET',
    url: '/metrics',
    config: { always: true, may: 'read_status' },
    schema: { hide: true },
    handler: async (_, reply) =>
      reply.type(parts.metrics.contentType).send(await parts.metrics.text()),
  })
}

async function obstacles(
  { app, admission }: HealthParts,
  canWrite: () => Promise<boolean>,
): Promise<readonly Obstacle[]> {
  // While it stops, the store may be closed at any moment.
  if (admission.isStopping) return ['stopping']
  const found: Obstacle[] = []
  if (!(await canWrite())) found.push('store')
  if (!app.store.condition().ledgerWhole) found.push('ledger')
  return found
}

/** Whether a write becomes durable here and now: nothing less tells of a disk that is full. */
function writeProbe({ store, now }: App): () => Promise<boolean> {
  let latest: Promise<boolean> = Promise.resolve(true)
  let startedAt = Number.NEGATIVE_INFINITY
  let isUnderWay = false
  const write = async (): Promise<boolean> => {
    isUnderWay = true
    try {
      await store.transact('system', async (writer) =>
        writer.putSetting('write_probe', formatInstant(now())),
      )
      return true
    } catch {
      return false
    } finally {
      isUnderWay = false
    }
  }
  return () => {
    if (!isUnderWay && performance.now() - startedAt >= PROBE_EVERY_MS) {
      startedAt = performance.now()
      latest = write()
    }
    return orFalseAfter(PROBE_WITHIN_MS, latest)
  }
}

function orFalseAfter(ms: number, answer: Promise<boolean>): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), ms)
    void answer.then((value) => {
      clearTimeout(late)
      resolve(value)
    })
  })
}
