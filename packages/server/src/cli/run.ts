/**
 * The command line. A command works on a data directory: through the socket of the server that has
 * it, else by opening it under its lock. Results go to the standard output, everything else to the
 * error stream. Exit 0 done, 1 failed, 2 called wrongly.
 */
import { closeSync, fchmodSync, openSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type App, openApp } from '../app.ts'
import { type Config, parseConfig } from '../config/config.ts'
import { type Environment, readEnvironment, unknownVariables } from '../config/environment.ts'
import { hasDirectory, isInUse, socketPath } from '../directory.ts'
import { EquipoiseError, ERRORS } from '../errors.ts'
import type { CommandResult, OnProgress } from './command.ts'
import { COMMANDS } from './commands/index.ts'
import { callCommand } from './local-socket.ts'
import { formatCommandHelp, formatHelp, type ParsedCommand, parseCommand } from './parse-command.ts'
import { formatPlain } from './print.ts'
import { progressLine } from './progress.ts'
import { SITE, serveSite } from './serve-site.ts'
import { runServer, SERVER_COMMANDS } from './server-commands.ts'
import { UsageError } from './usage.ts'

export async function runCommandLine(words: readonly string[]): Promise<number> {
  const json = words.includes('--json')
  try {
    return await runWords(words)
  } catch (error) {
    return fail(error, json)
  }
}

async function runWords(words: readonly string[]): Promise<number> {
  const commands = [...SERVER_COMMANDS, ...COMMANDS]
  if (words.length === 0 || words[0] === 'help' || words[0] === '--help') {
    console.log(formatHelp(commands))
    return words.length === 0 ? 2 : 0
  }
  const parsed = parseCommand(commands, words)
  if (parsed.help) {
    console.log(formatCommandHelp(parsed.command))
    return 0
  }
  if (parsed.command === SITE) return serveSite(parsed)
  for (const name of unknownVariables()) console.error(`No such setting: ${name}`)
  const config = parseConfig(withData(readEnvironment(), parsed.data))
  if (SERVER_COMMANDS.includes(parsed.command)) return runServer(config, parsed)
  const progress = progressLine(process.stderr, () => performance.now())
  try {
    const result = await runOn(config, parsed, progress.onProgress)
    progress.end()
    return report(parsed, result)
  } finally {
    progress.end()
  }
}

function withData(environment: Environment, data: string | undefined): Environment {
  return data === undefined ? environment : { ...environment, EQUIPOISE_DATA: data }
}

async function runOn(
  config: Config,
  { command, input: asked }: ParsedCommand,
  onProgress: OnProgress,
): Promise<CommandResult> {
  const input = command.prepare?.(asked) ?? asked
  if (command.prefersDirectory === true && hasDirectory(config.dataDirectory)) {
    try {
      return await runInDirectory(config, { command, input }, onProgress)
    } catch (error) {
      if (!isUnopened(error)) throw error
      console.error(`Answered without "${config.dataDirectory}": ${error.message}`)
    }
  }
  return (
    (await command.runAlone?.(input, onProgress)) ??
    runInDirectory(config, { command, input }, onProgress)
  )
}

/** Why a directory is not open to a command that can do without. */
function isUnopened(error: unknown): error is EquipoiseError {
  const codes = ['directory_unknown', 'directory_in_use', 'root_key_wrong', 'key_missing']
  return error instanceof EquipoiseError && codes.includes(error.code)
}

async function runInDirectory(
  config: Config,
  { command, input: given }: Pick<ParsedCommand, 'command' | 'input'>,
  onProgress: OnProgress,
): Promise<CommandResult> {
  const { words } = command
  // Operands are paths, and the server that has the directory stands elsewhere.
  const operands = given.operands.map((path) => resolve(path))
  const input = { ...given, operands }
  try {
    return await callCommand(socketPath(config.dataDirectory), { words, input }, onProgress)
  } catch (error) {
    if (!isUnreachable(error)) throw error
  }
  if (!command.creates && !hasDirectory(config.dataDirectory)) {
    const where = `There is no data directory at "${config.dataDirectory}"`
    throw new EquipoiseError('directory_unknown', where)
  }
  const app = await openAlone(config)
  try {
    return await command.run(app, input, onProgress)
  } finally {
    await app.close()
  }
}

async function openAlone(config: Config): Promise<App> {
  try {
    return await openApp({ config, resident: false })
  } catch (error) {
    if (isInUse(error)) console.error('Its server does not answer on the local socket')
    throw error
  }
}

function isUnreachable(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return ['ENOENT', 'ENOTDIR', 'ECONNREFUSED', 'ENOTSOCK'].some((one) => one === code)
}

function report({ command, input, json }: ParsedCommand, result: CommandResult): number {
  for (const { path, text } of command.files?.(result, input) ?? []) writePrivately(path, text)
  const { out } = input.options
  if (typeof out === 'string') {
    writePrivately(out, `${JSON.stringify(result, null, 2)}\n`)
    console.log(json ? JSON.stringify({ out }) : `Written to ${out}`)
  } else if (json) {
    console.log(JSON.stringify(result))
  } else {
    console.log((command.format ?? formatPlain)(result))
  }
  return (command.succeeded ?? (() => true))(result) ? 0 : 1
}

/** A file that was there before loses whatever others could read of it. */
function writePrivately(path: string, text: string): void {
  try {
    const file = openSync(path, 'w', 0o600)
    try {
      fchmodSync(file, 0o600)
      writeFileSync(file, text)
    } finally {
      closeSync(file)
    }
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : 'unknown'
    throw new EquipoiseError('file_unwritable', `Cannot write "${path}": ${code}`, { cause })
  }
}

function fail(error: unknown, json: boolean): number {
  const isUsage = error instanceof UsageError
  const code = isUsage || error instanceof EquipoiseError ? error.code : 'internal'
  const detail = error instanceof Error ? error.message : String(error)
  const { title, remedy } = ERRORS[code]
  if (json) console.log(JSON.stringify({ error: { code, title, detail } }))
  console.error(isUsage ? detail : `${title}: ${detail}`)
  console.error(isUsage ? 'Try: equipoise help' : remedy)
  if (code === 'internal' && error instanceof Error) console.error(error.stack)
  return isUsage ? 2 : 1
}
