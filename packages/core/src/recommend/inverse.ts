/**
 * The inverse of a symmetric positive definite matrix, in place, in plain JavaScript.
 *
 * Two sweeps over one array. The first eliminates [A; I], column block by column block: below the
 * diagonal appears L, Cholesky's factor of A (A = L·Lᵀ), and, because the rows of I go through the
 * same steps, U = L⁻ᵀ above it. On the diagonal stands U_ii = 1/L_ii, which serves both. The second
 * sweep overwrites L with the lower triangle of A⁻¹ = U·Uᵀ. Both are made of one product, of rows
 * by rows, computed in 4 × 4 register tiles over packed panels that stay in the cache.
 *
 * Cost: n³/2 multiply-adds (15 s for n = 3,706 on one core at 1.75·10⁹ a second), n² numbers. The
 * order of operations depends on n alone and only + − × ÷ √ are used, so that the bits are the same
 * on every machine. Rejected: right-looking elimination (streams the matrix through memory n/64
 * times), a second array for U (twice the memory), Gauss-Jordan (twice the work).
 */

import { assert } from '../values/assert.ts'

/** Matrices are padded with unit rows to a multiple of this. */
export const TILE = 4

const BLOCK = 64
const DEPTH = 256

interface Range {
  readonly from: number
  readonly to: number
}

interface Workspace {
  readonly values: Float64Array<ArrayBuffer>
  readonly size: number
  readonly leftPanel: Float64Array<ArrayBuffer>
  readonly rightPanel: Float64Array<ArrayBuffer>
  readonly onWork: (multiplyAdds: number) => void
}

/** Rows of a factor: L is read below the diagonal, U on and above it, zero elsewhere. */
interface FactorRows {
  readonly factor: 'L' | 'U'
  readonly rows: Range
  readonly sign: 1 | -1
}

/** Where a product is added: row-major from `at` on. */
interface Target {
  readonly values: Float64Array<ArrayBuffer>
  readonly at: number
  readonly stride: number
}

/**
 * Replaces A by A⁻¹: `values` holds the lower triangle of A and zeros above it; afterwards its
 * strict lower triangle is that of A⁻¹, the rest is of no use, and the diagonal of A⁻¹ is returned.
 *
 * @param size rows of A, a multiple of `TILE`.
 * @returns undefined where A is not positive definite, or too nearly not for a sound inverse.
 */
export function invertPositiveDefinite(
  values: Float64Array<ArrayBuffer>,
  size: number,
  onProgress: (ratio: number) => void,
): Float64Array<ArrayBuffer> | undefined {
  assert(size % TILE === 0 && values.length === size * size, 'a square of whole tiles')
  let work = 0
  const space: Workspace = {
    values,
    size,
    leftPanel: new Float64Array(BLOCK * DEPTH),
    rightPanel: new Float64Array(BLOCK * DEPTH),
    onWork: (multiplyAdds) => {
      work += multiplyAdds
    },
  }
  const report = (): void => onProgress(Math.min(1, work / (size ** 3 / 2)))
  return eliminate(space, report) ? multiplyFactors(space, report) : undefined
}

/** First sweep: L below the diagonal, U above it. False where a pivot fails. */
function eliminate(space: Workspace, report: () => void): boolean {
  const { values, size } = space
  const pivotsMin = diagonalOf(values, size).map((pivot) => pivot * size * Number.EPSILON)
  for (const columns of blocks(size)) {
    const right: FactorRows = { factor: 'L', rows: columns, sign: 1 }
    addToBlock(space, { factor: 'L', rows: columns, sign: -1 }, right, {
      from: 0,
      to: columns.from,
    })
    if (!factorDiagonalBlock(values, size, columns, pivotsMin)) return false
    for (const rows of blocks(size)) {
      if (rows.from === columns.from) continue
      const factor = rows.from < columns.from ? 'U' : 'L'
      const inner = { from: factor === 'U' ? rows.from : 0, to: columns.from }
      addToBlock(space, { factor, rows, sign: -1 }, right, inner)
      for (let row = rows.from; row < rows.to; row += 1) {
        substitute(values, size, row, columns.from, columns)
      }
    }
    report()
  }
  return true
}

