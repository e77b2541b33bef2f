/** The kernels' WebAssembly, as the pinned compiler makes it of packages/kernels/assembly. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

const ROOT = join(import.meta.dirname, '..')

/** @throws Error with what the compiler says. */
export function compileKernels(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'kernels-'))
  try {
    const file = join(folder, 'kernels.wasm')
    const compiler = join(ROOT, 'node_modules/assemblyscript/bin/asc.js')
    execFileSync(process.execPath, [compiler, '--config', 'asconfig.json', '--outFile', file], {
      cwd: join(ROOT, 'packages/kernels'),
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    return readFileSync(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
