/**
 * A server with MovieLens 1M is killed under load, again and again at random moments, and asked
 * afterwards for everything that it had acknowledged: interactions, withdrawals, erasures. The
 * ledger has to verify, no key may be without a person, and it has to be up again at once.
 *
 *   npm run bench -- crash [--json] [--rounds 50] [--seed N] [--minutes 30] [--fresh] [--profile]
 *
 * `startUpMs` is from the start of the process to its first decision. `--fresh` imports the data
 * again; `--profile` writes where one start spends its time, for Chromium's tools, and ends.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { call } from './measure/acknowledged.ts'
import { crashRounds } from './measure/crash-rounds.ts'
import { startKillable } from './measure/killable-server.ts'
import { type LoadedDirectory, loadDirectory } from './measure/loaded-directory.ts'
import { scratchFolder } from './measure/scratch-folder.ts'
import { median, round } from './measure/statistics.ts'

const START_UP_TARGET_MS = 2_000
const SEED_MAX = 2 ** 31

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * SEED_MAX)) },
    minutes: { type: 'string', default: '30' },
    fresh: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
  },
})

const directory = join(scratchFolder(), 'data')
const loaded = await loadDirectory(directory, values.fresh)
if (values.profile) await profileStart(directory, loaded)
else await crash(directory, loaded)

async function crash(directory: string, { data, people, secretKey }: LoadedDirectory) {
  const seed = Number(values.seed)
  console.error(`Seed ${seed}, data ${data}`)
  const outcome = await crashRounds({
    directory,
    secretKey,
    readers: people,
    rounds: Number(values.rounds),
    seed,
    killAfterMs: [200, 3_000],
    connections: 8,
    withinMs: Number(values.minutes) * 60_000,
    onRound: (says) => console.error(says),
  })
  const result = {
    data,
    seed,
    rounds: outcome.rounds,
    acknowledged: outcome.acknowledged,
    problems: outcome.problems,
    startUpMsMedian: round(median(outcome.startUpMs), 0),
    startUpMsMax: round(Math.max(...outcome.startUpMs), 0),
    startUpMsTarget: START_UP_TARGET_MS,
  }
  if (values.json) console.log(JSON.stringify(result))
  else console.log(result)
  if (result.problems.length > 0) process.exitCode = 1
}

async function profileStart(directory: string, { people, secretKey }: LoadedDirectory) {
  const flags = ['--cpu-prof', `--cpu-prof-dir=${process.cwd()}`]
  const server = await startKillable(directory, flags)
  const readyMs = performance.now() - server.startedAt
  const body = { externalId: people[0], slot: 'home' }
  await call({ url: server.url, secretKey }, 'POST /v1/decide', body)
  const decidedMs = performance.now() - server.startedAt
  await server.stop()
  console.log({ readyMs: round(readyMs, 0), decidedMs: round(decidedMs, 0) })
}
