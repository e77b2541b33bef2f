/** From words to a command and its input. */
import { parseArgs } from 'node:util'
import type { Command, CommandInput, OptionValues } from './command.ts'
import { UsageError } from './usage.ts'

export interface ParsedCommand {
  readonly command: Command
  readonly input: CommandInput
  readonly json: boolean
  /** The data directory, where it is named. */
  readonly data: string | undefined
  readonly help: boolean
}

const COMMON = {
  json: { type: 'boolean' },
  data: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** @throws UsageError saying what is not known or is missing. */
export function parseCommand(
  commands: readonly Command[],
  words: readonly string[],
): ParsedCommand {
  const command = commands.find((one) => one.words.every((word, index) => words[index] === word))
  if (!command) throw new UsageError(`No such command: "${knownWords(commands, words)}"`)
  const { values, positionals } = parseWords(command, words.slice(command.words.length))
  const help = values['help'] === true
  const { min = 0, max = 0, name = '' } = command.operands ?? {}
  if (!help && positionals.length < min) throw new UsageError(`Say ${name}`)
  if (positionals.length > max) {
    const takes = max === 0 ? 'no words of its own' : `at most ${max}: ${name}`
    throw new UsageError(`Too many words: ${command.words.join(' ')} takes ${takes}`)
  }
  for (const [option, { required = false }] of Object.entries(command.options)) {
    if (!help && required && values[option] === undefined) throw new UsageError(`Say --${option}`)
  }
  const data = values['data']
  return {
    command,
    input: { options: values, operands: positionals },
    json: values['json'] === true,
    data: typeof data === 'string' ? data : undefined,
    help,
  }
}

/** Up to the first word that fits nowhere: what follows may name a person. */
function knownWords(commands: readonly Command[], words: readonly string[]): string {
  const isGroup = commands.some((one) => one.words.length > 1 && one.words[0] === words[0])
  return words.slice(0, isGroup ? 2 : 1).join(' ')
}

function parseWords(command: Command, args: string[]): ParsedWords {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { type, multiple = false }]) => [
      name,
      { type, multiple },
    ]),
  )
  try {
    return parseArgs({
      args,
      options: { ...options, ...COMMON },
      allowPositionals: true,
      strict: true,
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? firstSentence(error.message) : String(error))
  }
}

interface ParsedWords {
  readonly values: OptionValues
  readonly positionals: readonly string[]
}

/** Node appends advice about "--" that fits none of our commands. */
function firstSentence(message: string): string {
  return (message.split(/\. |\n/)[0] ?? message).replace(/\.$/, '')
}

export function formatHelp(commands: readonly Command[]): string {
  const lines = commands.map((command) => `  ${usageOf(command).padEnd(34)} ${command.says}`)
  return [
    'equipoise COMMAND [--data DIR] [--json]',
    '',
    ...lines,
    '',
    '  --data DIR  the data directory (EQUIPOISE_DATA, else ./data)',
    '  --json      prints one JSON object, and nothing else, on the standard output',
    '',
    'equipoise COMMAND --help tells the options of one.',
  ].join('\n')
}

export function formatCommandHelp(command: Command): string {
  const options = Object.entries(command.options).map(
    ([name, { value, says }]) => `  ${`--${name}${value ? ` ${value}` : ''}`.padEnd(34)} ${says}`,
  )
  return [`equipoise ${usageOf(command)}`, '', command.says, '', ...options].join('\n')
}

function usageOf({ words, operands }: Command): string {
  return [...words, ...(operands ? [operands.name] : [])].join(' ')
}
