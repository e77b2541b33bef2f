/**
 * Whether a model is a function of who gives what, and of nothing else; and what an erasure costs.
 *
 *   npm run bench -- recommender/exact [--part NAME] [--erased 300] [--whole 20] [--json]
 *
 *   digests  Gowalla and ML-1M m1, built with 1, 2 and 4 workers, from people in any order and
 *            items under any numbers, and after two thousand comings and goings: one digest of the
 *            state and one of the weights each, or it fails
 *   erase    random people of Gowalla leave, one after the other: milliseconds from the list that
 *            goes to the columns of the model (state, dirty columns, solution), and how many were
 *            dirty. After every hundred, and at the end, state and weights have to equal those of a
 *            build from nothing of who is left
 *   whole    the same by the builder's own thread: with its start, sealing and writing of the model
 *
 * Reads `../shared/data`, or what EQUIPOISE_SHARED names. Milliseconds are wall time: a busy
 * machine shows in them, so that the processor's are told beside.
 */
import { hash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { givenTest, toContributionLists, toSplit } from '@equipoise/core/evaluate'
import {
  type ContributionLists,
  DEFAULT_MODEL_OPTIONS,
  digestLists,
  type LocalColumns,
  type ModelOptions,
  orderLists,
  weightBytes,
} from '@equipoise/core/recommend'
import { formatId, type SubjectId, toInstant } from '@equipoise/core/values'
import { solveLocal } from '@equipoise/kernels'
import { readDataSet } from '@equipoise/server/modules/evaluate'
import {
  buildInThread,
  type ColumnsBefore,
  countHolders,
  HeldLists,
  type ListsCopy,
  solveDirty,
} from '@equipoise/server/modules/train'
import { type Chance, chanceOf } from '../measure/chance.ts'
import { scratchFolder } from '../measure/scratch-folder.ts'

const DATASETS: Readonly<Record<string, ModelOptions>> = {
  gowalla: {
    ...DEFAULT_MODEL_OPTIONS,
    lambda: 8,
    dropout: 0.8,
    exponentTenths: 7,
    neighboursMax: 200,
  },
  'ml-1m-m1': {
    ...DEFAULT_MODEL_OPTIONS,
    lambda: 2,
    dropout: 0.33,
    exponentTenths: 10,
    neighboursMax: 200,
  },
}
const WORKERS = [1, 2, 4]
const STEPS = 2_000
const COMPARED_EVERY = 100
const PEAK_UNIT_BYTES = 1_024

const { values: given } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    part: { type: 'string' },
    erased: { type: 'string', default: '300' },
    whole: { type: 'string', default: '20' },
  },
})
const shared = process.env['EQUIPOISE_SHARED'] ?? join(import.meta.dirname, '../../../shared')
for (const [dataset, options] of Object.entries(DATASETS)) {
  const folder = join(shared, 'data', dataset)
  if (!existsSync(folder)) {
    console.error(`Skipped: there is no "${folder}"`)
    continue
  }
  const people = await readPeople(folder)
  for (const [part, measure] of Object.entries({
    digests: compareDigests,
    ...(dataset === 'gowalla' ? { erase: eraseSome, whole: eraseWhole } : {}),
  })) {
    if (given.part !== undefined && given.part !== part) continue
    print({ part, dataset, ...(await measure(people, options)) })
  }
}

type People = readonly (readonly [SubjectId, readonly string[]])[]

async function readPeople(folder: string): Promise<People> {
  const files = { train: join(folder, 'train.txt'), test: join(folder, 'test.txt') }
  const split = toSplit(givenTest(await readDataSet(files), 'given'))
  const { starts, items } = toContributionLists(split.train, 0)
  return Array.from({ length: starts.length - 1 }, (_, person) => {
    const own = items.subarray(starts[person], starts[person + 1])
    return [subjectOf(person), Array.from(own, (item) => split.itemIds[item] ?? '')] as const
  })
}

function subjectOf(person: number): SubjectId {
  const bytes = Buffer.alloc(16)
  bytes.writeUInt32BE(person)
  return formatId('sub', bytes)
}

interface Digests {
  readonly state: string
  readonly weights: string
}

async function compareDigests(people: People, options: ModelOptions) {
  const chance = chanceOf(1)
  const found = new Map<string, Digests>()
  const plain = holdAll(people).copy()
  for (const workers of WORKERS) {
    found.set(`${workers} workers`, await digestsOf(plain, options, workers))
  }
  const shuffled = holdAll(shuffle(people, chance), (items) => shuffle(items, chance)).copy()
  found.set('in any order', await digestsOf(shuffled, options, 2))
  const moved = holdAll(people)
  for (let step = 0; step < STEPS; step += 1) comeAndGo(moved, people, chance)
  found.set('after comings and goings', await digestsOf(moved.copy(), options, 2))
  const distinct = new Set([...found.values()].map((one) => JSON.stringify(one)))
  if (distinct.size > 1) throw new Error(`Digests differ: ${JSON.stringify([...found])}`)
  return { builds: [...found.keys()], ...found.values().next().value, peakMemoryBytes: peak() }
}

function holdAll(
  people: People,
  order: (items: readonly string[]) => readonly string[] = (items) => items,
): HeldLists {
  const lists = new HeldLists()
  for (const [subject, items] of people) put(lists, subject, order(items))
  return lists
}

function put(lists: HeldLists, subject: SubjectId, items: readonly string[]): void {
  const rest = { vouched: true, madeOf: undefined, until: undefined, standing: undefined }
  lists.put(subject, { items, ...rest, permittedUntil: toInstant(0) })
}

