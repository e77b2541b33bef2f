/**
 * The builder's thread: everybody's lists in, a sealed file and a model in shared memory out. Only
 * facts cross; a permit could not. All that takes long is done here, so that whoever serves does
 * nothing but point at the result.
 */
import { createHash, hash } from 'node:crypto'
import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import {
  buildModel,
  type ContributionLists,
  digestLists,
  encodeModelParts,
  type ModelOptions,
  orderLists,
  weightParts,
} from '@equipoise/core/recommend'
import type { ListsCopy } from './held-lists.ts'
import { type ItemCategories, unpackCategories } from './item-categories.ts'
import { type BuildPlan, planBuild } from './plan-build.ts'
import { type Draft, writeDraft } from './sealed-file.ts'
import { type SharedModel, share, shareModel } from './share-model.ts'
import { type ColumnsBefore, countHolders, solveDirty } from './solve-dirty.ts'

export interface BuildTask {
  readonly lists: ListsCopy
  /** Of the names of the lists. */
  readonly categories: ItemCategories
  readonly options: ModelOptions
  /** The columns of a model of the same options, which hold where nothing touched them since. */
  readonly before: ColumnsBefore | undefined
  /** Where the model is written to, and how it is sealed. */
  readonly draft: Draft
  /** Whether it is owed to somebody who left: then it takes its full part of the cores. */
  readonly isUrgent: boolean
}

export interface DigestTask {
  readonly lists: ListsCopy
}

export interface PlanTask {
  readonly lists: ListsCopy
  readonly options: ModelOptions
}

export type ThreadTask =
  | { readonly kind: 'build'; readonly task: BuildTask }
  | { readonly kind: 'digest'; readonly task: DigestTask }
  | { readonly kind: 'plan'; readonly task: PlanTask }

export interface Built {
  readonly model: SharedModel
  /** What the next build takes over from this one, with the model's own columns. */
  readonly standing: Pick<ColumnsBefore, 'thresholds' | 'holders'>
  /** How many items there are in all lists. */
  readonly interactions: number
  /** How many columns were solved; the others held from the model before. */
  readonly columns: number
  /** SHA-256, hexadecimal, of the contributions and of the weights solved from them. */
  readonly digests: { readonly gram: string; readonly weights: string }
}

export type ThreadMessage =
  | { readonly kind: 'progress'; readonly ratio: number }
  | { readonly kind: 'built'; readonly built: Built }
  | { readonly kind: 'digested'; readonly digest: string }
  | { readonly kind: 'planned'; readonly plan: BuildPlan }
  | { readonly kind: 'failed'; readonly says: string }

/** Whoever waits for an answer goes first: of a busy core they get nine parts of ten. */
const NICE = 10

async function run({ kind, task }: ThreadTask): Promise<ThreadMessage> {
  try {
    if (kind === 'build') return { kind: 'built', built: await build(task) }
    if (kind === 'plan') return { kind: 'planned', plan: await plan(task) }
    return { kind: 'digested', digest: digestOf(orderLists(task.lists, 0)) }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { kind: 'failed', says: error.message }
  }
}

async function build(task: BuildTask): Promise<Built> {
  const { lists: copy, options, draft } = task
  const lists = orderLists(copy, options.exponentTenths)
  const onProgress = (ratio: number): void => post({ kind: 'progress', ratio })
  let gram: string | undefined
  const onSolving = (): void => {
    gram = digestOf(lists)
  }
  const { solved, columns } = await solveDirty(
    { ...task, lists, touched: copy },
    { onProgress, onSolving },
  )
  const categoriesOf = unpackCategories(copy.names, task.categories)
  const model = buildModel({ lists, solved, categoriesOf, options })
  writeDraft(draft, encodeModelParts(model))
  const weights = digestOfParts(weightParts(model))
  return {
    model: shareModel(model),
    standing: { thresholds: share(solved.thresholds), holders: share(countHolders(lists)) },
    interactions: lists.items.length,
    columns,
    digests: { gram: gram ?? digestOf(lists), weights },
  }
}

function plan({ lists, options }: PlanTask): Promise<BuildPlan> {
  return planBuild(orderLists(lists, options.exponentTenths), options)
}

function digestOf(lists: ContributionLists): string {
  const digest = digestLists(lists, (bytes) => hash('sha256', bytes, 'buffer'))
  return Buffer.from(digest).toString('hex')
}

function digestOfParts(parts: readonly Uint8Array[]): string {
  const digest = createHash('sha256')
  for (const part of parts) digest.update(part)
  return digest.digest('hex')
}

function post(message: ThreadMessage): void {
  parentPort?.postMessage(message)
}

parentPort?.once('message', async (given: ThreadTask) => {
  const isUrgent = given.kind === 'build' && given.task.isUrgent
  // Of this thread and of those that it starts; elsewhere it would be of the whole process.
  if (process.platform === 'linux' && !isUrgent) setPriority(NICE)
  post(await run(given))
})
