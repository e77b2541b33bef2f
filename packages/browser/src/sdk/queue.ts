/**
 * What waits to be sent: bounded, in batches, sent again with growing pauses, sent at once when the
 * page is left, and dropped the moment nothing may be kept any more.
 */
import { type Connection, KEEPALIVE_BYTES_MAX } from './connection.ts'

/** Those beyond are dropped: a page that floods us loses its own events and nothing else. */
const WAITING_MAX = 1_000
const BATCH_MAX = 200
const PAUSE_MS = 2_000
const PAUSE_MAX_MS = 60_000

export type Kind = 'interactions' | 'batch' | 'impressions' | 'outcomes'

const PATHS: Readonly<Record<Kind, string>> = {
  interactions: '/v1/interactions',
  batch: '/v1/batch',
  impressions: '/v1/impressions',
  outcomes: '/v1/outcomes',
}

interface Entry {
  readonly kind: Kind
  readonly body: unknown
  readonly size: number
}

export interface Queue {
  add(kind: Kind, body: unknown): void
  flush(): Promise<void>
  drop(): void
}

/** @param mayLeave asked before each sending; where it says no, everything is dropped. */
export function openQueue(connection: Connection, mayLeave: () => boolean): Queue {
  let waiting: Entry[] = []
  let isPlanned = false
  let pauseMs = PAUSE_MS
  let sending: Promise<void> | undefined

  const plan = (): void => {
    if (isPlanned) return
    isPlanned = true
    setTimeout(() => {
      isPlanned = false
      void queue.flush()
    }, pauseMs)
  }

  const queue: Queue = {
    add(kind, body) {
      if (waiting.length >= WAITING_MAX) return
      try {
        const size = JSON.stringify(body).length
        if (size < KEEPALIVE_BYTES_MAX / 4) waiting.push({ kind, body, size })
      } catch {
        // What cannot be written down is the page's mistake, and costs nothing else.
      }
      plan()
    },
    flush() {
      sending ??= sendAll().finally(() => {
        sending = undefined
        if (waiting.length > 0) plan()
      })
      return sending
    },
    drop() {
      waiting = []
    },
  }

  async function sendAll(): Promise<void> {
    while (waiting.length > 0) {
      await connection.saying
      if (!mayLeave()) queue.drop()
      const batch = nextBatch(waiting)
      const [first] = batch
      if (first === undefined) return
      const sent = send(first.kind, batch)
      connection.reporting = sent
      const { status } = await sent
      // Busy, broken or unreachable: it stays, and waits for longer each time.
      if (status === 0 || status === 429 || status >= 500) {
        pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS)
        return
      }
      pauseMs = PAUSE_MS
      waiting = waiting.filter((entry) => !batch.includes(entry))
    }
  }

  function send(kind: Kind, batch: readonly Entry[]) {
    const bodies = batch.map(({ body }) => body)
    const sentAt = kind === 'batch' ? { sentAt: new Date().toISOString() } : {}
    return connection.send(PATHS[kind], { [kind]: bodies, ...sentAt }, true, mayLeave)
  }

  addEventListener('pagehide', () => {
    if (!mayLeave()) return queue.drop()
    // What is under way goes on by itself; the server knows each by its id.
    for (let batch = nextBatch(waiting); batch[0]; batch = nextBatch(waiting)) {
      void send(batch[0].kind, batch)
      waiting = waiting.filter((entry) => !batch.includes(entry))
    }
  })
  return queue
}

/** The first ones of one kind that fit into a request that outlives its page. */
function nextBatch(waiting: readonly Entry[]): readonly Entry[] {
  let size = 0
  return waiting
    .filter(({ kind }) => kind === waiting[0]?.kind)
    .slice(0, BATCH_MAX)
    .filter((entry) => {
      size += entry.size
      return size < KEEPALIVE_BYTES_MAX / 3
    })
}
