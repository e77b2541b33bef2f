/**
 * Accuracy through the product's own path: people are asked, imported, trained on and decided for
 * in a real data directory, with nothing beside it. The protocol is that of `reference/edlae.py`,
 * which computes the same formula in numpy on the very contributions and histories that the product
 * used; where Python with numpy is at hand, it runs here too, and four digits have to agree.
 *
 *   npm run bench -- accuracy [--json] [--data ml-1m|ml-100k] [--python PATH]
 *
 * Reads `../shared/data`, or what EQUIPOISE_SHARED names. MovieLens may not be shipped.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { subjectWeight, VERB_WEIGHTS } from '@equipoise/core/recommend'
import { openApp } from '@equipoise/server/app'
import { parseConfig } from '@equipoise/server/config'
import { recordConsent } from '@equipoise/server/modules/consent'
import { decideSlot, NO_FILTERS } from '@equipoise/server/modules/decide'
import {
  type ImportedInteraction,
  type ImportSource,
  openMovieLens,
  runImport,
} from '@equipoise/server/modules/import'
import { NO_SITUATION } from '@equipoise/server/modules/law'
import { COMMAND_LINE, exportSubject } from '@equipoise/server/modules/rights'
import { findSubject } from '@equipoise/server/modules/subjects'
import { round } from './measure/statistics.ts'

const TEST_FOLDS = 10
const RANKED_MAX = 100
const EVIDENCE = 'GroupLens: research use, for measuring only'

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    data: { type: 'string', default: 'ml-1m' },
    python: { type: 'string', default: 'python3' },
  },
})
const root = join(import.meta.dirname, '..')
const source = join(
  process.env['EQUIPOISE_SHARED'] ?? join(root, '../shared'),
  'data',
  options.data,
)
if (!existsSync(source)) {
  console.error(`Skipped: there is no "${source}"`)
  process.exit(0)
}

interface TestSubject {
  readonly subject: string
  readonly history: ReadonlySet<string>
  readonly held: ReadonlySet<string>
}

const startedAt = performance.now()
const directory = mkdtempSync(join(tmpdir(), 'equipoise-accuracy-'))
const app = await openApp({
  resident: false,
  config: parseConfig({
    EQUIPOISE_DATA: join(directory, 'data'),
    EQUIPOISE_HALF_LIFE_DAYS: 'none',
    EQUIPOISE_EXCLUDED_VERBS: 'play',
  }),
})
try {
  const plays = await readPlays()
  const tests = split(plays)
  await askTestSubjects(tests)
  await runImport(app, visiblePart(plays, tests), {
    evidence: EVIDENCE,
    region: undefined,
    skip: new Set(),
    onProgress: () => {},
  })
  const trained = await app.trainer.train()
  const ours = await evaluate(tests)
  await writeReference(plays, tests)
  const numpy = runNumpy()
  report({
    data: options.data,
    subjects: tests.size,
    items: trained.items,
    recall20: round(ours.recall20, 6),
    ndcg100: round(ours.ndcg100, 6),
    numpyRecall20: numpy?.recall20 ?? null,
    numpyNdcg100: numpy?.ndcg100 ?? null,
    agrees: numpy === undefined ? null : agrees(ours, numpy),
    trainSeconds: round(trained.seconds, 1),
    seconds: round((performance.now() - startedAt) / 1000, 1),
  })
} finally {
  await app.close()
  rmSync(directory, { recursive: true, force: true })
}

async function readPlays(): Promise<readonly ImportedInteraction[]> {
  const opened = await openMovieLens(source, { now: Date.now() })
  const rows = await Array.fromAsync(opened.rows())
  return rows.filter((row) => row.kind === 'interaction').filter(({ verb }) => verb === 'play')
}

/** Everybody in fold 0, with a fifth of their items held out. */
function split(plays: readonly ImportedInteraction[]): ReadonlyMap<string, TestSubject> {
  const items = Map.groupBy(plays, ({ subject }) => subject)
  const tests = new Map<string, TestSubject>()
  for (const [subject, rows] of items) {
    if (BigInt(`0x${sha256(subject)}`) % BigInt(TEST_FOLDS) !== 0n) continue
    const ordered = [...new Set(rows.map(({ item }) => item))]
      .map((item) => ({ item, order: sha256(`${subject}:${item}`) }))
      .toSorted((a, b) => (a.order < b.order ? -1 : 1))
      .map(({ item }) => item)
    const heldCount = Math.floor(ordered.length / 5)
    const held = new Set(ordered.slice(0, heldCount))
    tests.set(subject, { subject, held, history: new Set(ordered.slice(heldCount)) })
  }
  return tests
}

