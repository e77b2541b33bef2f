/** `serve` and `start`: the process that stays; `site` stands beside them. */

import { type App, openApp } from '../app.ts'
import type { Config } from '../config/config.ts'
import { clearSocket, socketPath } from '../directory.ts'
import { EquipoiseError } from '../errors.ts'
import type { createServer } from '../http/index.ts'
import { sweepRepository } from '../modules/ads/index.ts'
import { endAllUnpermitted } from '../modules/consent/index.ts'
import { DEMO_FOLDER, readDemo, seedDemo } from '../modules/demo/index.ts'
import { sweepMeasured } from '../modules/measure/index.ts'
import type { Command, Option } from './command.ts'
import { COMMANDS } from './commands/index.ts'
import { serveCommands } from './local-socket.ts'
import { integerOf, textOf } from './option-values.ts'
import type { ParsedCommand } from './parse-command.ts'
import { progressLine } from './progress.ts'
import { SITE } from './serve-site.ts'

const OPTIONS: Readonly<Record<string, Option>> = {
  port: { type: 'string', value: 'N', says: 'the port; 0 picks a free one' },
  host: { type: 'string', value: 'H', says: 'the address to listen on' },
}

function serverCommand(word: string, says: string): Command {
  return {
    words: [word],
    says,
    options: OPTIONS,
    run: () => Promise.reject(new Error('Cannot run a server as a command')),
  }
}

const SERVE = serverCommand('serve', 'runs the server')
const START = serverCommand(
  'start',
  'seeds the demo retailer where nothing is yet, trains, and serves',
)

export const SERVER_COMMANDS: readonly Command[] = [SERVE, START, SITE]

/** Runs until it is told to stop; returns the exit code. */
export async function runServer(config: Config, parsed: ParsedCommand): Promise<number> {
  const { command, input, json } = parsed
  const host = textOf(input.options, 'host') ?? config.host
  const port = integerOf(input.options, 'port', { min: 0, max: 65_535, fallback: config.port })
  const app = await openApp({
    config,
    resident: true,
    onError: (error) => reportFailure('rebuild the model after somebody left', error),
  })
  try {
    if (command === START) await prepareDemo(app)
    // Read here, because it is most of what there is to read, and no other command needs it.
    const http = await import('../http/index.ts')
    const server = await http.createServer({ app, logLevel: config.logLevel })
    try {
      const url = await listen(server, host, port)
      await serveUntilToldToStop(app, {
        onReady: (operatorKey) =>
          announce({ url, operatorKey, json, directory: app.directory.path }),
        stop: (hurry) =>
          http.stopServer(server, { withinMs: config.http.shutdownTimeoutMs, hurry }),
      })
    } finally {
      await server.close()
    }
    return 0
  } finally {
    await app.close()
  }
}

interface Served {
  readonly onReady: (operatorKey: string | undefined) => void
  /** Ends the server; at once, when the promise resolves. */
  readonly stop: (hurry: Promise<void>) => Promise<void>
}

async function serveUntilToldToStop(app: App, { onReady, stop }: Served): Promise<void> {
  // Heard from before there is a socket to take away, and before anybody learns whom to stop.
  const told = hearSignals()
  const path = socketPath(app.directory.path)
  clearSocket(path)
  const socket = await serveCommands(app, COMMANDS, path)
  const sweeping = endUnpermittedDaily(app)
  try {
    // Last, because a key that nobody is shown is lost.
    onReady(await firstOperatorKey(app))
    await told.toStop
    await stop(told.toHurry)
  } finally {
    await sweeping.stop()
    socket.close()
    socket.closeAllConnections()
    clearSocket(path)
  }
}

const DAY_MS = 86_400_000

/** What no yes holds any more, and the one-time texts that count for nothing by now. */
async function endWhatIsOver(app: App, signal: AbortSignal): Promise<void> {
  await endAllUnpermitted(app, signal)
  await app.store.transact('system', async (writer) => writer.sweepUsed(app.now()))
  await sweepRepository(app)
  await sweepMeasured(app)
}

