/**
 * Durable interactions a second over HTTP, in batches of 100, against bare `node:sqlite` that
 * inserts rows of the same size with the same synchronisation, 100 a transaction; interleaved in
 * one run.
 *
 *   npm run bench -- ingest [--json]
 *
 * `p50Ms` and `p99Ms` are of one batch over HTTP.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBareTable } from './measure/bare-table.ts'
import { type Load, runLoad } from './measure/load.ts'
import { makeSecretKey, startOurs } from './measure/our-server.ts'
import { median, percentile, round } from './measure/statistics.ts'

const BATCH = 100
const PEOPLE = 500
const ROUNDS = 5
const ROUND_MS = 2_000
const CONNECTIONS = 8
/** A sealed interaction: version, nonce, tag; id, item, verb, time; what its decision rested on. */
const ROW_BYTES = 29 + 37 + 50

const directory = mkdtempSync(join(tmpdir(), 'equipoise-bench-'))
const ours = await startOurs('serve', join(directory, 'ours'))
const headers = { authorization: `Bearer ${await makeSecretKey(ours.ready)}` }
try {
  await askEverybody()
  let next = 0
  const collect: Load = {
    url: `${ours.ready.url}/v1/interactions`,
    connections: CONNECTIONS,
    durationMs: ROUND_MS,
    headers,
    nextBody() {
      const interactions = Array.from({ length: BATCH }, () => {
        next += 1
        return {
          id: `interaction-${next}`,
          externalId: `person-${next % PEOPLE}`,
          item: `item-${(next * 7919) % 2_000}`,
          verb: 'view',
          at: '2026-11-01T12:00:00Z',
        }
      })
      return JSON.stringify({ interactions })
    },
  }
  const bare = openBareTable(join(directory, 'bare.db'))
  await runLoad(collect)
  const rates: Record<'ours' | 'baseline', number[]> = { ours: [], baseline: [] }
  const latenciesMs: number[] = []
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    const result = await runLoad(collect)
    rates.ours.push(result.perSecond * BATCH)
    latenciesMs.push(...result.latenciesMs)
    rates.baseline.push(insertFor(bare, ROUND_MS))
  }
  bare.close()
  report({
    ours: round(median(rates.ours), 0),
    baseline: round(median(rates.baseline), 0),
    ratio: round(median(rates.ours) / median(rates.baseline)),
    p50Ms: round(median(latenciesMs)),
    p99Ms: round(percentile(latenciesMs, 0.99)),
  })
} finally {
  await ours.stop()
  rmSync(directory, { recursive: true, force: true })
}

/** Rows a second. */
function insertFor(table: ReturnType<typeof openBareTable>, durationMs: number): number {
  const startedAt = performance.now()
  let rows = 0
  while (performance.now() - startedAt < durationMs) {
    table.insertAll(Array.from({ length: BATCH }, () => randomBytes(ROW_BYTES)))
    rows += BATCH
  }
  return rows / ((performance.now() - startedAt) / 1000)
}

async function askEverybody(): Promise<void> {
  const consent = (person: number) =>
    fetch(`${ours.ready.url}/v1/consent`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({
        externalId: `person-${person}`,
        action: 'give',
        purposes: ['site_personalization', 'model_training'],
        evidence: 'Invented for a benchmark',
        region: 'DE',
      }),
    })
  for (let start = 0; start < PEOPLE; start += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, index) => consent(start + index)))
  }
}

function report(result: Readonly<Record<string, number>>): void {
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify(result))
    return
  }
  console.log(
    `Durable interactions a second: ${result['ours']} (bare SQLite: ${result['baseline']})`,
  )
  console.log(`Ratio: ${result['ratio']}`)
  console.log(`One batch of ${BATCH}: p50 ${result['p50Ms']} ms, p99 ${result['p99Ms']} ms`)
}
