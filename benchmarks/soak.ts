/**
 * Whether the server's memory stays as it is: when everybody has come by once, ten minutes of mixed
 * load at half of the peak, its resident memory asked for every few seconds, and a line through
 * the last 80 % of that. Each fifth time all garbage is collected, and what is left of the heap is
 * asked for as well.
 *
 *   npm run bench -- soak [--json] [--plot] [--minutes 10] [--fresh]
 *
 * `flat` says that neither rises by 2 % of the resident memory over the run, even at the upper end
 * of its line's 95 % interval; `rising` that one rises by more even at the lower end; `unclear`
 * neither. `--plot` writes docs/images/soak.svg.
 */
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type KillableServer, startKillable } from './measure/killable-server.ts'
import { loadDirectory } from './measure/loaded-directory.ts'
import { assertReal, mixedLoad } from './measure/mixed-load.ts'
import { measurePeak, sendAtRate } from './measure/open-loop.ts'
import { drawPlot } from './measure/plot.ts'
import { scratchFolder } from './measure/scratch-folder.ts'
import { percentile, round } from './measure/statistics.ts'
import { type Point, type Trend, trendOf } from './measure/trend.ts'

const CONNECTIONS = 16
const PEAK_MS = 8_000
/** Nine in ten are decisions, and a batch in between asks for a hundred people. */
const WARM_CALLS_A_PERSON = 1.2
const WARM_TURNS_MAX = 30
const SAMPLES = 150
/** Each so many samples, garbage is collected. */
const COLLECTED_EACH = 5
/** By then the signal has come, and all garbage is gone. */
const COLLECTING_MS = 50
/** What is answered meanwhile makes garbage again: the least of so many is nearest to the truth. */
const HEAP_READINGS = 5
const COLLECT_GARBAGE = join(import.meta.dirname, 'measure/collect-garbage.ts')
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

const directory = join(scratchFolder(), 'data')
const { data, people, secretKey, operatorKey } = await loadDirectory(directory, values.fresh)
const server = await startKillable(directory, ['--expose-gc', `--import=${COLLECT_GARBAGE}`])
try {
  const nextCall = mixedLoad(people)
  let calls = 0
  const target = {
    url: server.url,
    key: secretKey,
    nextCall: () => {
      calls += 1
      return nextCall()
    },
  }
  await assertReal({ url: server.url, secretKey }, people)
  // What is kept opened of people is bounded, and is full when everybody has come by.
  const enough = people.length * WARM_CALLS_A_PERSON
  for (let turn = 0; calls < enough && turn < WARM_TURNS_MAX; turn += 1) {
    await measurePeak(target, CONNECTIONS, PEAK_MS)
  }
  const peak = await measurePeak(target, CONNECTIONS, PEAK_MS)
  const before = statSync(join(directory, 'equipoise.db')).size
  const sampling = sampleMemory(server, operatorKey)
  const measured = await sendAtRate(target, peak / 2, sampling)
  const samples = await sampling
  const { decide, ingest } = measured.latenciesMs
  report(samples, {
    data,
    minutes,
    ratePerSecond: round(peak / 2, 1),
    decisions: decide.length,
    batches: ingest.length,
    turnedAway: measured.turnedAway,
    cutOff: measured.cutOff,
    decideP99Ms: round(percentile(decide, 0.99), 2),
    databaseGrewMiB: round((statSync(join(directory, 'equipoise.db')).size - before) / MEBIBYTE, 1),
  })
} finally {
  await server.stop()
}

/** MiB by minutes. */
interface Samples {
  readonly resident: readonly Point[]
  /** What the heap holds when all garbage is gone. */
  readonly heap: readonly Point[]
}

async function sampleMemory({ url, pid }: KillableServer, operatorKey: string): Promise<Samples> {
  const everyMs = (minutes * 60_000) / SAMPLES
  const startedAt = performance.now()
  const samples: { readonly resident: Point[]; readonly heap: Point[] } = { resident: [], heap: [] }
  for (let count = 1; count <= SAMPLES; count += 1) {
    await pause(Math.max(0, startedAt + count * everyMs - performance.now()))
    const at = (performance.now() - startedAt) / 60_000
    const { resident } = await memoryOf(url, operatorKey)
    samples.resident.push({ at, value: resident })
    if (count % COLLECTED_EACH !== 0) continue
    samples.heap.push({ at, value: await heapLeft({ url, pid }, operatorKey) })
  }
  return samples
}

