/**
 * What one personal decision costs before anything around it: ranking all items of MovieLens 1M for
 * a history, then taking the scores of the best ten apart, exactly and as a page may be told, five
 * contributions each; by the length of the history and by how many sources each item keeps (m).
 *
 *   npm run bench -- recommender/scoring [--json] [--rounds 200]
 *
 * Microseconds, the medians over rounds that each serve another person: `rankUs`, `explainUs` (all
 * ten exactly), `releasedUs` (all ten for a page) and `totalUs`. Reads `../shared/data`, or what
 * EQUIPOISE_SHARED names.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  buildModel,
  DEFAULT_MODEL_OPTIONS,
  decodeModel,
  encodeModel,
  explainerFor,
  type HistoryItem,
  type ModelContent,
  orderLists,
  type RecommendModel,
  rankPersonal,
  releasedExplainerFor,
  type SparseColumns,
  type SupportRelease,
  solveDensely,
  takeRelease,
  toPageContributions,
} from '@equipoise/core/recommend'
import { median, round } from '../measure/statistics.ts'

const NEIGHBOURS = [50, 100, 200, 400]
const LENGTHS = [1, 10, 50, 100, 200, 500, 1_000]
const [COUNT, CONTRIBUTIONS, K] = [10, 5, 100]
const WARM_ROUNDS = 100

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '200' },
  },
})
const rounds = Number(options.rounds)
const shared = process.env['EQUIPOISE_SHARED'] ?? join(import.meta.dirname, '../../../shared')
const folder = join(shared, 'data/ml-1m')
if (!existsSync(folder)) {
  console.error(`Skipped: there is no "${folder}"`)
  process.exit(0)
}
const people = readPeople()
const categories = readCategories()
const categoriesOf = (item: string): readonly string[] => categories.get(item) ?? []
console.error('Solving the model once, half a minute')
const widest = solve(Math.max(...NEIGHBOURS))
const results = NEIGHBOURS.flatMap((m) => {
  const model = withNeighbours(widest, m)
  const release = takeRelease(model, { day: 0, k: K })
  return LENGTHS.map((length) => ({ m, history: length, ...measure({ model, release }, length) }))
})
report()

interface Served {
  readonly model: RecommendModel
  readonly release: SupportRelease
}

type Part = 'rankUs' | 'explainUs' | 'releasedUs' | 'totalUs'

function measure({ model, release }: Served, length: number) {
  const able = people.filter((items) => items.length >= length)
  const scratch = new Float64Array(model.ids.length)
  const categoryOf = (item: string): string | undefined => categoriesOf(item)[0]
  const took: Record<Part, number[]> = { rankUs: [], explainUs: [], releasedUs: [], totalUs: [] }
  for (let turn = -WARM_ROUNDS; turn < rounds; turn += 1) {
    const items = able[(turn + WARM_ROUNDS) % able.length] ?? []
    const history: HistoryItem[] = items.slice(0, length).map((item) => ({ item, value: 0.8 }))
    const without = new Set(items.slice(0, length))
    const startedAt = performance.now()
    const exclude = (): boolean => false
    const ranked = rankPersonal(model, history, { count: COUNT, exclude, without, scratch })
    const rankedAt = performance.now()
    const explain = explainerFor(model, history, { k: K, most: CONTRIBUTIONS, categoryOf })
    const exact = ranked.map(({ id }) => explain(id))
    const explainedAt = performance.now()
    const tell = releasedExplainerFor(release, history, { most: CONTRIBUTIONS, categoryOf })
    const told = ranked.map(({ id }) => toPageContributions(tell(id)))
    const endedAt = performance.now()
    if (exact.length !== COUNT || told.length !== COUNT) throw new Error('Too few were ranked')
    if (turn < 0) continue
    took.rankUs.push(1_000 * (rankedAt - startedAt))
    took.explainUs.push(1_000 * (explainedAt - rankedAt))
    took.releasedUs.push(1_000 * (endedAt - explainedAt))
    took.totalUs.push(1_000 * (endedAt - startedAt))
  }
  return {
    rankUs: round(median(took.rankUs), 1),
    explainUs: round(median(took.explainUs), 1),
    releasedUs: round(median(took.releasedUs), 1),
    totalUs: round(median(took.totalUs), 1),
  }
}

function solve(neighboursMax: number): RecommendModel {
  const used = { ...DEFAULT_MODEL_OPTIONS, neighboursMax }
  const names = [...new Set(people.flat())]
  const slots = new Map(names.map((name, slot) => [name, slot]))
  const starts = new Uint32Array(people.length + 1)
  for (const [person, held] of people.entries()) {
    starts[person + 1] = (starts[person] ?? 0) + held.length
  }
  const unordered = {
    names,
    starts,
    slots: Uint32Array.from(people.flat(), (item) => slots.get(item) ?? 0),
    vouched: new Uint8Array(people.length).fill(1),
  }
  const lists = orderLists(unordered, used.exponentTenths)
  return buildModel({ lists, solved: solveDensely(lists, used), categoriesOf, options: used })
}

/** The same model where each item keeps fewer sources: as if it had been built so. */
function withNeighbours(model: RecommendModel, neighboursMax: number): RecommendModel {
  const kept: number[] = []
  const starts = new Uint32Array(model.columns.starts.length)
  for (let column = 0; column + 1 < starts.length; column += 1) {
    kept.push(...strongest(model.columns, column, neighboursMax))
    starts[column + 1] = kept.length
  }
  const { rows, values } = model.columns
  const content: ModelContent = {
    ...model,
    options: { ...model.options, neighboursMax },
    columns: {
      starts,
      rows: Uint32Array.from(kept, (entry) => rows[entry] ?? 0),
      values: Float64Array.from(kept, (entry) => values[entry] ?? 0),
    },
    pairPeople: Int32Array.from(kept, (entry) => model.pairPeople[entry] ?? 0),
  }
  const decoded = decodeModel(encodeModel(content))
  if (!decoded.ok) throw new Error('The model with fewer neighbours is none')
  return decoded.value
}

function strongest({ starts, values }: SparseColumns, column: number, count: number): number[] {
  const start = starts[column] ?? 0
  const entries = Array.from({ length: (starts[column + 1] ?? 0) - start }, (_, n) => start + n)
  const strength = (entry: number): number => Math.abs(values[entry] ?? 0)
  return entries
    .sort((a, b) => strength(b) - strength(a) || a - b)
    .slice(0, count)
    .sort((a, b) => a - b)
}

function readPeople(): readonly string[][] {
  const held = new Map<string, string[]>()
  for (const line of readFileSync(join(folder, 'ratings.tsv'), 'utf8').split('\n').slice(1)) {
    const [person, movie] = line.split('\t')
    if (person === undefined || movie === undefined) continue
    const items = held.get(person)
    if (items === undefined) held.set(person, [movie])
    else items.push(movie)
  }
  return [...held.values()]
}

function readCategories(): ReadonlyMap<string, readonly string[]> {
  const lines = readFileSync(join(folder, 'movies.dat'), 'latin1').split('\n')
  return new Map(
    lines.map((line) => {
      const [id = '', , genres = ''] = line.trim().split('::')
      return [id, genres === '' ? [] : genres.split('|')]
    }),
  )
}

function report(): void {
  const { ids } = widest
  const found = { items: ids.length, count: COUNT, contributions: CONTRIBUTIONS, rounds, results }
  if (options.json) {
    console.log(JSON.stringify(found))
    return
  }
  console.log(`${found.items} items; the best ${COUNT} ranked and explained twice, microseconds`)
  console.table(results)
}
