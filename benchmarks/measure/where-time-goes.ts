/**
 * Reads what Node's profiler wrote of a server, and adds the time up by what it was for: each
 * moment counts for the innermost function on the stack that one of the parts below owns.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { round } from './statistics.ts'

export interface Spent {
  readonly part: string
  /** Of all the time in which the process was not idle. */
  readonly percent: number
}

interface ProfileNode {
  readonly id: number
  readonly callFrame: { readonly functionName: string; readonly url: string }
  readonly children?: readonly number[]
}

interface CpuProfile {
  readonly nodes: readonly ProfileNode[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

const FRAMEWORK = 'HTTP: Fastify'
const NODE = 'HTTP: Node and the socket'
const JOBS = 'jobs in the background'

/** The first that fits counts. */
const PARTS: readonly (readonly [part: string, where: RegExp])[] = [
  [JOBS, /consent\/end-unpermitted/],
  ['ranking', /core\/src\/recommend\/(rank|interaction)|decide\/(eligible|history)/],
  ['explaining', /core\/src\/recommend\//],
  ['tokens', /modules\/impressions\/|keys\/list-sealer/],
  ['consent and law', /core\/src\/(law|consent)\/|modules\/law\//],
  ['reading the person', /src\/store\/|modules\/subjects\/|src\/keys\//],
  ['deciding, beside those', /modules\/(decide|catalogue|train)\//],
  ['checking who calls', /http\/authorize|modules\/access\/|http\/limits\/|check-head/],
  ['the answer as JSON', /fast-json-stringify|decide-views|write-decided|answer-bytes/],
  ['security headers', /helmet|@fastify\/cors/],
  ['metrics and logs', /prom-client|telemetry\/|pino/],
  [FRAMEWORK, /node_modules\/fastify|node_modules\/@fastify|server\/src\/http\//],
  [NODE, /^node:/],
]

/** @returns the parts, the largest first. */
export function readProfile(folder: string): readonly Spent[] {
  const spent = new Map<string, number>()
  for (const file of readdirSync(folder)) {
    // Written by Node, in its own form.
    addUp(JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile, spent)
  }
  const busy = [...spent].filter(([part]) => part !== IDLE)
  const total = busy.reduce((sum, [, micros]) => sum + micros, 0)
  return busy
    .map(([part, micros]) => ({ part, percent: round((100 * micros) / total, 1) }))
    .sort((a, b) => b.percent - a.percent)
}

const IDLE = 'idle'
const COLLECTING = 'collecting garbage'
const OTHER = 'all else: starting, compiling'

function addUp({ nodes, samples, timeDeltas }: CpuProfile, spent: Map<string, number>): void {
  const parts = new Map<number, string>()
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((c) => [c, id])))
  // A parent stands before its children.
  for (const node of nodes) {
    const caller = parts.get(parents.get(node.id) ?? -1) ?? OTHER
    const own = partOf(node)
    // What Node does is for whoever called it; to send is for nobody else.
    const isSent = own !== NODE || caller === OTHER || caller === FRAMEWORK
    // What a job reads of everybody at the start is no part of a decision.
    parts.set(node.id, own !== undefined && isSent && caller !== JOBS ? own : caller)
  }
  for (const [place, id] of samples.entries()) {
    const part = parts.get(id) ?? OTHER
    spent.set(part, (spent.get(part) ?? 0) + (timeDeltas[place] ?? 0))
  }
}

function partOf({ callFrame: { functionName, url } }: ProfileNode): string | undefined {
  if (functionName === '(idle)') return IDLE
  if (functionName === '(garbage collector)') return COLLECTING
  return PARTS.find(([, where]) => where.test(url))?.[0]
}