/** Second sweep: the lower triangle of U·Uᵀ takes the place of L; returns its diagonal. */
function multiplyFactors(space: Workspace, report: () => void): Float64Array<ArrayBuffer> {
  const { values, size } = space
  const diagonal = new Float64Array(size)
  for (const rows of blocks(size)) {
    const left: FactorRows = { factor: 'U', rows, sign: 1 }
    const inner = { from: rows.from, to: size }
    for (const columns of blocks(rows.from)) {
      for (let row = rows.from; row < rows.to; row += 1) {
        values.fill(0, row * size + columns.from, row * size + columns.to)
      }
      addToBlock(space, left, { factor: 'U', rows: columns, sign: 1 }, inner)
    }
    // The block on the diagonal still holds U above it, so its product is made elsewhere.
    const block = { values: new Float64Array(BLOCK * BLOCK), at: 0, stride: BLOCK }
    addProduct(space, left, left, inner, block)
    for (let row = rows.from; row < rows.to; row += 1) {
      const start = (row - rows.from) * BLOCK
      const end = start + row - rows.from
      values.set(block.values.subarray(start, end), row * size + rows.from)
      diagonal[row] = block.values[end] ?? 0
    }
    report()
  }
  return diagonal
}

/**
 * Factors a block on the diagonal from which all earlier columns are eliminated: L below it, 1/L_ii
 * on it, U above.
 */
function factorDiagonalBlock(
  values: Float64Array,
  size: number,
  block: Range,
  pivotsMin: Float64Array,
): boolean {
  for (let row = block.from; row < block.to; row += 1) {
    const diagonal = row * size + row
    substitute(values, size, row, block.from, { from: block.from, to: row })
    const at = row * size + block.from
    const pivot = (values[diagonal] ?? 0) - dot(values, at, at, row - block.from)
    if (!(pivot > (pivotsMin[row] ?? 0) && pivot < Number.POSITIVE_INFINITY)) return false
    values[diagonal] = 1 / Math.sqrt(pivot)
  }
  for (let row = block.from; row < block.to; row += 1) {
    values.fill(0, row * size + row + 1, row * size + block.to)
    substitute(values, size, row, row, { from: row + 1, to: block.to })
  }
  return true
}

/** Solves X·Lᵀ = C for some columns of one row, whose entries from `start` up to them are known. */
function substitute(
  values: Float64Array,
  size: number,
  row: number,
  start: number,
  columns: Range,
): void {
  const at = row * size
  for (let column = columns.from; column < columns.to; column += 1) {
    const known = dot(values, at + start, column * size + start, column - start)
    const inverse = values[column * size + column] ?? 0
    values[at + column] = ((values[at + column] ?? 0) - known) * inverse
  }
}

/** Four sums at a time, so that one addition need not wait for the last. */
function dot(values: Float64Array, a: number, b: number, length: number): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  const whole = length - (length % 4)
  for (let k = 0; k < whole; k += 4) {
    s0 += (values[a + k] ?? 0) * (values[b + k] ?? 0)
    s1 += (values[a + k + 1] ?? 0) * (values[b + k + 1] ?? 0)
    s2 += (values[a + k + 2] ?? 0) * (values[b + k + 2] ?? 0)
    s3 += (values[a + k + 3] ?? 0) * (values[b + k + 3] ?? 0)
  }
  for (let k = whole; k < length; k += 1) s0 += (values[a + k] ?? 0) * (values[b + k] ?? 0)
  return s0 + s1 + (s2 + s3)
}

/** Adds left·rightᵀ to the block of the matrix where the two sets of rows cross. */
function addToBlock(space: Workspace, left: FactorRows, right: FactorRows, inner: Range): void {
  const at = left.rows.from * space.size + right.rows.from
  addProduct(space, left, right, inner, { values: space.values, at, stride: space.size })
}

