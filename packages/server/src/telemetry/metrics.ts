/**
 * Counts for those who run it, in Prometheus' text form. A label is a route's pattern, a method, a
 * status, a purpose or a code: never a path, an id or an address. Each server counts for itself.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { VERSION } from '../version.ts'
import { Tally } from './tally.ts'

export interface AnsweredRequest {
  readonly method: string
  /** The pattern; undefined where no route took it. */
  readonly route: string | undefined
  readonly status: number
  readonly seconds: number
  /** The code of the problem that was the answer. */
  readonly problem: string | undefined
}

export interface CollectedCounts {
  readonly accepted: number
  readonly duplicates: number
  readonly refused: readonly {
    readonly purpose: string
    readonly reasons: readonly { readonly code: string }[]
  }[]
  readonly rejected: readonly { readonly code: string }[]
}

/** How things stand at the moment of asking. */
export interface Standing {
  readonly requestsInFlight: number
  readonly connections: number
  readonly commitQueue: number
  /** Since the store was opened. */
  readonly commits: number
  readonly transactions: number
  readonly subjects: number
  readonly items: number
  readonly model: ModelStanding | undefined
}

export interface ModelStanding {
  readonly builtAtSeconds: number
  readonly subjects: number
  readonly items: number
}

const LATENCY_BUCKETS_SECONDS = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
]

export class Metrics {
  readonly #registry = new Registry()
  readonly #read: () => Promise<Standing>
  readonly #requests = this.#tally(
    'http_requests_total',
    'Requests answered, by route pattern, method and status',
    ['route', 'method', 'status'],
  )
  readonly #latency = new Histogram({
    name: 'equipoise_http_request_duration_seconds',
    help: 'From the head of a request to the end of its answer',
    labelNames: ['route', 'method'],
    buckets: LATENCY_BUCKETS_SECONDS,
    registers: [this.#registry],
  })
  readonly #problems = this.#counter('problems_total', 'Problems answered, by code', ['code'])
  readonly #broken = this.#counter(
    'http_broken_calls_total',
    'Calls that reached no route: no HTTP, or too slow; by code',
    ['code'],
  )
  readonly #dropped = this.#counter(
    'http_connections_dropped_total',
    'Connections closed as they came, one too many',
  )
  readonly #interactions = this.#counter(
    'interactions_total',
    'Interactions that were permitted: accepted, or known already',
    ['outcome'],
  )
  readonly #refused = this.#counter(
    'interactions_refused_total',
    'Interactions that no purpose permitted: dropped, by purpose and reason',
    ['purpose', 'reason'],
  )
  readonly #decided = this.#tally(
    'decided_items_total',
    'Items that decisions answered, by channel and by how specific they were',
    ['channel', 'level'],
  )
  readonly #rejected = this.#counter(
    'interactions_rejected_total',
    'Interactions that could not be read, by code',
    ['code'],
  )
  readonly #commits = this.#counter('commits_total', 'Commits: each makes a group durable')
  readonly #transactions = this.#counter('transactions_total', 'Transactions in those commits')
  readonly #gauges = {
    inFlight: this.#gauge('http_requests_in_flight', 'Requests worked on now'),
    connections: this.#gauge('http_connections', 'Connections open now'),
    commitQueue: this.#gauge('commit_queue_length', 'Transactions that wait for a commit'),
    subjects: this.#gauge('subjects', 'People known'),
    items: this.#gauge('items', 'Items in the catalogue'),
    builtAt: this.#gauge(
      'model_built_timestamp_seconds',
      'When the published model was built; 0 where none is',
    ),
    modelSubjects: this.#gauge('model_subjects', 'People in the published model'),
    modelItems: this.#gauge('model_items', 'Items in the published model'),
  }

  constructor(read: () => Promise<Standing>) {
    this.#read = read
    this.#gauge('build_info', 'The version that runs', ['version']).set({ version: VERSION }, 1)
    collectDefaultMetrics({ register: this.#registry })
  }

  get contentType(): string {
    return this.#registry.contentType
  }

  countRequest({ method, route = 'none', status, seconds, problem }: AnsweredRequest): void {
    this.#requests.add([route, method, status])
    this.#latency.observe({ route, method }, seconds)
    if (problem !== undefined) this.#problems.inc({ code: problem })
  }

  countBroken(code: string): void {
    this.#broken.inc({ code })
  }

  countDropped(): void {
    this.#dropped.inc()
  }

  countCollected({ accepted, duplicates, refused, rejected }: CollectedCounts): void {
    this.#interactions.inc({ outcome: 'accepted' }, accepted)
    this.#interactions.inc({ outcome: 'duplicate' }, duplicates)
    for (const { purpose, reasons } of refused) {
      this.#refused.inc({ purpose, reason: reasons[0]?.code ?? 'none' })
    }
    for (const { code } of rejected) this.#rejected.inc({ code })
  }

  /** @param items of one decision. */
  countDecided(
    items: readonly {
      readonly ad: object | undefined
      readonly specificity: { readonly level: string }
    }[],
  ): void {
    const channel = items.some(({ ad }) => ad !== undefined) ? 'ads' : 'suggestions'
    for (const { specificity } of items) this.#decided.add([channel, specificity.level])
  }

  /** Everything, as Prometheus reads it. */
  async text(): Promise<string> {
    const standing = await this.#read()
    this.#requests.flush()
    this.#decided.flush()
    const { inFlight, connections, commitQueue, subjects, items } = this.#gauges
    inFlight.set(standing.requestsInFlight)
    connections.set(standing.connections)
    commitQueue.set(standing.commitQueue)
    subjects.set(standing.subjects)
    items.set(standing.items)
    this.#gauges.builtAt.set(standing.model?.builtAtSeconds ?? 0)
    this.#gauges.modelSubjects.set(standing.model?.subjects ?? 0)
    this.#gauges.modelItems.set(standing.model?.items ?? 0)
    for (const [counter, total] of [
      [this.#commits, standing.commits],
      [this.#transactions, standing.transactions],
    ] as const) {
      counter.reset()
      counter.inc(total)
    }
    return this.#registry.metrics()
  }

  #counter<L extends string = never>(
    name: string,
    help: string,
    labelNames: readonly L[] = [],
  ): Counter<L> {
    const registers = [this.#registry]
    return new Counter({ name: `equipoise_${name}`, help, labelNames: [...labelNames], registers })
  }

  #tally<L extends string>(name: string, help: string, labelNames: readonly L[]): Tally<L> {
    return new Tally(this.#counter(name, help, labelNames), labelNames)
  }

  #gauge<L extends string = never>(
    name: string,
    help: string,
    labelNames: readonly L[] = [],
  ): Gauge<L> {
    const registers = [this.#registry]
    return new Gauge({ name: `equipoise_${name}`, help, labelNames: [...labelNames], registers })
  }
}
