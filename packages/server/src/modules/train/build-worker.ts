/**
 * The builder's thread: everybody's lists in, a sealed file and a model in shared memory out. Only
 * facts cross; a permit could not. All that takes long is done here, so that whoever serves does
 * nothing but point at the result.
 */
import { hash } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import {
  buildModel,
  type ContributionLists,
  digestLists,
  encodeModel,
  type ModelOptions,
  orderLists,
  solveDensely,
  weightBytes,
} from '@equipoise/core/recommend'
import type { ListsCopy } from './held-lists.ts'
import { type ItemCategories, unpackCategories } from './item-categories.ts'
import { type Draft, writeDraft } from './sealed-file.ts'
import { type SharedModel, shareModel } from './share-model.ts'

export interface BuildTask {
  readonly lists: ListsCopy
  /** Of the names of the lists. */
  readonly categories: ItemCategories
  readonly options: ModelOptions
  /** Where the model is written to, and how it is sealed. */
  readonly draft: Draft
}

export interface DigestTask {
  readonly lists: ListsCopy
}

export type ThreadTask =
  | { readonly kind: 'build'; readonly task: BuildTask }
  | { readonly kind: 'digest'; readonly task: DigestTask }

export interface Built {
  readonly model: SharedModel
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
  | { readonly kind: 'failed'; readonly says: string }

function run({ kind, task }: ThreadTask): ThreadMessage {
  try {
    if (kind === 'build') return { kind: 'built', built: build(task) }
    return { kind: 'digested', digest: digestOf(orderLists(task.lists, 0)) }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { kind: 'failed', says: error.message }
  }
}

function build({ lists: copy, categories, options, draft }: BuildTask): Built {
  const lists = orderLists(copy, options.exponentTenths)
  const gram = digestOf(lists)
  const solved = solveDensely(lists, options, (ratio) => post({ kind: 'progress', ratio }))
  const categoriesOf = unpackCategories(copy.names, categories)
  const model = buildModel({ lists, solved, categoriesOf, options })
  writeDraft(draft, encodeModel(model))
  const weights = hash('sha256', weightBytes(model))
  return {
    model: shareModel(model),
    interactions: lists.items.length,
    columns: lists.ids.length,
    digests: { gram, weights },
  }
}

function digestOf(lists: ContributionLists): string {
  const digest = digestLists(lists, (bytes) => hash('sha256', bytes, 'buffer'))
  return Buffer.from(digest).toString('hex')
}

function post(message: ThreadMessage): void {
  parentPort?.postMessage(message)
}

// The task is what `build.ts` handed over.
post(run(workerData as ThreadTask))
