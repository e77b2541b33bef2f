/** Commands of the product, each a process of its own that is waited for. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const MAIN = join(import.meta.dirname, '../../packages/server/src/main.ts')

/**
 * Runs a command with `--json` to its end; what it answers on standard output is the result.
 *
 * @throws Error with what it said, where it ends with another status than 0.
 */
export function runCommand(words: readonly string[], directory: string): Promise<unknown> {
  const flags = ['-C', '@equipoise/source', '--disable-warning=ExperimentalWarning']
  const child = spawn(process.execPath, [...flags, MAIN, ...words, '--data', directory, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  let complained = ''
  child.stdout.on('data', (piece: Buffer) => {
    said += piece
  })
  child.stderr.on('data', (piece: Buffer) => {
    complained += piece
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => {
      if (status === 0) return resolve(JSON.parse(said))
      reject(new Error(`"${words.join(' ')}" ended with ${status}: ${said}${complained}`))
    })
  })
}
