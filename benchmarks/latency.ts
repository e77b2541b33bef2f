/**
 * How long people wait under mixed load, nine decisions to a batch of a hundred interactions, when
 * nothing else happens and while a model is trained: MovieLens 1M, at a fixed rate of half of what
 * the server gets through at most, each latency from the moment at which the request was due.
 *
 *   npm run bench -- latency [--json] [--plot] [--rounds 3] [--seconds 30] [--fresh]
 *
 * A round is so many seconds of quiet and then a whole training. Percentiles are the medians of the
 * rounds; `maxMs` is the worst of all. `--plot` writes docs/images/latency.svg. The load comes from
 * this machine too, so that server, training and load share its cores; `loadLagMs` is how much of a
 * latency is the load's own.
 */
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { call } from './measure/acknowledged.ts'
import { startKillable } from './measure/killable-server.ts'
import { loadDirectory } from './measure/loaded-directory.ts'
import { assertReal, mixedLoad } from './measure/mixed-load.ts'
import { type Call, type Measured, measurePeak, sendAtRate } from './measure/open-loop.ts'
import { drawPlot, type Line } from './measure/plot.ts'
import { scratchFolder } from './measure/scratch-folder.ts'
import { median, percentile, round } from './measure/statistics.ts'

const CONNECTIONS = 16
const PEAK_MS = 8_000
const TRAINING_MS_MAX = 600_000
const PERCENTILES = { p50Ms: 0.5, p90Ms: 0.9, p99Ms: 0.99, p999Ms: 0.999 } as const
const PICTURE = join(import.meta.dirname, '../docs/images/latency.svg')

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    plot: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '30' },
    fresh: { type: 'boolean', default: false },
  },
})

const STEPS_TO_TENFOLD = 30

const directory = join(scratchFolder(), 'data')
const { data, people, secretKey, operatorKey } = await loadDirectory(directory, values.fresh)
const server = await startKillable(directory)
try {
  const target = { url: server.url, key: secretKey, nextCall: mixedLoad(people) }
  const operator = { url: server.url, secretKey: operatorKey }
  await assertReal({ url: server.url, secretKey }, people)
  await measurePeak(target, CONNECTIONS, PEAK_MS / 2)
  const peak = await measurePeak(target, CONNECTIONS, PEAK_MS)
  const phases: Phases = { quiet: [], training: [] }
  for (let turn = 1; turn <= Number(values.rounds); turn += 1) {
    console.error(`round ${turn}, ${round(peak / 2, 0)} requests a second`)
    const over = pause(Number(values.seconds) * 1_000)
    phases.quiet.push(await sendAtRate(target, peak / 2, over))
    const { status } = await call(operator, 'POST /v1/train')
    if (status !== 202) throw new Error(`The training was answered ${status}`)
    phases.training.push(await sendAtRate(target, peak / 2, trained(operator)))
  }
  report(phases, { data, peak, cores: availableParallelism() })
} finally {
  await server.stop()
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

type Phases = Readonly<Record<'quiet' | 'training', Measured[]>>

interface About {
  readonly data: string
  readonly peak: number
  readonly cores: number
}

function report(phases: Phases, { data, peak, cores }: About): void {
  const result = {
    data,
    cores,
    peakPerSecond: round(peak, 1),
    ratePerSecond: round(peak / 2, 1),
    rounds: phases.quiet.length,
    quiet: summaryOf(phases.quiet),
    training: summaryOf(phases.training),
  }
  if (values.plot) writeFileSync(PICTURE, draw(phases, peak))
  console.log(values.json ? JSON.stringify(result) : result)
}

function summaryOf(rounds: readonly Measured[]) {
  const sum = (of: (measured: Measured) => number): number =>
    rounds.reduce((total, measured) => total + of(measured), 0)
  const ofRounds = (of: (measured: Measured) => number): number => round(median(rounds.map(of)), 2)
  const of = (kind: Call['kind']) => ({
    requests: sum(({ latenciesMs }) => latenciesMs[kind].length),
    ...Object.fromEntries(
      Object.entries(PERCENTILES).map(([name, ratio]) => [
        name,
        ofRounds(({ latenciesMs }) => percentile(latenciesMs[kind], ratio)),
      ]),
    ),
    maxMs: round(Math.max(...rounds.map(({ latenciesMs }) => percentile(latenciesMs[kind], 1))), 2),
  })
  return {
    secondsARound: ofRounds(({ seconds }) => seconds),
    turnedAway: sum(({ turnedAway }) => turnedAway),
    cutOff: sum(({ cutOff }) => cutOff),
    loadLagMs: {
      p50: ofRounds(({ lagsMs }) => median(lagsMs)),
      p99: ofRounds(({ lagsMs }) => percentile(lagsMs, 0.99)),
    },
    decide: of('decide'),
    ingest: of('ingest'),
  }
}

/** The axis of percentiles is drawn out towards 100: 99.9 is as far from 99 as 99 from 90. */
function draw({ quiet, training }: Phases, peak: number): string {
  const lines: readonly Line[] = [
    lineOf('decide', 'accent', quiet),
    { ...lineOf('decide', 'accent', training), name: 'decide, training', dashed: true },
    lineOf('ingest', 'caution', quiet),
    { ...lineOf('ingest', 'caution', training), name: 'ingest, training', dashed: true },
  ]
  const all = lines.flatMap(({ band = [] }) => band.flatMap(([, low, high]) => [low, high]))
  const ticks = [0.1, 1, 10, 100, 1_000, 10_000, 100_000]
  const min = ticks.findLast((tick) => tick <= Math.min(...all)) ?? 0.1
  const max = ticks.find((tick) => tick >= Math.max(...all)) ?? 100_000
  return drawPlot({
    title: `Latency at ${round(peak / 2, 0)} requests a second, half of the peak`,
    says: 'Latency by percentile of decisions and of batches of 100, with and without a training',
    x: {
      name: 'percentile of requests; pale: from the best round to the worst',
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

/** Ends where a round has no more requests to tell one percentile from the next. */
function lineOf(
  kind: Call['kind'],
  colour: Line['colour'],
  rounds: readonly Measured[],
): Line & Required<Pick<Line, 'band'>> {
  const sorted = rounds.map(({ latenciesMs }) => latenciesMs[kind].toSorted((a, b) => a - b))
  const fewest = Math.min(1_000, ...sorted.map(({ length }) => length))
  const steps = Math.floor(Math.log10(Math.max(1, fewest)) * STEPS_TO_TENFOLD)
  const band = Array.from({ length: steps + 1 }, (_, step) => {
    const times = 10 ** (step / STEPS_TO_TENFOLD)
    const there = sorted.map((one) => atRatio(one, 1 - 1 / times)).sort((a, b) => a - b)
    const middle = there[Math.floor(there.length / 2)] ?? Number.NaN
    return { times, low: there[0] ?? middle, middle, high: there.at(-1) ?? middle }
  })
  return {
    name: kind,
    colour,
    dashed: false,
    points: band.map(({ times, middle }) => [times, middle]),
    band: band.map(({ times, low, high }) => [times, low, high]),
  }
}

function atRatio(sorted: readonly number[], ratio: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(ratio * sorted.length))] ?? Number.NaN
}
