/**
 * Where the kernels find what they work on: 32-bit words at the start of the shared memory. This
 * file is read by TypeScript and by AssemblyScript alike, so that both sides mean the same place;
 * it has no types for that reason.
 */

/** The next target that nobody has taken, and how many are done: counted atomically. */
export const NEXT = 0
export const DONE = 1
/** Other than 0: stop before the next target. */
export const STOP = 2

export const PEOPLE_COUNT = 8
export const ITEM_COUNT = 9
export const NEIGHBOURS_MAX = 10
/** How many of the items that most people hold have their row of G kept. */
export const KEPT_COUNT = 11
export const TARGET_COUNT = 12
/** 1 where the sums over items that are not kept fit 32 bits. */
export const SMALL_SUMS = 13
/** Two 64-bit floats: λ·2^20 and p/(1−p). */
export const RIDGE = 14
export const EMPHASIS = 16

/** Addresses. By person: */
export const STARTS = 20
export const LISTS = 21
/** 64 bits: the weight times 2^22, plus 1 if vouched for. */
export const TERMS = 22
/** 16 bits: items that are not kept, at most m. */
export const LIGHT = 23
/** By ordinal: */
export const RANKS = 24
/** By rank, the item that fewest people hold first: */
export const ORDINALS = 25
export const HOLDERS = 26
export const PEOPLE_STARTS = 27
export const SELVES = 28
export const KEYS = 29
export const SCALES = 30
export const SLOTS = 31
export const VOUCHED_PEOPLE = 32
/** The people of each item, one item after the other. */
export const PEOPLE = 33
/** Row r of G up to but without the diagonal, for each rank that is kept. */
export const KEPT_ROWS = 34
/** By target: */
export const TARGETS = 36
export const OUT_LENGTHS = 37
export const OUT_THRESHOLDS = 38
/** By target, m places each: */
export const OUT_ROWS = 39
export const OUT_PEOPLE = 40
export const OUT_VALUES = 41

/** The first worker's own memory, how many bytes each has, and the places in it. */
export const SCRATCH = 44
export const SCRATCH_BYTES = 45
export const SUMS = 46
export const TOUCHED = 47
export const CANDIDATE_KEYS = 48
export const CANDIDATE_SUMS = 49
export const CANDIDATES = 50
export const SELECTION = 51
export const RECORDS = 52
export const POOL = 53
export const MET = 54
export const SORTED = 55
export const LENGTHS = 56
export const ROW_PLACES = 57
export const TRIANGLE = 58
export const VECTORS = 59
export const PLACES = 60
export const COPY = 61

export const HEAD_BYTES = 256
/** Vectors of the solver: the right side, and five that change. */
export const VECTOR_COUNT = 7