function addProduct(
  space: Workspace,
  left: FactorRows,
  right: FactorRows,
  inner: Range,
  target: Target,
): void {
  const [height, width] = [left.rows.to - left.rows.from, right.rows.to - right.rows.from]
  for (let from = inner.from; from < inner.to; from += DEPTH) {
    const slice = { from, to: Math.min(from + DEPTH, inner.to) }
    const depth = slice.to - slice.from
    pack(space, left, slice, space.leftPanel)
    pack(space, right, slice, space.rightPanel)
    for (let i = 0; i < height; i += TILE) {
      for (let j = 0; j < width; j += TILE) {
        const at = target.at + i * target.stride + j
        addTile(
          space.leftPanel,
          i * depth,
          space.rightPanel,
          j * depth,
          depth,
          target.values,
          at,
          target.stride,
        )
      }
    }
  }
  space.onWork(height * width * (inner.to - inner.from))
}

/** Copies a slice of rows so that the numbers a tile reads together stand together. */
function pack(space: Workspace, source: FactorRows, slice: Range, panel: Float64Array): void {
  const { values, size } = space
  const depth = slice.to - slice.from
  for (let row = source.rows.from; row < source.rows.to; row += 1) {
    const lane = row - source.rows.from
    let at = (lane - (lane % TILE)) * depth + (lane % TILE)
    for (let k = slice.from; k < slice.to; k += 1) {
      const outside = source.factor === 'U' && k < row
      panel[at] = outside ? 0 : source.sign * (values[row * size + k] ?? 0)
      at += TILE
    }
  }
}

/**
 * C += A·Bᵀ for four packed rows of A and four of B, with all sixteen sums in registers. `| 0`
 * keeps an index an int32, which saves the engine a check of overflow at every step (a tenth of the
 * time).
 */
function addTile(
  a: Float64Array,
  aStart: number,
  b: Float64Array,
  bStart: number,
  depth: number,
  c: Float64Array,
  cStart: number,
  cStride: number,
): void {
  let s00 = 0
  let s01 = 0
  let s02 = 0
  let s03 = 0
  let s10 = 0
  let s11 = 0
  let s12 = 0
  let s13 = 0
  let s20 = 0
  let s21 = 0
  let s22 = 0
  let s23 = 0
  let s30 = 0
  let s31 = 0
  let s32 = 0
  let s33 = 0
  let i = aStart
  let j = bStart
  for (let k = 0; k < depth; k += 1) {
    const a0 = a[i] ?? 0
    const a1 = a[(i + 1) | 0] ?? 0
    const a2 = a[(i + 2) | 0] ?? 0
    const a3 = a[(i + 3) | 0] ?? 0
    const b0 = b[j] ?? 0
    const b1 = b[(j + 1) | 0] ?? 0
    const b2 = b[(j + 2) | 0] ?? 0
    const b3 = b[(j + 3) | 0] ?? 0
    s00 += a0 * b0
    s01 += a0 * b1
    s02 += a0 * b2
    s03 += a0 * b3
    s10 += a1 * b0
    s11 += a1 * b1
    s12 += a1 * b2
    s13 += a1 * b3
    s20 += a2 * b0
    s21 += a2 * b1
    s22 += a2 * b2
    s23 += a2 * b3
    s30 += a3 * b0
    s31 += a3 * b1
    s32 += a3 * b2
    s33 += a3 * b3
    i = (i + TILE) | 0
    j = (j + TILE) | 0
  }
  addFour(c, cStart, s00, s01, s02, s03)
  addFour(c, cStart + cStride, s10, s11, s12, s13)
  addFour(c, cStart + 2 * cStride, s20, s21, s22, s23)
  addFour(c, cStart + 3 * cStride, s30, s31, s32, s33)
}

function addFour(
  c: Float64Array,
  at: number,
  s0: number,
  s1: number,
  s2: number,
  s3: number,
): void {
  c[at] = (c[at] ?? 0) + s0
  c[at + 1] = (c[at + 1] ?? 0) + s1
  c[at + 2] = (c[at + 2] ?? 0) + s2
  c[at + 3] = (c[at + 3] ?? 0) + s3
}

function diagonalOf(values: Float64Array, size: number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: size }, (_, i) => values[i * size + i] ?? 0)
}

function* blocks(end: number): Generator<Range> {
  for (let from = 0; from < end; from += BLOCK) yield { from, to: Math.min(from + BLOCK, end) }
}