/** What the heap holds when all garbage is gone, in MiB. */
async function heapLeft(
  { url, pid }: Pick<KillableServer, 'url' | 'pid'>,
  operatorKey: string,
): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let reading = 0; reading < HEAP_READINGS; reading += 1) {
    process.kill(pid, 'SIGUSR2')
    await pause(COLLECTING_MS)
    least = Math.min(least, (await memoryOf(url, operatorKey)).heap)
  }
  return least
}

/** In MiB. */
async function memoryOf(
  url: string,
  operatorKey: string,
): Promise<{ readonly resident: number; readonly heap: number }> {
  const headers = { authorization: `Bearer ${operatorKey}` }
  const text = await (await fetch(`${url}/metrics`, { headers })).text()
  const read = (name: string): number => {
    const found = new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]
    if (found === undefined) throw new Error(`The metrics do not tell ${name}`)
    return Number(found) / MEBIBYTE
  }
  return {
    resident: read('process_resident_memory_bytes'),
    heap: read('nodejs_heap_size_used_bytes') + read('nodejs_external_memory_bytes'),
  }
}

function report({ resident, heap }: Samples, about: Readonly<Record<string, unknown>>): void {
  const lines = { resident: lineThrough(resident), heap: lineThrough(heap) }
  const riseMax = (RISE_RATIO_MAX * lines.resident.mean) / minutes
  const verdicts = [lines.resident, lines.heap].map((trend) => verdictOn(trend, riseMax))
  const verdict = (['rising', 'unclear'] as const).find((one) => verdicts.includes(one)) ?? 'flat'
  const result = {
    ...about,
    ...figuresOf('resident', resident, lines.resident),
    ...figuresOf('heap', heap, lines.heap),
    flatBelowMiBPerMinute: round(riseMax, 3),
    verdict,
  }
  if (values.plot) writeFileSync(PICTURE, draw({ resident, heap }, lines.resident))
  console.log(values.json ? JSON.stringify(result) : result)
  if (verdict !== 'flat') process.exitCode = 1
}

function lineThrough(points: readonly Point[]): Trend {
  return trendOf(points.slice(Math.floor(points.length * LEFT_OUT)))
}

function figuresOf(name: keyof Samples, points: readonly Point[], trend: Trend) {
  const { mean, slope, low, high } = trend
  return {
    [`${name}MiBMean`]: round(mean, 1),
    [`${name}MiBMax`]: round(Math.max(...points.map(({ value }) => value)), 1),
    [`${name}MiBPerMinute`]: round(slope, 3),
    [`${name}Interval95`]: [round(low, 3), round(high, 3)],
  }
}

function verdictOn({ low, high }: Trend, riseMax: number): 'flat' | 'rising' | 'unclear' {
  if (high < riseMax) return 'flat'
  return low > riseMax ? 'rising' : 'unclear'
}

function draw({ resident, heap }: Samples, trend: Trend): string {
  const top = Math.ceil((Math.max(...resident.map(({ value }) => value)) * 1.1) / 100) * 100
  const from = resident[Math.floor(resident.length * LEFT_OUT)]?.at ?? 0
  const to = resident.at(-1)?.at ?? minutes
  const lineAt = (at: number) => trend.mean + trend.slope * (at - (from + to) / 2)
  const sign = trend.slope < 0 ? '−' : '+'
  const slope = `${sign}${Math.abs(round(trend.slope, 2))} MiB a minute`
  const ticks = Array.from({ length: 5 }, (_, index) => (index * top) / 4)
  return drawPlot({
    title: `Resident memory at half of the peak: ${slope}`,
    says: `The server's memory over ${minutes} minutes, and a straight line through the last 80 %`,
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
        points: resident.map(({ at, value }) => [at, value]),
      },
      {
        name: 'heap without garbage',
        colour: 'muted',
        dashed: false,
        points: heap.map(({ at, value }) => [at, value]),
      },
      {
        name: 'line, last 80 %',
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
