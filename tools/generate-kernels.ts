/**
 * Compiles packages/kernels/assembly to packages/kernels/kernels.wasm with the pinned compiler.
 * With `--check` it writes nothing and fails where the committed file is not what the sources give.
 *
 *   node tools/run.mjs generate [--check]
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { compileKernels } from './compile-kernels.ts'

const FILE = join(import.meta.dirname, '../packages/kernels/kernels.wasm')

const compiled = compileKernels()
const isCurrent = readFileSync(FILE).equals(compiled)
if (!isCurrent && process.argv.includes('--check')) {
  console.error('packages/kernels/kernels.wasm is not current: node tools/run.mjs generate')
  process.exitCode = 1
} else if (!isCurrent) {
  writeFileSync(FILE, compiled)
  console.error('Wrote packages/kernels/kernels.wasm')
}