/** Somebody leaves or holds something else, and a stranger comes by; then all is as it was. */
function comeAndGo(lists: HeldLists, people: People, chance: Chance): void {
  const [one, other] = [chance.pick(people), chance.pick(people)]
  if (one === undefined || other === undefined) return
  const stranger = subjectOf(people.length + chance.below(9))
  put(lists, stranger, [...other[1], `new-${chance.below(99)}`])
  if (chance.number() < 0.5) lists.forget(one[0])
  else put(lists, one[0], other[1])
  put(lists, one[0], one[1])
  lists.forget(stranger)
}

async function digestsOf(
  copy: ListsCopy,
  options: ModelOptions,
  workers: number,
): Promise<Digests> {
  const lists = orderLists(copy, options.exponentTenths)
  return digestsOfSolved(lists, await solveLocal(lists, options, { workers }))
}

function digestsOfSolved(lists: ContributionLists, { columns }: LocalColumns): Digests {
  const state = digestLists(lists, (bytes) => hash('sha256', bytes, 'buffer'))
  return {
    state: Buffer.from(state).toString('hex'),
    weights: hash('sha256', weightBytes({ ids: lists.ids, columns })),
  }
}

async function eraseSome(people: People, options: ModelOptions) {
  const lists = holdAll(people)
  const first = orderLists(lists.copy(), options.exponentTenths)
  let before = toBefore(first, await solveLocal(first, options))
  const leaving = shuffle(people, chanceOf(2)).slice(0, Number(given.erased))
  const measured: Measured[] = []
  let equal = 0
  for (const [at, [subject, items]] of leaving.entries()) {
    const from = { at: performance.now(), processor: process.cpuUsage() }
    lists.forget(subject)
    const touched = lists.copy()
    const left = orderLists(touched, options.exponentTenths)
    const task = { lists: left, options, before, touched }
    const { solved, columns } = await solveDirty(task)
    const { user, system } = process.cpuUsage(from.processor)
    const ms = performance.now() - from.at
    measured.push({ ms, processorMs: (user + system) / 1_000, columns, items: items.length })
    before = toBefore(left, solved)
    if ((at + 1) % COMPARED_EVERY !== 0 && at + 1 < leaving.length) continue
    const anew = digestsOfSolved(left, await solveLocal(left, options))
    const now = digestsOfSolved(left, solved)
    if (JSON.stringify(anew) !== JSON.stringify(now)) throw new Error(`They differ after ${at + 1}`)
    equal += 1
  }
  return { erased: leaving.length, equalToRetrain: equal, ...summaryOf(measured) }
}

function toBefore(lists: ContributionLists, solved: LocalColumns): ColumnsBefore {
  return { ...solved, ids: lists.ids, holders: countHolders(lists) }
}

async function eraseWhole(people: People, options: ModelOptions) {
  const lists = holdAll(people)
  const folder = scratchFolder()
  const leaving = shuffle(people, chanceOf(3)).slice(0, Number(given.whole))
  const measured: Measured[] = []
  let before: ColumnsBefore | undefined
  for (const [at, one] of [undefined, ...leaving].entries()) {
    const from = { at: performance.now(), processor: process.cpuUsage() }
    if (one !== undefined) lists.forget(one[0])
    const copy = lists.copy()
    const path = join(folder, `${at}.sealed`)
    const draft = { file: `${at}`, path, key: randomBytes(32), bound: randomBytes(8) }
    const starts = new Uint32Array(copy.names.length + 1)
    const categories = { names: [], starts, of: new Uint32Array(0) }
    const task = { lists: copy, categories, options, draft, before, isUrgent: true }
    const built = await buildInThread(task, { signal: new AbortController().signal })
    const { user, system } = process.cpuUsage(from.processor)
    const { columns } = built
    const ms = performance.now() - from.at
    if (one !== undefined) {
      measured.push({ ms, processorMs: (user + system) / 1_000, columns, items: one[1].length })
    }
    before = { ...built.model, ...built.standing }
  }
  return { erased: leaving.length, ...summaryOf(measured) }
}

interface Measured {
  readonly ms: number
  readonly processorMs: number
  /** Dirty ones, that were solved again. */
  readonly columns: number
  readonly items: number
}

function summaryOf(measured: readonly Measured[]) {
  const of = (name: keyof Measured) => {
    const sorted = measured.map((one) => one[name]).toSorted((a, b) => a - b)
    const at = (ratio: number): number =>
      Math.round(sorted[Math.floor(ratio * (sorted.length - 1))] ?? 0)
    return { median: at(0.5), p90: at(0.9), p99: at(0.99), most: at(1) }
  }
  return {
    ms: of('ms'),
    processorMs: of('processorMs'),
    dirtyColumns: of('columns'),
    itemsOfOne: of('items'),
    peakMemoryBytes: peak(),
  }
}

/** Of this process, so far. */
function peak(): number {
  return process.resourceUsage().maxRSS * PEAK_UNIT_BYTES
}

function shuffle<T>(values: readonly T[], chance: Chance): readonly T[] {
  const shuffled = [...values]
  for (let at = shuffled.length - 1; at > 0; at -= 1) {
    const other = chance.below(at + 1)
    const [moved] = shuffled.splice(other, 1, ...shuffled.slice(at, at + 1))
    if (moved !== undefined) shuffled[at] = moved
  }
  return shuffled
}

function print(result: object): void {
  console.log(given.json ? JSON.stringify(result) : JSON.stringify(result, null, 2))
}
