/**
 * A release as bytes, for a sealed file. As with a model, decoding believes nothing: every count,
 * index, band and step is checked, so that a damaged or altered file is refused and never told
 * from.
 */
import { compareUtf8, concatBytes, equalBytes, utf8 } from '../values/bytes.ts'
import { failure, type Result, success } from '../values/result.ts'
import { BinaryReader, MalformedBytes, textBytes, uint32Bytes } from './binary.ts'
import { triangleSize } from './gram-snapshot.ts'
import { bandAt, bandPlace, supportBand } from './support-band.ts'
import {
  completeRelease,
  type ReleaseContent,
  type ReleasedCategories,
  type ReleasedPairs,
  type SupportRelease,
} from './support-release.ts'
import { STEP_MAX } from './weight-step.ts'

const MAGIC = utf8('EQRELS01')

export function encodeRelease(release: ReleaseContent): Uint8Array<ArrayBuffer> {
  const { day, k, ids, bands, pairs, categories, anyStep } = release
  return concatBytes(
    MAGIC,
    uint32Bytes([day, k]),
    textBytes(ids),
    bands,
    uint32Bytes(pairs.starts),
    uint32Bytes(pairs.rows),
    pairs.bands,
    toBytes(pairs.steps),
    textBytes(categories.ids),
    categories.bands,
    toBytes(categories.steps),
    toBytes([anyStep]),
  )
}

/** Reads what `encodeRelease` wrote; anything else is refused with the first thing wrong in it. */
export function decodeRelease(bytes: Uint8Array): Result<SupportRelease> {
  try {
    return success(completeRelease(readRelease(bytes)))
  } catch (error) {
    if (!(error instanceof MalformedBytes)) throw error
    return failure('', 'release_malformed', `Cannot read the release: ${error.message}`)
  }
}

function readRelease(bytes: Uint8Array): ReleaseContent {
  if (!equalBytes(bytes.subarray(0, MAGIC.length), MAGIC)) {
    throw new MalformedBytes('it does not begin as a release of this version')
  }
  const reader = new BinaryReader(bytes.subarray(MAGIC.length))
  const [day, k] = [reader.uint32(), reader.uint32()]
  const floor = bandPlace(supportBand(k, 1))
  const ids = reader.texts()
  if (new Set(ids).size !== ids.length) throw new MalformedBytes('an item is there twice')
  const bands = readBands(reader, ids.length, floor)
  if (bands.some((band, at) => at > 0 && band > (bands[at - 1] ?? 0))) {
    throw new MalformedBytes('items are not in the order of their ranks')
  }
  const pairs = readPairs(reader, ids.length, floor)
  const categories = readCategories(reader, floor)
  const [anyStep = 0] = readSteps(reader, 1)
  reader.end()
  return { day, k, ids, bands, pairs, categories, anyStep }
}

function readPairs(reader: BinaryReader, items: number, floor: number): ReleasedPairs {
  const starts = reader.uint32s(items + 1)
  if (starts[0] !== 0 || starts.some((start, at) => start < (starts[at - 1] ?? 0))) {
    throw new MalformedBytes('offsets are not in order')
  }
  const entries = starts[items] ?? 0
  const rows = reader.uint32s(entries)
  for (let target = 0; target < items; target += 1) {
    const column = rows.subarray(starts[target], starts[target + 1])
    const isOrdered = column.every(
      (row, at) => row < items && row !== target && (at === 0 || row > (column[at - 1] ?? 0)),
    )
    if (!isOrdered) throw new MalformedBytes(`the sources of item ${target} are not in order`)
  }
  return {
    starts,
    rows,
    bands: readBands(reader, entries, floor),
    steps: readSteps(reader, entries),
  }
}

function readCategories(reader: BinaryReader, floor: number): ReleasedCategories {
  const ids = reader.texts()
  if (!ids.every((id, at) => at === 0 || compareUtf8(ids[at - 1] ?? '', id) < 0)) {
    throw new MalformedBytes('categories are not in order')
  }
  const bands = readBands(reader, triangleSize(ids.length), floor, 0)
  return { ids, bands, steps: readSteps(reader, ids.length ** 2) }
}

/** Places of bands that k people reach, or else `none`. */
function readBands(
  reader: BinaryReader,
  count: number,
  floor: number,
  none?: number,
): Uint8Array<ArrayBuffer> {
  const bands = reader.uint8s(count)
  if (bands.every((band) => band === none || (band >= floor && bandAt(band) !== null))) return bands
  throw new MalformedBytes('a band is none that k people reach')
}

function readSteps(reader: BinaryReader, count: number): Int8Array<ArrayBuffer> {
  const steps = new Int8Array(reader.uint8s(count).buffer)
  if (steps.every((step) => Math.abs(step) <= STEP_MAX)) return steps
  throw new MalformedBytes('a weight is out of bounds')
}

function toBytes(steps: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Int8Array.from(steps).buffer)
}
