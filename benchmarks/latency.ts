/**
 * How long people wait under mixed load, nine decisions to a batch of a hundred interactions, when
 * nothing else happens and while a model is trained: MovieLens 1M, at a fixed rate of half of what
 * the server gets through at most, each latency from the moment at which the request was due.
 *
 *   npm run bench -- latency [--json] [--plot] [--seconds 60] [--fresh]
 *
 * `--plot` writes docs/images/latency.svg. The load comes from this machine too, so that server,
 * training and load share its cores.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { call } from './measure/acknowledged.ts'
import { startKillable } from './measure/killable-server.ts'
import { loadDirectory } from './measure/loaded-directory.ts'
import { assertReal, mixedLoad } from './measure/mixed-load.ts'
import { type Call, type Measured, measurePeak, sendAtRate } from './measure/open-loop.ts'
import { drawPlot, type Line } from './measure/plot.ts'
import { percentile, round } from './measure/statistics.ts'

const CONNECTIONS = 16
const PEAK_MS = 8_000
const TRAINING_MS_MAX = 600_000
const PERCENTILES = { p50Ms: 0.5, p90Ms: 0.9, p99Ms: 0.99, p999Ms: 0.999, maxMs: 1 } as const
const PICTURE = join(import.meta.dirname, '../docs/images/latency.svg')

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    plot: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '60' },
    fresh: { type: 'boolean', default: false },
  },
})

const folder = mkdtempSync(join(tmpdir(), 'equipoise-bench-'))
const directory = join(folder, 'data')
try {
  const { data, people, secretKey, operatorKey } = await loadDirectory(directory, values.fresh)
  const server = await startKillable(directory)
  try {
    const target = { url: server.url, key: secretKey, nextCall: mixedLoad(people) }
    const operator = { url: server.url, secretKey: operatorKey }
    await assertReal({ url: server.url, secretKey }, people)
    await measurePeak(target, CONNECTIONS, PEAK_MS / 2)
    const peak = await measurePeak(target, CONNECTIONS, PEAK_MS)
    const quiet = await sendAtRate(target, peak / 2, pause(Number(values.seconds) * 1_000))
    const { status } = await call(operator, 'POST /v1/train')
    if (status !== 202) throw new Error(`The training was answered ${status}`)
    const training = await sendAtRate(target, peak / 2, trained(operator))
    report({ quiet, training }, { data, peak, cores: availableParallelism() })
  } finally {
    await server.stop()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Resolves when no training runs any more. */
async function trained(operator: Parameters<typeof call>[0]): Promise<void> {
  const endsAt = performance.now() + TRAINING_MS_MAX
  while (performance.now() < endsAt) {
    await pause(250)
    const { json } = await call(operator, 'GET /v1/train').catch(notNow)
    if (json['state'] === 'idle') return
    if (json['state'] !== 'running') throw new Error('The training failed')
  }
  throw new Error('The training did not end')
}

/** A connection that is kept may be closed just as it is used again: the next time tells. */
function notNow(): Awaited<ReturnType<typeof call>> {
  return { status: 0, json: { state: 'running' } }
}

type Phases = Readonly<Record<'quiet' | 'training', Measured>>

interface About {
  readonly data: string
  readonly peak: number
  readonly cores: number
}

function report({ quiet, training }: Phases, { data, peak, cores }: About): void {
  const result = {
    data,
    cores,
    peakPerSecond: round(peak, 1),
    ratePerSecond: round(peak / 2, 1),
    quiet: summaryOf(quiet),
    training: summaryOf(training),
  }
  if (values.plot) writeFileSync(PICTURE, draw({ quiet, training }, peak))
  console.log(values.json ? JSON.stringify(result) : result)
}

function summaryOf({ latenciesMs, turnedAway, cutOff, seconds }: Measured) {
  const of = (kind: Call['kind']) => ({
    requests: latenciesMs[kind].length,
    ...Object.fromEntries(
      Object.entries(PERCENTILES).map(([name, ratio]) => [
        name,
        round(percentile(latenciesMs[kind], ratio), 2),
      ]),
    ),
  })
  return {
    seconds: round(seconds, 1),
    turnedAway,
    cutOff,
    decide: of('decide'),
    ingest: of('ingest'),
  }
}

/** The axis of percentiles is drawn out towards 100: 99.9 is as far from 99 as 99 from 90. */
function draw({ quiet, training }: Phases, peak: number): string {
  const lines: readonly Line[] = [
    lineOf('decide', 'accent', false, quiet.latenciesMs.decide),
    lineOf('decide, training', 'accent', true, training.latenciesMs.decide),
    lineOf('ingest', 'caution', false, quiet.latenciesMs.ingest),
    lineOf('ingest, training', 'caution', true, training.latenciesMs.ingest),
  ]
  const all = lines.flatMap(({ points }) => points.map(([, y]) => y))
  const ticks = [0.1, 1, 10, 100, 1_000, 10_000, 100_000]
  const min = ticks.findLast((tick) => tick <= Math.min(...all)) ?? 0.1
  const max = ticks.find((tick) => tick >= Math.max(...all)) ?? 100_000
  return drawPlot({
    title: `Latency at ${round(peak / 2, 0)} requests a second, half of the peak`,
    says: 'Latency by percentile of decisions and of batches of 100, with and without a training',
    x: {
      name: 'percentile of requests',
      min: 1,
      max: 1_000,
      log: true,
      ticks: [
        [1, '0'],
        [2, '50'],
        [10, '90'],
        [100, '99'],
        [1_000, '99.9'],
      ],
    },
    y: {
      name: 'milliseconds, logarithmic',
      min,
      max,
      log: true,
      ticks: ticks.flatMap((tick) => (tick < min || tick > max ? [] : [[tick, `${tick}`]])),
    },
    lines,
  })
}

function lineOf(
  name: string,
  colour: Line['colour'],
  dashed: boolean,
  latenciesMs: readonly number[],
): Line {
  const sorted = latenciesMs.toSorted((a, b) => a - b)
  const points = Array.from({ length: 91 }, (_, step): readonly [number, number] => {
    // Of fewer than a thousand there is no 99.9th percentile: the line ends where they do.
    const times = Math.min(10 ** (step / 30), sorted.length)
    const index = Math.min(sorted.length - 1, Math.floor((1 - 1 / times) * sorted.length))
    return [times, sorted[index] ?? Number.NaN]
  })
  return { name, colour, dashed, points }
}
