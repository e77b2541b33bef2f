/**
 * Whether the server's memory stays as it is: ten minutes of mixed load at half of the peak, its
 * resident memory asked for every few seconds, and a line through the last 80 % of that.
 *
 *   npm run bench -- soak [--json] [--plot] [--minutes 10] [--fresh]
 *
 * `flat` says that memory rises by less than 2 % over the run even at the upper end of the line's
 * 95 % interval, `rising` that it rises by more even at the lower end, `unclear` neither. `--plot`
 * writes docs/images/soak.svg.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startKillable } from './measure/killable-server.ts'
import { loadDirectory } from './measure/loaded-directory.ts'
import { assertReal, mixedLoad } from './measure/mixed-load.ts'
import { measurePeak, sendAtRate } from './measure/open-loop.ts'
import { drawPlot } from './measure/plot.ts'
import { percentile, round } from './measure/statistics.ts'
import { type Point, type Trend, trendOf } from './measure/trend.ts'

const CONNECTIONS = 16
const PEAK_MS = 8_000
const SAMPLES = 150
const MEBIBYTE = 1024 * 1024
/** The caches fill in the beginning. */
const LEFT_OUT = 0.2
const RISE_RATIO_MAX = 0.02
const PICTURE = join(import.meta.dirname, '../docs/images/soak.svg')

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    plot: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '10' },
    fresh: { type: 'boolean', default: false },
  },
})
const minutes = Number(values.minutes)

const folder = mkdtempSync(join(tmpdir(), 'equipoise-bench-'))
const directory = join(folder, 'data')
try {
  const { data, people, secretKey, operatorKey } = await loadDirectory(directory, values.fresh)
  const server = await startKillable(directory)
  try {
    const target = { url: server.url, key: secretKey, nextCall: mixedLoad(people) }
    await assertReal({ url: server.url, secretKey }, people)
    await measurePeak(target, CONNECTIONS, PEAK_MS / 2)
    const peak = await measurePeak(target, CONNECTIONS, PEAK_MS)
    const before = statSync(join(directory, 'equipoise.db')).size
    const sampling = sampleMemory(server.url, operatorKey)
    const measured = await sendAtRate(target, peak / 2, sampling)
    const points = await sampling
    const trend = trendOf(points.slice(Math.floor(points.length * LEFT_OUT)))
    const { decide, ingest } = measured.latenciesMs
    report(points, trend, {
      data,
      minutes,
      ratePerSecond: round(peak / 2, 1),
      decisions: decide.length,
      batches: ingest.length,
      turnedAway: measured.turnedAway,
      cutOff: measured.cutOff,
      decideP99Ms: round(percentile(decide, 0.99), 2),
      databaseGrewMiB: round(
        (statSync(join(directory, 'equipoise.db')).size - before) / MEBIBYTE,
        1,
      ),
    })
  } finally {
    await server.stop()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** MiB by minutes. */
async function sampleMemory(url: string, operatorKey: string): Promise<readonly Point[]> {
  const everyMs = (minutes * 60_000) / SAMPLES
  const startedAt = performance.now()
  const points: Point[] = []
  while (points.length < SAMPLES) {
    const dueAt = startedAt + (points.length + 1) * everyMs
    await pause(Math.max(0, dueAt - performance.now()))
    const value = (await residentBytes(url, operatorKey)) / MEBIBYTE
    points.push({ at: (performance.now() - startedAt) / 60_000, value })
  }
  return points
}

async function residentBytes(url: string, operatorKey: string): Promise<number> {
  const headers = { authorization: `Bearer ${operatorKey}` }
  const text = await (await fetch(`${url}/metrics`, { headers })).text()
  const found = /^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]
  if (found === undefined) throw new Error('The metrics do not tell the resident memory')
  return Number(found)
}

function report(points: readonly Point[], trend: Trend, about: Readonly<Record<string, unknown>>) {
  const verdict = verdictOn(trend)
  const result = {
    ...about,
    residentMiBMean: round(trend.mean, 1),
    residentMiBMax: round(Math.max(...points.map(({ value }) => value)), 1),
    slopeMiBPerMinute: round(trend.slope, 3),
    slopeInterval95: [round(trend.low, 3), round(trend.high, 3)],
    verdict,
  }
  if (values.plot) writeFileSync(PICTURE, draw(points, trend))
  console.log(values.json ? JSON.stringify(result) : result)
  if (verdict !== 'flat') process.exitCode = 1
}

function verdictOn({ low, high, mean }: Trend): 'flat' | 'rising' | 'unclear' {
  const riseMax = (RISE_RATIO_MAX * mean) / minutes
  if (high < riseMax) return 'flat'
  return low > riseMax ? 'rising' : 'unclear'
}

function draw(points: readonly Point[], trend: Trend): string {
  const top = Math.ceil((Math.max(...points.map(({ value }) => value)) * 1.1) / 100) * 100
  const from = points[Math.floor(points.length * LEFT_OUT)]?.at ?? 0
  const to = points.at(-1)?.at ?? minutes
  const lineAt = (at: number) => trend.mean + trend.slope * (at - (from + to) / 2)
  const sign = trend.slope < 0 ? '−' : '+'
  const slope = `${sign}${Math.abs(round(trend.slope, 2))} MiB a minute`
  const ticks = Array.from({ length: 5 }, (_, index) => (index * top) / 4)
  return drawPlot({
    title: `Resident memory at half of the peak: ${slope}`,
    says: `The server's resident memory over ${minutes} minutes, and a straight line through the last 80 %`,
    x: {
      name: 'minutes',
      min: 0,
      max: minutes,
      log: false,
      ticks: Array.from({ length: 6 }, (_, index) => {
        const at = round((index * minutes) / 5, 1)
        return [at, `${at}`] as const
      }),
    },
    y: {
      name: 'MiB',
      min: 0,
      max: top,
      log: false,
      ticks: ticks.map((tick) => [tick, `${tick}`]),
    },
    lines: [
      {
        name: 'resident memory',
        colour: 'accent',
        dashed: false,
        points: points.map(({ at, value }) => [at, value]),
      },
      {
        name: 'line through the last 80 %',
        colour: 'caution',
        dashed: true,
        points: [
          [from, lineAt(from)],
          [to, lineAt(to)],
        ],
      },
    ],
  })
}
