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
  /** Resolves once the product is ready; undefined where it ended first. */
  readonly ready: Promise<Ready | undefined>
  /** Resolves with its exit code. */
  readonly ended: Promise<number>
  /** What it said on its standard output. */
  heard(): string
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
  let heard = ''
  const told = new Promise<Ready>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      heard += text
      const ready = parseReady(heard)
      if (ready !== undefined) resolve(ready)
    })
  })
  const ready = Promise.race([told, ended.then(() => undefined)])
  return { child, ready, ended, heard: () => heard }
}

/** Undefined for help, and for what went wrong. */
function parseReady(text: string): Ready | undefined {
  try {
    const said = JSON.parse(text)
    return typeof said?.url === 'string' ? said : undefined
  } catch {
    return undefined
  }
}
