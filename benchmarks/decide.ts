/**
 * Decisions a second over HTTP against a bare Fastify server that answers with a canned text of the
 * same size, interleaved round by round in one run. The data is the demo retailer; each decision is
 * for another of its consenting people: ten items, every contribution, reasons with citations.
 *
 *   npm run bench -- decide [--json]
 *
 * `p50Ms` and `p99Ms` are of decisions at half of the peak load.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChild } from './measure/child-server.ts'
import { type Load, runLoad } from './measure/load.ts'
import { makeSecretKey, startOurs } from './measure/our-server.ts'
import { median, percentile, round } from './measure/statistics.ts'

const ROUNDS = 5
const ROUND_MS = 2_000
const CONNECTIONS = 16
const ROOT = join(import.meta.dirname, '..')

const directory = mkdtempSync(join(tmpdir(), 'equipoise-bench-'))
const ours = await startOurs('start', directory)
try {
  const people = consentingPeople()
  let next = 0
  const decide: Load = {
    url: `${ours.ready.url}/v1/decide`,
    connections: CONNECTIONS,
    durationMs: ROUND_MS,
    headers: { authorization: `Bearer ${await makeSecretKey(ours.ready)}` },
    nextBody() {
      next += 1
      return JSON.stringify({ externalId: people[next % people.length], slot: 'home', count: 10 })
    },
  }
  const warm = await runLoad(decide)
  const answerBytes = Math.round(warm.bytes / warm.latenciesMs.length)
  const canned = join(import.meta.dirname, 'measure/canned-server.ts')
  const bare = await startChild<{ readonly url: string }>([canned, String(answerBytes)])
  try {
    const baselineLoad = { ...decide, url: bare.ready.url }
    await runLoad(baselineLoad)
    const rates: Record<'ours' | 'baseline', number[]> = { ours: [], baseline: [] }
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.ours.push((await runLoad(decide)).perSecond)
      rates.baseline.push((await runLoad(baselineLoad)).perSecond)
    }
    const half = await runLoad({ ...decide, connections: CONNECTIONS / 2 })
    report({
      ours: round(median(rates.ours), 1),
      baseline: round(median(rates.baseline), 1),
      ratio: round(median(rates.ours) / median(rates.baseline)),
      p50Ms: round(median(half.latenciesMs)),
      p99Ms: round(percentile(half.latenciesMs, 0.99)),
      answerBytes,
    })
  } finally {
    await bare.stop()
  }
} finally {
  await ours.stop()
  rmSync(directory, { recursive: true, force: true })
}

function consentingPeople(): readonly string[] {
  const lines = readFileSync(join(ROOT, 'packages/server/demo/subjects.jsonl'), 'utf8').split('\n')
  return lines.flatMap((line) => {
    if (line === '') return []
    // Our own file, whose reader in the demo module checks it.
    const person = JSON.parse(line) as { readonly externalId: string; readonly case: string }
    return person.case === 'all_given' ? [person.externalId] : []
  })
}

function report(result: Readonly<Record<string, number>>): void {
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify(result))
    return
  }
  console.log(`Decisions a second: ${result['ours']} (bare server: ${result['baseline']})`)
  console.log(`Ratio: ${result['ratio']}`)
  console.log(`At half load: p50 ${result['p50Ms']} ms, p99 ${result['p99Ms']} ms`)
}
