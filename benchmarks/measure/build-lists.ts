/**
 * A process of its own that makes lists and builds a model of them, or plans to, and prints what it
 * took: for recommender/scale. Its one argument is what to do, as JSON.
 */
import { randomBytes } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { type ContributionLists, DEFAULT_MODEL_OPTIONS } from '@equipoise/core/recommend'
import { buildInThread, type ListsCopy, planInThread } from '@equipoise/server/modules/train'
import { chanceOf } from './chance.ts'
import { scratchFolder } from './scratch-folder.ts'
import { type ListShape, makeLists } from './synthetic-lists.ts'

export interface MeasuredBuild {
  readonly seconds: number
  readonly processorSeconds: number
  readonly peakMemoryBytes: number
  readonly interactions: number
  /** Of the model as it is kept. */
  readonly modelBytes: number
  readonly bytesAnItem: number
}

interface Task {
  readonly shape: ListShape
  readonly neighboursMax?: number
  readonly heavyPeople?: number
  readonly heavyItems?: number
  readonly plans?: boolean
}

// What scale.ts hands over.
const task = JSON.parse(process.argv[2] ?? '') as Task
const options = {
  ...DEFAULT_MODEL_OPTIONS,
  ...(task.neighboursMax === undefined ? {} : { neighboursMax: task.neighboursMax }),
}
const lists = toCopy(makeLists(task.shape, options.exponentTenths, 1))
const NONE = new Uint32Array(0)
const never = new AbortController().signal
console.log(JSON.stringify(task.plans === true ? await plan() : await build()))

async function build(): Promise<MeasuredBuild> {
  const path = join(scratchFolder(), 'model.sealed')
  const draft = { file: 'model.sealed', path, key: randomBytes(32), bound: randomBytes(8) }
  const categories = { names: [], starts: new Uint32Array(lists.names.length + 1), of: NONE }
  const before = process.cpuUsage()
  const startedAt = performance.now()
  const built = await buildInThread(
    { lists, categories, options, draft, before: undefined, isUrgent: true },
    { signal: never },
  )
  const seconds = (performance.now() - startedAt) / 1_000
  const { user, system } = process.cpuUsage(before)
  const modelBytes = statSync(path).size
  return {
    seconds: rounded(seconds),
    processorSeconds: rounded((user + system) / 1e6),
    peakMemoryBytes: process.resourceUsage().maxRSS * 1_024,
    interactions: built.interactions,
    modelBytes,
    bytesAnItem: Math.round(modelBytes / built.model.ids.length),
  }
}

async function plan(): Promise<MeasuredBuild> {
  const before = process.memoryUsage.rss()
  const { bytes, seconds } = await planInThread({ lists, options }, { signal: never })
  return {
    seconds: rounded(seconds),
    processorSeconds: 0,
    peakMemoryBytes: before + bytes,
    interactions: lists.slots.length,
    modelBytes: 0,
    bytesAnItem: 0,
  }
}

/** As a server hands them over, with people of very many items at the end. */
function toCopy(made: ContributionLists): ListsCopy {
  const { heavyPeople = 0, heavyItems = 0 } = task
  const chance = chanceOf(2)
  const heavy = Array.from({ length: heavyPeople }, () => someItems(made.ids.length, heavyItems))
  function someItems(count: number, wanted: number): Uint32Array {
    const held = new Set<number>()
    while (held.size < Math.min(wanted, count)) held.add(chance.below(count))
    return Uint32Array.from(held).sort()
  }
  const slots = shared(made.items.length + heavyPeople * heavyItems)
  slots.set(made.items)
  const starts = shared(made.starts.length + heavyPeople)
  starts.set(made.starts)
  for (const [at, items] of heavy.entries()) {
    const end = made.items.length + at * heavyItems
    slots.set(items, end)
    starts[made.starts.length + at] = end + items.length
  }
  const vouched = new Uint8Array(starts.length - 1).fill(1)
  return { names: made.ids, starts, slots, vouched, touched: new Uint8Array(made.ids.length) }
}

function shared(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(4 * length))
}

function rounded(seconds: number): number {
  return Math.round(seconds * 100) / 100
}
