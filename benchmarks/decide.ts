/**
 * Decisions a second over HTTP against a bare Node server that answers with a canned text of the
 * same size, interleaved round by round in one run. The data is MovieLens 1M; each decision is for
 * another of its consenting people with about a hundred items behind them: ten items with a token
 * each, five contributions each, reasons with citations.
 *
 *   npm run bench -- decide [--json] [--profile] [--rounds 5] [--fresh]
 *
 * `p50Ms`, `p99Ms` and `maxMs` are of decisions that come at half of the peak rate, each from the
 * moment at which it was due. `cpuUs` is what a decision costs the server's process with all its
 * threads, `baselineCpuUs` what an answer costs the bare one. `--profile` runs once more under
 * Node's profiler and says where the time goes. Load and servers share the cores of this machine.
 */

import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { call } from './measure/acknowledged.ts'
import { startChild } from './measure/child-server.ts'
import { cpuSecondsOf } from './measure/cpu-time.ts'
import { peopleWithHistories } from './measure/histories.ts'
import { startKillable } from './measure/killable-server.ts'
import { type Load, runLoad } from './measure/load.ts'
import { type LoadedDirectory, loadDirectory } from './measure/loaded-directory.ts'
import { sendAtRate } from './measure/open-loop.ts'
import { scratchFolder } from './measure/scratch-folder.ts'
import { median, percentile, round } from './measure/statistics.ts'
import { readProfile, type Spent } from './measure/where-time-goes.ts'

const ROUND_MS = 2_000
const WARM_MS = 6_000
const HALF_LOAD_MS = 6_000
const CONNECTIONS = 16
const ASKED = { slot: 'home', count: 10, contributionsMax: 5 }
/** As near to a hundred as some four hundred people are. */
const [HISTORY_MIN, HISTORY_MAX] = [90, 110]

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    fresh: { type: 'boolean', default: false },
  },
})

const folder = scratchFolder()
const directory = join(folder, 'data')
const loaded = await loadDirectory(directory, options.fresh)
const people =
  loaded.data === 'ml-1m' ? peopleWithHistories(HISTORY_MIN, HISTORY_MAX) : loaded.people
let next = 0
const nextBody = (): string => {
  next += 1
  return JSON.stringify({ externalId: people[(next * 7) % people.length], ...ASKED })
}
const found = await measureRates(loaded)
report({ ...found, ...(options.profile && { spent: await profile(loaded) }) })

async function measureRates({ data, secretKey }: LoadedDirectory) {
  const ours = await startKillable(directory)
  try {
    await assertPersonal(ours.url, secretKey)
    const decide = loadOn(`${ours.url}/v1/decide`, secretKey)
    const warm = await runLoad({ ...decide, durationMs: WARM_MS })
    const answerBytes = Math.round(warm.bytes / warm.latenciesMs.length)
    const canned = join(import.meta.dirname, 'measure/canned-server.ts')
    const bare = await startChild<{ readonly url: string; readonly pid: number }>([
      canned,
      String(answerBytes),
    ])
    try {
      const baseline = loadOn(bare.ready.url, secretKey)
      await runLoad(baseline)
      const rates: Record<'ours' | 'baseline', Rate[]> = { ours: [], baseline: [] }
      for (let turn = 0; turn < Number(options.rounds); turn += 1) {
        rates.ours.push(await measureRate(decide, ours.pid))
        rates.baseline.push(await measureRate(baseline, bare.ready.pid))
      }
      const peak = median(rates.ours.map(({ perSecond }) => perSecond))
      const base = median(rates.baseline.map(({ perSecond }) => perSecond))
      const target = {
        url: ours.url,
        key: secretKey,
        nextCall: () => ({ kind: 'decide', path: '/v1/decide', body: nextBody() }) as const,
      }
      const half = (await sendAtRate(target, peak / 2, pause(HALF_LOAD_MS))).latenciesMs.decide
      return {
        data,
        people: people.length,
        ours: round(peak, 1),
        baseline: round(base, 1),
        ratio: round(peak / base),
        p50Ms: round(median(half)),
        p99Ms: round(percentile(half, 0.99)),
        maxMs: round(Math.max(...half)),
        cpuUs: round(median(rates.ours.map(({ cpuUs }) => cpuUs)), 0),
        baselineCpuUs: round(median(rates.baseline.map(({ cpuUs }) => cpuUs)), 0),
        answerBytes,
      }
    } finally {
      await bare.stop()
    }
  } finally {
    await ours.stop()
  }
}

interface Rate {
  readonly perSecond: number
  readonly cpuUs: number
}

async function measureRate(load: Load, pid: number): Promise<Rate> {
  const before = cpuSecondsOf(pid)
  const { perSecond, latenciesMs } = await runLoad(load)
  return { perSecond, cpuUs: (1e6 * (cpuSecondsOf(pid) - before)) / latenciesMs.length }
}

function loadOn(url: string, key: string): Load {
  const headers = { authorization: `Bearer ${key}` }
  return { url, connections: CONNECTIONS, durationMs: ROUND_MS, headers, nextBody }
}

/** @throws Error where what would be measured is not the real thing. */
async function assertPersonal(url: string, secretKey: string): Promise<void> {
  const { json } = await call({ url, secretKey }, 'POST /v1/decide', JSON.parse(nextBody()))
  const items = Array.isArray(json['items']) ? json['items'] : []
  const isWhole = items.every(({ token, contributions }) => token && contributions.length === 5)
  if (json['rung'] === 'personal' && items.length === 10 && isWhole) return
  throw new Error('Cannot measure: the decision is not a personal one of ten items')
}

async function profile({ secretKey }: LoadedDirectory): Promise<readonly Spent[]> {
  const flags = ['--cpu-prof', `--cpu-prof-dir=${folder}/profiles`]
  const ours = await startKillable(directory, flags)
  try {
    await runLoad({ ...loadOn(`${ours.url}/v1/decide`, secretKey), durationMs: 2 * WARM_MS })
  } finally {
    await ours.stop()
  }
  return readProfile(`${folder}/profiles`)
}

function report(result: Readonly<Record<string, unknown>> & { readonly spent?: readonly Spent[] }) {
  if (options.json) {
    console.log(JSON.stringify(result))
    return
  }
  console.log(`Decisions a second: ${result['ours']} (bare server: ${result['baseline']})`)
  console.log(`Ratio: ${result['ratio']}; ${result['cpuUs']} µs of CPU a decision`)
  console.log(`At half of the peak: p50 ${result['p50Ms']} ms, p99 ${result['p99Ms']} ms`)
  for (const { part, percent } of result.spent ?? []) console.log(`  ${percent} % ${part}`)
}
