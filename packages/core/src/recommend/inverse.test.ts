import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { invertPositiveDefinite } from './inverse.ts'

/** A = I + Σ v·vᵀ over a few small vectors: positive definite, well conditioned. */
function positiveDefinite(size: number, seed: number): Float64Array<ArrayBuffer> {
  const matrix = new Float64Array(size * size)
  let state = seed
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32 - 0.5
  }
  for (let row = 0; row < size; row += 1) matrix[row * size + row] = 1
  for (let term = 0; term < 6; term += 1) {
    const vector = Float64Array.from({ length: size }, next)
    for (let at = 0; at < matrix.length; at += 1) {
      matrix[at] = at0(matrix, at) + at0(vector, Math.floor(at / size)) * at0(vector, at % size)
    }
  }
  return matrix
}

function at0(values: Float64Array, at: number): number {
  return values[at] ?? 0
}

/** Gauss-Jordan without pivoting, as it stands in textbooks. */
function naiveInverse(matrix: Float64Array, size: number): Float64Array {
  const left = matrix.slice()
  const right = new Float64Array(size * size)
  for (let i = 0; i < size; i += 1) right[i * size + i] = 1
  for (let pivot = 0; pivot < size; pivot += 1) {
    const scale = 1 / at0(left, pivot * size + pivot)
    for (let k = 0; k < size; k += 1) {
      left[pivot * size + k] = at0(left, pivot * size + k) * scale
      right[pivot * size + k] = at0(right, pivot * size + k) * scale
    }
    for (let row = 0; row < size; row += 1) {
      const factor = row === pivot ? 0 : at0(left, row * size + pivot)
      for (let k = 0; k < size; k += 1) {
        left[row * size + k] = at0(left, row * size + k) - factor * at0(left, pivot * size + k)
        right[row * size + k] = at0(right, row * size + k) - factor * at0(right, pivot * size + k)
      }
    }
  }
  return right
}

function lowerTriangle(matrix: Float64Array<ArrayBuffer>, size: number): Float64Array<ArrayBuffer> {
  return matrix.map((value, at) => (at % size <= Math.floor(at / size) ? value : 0))
}

function assertInverse(size: number, seed: number): void {
  const matrix = positiveDefinite(size, seed)
  const expected = naiveInverse(matrix, size)
  const inverse = lowerTriangle(matrix, size)
  const diagonal = invertPositiveDefinite(inverse, size, () => {})
  assert.ok(diagonal)
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const at = row * size + column
      const found = row === column ? at0(diagonal, row) : at0(inverse, at)
      assert.ok(Math.abs(found - at0(expected, at)) < 1e-10, `entry ${row}, ${column} of ${size}`)
    }
  }
}

test('the inverse is that of Gauss-Jordan', () => {
  const sizes = fc.integer({ min: 0, max: 24 }).map((tiles) => 4 * tiles)
  fc.assert(fc.property(sizes, fc.nat(), assertInverse), { numRuns: 40 })
})

test('the inverse holds across the seams of blocks and panels', () => {
  for (const size of [60, 64, 68, 128, 320, 332]) assertInverse(size, size)
})

test('a matrix that is not positive definite has no inverse here', () => {
  const singular = Float64Array.of(1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1)
  const infinite = Float64Array.of(Infinity, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1)
  const unknown = infinite.map((value) => (value === Infinity ? Number.NaN : value))
  for (const matrix of [singular, infinite, unknown]) {
    assert.equal(
      invertPositiveDefinite(matrix, 4, () => {}),
      undefined,
    )
  }
})

test('progress rises to one', () => {
  const ratios: number[] = []
  invertPositiveDefinite(lowerTriangle(positiveDefinite(200, 1), 200), 200, (r) => ratios.push(r))
  assert.deepEqual(
    ratios,
    ratios.toSorted((a, b) => a - b),
  )
  assert.equal(ratios.at(-1), 1)
})
