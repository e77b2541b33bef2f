/** Conjugate gradients on a scaled block, as `core/recommend/solve-conjugate.ts` specifies them. */

import { rowOf } from './block'
import { vectors } from './state'

const STEPS_MAX: u32 = 100
const RESIDUAL_SQUARED: f64 = 1e-12
const CURVATURE_MIN: f64 = 1e-6

/** Vector 0 is the right side, vector 1 comes to be the solution; both are scaled. */
export function solveBlock(count: usize, stride: usize): void {
  const groups = (count + 3) >> 2
  const wanted = vectors
  const found = wanted + stride
  const residual = found + stride
  const direction = residual + stride
  const image = direction + stride
  memory.copy(found, wanted, stride)
  multiply(found, image, groups)
  for (let at: usize = 0; at < groups << 4; at += 16) {
    const left = f32x4.sub(v128.load(wanted + at), v128.load(image + at))
    v128.store(residual + at, left)
    v128.store(direction + at, left)
  }
  const enough = RESIDUAL_SQUARED * dot(wanted, wanted, groups)
  let left = dot(residual, residual, groups)
  for (let step: u32 = 0; step < STEPS_MAX && left > enough; step += 1) {
    multiply(direction, image, groups)
    const curvature = dot(direction, image, groups)
    if (!(curvature > CURVATURE_MIN * dot(direction, direction, groups))) break
    const length = f32x4.splat((left / curvature) as f32)
    for (let at: usize = 0; at < groups << 4; at += 16) {
      const moved = f32x4.mul(length, v128.load(direction + at))
      const undone = f32x4.mul(length, v128.load(image + at))
      v128.store(found + at, f32x4.add(v128.load(found + at), moved))
      v128.store(residual + at, f32x4.sub(v128.load(residual + at), undone))
    }
    const leftNow = dot(residual, residual, groups)
    const turn = f32x4.splat((leftNow / left) as f32)
    for (let at: usize = 0; at < groups << 4; at += 16) {
      const turned = f32x4.mul(turn, v128.load(direction + at))
      v128.store(direction + at, f32x4.add(v128.load(residual + at), turned))
    }
    left = leftNow
  }
}

/** image = block · vector, reading each entry once for itself and once for its mirror image. */
function multiply(vector: usize, image: usize, groups: usize): void {
  for (let group: usize = 0; group < groups; group += 1) {
    const own = v128.load(vector + (group << 4))
    const x0 = v128.shuffle<f32>(own, own, 0, 0, 0, 0)
    const x1 = v128.shuffle<f32>(own, own, 1, 1, 1, 1)
    const x2 = v128.shuffle<f32>(own, own, 2, 2, 2, 2)
    const x3 = v128.shuffle<f32>(own, own, 3, 3, 3, 3)
    let sum0 = f32x4.splat(0)
    let sum1 = f32x4.splat(0)
    let sum2 = f32x4.splat(0)
    let sum3 = f32x4.splat(0)
    const bytes = group << 4
    const row0 = rowOf(group << 2)
    const row1 = row0 + bytes + 16
    const row2 = row1 + bytes + 16
    const row3 = row2 + bytes + 16
    for (let at: usize = 0; at < bytes; at += 16) {
      const t0 = v128.load(row0 + at)
      const t1 = v128.load(row1 + at)
      const t2 = v128.load(row2 + at)
      const t3 = v128.load(row3 + at)
      const x = v128.load(vector + at)
      sum0 = f32x4.add(sum0, f32x4.mul(t0, x))
      sum1 = f32x4.add(sum1, f32x4.mul(t1, x))
      sum2 = f32x4.add(sum2, f32x4.mul(t2, x))
      sum3 = f32x4.add(sum3, f32x4.mul(t3, x))
      const low = f32x4.add(f32x4.mul(t0, x0), f32x4.mul(t1, x1))
      const high = f32x4.add(f32x4.mul(t2, x2), f32x4.mul(t3, x3))
      v128.store(image + at, f32x4.add(v128.load(image + at), f32x4.add(low, high)))
    }
    sum0 = f32x4.add(sum0, f32x4.mul(v128.load(row0 + bytes), own))
    sum1 = f32x4.add(sum1, f32x4.mul(v128.load(row1 + bytes), own))
    sum2 = f32x4.add(sum2, f32x4.mul(v128.load(row2 + bytes), own))
    sum3 = f32x4.add(sum3, f32x4.mul(v128.load(row3 + bytes), own))
    v128.store(image + (group << 4), sumsOf(sum0, sum1, sum2, sum3))
  }
}

/** The sums of four vectors, as one. */
function sumsOf(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5)
  const ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7)
  const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5)
  const cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7)
  const ab = f32x4.add(ab0, ab1)
  const cd = f32x4.add(cd0, cd1)
  const even = v128.shuffle<f32>(ab, cd, 0, 1, 4, 5)
  const odd = v128.shuffle<f32>(ab, cd, 2, 3, 6, 7)
  return f32x4.add(even, odd)
}

function dot(a: usize, b: usize, groups: usize): f64 {
  let sum = f32x4.splat(0)
  for (let at: usize = 0; at < groups << 4; at += 16) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(a + at), v128.load(b + at)))
  }
  const low = (f32x4.extract_lane(sum, 0) as f64) + (f32x4.extract_lane(sum, 1) as f64)
  const high = (f32x4.extract_lane(sum, 2) as f64) + (f32x4.extract_lane(sum, 3) as f64)
  return low + high
}