/** At start and once a day: what is no longer permitted goes. */
function endUnpermittedDaily(app: App): { stop(): Promise<void> } {
  const stopping = new AbortController()
  let sweep: Promise<unknown> = Promise.resolve()
  const begin = (): void => {
    sweep = endWhatIsOver(app, stopping.signal).catch((error: unknown) =>
      reportFailure('end what is no longer permitted', error),
    )
  }
  begin()
  const daily = setInterval(begin, DAY_MS)
  return {
    async stop() {
      clearInterval(daily)
      stopping.abort()
      await sweep
    },
  }
}

/** How many new connections may wait for a busy moment to pass, as far as the system allows. */
const BACKLOG = 4_096

async function listen(
  server: Awaited<ReturnType<typeof createServer>>,
  host: string,
  port: number,
): Promise<string> {
  try {
    return await server.listen({ host, port, backlog: BACKLOG })
  } catch (cause) {
    const detail = cause instanceof Error && 'code' in cause ? cause.code : 'unknown'
    throw new EquipoiseError('config_invalid', `Cannot listen on ${host}:${port}: ${detail}`, {
      cause,
    })
  }
}

/** The first key that opens the console, made once for a directory. */
async function firstOperatorKey({ keyRing }: App): Promise<string | undefined> {
  if (keyRing.list().some(({ kind }) => kind === 'operator')) return undefined
  return (await keyRing.create({ kind: 'operator', label: 'the first' })).key ?? undefined
}

/** Seeds an empty directory and trains; a directory with people in it is left as it is. */
async function prepareDemo(app: App): Promise<void> {
  const progress = progressLine(process.stderr, () => performance.now())
  try {
    const subjects = await app.store.read('system', async (reader) => reader.countSubjects())
    if (subjects === 0) {
      console.error('Making the demo retailer: real purchases, invented choices')
      await seedDemo(app, readDemo(DEMO_FOLDER), (ratio) => progress.onProgress('seeding', ratio))
    }
    if (!app.published()) {
      await app.trainer.train(({ stage, ratio }) => progress.onProgress(stage, ratio))
    }
  } finally {
    progress.end()
  }
}

interface Announcement {
  readonly url: string
  readonly operatorKey: string | undefined
  readonly json: boolean
  readonly directory: string
}

function announce({ url, operatorKey, json, directory }: Announcement): void {
  if (json) {
    const key = operatorKey === undefined ? {} : { operatorKey }
    console.log(JSON.stringify({ url, pid: process.pid, ...key }))
    return
  }
  const lines = [
    '',
    '  ━━━━━━━━━┳━━━━━━━━━   Equipoise',
    '',
    `  Page        ${url}/`,
    `  Reference   ${url}/reference`,
    `  OpenAPI     ${url}/openapi.json`,
    `  Data        ${directory}`,
    ...(operatorKey === undefined ? [] : ['', `  Operator key, shown this once: ${operatorKey}`]),
    '',
    '  Stop with Ctrl+C.',
    '',
  ]
  console.log(lines.join('\n'))
}

/** Ctrl+C comes twice at once, from the terminal and from whoever started this: no hurry yet. */
const SAME_SIGNAL_MS = 500

interface Told {
  readonly toStop: Promise<void>
  /** The second time: whoever says it again wants it now. */
  readonly toHurry: Promise<void>
}

function hearSignals(): Told {
  const stop = Promise.withResolvers<void>()
  const hurry = Promise.withResolvers<void>()
  let firstAt: number | undefined
  const hear = (): void => {
    firstAt ??= performance.now()
    stop.resolve()
    if (performance.now() - firstAt > SAME_SIGNAL_MS) hurry.resolve()
  }
  // Kept, not once: a signal that nobody hears any more would end the process in the middle.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, hear)
  return { toStop: stop.promise, toHurry: hurry.promise }
}

function reportFailure(what: string, error: unknown): void {
  const code = error instanceof EquipoiseError ? error.code : 'internal'
  console.error(`Cannot ${what}: ${code}`)
}
