/**
 * Ten thousand connections that never say a word (or as many as this system lets one process
 * open): how a server goes on answering meanwhile, what each costs it, and that it closes them all
 * in time.
 *
 *   npm run bench -- connections [--json]
 *
 * `p50Ms` and `p99Ms` are of `GET /health` while all of them are open.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startOurs } from './measure/our-server.ts'
import { median, percentile, round } from './measure/statistics.ts'

const CONNECTIONS = 10_000
/** As many at a time as the system keeps waiting for a server. */
const AT_ONCE = 250
const PROBES = 200
/** What probing, and everything else, needs besides: of files here, of connections there. */
const FILES_KEPT = 200
/** The server's default for a head to arrive, and a margin. */
const CLOSED_WITHIN_MS = 10_000 + 10_000

const directory = mkdtempSync(join(tmpdir(), 'equipoise-bench-'))
const ours = await startOurs('serve', join(directory, 'ours'))
const { url, operatorKey } = ours.ready
const sockets: Socket[] = []
try {
  const count = Math.min(CONNECTIONS - FILES_KEPT, filesMax() - FILES_KEPT)
  const before = await metricOf('process_resident_memory_bytes')
  await openAll(count)
  // In the order in which they come, so that those opened last have been taken.
  const latenciesMs = await probe()
  const open = await metricOf('equipoise_http_connections')
  const after = await metricOf('process_resident_memory_bytes')
  const closedMs = await untilClosed()
  report({
    connections: open,
    p50Ms: round(median(latenciesMs)),
    p99Ms: round(percentile(latenciesMs, 0.99)),
    kibibytesEach: round((after - before) / 1024 / open, 1),
    closedAfterMs: round(closedMs, 0),
    leftOpen: sockets.filter(({ destroyed }) => !destroyed).length,
  })
} finally {
  for (const socket of sockets) socket.destroy()
  await ours.stop()
  rmSync(directory, { recursive: true, force: true })
}

function filesMax(): number {
  const { soft } = Object(process.report.getReport()).userLimits.open_files
  return typeof soft === 'number' ? soft : Number.POSITIVE_INFINITY
}

async function openAll(count: number): Promise<void> {
  const { port, hostname } = new URL(url)
  while (sockets.length < count) {
    const more = Math.min(AT_ONCE, count - sockets.length)
    await Promise.all(
      Array.from({ length: more }, () => {
        const socket = connect(Number(port), hostname)
        sockets.push(socket)
        socket.on('error', () => {})
        // What it hears is not kept; without a reader it would never see the end.
        socket.resume()
        return new Promise((resolve) => socket.once('connect', resolve))
      }),
    )
  }
}

async function probe(): Promise<readonly number[]> {
  const latenciesMs: number[] = []
  for (let turn = 0; turn < PROBES; turn += 1) {
    const askedAt = performance.now()
    await (await fetch(`${url}/health`)).text()
    latenciesMs.push(performance.now() - askedAt)
  }
  return latenciesMs
}

async function metricOf(name: string): Promise<number> {
  const headers = { authorization: `Bearer ${operatorKey}` }
  const text = await (await fetch(`${url}/metrics`, { headers })).text()
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
}

/** Milliseconds from now until the server has closed them all, or the time is over. */
async function untilClosed(): Promise<number> {
  const startedAt = performance.now()
  const closing = sockets.map((socket) =>
    socket.destroyed ? undefined : new Promise((resolve) => socket.once('close', resolve)),
  )
  const { promise: late, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, CLOSED_WITHIN_MS)
  await Promise.race([Promise.all(closing), late])
  clearTimeout(timer)
  return performance.now() - startedAt
}

function report(result: Readonly<Record<string, number>>): void {
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify(result))
    return
  }
  console.log(`Connections without a word: ${result['connections']}`)
  console.log(`Meanwhile, GET /health: p50 ${result['p50Ms']} ms, p99 ${result['p99Ms']} ms`)
  console.log(`Each costs the server ${result['kibibytesEach']} KiB`)
  console.log(`All closed ${result['closedAfterMs']} ms later; left open: ${result['leftOpen']}`)
}
