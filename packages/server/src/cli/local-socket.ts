/**
 * The local socket: how a command works on a directory that a running server has. Whoever may open
 * the socket file may already read the keys beside it, so the file's mode is the credential.
 *
 * One request, `POST /command`, answered as lines of JSON: progress as it comes, then the outcome.
 */
import { chmodSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import { createInterface } from 'node:readline'
import type { App } from '../app.ts'
import { EquipoiseError, isErrorCode } from '../errors.ts'
import type { Command, CommandInput, CommandResult, OnProgress } from './command.ts'
import { UsageError } from './usage.ts'

const BODY_BYTES_MAX = 1_000_000
const PROGRESS_STEP = 0.01

interface Call {
  readonly words: readonly string[]
  readonly input: CommandInput
}

type Line =
  | { readonly kind: 'progress'; readonly stage: string; readonly ratio: number }
  | { readonly kind: 'result'; readonly result: CommandResult }
  | { readonly kind: 'usage'; readonly code: string; readonly says: string }
  | { readonly kind: 'error'; readonly code: string; readonly says: string }

/** Serves commands on the socket of a directory that this process holds. */
export function serveCommands(
  app: App,
  commands: readonly Command[],
  path: string,
): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    const send = (line: Line): void => {
      outgoing.write(`${JSON.stringify(line)}\n`)
    }
    outgoing.writeHead(200, { 'content-type': 'application/x-ndjson' })
    const gone = new AbortController()
    outgoing.on('close', () => gone.abort())
    readBody(incoming)
      .then((body) => answer(app, { commands, body, signal: gone.signal }, send))
      .catch((error: unknown) => send(errorLine(error)))
      .finally(() => outgoing.end())
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => {
      if (process.platform !== 'win32') chmodSync(path, 0o600)
      resolve(server)
    })
  })
}

interface Asked {
  readonly commands: readonly Command[]
  readonly body: string
  readonly signal: AbortSignal
}

async function answer(
  app: App,
  { commands, body, signal }: Asked,
  send: (line: Line) => void,
): Promise<void> {
  // Sent by `callCommand` of this version, over a socket that only this person can open.
  const { words, input } = JSON.parse(body) as Call
  const command = commands.find((one) => one.words.join(' ') === words.join(' '))
  if (!command) throw new UsageError(`No such command: "${words.join(' ')}"`)
  let told = { stage: '', ratio: -1 }
  const onProgress: OnProgress = (stage, ratio) => {
    if (stage === told.stage && ratio < told.ratio + PROGRESS_STEP) return
    told = { stage, ratio }
    send({ kind: 'progress', stage, ratio })
  }
  send({ kind: 'result', result: await command.run(app, { ...input, signal }, onProgress) })
}

function errorLine(error: unknown): Line {
  if (error instanceof UsageError) return { kind: 'usage', code: error.code, says: error.message }
  if (error instanceof EquipoiseError) {
    return { kind: 'error', code: error.code, says: error.message }
  }
  return { kind: 'error', code: 'internal', says: 'Something broke in the server' }
}

/**
 * Has the running server carry a command out.
 *
 * @throws Error with code `ENOENT` or `ECONNREFUSED` where no server listens there.
 */
export function callCommand(
  path: string,
  call: Call,
  onProgress: OnProgress,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ socketPath: path, path: '/command', method: 'POST' }, (incoming) => {
      const lines = createInterface({ input: incoming })
      lines.on('line', (text) => {
        // Written by `serveCommands` of this version.
        const line = JSON.parse(text) as Line
        if (line.kind === 'progress') onProgress(line.stage, line.ratio)
        else if (line.kind === 'result') resolve(line.result)
        else reject(errorOf(line))
      })
      lines.on('close', () => reject(new Error('Cannot go on: the server ended meanwhile')))
    })
    outgoing.on('error', reject)
    outgoing.end(JSON.stringify(call))
  })
}

function errorOf({ kind, code, says }: Extract<Line, { kind: 'usage' | 'error' }>): Error {
  const known = isErrorCode(code) ? code : 'internal'
  return kind === 'usage' ? new UsageError(says, known) : new EquipoiseError(known, says)
}

async function readBody(incoming: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    size += chunk.length
    if (size > BODY_BYTES_MAX) throw new UsageError('Too long a command')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
