/**
 * A model as bytes, for a sealed file or another process. Sealing guards against tampering;
 * decoding still believes nothing: every count is checked against what is there, every index
 * against its bounds, so that a damaged file is refused and never scored with.
 */

import { compareUtf8, concatBytes, equalBytes, utf8 } from '../values/bytes.ts'
import { failure, type Result, success } from '../values/result.ts'
import {
  BinaryReader,
  float64Bytes,
  float64View,
  MalformedBytes,
  textBytes,
  uint32Bytes,
  uint32View,
} from './binary.ts'
import { triangleSize } from './gram-snapshot.ts'
import {
  completeModel,
  type ModelCategories,
  type ModelContent,
  type RecommendModel,
} from './model.ts'
import { type ModelOptions, modelOptionsIssue } from './model-options.ts'
import type { SparseColumns } from './sparse-columns.ts'

const MAGIC = utf8('EQMODEL2')

export function encodeModel(model: ModelContent): Uint8Array<ArrayBuffer> {
  return concatBytes(...encodeModelParts(model))
}

/**
 * The same, part by part: what is large is the memory of the model's own arrays, so that nothing is
 * copied to be sealed or sent.
 */
export function encodeModelParts(model: ModelContent): readonly Uint8Array[] {
  const { options, columns, categories } = model
  const { exponentTenths, lambda, dropout, neighboursMax, popularityTenths, halfLifeItems } =
    options
  return [
    MAGIC,
    float64Bytes([exponentTenths, lambda, dropout, neighboursMax]),
    float64Bytes([popularityTenths, halfLifeItems]),
    uint32Bytes([model.contributions]),
    textBytes(model.ids),
    uint32View(model.people),
    uint32View(columns.starts),
    uint32View(columns.rows),
    float64View(columns.values),
    uint32View(model.pairPeople),
    textBytes(categories.ids),
    uint32Bytes(categories.itemStarts),
    uint32Bytes(categories.ofItem),
    uint32View(categories.people),
  ]
}

/** Reads what `encodeModel` wrote; anything else is refused with the first thing wrong in it. */
export function decodeModel(bytes: Uint8Array): Result<RecommendModel> {
  try {
    return success(completeModel(readModel(bytes)))
  } catch (error) {
    if (!(error instanceof MalformedBytes)) throw error
    return failure('', 'model_malformed', `Cannot read the model: ${error.message}`)
  }
}

/**
 * The canonical bytes of the weights alone, for their digest: items, sources and weights, and
 * nothing of when, how often or in what order they came to be.
 */
export function weightBytes(model: Pick<ModelContent, 'ids' | 'columns'>): Uint8Array<ArrayBuffer> {
  return concatBytes(...weightParts(model))
}

/** The same, part by part, as `encodeModelParts`. */
export function weightParts(model: Pick<ModelContent, 'ids' | 'columns'>): readonly Uint8Array[] {
  const { starts, rows, values } = model.columns
  return [
    utf8('EQWEIGH1'),
    textBytes(model.ids),
    uint32View(starts),
    uint32View(rows),
    float64View(values),
  ]
}

function readModel(bytes: Uint8Array): ModelContent {
  if (!equalBytes(bytes.subarray(0, MAGIC.length), MAGIC)) {
    throw new MalformedBytes('it does not begin as a model of this version')
  }
  const reader = new BinaryReader(bytes.subarray(MAGIC.length))
  const options = readOptions(reader)
  const [contributions = 0] = reader.counts(1)
  const ids = readIds(reader)
  const people = reader.counts(ids.length)
  const columns = readColumns(reader, ids.length)
  const pairPeople = reader.counts(columns.rows.length)
  const categories = readCategories(reader, ids.length)
  reader.end()
  return { options, contributions, ids, people, columns, pairPeople, categories }
}

function readOptions(reader: BinaryReader): ModelOptions {
  const [exponentTenths = 0, lambda = 0, dropout = 0, neighboursMax = 0] = reader.float64s(4)
  const [popularityTenths = 0, halfLifeItems = 0] = reader.float64s(2)
  const solving = { exponentTenths, lambda, dropout, neighboursMax }
  const options = { ...solving, popularityTenths, halfLifeItems }
  const issue = modelOptionsIssue(options)
  if (issue !== undefined) throw new MalformedBytes(issue)
  return options
}

function readIds(reader: BinaryReader): string[] {
  const ids = reader.texts()
  const ordered = ids.every((id, at) => at === 0 || compareUtf8(ids[at - 1] ?? '', id) < 0)
  if (!ordered) throw new MalformedBytes('ids are not in order')
  return ids
}

function readColumns(reader: BinaryReader, items: number): SparseColumns {
  const starts = readStarts(reader, items)
  const entries = starts[items] ?? 0
  const rows = readOrdinals(reader, entries, items)
  for (let item = 0; item < items; item += 1) {
    const column = rows.subarray(starts[item], starts[item + 1])
    if (column.some((row, at) => row === item || (at > 0 && row <= (column[at - 1] ?? 0)))) {
      throw new MalformedBytes(`the sources of item ${item} are not in order`)
    }
  }
  const values = reader.float64s(entries)
  if (!values.every(Number.isFinite)) throw new MalformedBytes('a weight is not a finite number')
  return { starts, rows, values }
}

function readCategories(reader: BinaryReader, items: number): ModelCategories {
  const ids = readIds(reader)
  const itemStarts = readStarts(reader, items)
  const ofItem = readOrdinals(reader, itemStarts[items] ?? 0, ids.length)
  return { ids, itemStarts, ofItem, people: reader.counts(triangleSize(ids.length)) }
}

/** Offsets that begin at zero and never fall. */
function readStarts(reader: BinaryReader, count: number): Uint32Array<ArrayBuffer> {
  const starts = reader.uint32s(count + 1)
  if (starts.some((start, at) => start < (starts[at - 1] ?? start) || (at === 0 && start !== 0))) {
    throw new MalformedBytes('offsets are not in order')
  }
  return starts
}

function readOrdinals(
  reader: BinaryReader,
  count: number,
  limit: number,
): Uint32Array<ArrayBuffer> {
  const ordinals = reader.uint32s(count)
  if (ordinals.some((ordinal) => ordinal >= limit)) {
    throw new MalformedBytes(`an ordinal is out of bounds: expected less than ${limit}`)
  }
  return ordinals
}
