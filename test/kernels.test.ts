import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { compileKernels } from '../tools/compile-kernels.ts'
import { ROOT } from './source-tree.ts'

test('the committed kernels are those that the sources give', () => {
  const committed = readFileSync(join(ROOT, 'packages/kernels/kernels.wasm'))
  assert.ok(compileKernels().equals(committed), 'run: node tools/run.mjs generate')
})
