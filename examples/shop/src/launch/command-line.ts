/** The product's command line, as anybody calls it. */

import type { ChildProcess } from 'node:child_process'
import { execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'

const PROGRAM = join(import.meta.dirname, '../../../../packages/server/src/main.ts')
const FLAGS = ['--conditions=@equipoise/source', '--disable-warning=ExperimentalWarning']

/** Runs a command on the data directory, and returns what it answers as JSON. */
export async function runCommand(
  words: readonly string[],
  dataDirectory: string,
): Promise<Readonly<Record<string, unknown>>> {
  const args = [...FLAGS, PROGRAM, ...words, '--data', dataDirectory, '--json']
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout)
}

export interface Started {
  readonly child: ChildProcess
  /** Resolves with what the product says once it is ready; undefined where it ended first. */
  readonly ready: Promise<Ready | undefined>
  /** Resolves with its exit code. */
  readonly ended: Promise<number>
}

export interface Ready {
  readonly url: string
  readonly pid: number
  readonly operatorKey?: string
}

/** Starts the product. What it reports goes to the error stream as it comes. */
export function startProduct(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Started {
  const args = [...FLAGS, PROGRAM, ...words, '--json']
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: environment,
  })
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => resolve(status ?? 1))
  })
  return { child, ended, ready: Promise.race([firstLine(child), ended.then(() => undefined)]) }
}

function firstLine(child: ChildProcess): Promise<Ready | undefined> {
  return new Promise((resolve) => {
    let heard = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      heard += text
      if (!heard.includes('\n')) return
      const said = JSON.parse(heard)
      if (typeof said.url === 'string') resolve(said)
      // What went wrong is said on the same stream.
      else console.log(heard.trimEnd())
    })
  })
}
