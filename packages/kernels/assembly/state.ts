/** What all kernels work on: addresses and sizes, read once from the head of the memory. */

import * as slot from '../src/solve/slots'

function word(at: i32): u32 {
  return load<u32>((at as usize) << 2)
}

export let people: u32 = 0
export let items: u32 = 0
export let neighboursMax: u32 = 0
export let firstKept: u32 = 0
export let targetCount: u32 = 0
export let ridge: f64 = 0
export let emphasis: f64 = 0

export let starts: usize = 0
export let lists: usize = 0
export let terms: usize = 0
export let light: usize = 0
export let ranks: usize = 0
export let ordinals: usize = 0
export let holders: usize = 0
export let peopleStarts: usize = 0
export let selves: usize = 0
export let keys: usize = 0
export let scales: usize = 0
export let slots: usize = 0
export let vouchedPeople: usize = 0
export let holderLists: usize = 0
export let keptRows: usize = 0
export let targets: usize = 0
export let outLengths: usize = 0
export let outThresholds: usize = 0
export let outRows: usize = 0
export let outPeople: usize = 0
export let outValues: usize = 0

export let sums: usize = 0
export let touched: usize = 0
export let candidateKeys: usize = 0
export let candidateSums: usize = 0
export let candidates: usize = 0
export let selection: usize = 0
export let records: usize = 0
export let pool: usize = 0
export let triangle: usize = 0
export let vectors: usize = 0
export let met: usize = 0
export let sorted: usize = 0
export let lengths: usize = 0
export let rowPlaces: usize = 0
export let places: usize = 0
export let copy: usize = 0

/** Reads the head of the memory, for the worker of this number. */
export function open(worker: u32): void {
  people = word(slot.PEOPLE_COUNT)
  items = word(slot.ITEM_COUNT)
  neighboursMax = word(slot.NEIGHBOURS_MAX)
  firstKept = items - word(slot.KEPT_COUNT)
  targetCount = word(slot.TARGET_COUNT)
  ridge = load<f64>((slot.RIDGE as usize) << 2)
  emphasis = load<f64>((slot.EMPHASIS as usize) << 2)

  starts = word(slot.STARTS)
  lists = word(slot.LISTS)
  terms = word(slot.TERMS)
  light = word(slot.LIGHT)
  ranks = word(slot.RANKS)
  ordinals = word(slot.ORDINALS)
  holders = word(slot.HOLDERS)
  peopleStarts = word(slot.PEOPLE_STARTS)
  selves = word(slot.SELVES)
  keys = word(slot.KEYS)
  scales = word(slot.SCALES)
  slots = word(slot.SLOTS)
  vouchedPeople = word(slot.VOUCHED_PEOPLE)
  holderLists = word(slot.PEOPLE)
  keptRows = word(slot.KEPT_ROWS)
  targets = word(slot.TARGETS)
  outLengths = word(slot.OUT_LENGTHS)
  outThresholds = word(slot.OUT_THRESHOLDS)
  outRows = word(slot.OUT_ROWS)
  outPeople = word(slot.OUT_PEOPLE)
  outValues = word(slot.OUT_VALUES)

  const base: usize = word(slot.SCRATCH) + worker * word(slot.SCRATCH_BYTES)
  sums = base + word(slot.SUMS)
  touched = base + word(slot.TOUCHED)
  candidateKeys = base + word(slot.CANDIDATE_KEYS)
  candidateSums = base + word(slot.CANDIDATE_SUMS)
  candidates = base + word(slot.CANDIDATES)
  selection = base + word(slot.SELECTION)
  records = base + word(slot.RECORDS)
  pool = base + word(slot.POOL)
  triangle = base + word(slot.TRIANGLE)
  vectors = base + word(slot.VECTORS)
  met = base + word(slot.MET)
  sorted = base + word(slot.SORTED)
  lengths = base + word(slot.LENGTHS)
  rowPlaces = base + word(slot.ROW_PLACES)
  places = base + word(slot.PLACES)
  copy = base + word(slot.COPY)
}

/** Where the kept row of an item is: rows of ascending length, one after the other. */
export function keptRow(rank: u32): usize {
  const before = pairsBelow(rank) - pairsBelow(firstKept)
  return keptRows + ((before as usize) << 2)
}

function pairsBelow(rank: u32): u64 {
  return rank === 0 ? 0 : ((rank as u64) * ((rank - 1) as u64)) >> 1
}
