/**
 * Solves a model's columns: of a model before, those that still hold are taken over, bit for bit as
 * they would be solved again; all others are solved. Where much was touched, to look for what still
 * holds costs more than it spares.
 */
import {
  type ContributionLists,
  dirtyColumns,
  type LocalColumns,
  leanToPopular,
  type ModelOptions,
  mergeColumns,
  ordinalsBefore,
} from '@equipoise/core/recommend'
import { compareUtf8 } from '@equipoise/core/values'
import { type SolveRun, solveColumns, solveLocal } from '@equipoise/kernels'
import type { ListsCopy } from './held-lists.ts'

/** The columns of a model, leaning as it does, and what tells which of them still hold. */
export interface ColumnsBefore
  extends Pick<LocalColumns, 'columns' | 'pairPeople' | 'thresholds' | 'people'> {
  readonly ids: readonly string[]
  /** How many people held each item, vouched for or not. */
  readonly holders: Uint32Array
}

export interface DirtyTask {
  readonly lists: ContributionLists
  readonly options: ModelOptions
  readonly before: ColumnsBefore | undefined
  /** What changed since the model before. */
  readonly touched: Pick<ListsCopy, 'names' | 'touched'>
}

/** Of the items; where more are touched, everything is solved. */
const TOUCHED_RATIO_MAX = 0.25

/** So many columns are solved without further threads. */
const ALONE_COLUMNS_MAX = 1_000

export interface DirtySolved {
  readonly solved: LocalColumns
  /** How many of its columns were solved. */
  readonly columns: number
}

/** @throws RangeError as `solveLocal`. */
export async function solveDirty(
  { lists, options, before, touched: copy }: DirtyTask,
  watch: Pick<SolveRun, 'onProgress' | 'onSolving'> = {},
): Promise<DirtySolved> {
  const items = lists.ids.length
  const touched = touchedOrdinals(lists.ids, copy)
  if (before === undefined || touched.length > TOUCHED_RATIO_MAX * items) {
    const solved = await solveLocal(lists, options, { ...crewFor(items), ...watch })
    return { solved: leaning(solved, lists, options), columns: items }
  }
  const ordinals = ordinalsBefore(before.ids, lists.ids)
  const dirty = dirtyColumns(lists, {
    touched,
    holdersBefore: Uint32Array.from(ordinals, (ordinal) => before.holders[ordinal] ?? 0),
    thresholds: Float64Array.from(ordinals, (ordinal) => before.thresholds[ordinal] ?? 0),
  })
  const whole = { ...before, targets: Uint32Array.from(before.ids.keys()) }
  if (dirty.length === 0)
    return { solved: mergeColumns(whole, nothing(before, ordinals), ordinals), columns: 0 }
  const run = { ...crewFor(dirty.length), ...keptFor(dirty.length, items), ...watch }
  const again = await solveColumns(lists, options, dirty, run)
  const leant = leaning(again, lists, options)
  return { solved: mergeColumns(whole, leant, ordinals), columns: dirty.length }
}

function leaning(
  solved: LocalColumns,
  lists: ContributionLists,
  { popularityTenths }: ModelOptions,
): LocalColumns {
  if (popularityTenths === 0) return solved
  return leanToPopular(solved, countHolders(lists), popularityTenths)
}

/** No column; and who holds each item, which nobody changed. */
function nothing({ people }: ColumnsBefore, ordinals: Int32Array): LocalColumns {
  return {
    targets: new Uint32Array(),
    columns: { starts: new Uint32Array(1), rows: new Uint32Array(), values: new Float64Array() },
    pairPeople: new Int32Array(),
    thresholds: new Float64Array(),
    people: Int32Array.from(ordinals, (ordinal) => people[ordinal] ?? 0),
  }
}

/** Rows are kept for all columns; for fewer, to add up again what each needs costs less. */
const KEPT_FROM_RATIO = 1 / 4

function keptFor(columns: number, items: number): SolveRun {
  return columns < items * KEPT_FROM_RATIO ? { kept: { bytesMax: 0 } } : {}
}

/** To start a thread costs 80 ms: as much as some hundred columns. */
export function crewFor(columns: number): SolveRun {
  return columns <= ALONE_COLUMNS_MAX ? { workers: 0 } : {}
}

export function countHolders({ ids, items }: ContributionLists): Uint32Array {
  const holders = new Uint32Array(ids.length)
  for (const item of items) holders[item] = (holders[item] ?? 0) + 1
  return holders
}

/** What is touched and still there, ascending. */
function touchedOrdinals(
  ids: readonly string[],
  { names, touched }: DirtyTask['touched'],
): Uint32Array<ArrayBuffer> {
  const found: number[] = []
  for (let slot = 0; slot < names.length; slot += 1) {
    if (touched[slot] !== 1) continue
    const ordinal = placeOf(ids, names[slot] ?? '')
    if (ordinal !== undefined) found.push(ordinal)
  }
  return Uint32Array.from(found).sort()
}

/** @param ids in UTF-8 byte order. */
function placeOf(ids: readonly string[], id: string): number | undefined {
  let [low, high] = [0, ids.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareUtf8(ids[middle] ?? '', id) < 0) low = middle + 1
    else high = middle
  }
  return ids[low] === id ? low : undefined
}