/** They take suggestions and give nothing to the model. */
async function askTestSubjects(tests: ReadonlyMap<string, TestSubject>): Promise<void> {
  const how = {
    by: 'subject',
    explicit: false,
    vouched: true,
    region: undefined,
    ageBand: undefined,
  } as const
  for (const externalId of tests.keys()) {
    const who = { externalId }
    const yes = { action: 'give', purposes: ['site_personalization'], evidence: EVIDENCE } as const
    const no = { action: 'refuse', purposes: ['model_training'], evidence: '' } as const
    await recordConsent(app, who, { ...yes, ...how })
    await recordConsent(app, who, { ...no, ...how })
  }
}

/**
 * All plays but those that are held out, and no catalogue: every item of the model can be shown.
 */
function visiblePart(
  plays: readonly ImportedInteraction[],
  tests: ReadonlyMap<string, TestSubject>,
): ImportSource {
  return {
    items: [],
    rejectedItems: [],
    sizeBytes: 1,
    bytesRead: () => 1,
    async *rows() {
      for (const play of plays) {
        if (!tests.get(play.subject)?.held.has(play.item)) yield play
      }
    },
  }
}

interface Accuracy {
  readonly recall20: number
  readonly ndcg100: number
}

async function evaluate(tests: ReadonlyMap<string, TestSubject>): Promise<Accuracy> {
  const tested = [...tests.values()].filter(({ held }) => held.size > 0)
  let [recall20, ndcg100] = [0, 0]
  for (const { subject, held } of tested) {
    const answer = await decideSlot(
      app,
      {
        outlet: 'exact',
        who: { externalId: subject },
        slot: 'home',
        count: RANKED_MAX,
        page: { item: undefined, categories: [] },
        filters: NO_FILTERS,
        exclude: [],
      },
      NO_SITUATION,
    )
    if (answer.rung !== 'personal') throw new Error(`Cannot measure: the rung is ${answer.rung}`)
    const hits = answer.items.map(({ id }) => held.has(id))
    recall20 += hits.slice(0, 20).filter(Boolean).length / Math.min(20, held.size)
    ndcg100 +=
      gain(hits) / gain(Array.from({ length: Math.min(RANKED_MAX, held.size) }, () => true))
  }
  return { recall20: recall20 / tested.length, ndcg100: ndcg100 / tested.length }
}

function gain(hits: readonly boolean[]): number {
  return hits.reduce((sum, hit, rank) => sum + (hit ? 1 / Math.log2(rank + 2) : 0), 0)
}

/** What the product used, for numpy: read back from its own store, by way of the export. */
async function writeReference(
  plays: readonly ImportedInteraction[],
  tests: ReadonlyMap<string, TestSubject>,
): Promise<void> {
  const { weightExponentTenths } = app.config.recommend
  const contributions: string[] = []
  const histories: string[] = []
  for (const externalId of new Set(plays.map(({ subject }) => subject))) {
    const subject = await findSubject(app.store, { externalId })
    if (subject === undefined) throw new Error('Cannot measure: a subject is missing')
    const { training, interactions } = await exportSubject(app, subject, COMMAND_LINE)
    const test = tests.get(externalId)
    if (training.items.length > 0) {
      const weight = subjectWeight(training.items.length, weightExponentTenths)
      contributions.push(JSON.stringify({ items: training.items, weight }))
    }
    if (test && test.held.size > 0) {
      const history = interactions.map(({ item }) => [item, VERB_WEIGHTS.play])
      histories.push(JSON.stringify({ subject: externalId, history, held: [...test.held] }))
    }
  }
  writeFileSync(join(directory, 'contributions.jsonl'), `${contributions.join('\n')}\n`)
  writeFileSync(join(directory, 'histories.jsonl'), `${histories.join('\n')}\n`)
}

function runNumpy(): Accuracy | undefined {
  const { lambda, dropout, neighboursMax } = app.config.recommend
  const { status, stdout, stderr } = spawnSync(
    options.python,
    [
      join(import.meta.dirname, 'reference/edlae.py'),
      'evaluate',
      join(directory, 'contributions.jsonl'),
      join(directory, 'histories.jsonl'),
      ...['--lambda', String(lambda), '--dropout', String(dropout)],
      ...['--neighbours', String(neighboursMax)],
    ],
    { encoding: 'utf8' },
  )
  if (status !== 0) {
    console.error(`numpy did not run: ${stderr?.trim().split('\n').at(-1) ?? 'no Python'}`)
    return undefined
  }
  // The script prints one JSON object with these keys.
  return JSON.parse(stdout) as Accuracy
}

function agrees(ours: Accuracy, theirs: Accuracy): boolean {
  return (
    ours.recall20.toFixed(4) === theirs.recall20.toFixed(4) &&
    ours.ndcg100.toFixed(4) === theirs.ndcg100.toFixed(4)
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function report(result: Readonly<Record<string, unknown>>): void {
  if (options.json) console.log(JSON.stringify(result))
  else for (const [key, value] of Object.entries(result)) console.log(`${key}: ${value}`)
}
