/**
 * How long a training takes from the sealed store to a model that serves: everybody is opened, the
 * model is solved, sealed, written and published, by `equipoise train` in a process that begins.
 *
 *   npm run bench -- recommender/sealed [--rounds 5] [--json]
 *
 * `seconds` is of the median round, from the call to the published model; `wholeSeconds` is the
 * command's with the start of its process and the opening of its directory; `processorSeconds` is
 * what all its threads took. Data is imported once and kept (measure/filled-store.ts); rounds of
 * both data sets are interleaved. Reads `../shared/data`, or what EQUIPOISE_SHARED names.
 */
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runCommand } from '../measure/command.ts'
import { cpuSecondsOfEnded } from '../measure/cpu-time.ts'
import { type FilledName, filledStore, hasData } from '../measure/filled-store.ts'
import { scratchFolder } from '../measure/scratch-folder.ts'
import { median, round } from '../measure/statistics.ts'

/** The options of `recommender/fast`. */
const OPTIONS: Readonly<Record<FilledName, Readonly<Record<string, string>>>> = {
  gowalla: {
    EQUIPOISE_MODEL_LAMBDA: '8',
    EQUIPOISE_MODEL_DROPOUT: '0.8',
    EQUIPOISE_MODEL_WEIGHT_EXPONENT: '7',
  },
  'ml-1m': {
    EQUIPOISE_MODEL_LAMBDA: '2',
    EQUIPOISE_MODEL_DROPOUT: '0.33',
    EQUIPOISE_MODEL_WEIGHT_EXPONENT: '10',
  },
}
/** The goals of the field (shared/field/recommend.md, E), on two cores. */
const GOAL_SECONDS: Readonly<Record<FilledName, number>> = { gowalla: 5, 'ml-1m': 1.5 }
const NAMES = Object.keys(OPTIONS) as readonly FilledName[] // the keys are just those

const { values: given } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
  },
})

interface Round {
  readonly seconds: number
  readonly wholeSeconds: number
  readonly processorSeconds: number
  readonly told: Readonly<Record<string, unknown>>
}

const folder = scratchFolder()
const rounds = new Map<FilledName, Round[]>()
for (const name of NAMES) {
  if (!hasData(name)) {
    console.error(`Skipped: ${name} is not at hand`)
    continue
  }
  cpSync(await filledStore(name), join(folder, name), { recursive: true })
  // Not counted: what an older version left is brought to its form.
  await train(name)
  rounds.set(name, [])
}
for (let turn = 0; turn < Number(given.rounds); turn += 1) {
  for (const [name, measured] of rounds) measured.push(await train(name))
}
for (const [name, measured] of rounds) {
  const { subjects, items, nonZeros, columns, peakMemoryBytes } = Object(measured.at(-1)?.told)
  const of = (key: 'seconds' | 'wholeSeconds' | 'processorSeconds'): number =>
    round(median(measured.map((one) => one[key])), 2)
  const result = {
    dataset: name,
    goalSeconds: GOAL_SECONDS[name],
    seconds: of('seconds'),
    wholeSeconds: of('wholeSeconds'),
    processorSeconds: of('processorSeconds'),
    all: measured.map(({ seconds }) => seconds),
    subjects,
    items,
    nonZeros,
    columns,
    peakMemoryBytes,
  }
  console.log(given.json ? JSON.stringify(result) : JSON.stringify(result, null, 2))
}

async function train(name: FilledName): Promise<Round> {
  Object.assign(process.env, OPTIONS[name])
  const [from, before] = [performance.now(), cpuSecondsOfEnded()]
  const told = Object(await runCommand(['train'], join(folder, name)))
  return {
    seconds: Number(told.seconds),
    wholeSeconds: (performance.now() - from) / 1_000,
    processorSeconds: cpuSecondsOfEnded() - before,
    told,
  }
}
