/** The command line as a script outside the project uses it: a process of the program. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { ROOT } from '../source-tree.ts'
import type { Json } from './server.ts'
import type { Resident } from './town.ts'

const PROGRAM = join(ROOT, 'node_modules/.bin/equipoise')
/** Halves the time that each command takes to start. */
const COMPILED = join(tmpdir(), 'equipoise-compiled')

export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

/** Runs a command to its end. */
export function equipoise(
  words: readonly string[],
  surroundings: Surroundings = {},
): Promise<Ended> {
  const { child, heard } = start(words, surroundings)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, ...heard }))
  })
}

export interface Told extends Ended {
  readonly json: Json
}

/** Runs a command with `--json`: exactly one object has to come on the standard output. */
export async function tell(
  words: readonly string[],
  directory: string,
  surroundings: Surroundings = {},
): Promise<Told> {
  const ended = await equipoise([...words, '--data', directory, '--json'], surroundings)
  return { ...ended, json: readOneObject(ended) }
}

/** As `tell`, for a command that has to be done. */
export async function done(
  words: readonly string[],
  directory: string,
  surroundings: Surroundings = {},
): Promise<Json> {
  const { status, json, stderr } = await tell(words, directory, surroundings)
  assert.equal(status, 0, `${words[0]}: ${stderr}`)
  return json
}

/** As `tell`, for a command that must not be done: returns the code of the error. */
export async function refused(
  words: readonly string[],
  directory: string,
  surroundings: Surroundings = {},
): Promise<readonly [status: number | null, code: string]> {
  const { status, json, stderr } = await tell(words, directory, surroundings)
  assert.deepEqual(Object.keys(json), ['error'])
  const { code, title, detail } = json.error
  assert.deepEqual(Object.keys(json.error), ['code', 'title', 'detail'])
  for (const says of [title, detail]) assert.match(says, /^[A-Z].{4,}[^.]$/)
  assert.ok(stderr.includes(detail))
  return [status, code]
}

function readOneObject({ stdout, stderr }: Ended): Json {
  const [line = '', ...more] = stdout.split('\n')
  assert.deepEqual(more, [''], `one line on the standard output: ${stdout}${stderr}`)
  const json = JSON.parse(line)
  assert.ok(typeof json === 'object' && json !== null && !Array.isArray(json))
  return json
}

export interface Serving {
  readonly url: string
  readonly pid: number
  readonly ready: Json
  readonly heard: Heard
  /** Ends it by a signal to the program; resolves with its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

interface Heard {
  stdout: string
  stderr: string
}

/** Starts a server on a free port, and waits until it says that it is ready. */
export async function serve(
  t: Pick<TestContext, 'after'>,
  directory: string,
  surroundings: Surroundings = {},
): Promise<Serving> {
  const words = ['serve', '--port', '0', '--data', directory, '--json']
  const { child, heard } = start(words, surroundings)
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  t.after(async () => {
    child.kill('SIGTERM')
    await ended
  })
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', () => {
      if (heard.stdout.includes('\n')) resolve()
    })
    child.on('close', () => reject(new Error(`The server ended: ${heard.stdout}${heard.stderr}`)))
  })
  const ready: Json = JSON.parse(heard.stdout)
  return {
    url: ready.url,
    pid: ready.pid,
    ready,
    heard,
    stop(signal = 'SIGTERM') {
      child.kill(signal)
      return ended
    },
  }
}

function start(words: readonly string[], { env = {}, cwd = tmpdir() }: Surroundings) {
  const ours = Object.entries(process.env).filter(([name]) => !name.startsWith('EQUIPOISE_'))
  const child = spawn(PROGRAM, words, {
    cwd,
    env: { ...Object.fromEntries(ours), NODE_COMPILE_CACHE: COMPILED, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const heard: Heard = { stdout: '', stderr: '' }
  child.stdout.on('data', (piece: Buffer) => {
    heard.stdout += piece.toString()
  })
  child.stderr.on('data', (piece: Buffer) => {
    heard.stderr += piece.toString()
  })
  return { child, heard }
}

/** A folder that is gone after the test; `name` makes it a folder within, which is not made. */
export function aFolder(t: Pick<TestContext, 'after'>, name: string = ''): string {
  const folder = mkdtempSync(join(tmpdir(), 'equipoise-cli-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, name)
}

export function writeLines(path: string, lines: readonly (string | Uint8Array)[]): string {
  const pieces = lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')])
  writeFileSync(path, Buffer.concat(pieces))
  return path
}

/** What a town did, a line a deed, in the form that `import interactions` reads. */
export function townLines(town: readonly Resident[], form: 'jsonl' | 'csv' = 'jsonl'): string[] {
  const rows = town.flatMap(({ externalId, deeds }) =>
    deeds.map(({ item, verb, at }) => ({ subject: externalId, item, verb, at })),
  )
  if (form === 'jsonl') return rows.map((row) => JSON.stringify(row))
  return ['subject,item,verb,at', ...rows.map((row) => Object.values(row).join(','))]
}
