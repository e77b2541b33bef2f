/** What a command is: its words, its options, what it does with an open app, and how it reads. */
import type { App } from '../app.ts'

export interface Option {
  readonly type: 'string' | 'boolean'
  readonly multiple?: boolean
  readonly required?: boolean
  /** What stands for the value in the help. */
  readonly value?: string
  readonly says: string
}

/** Values as they were given: texts, lists of them, or a flag. */
export type OptionValues = Readonly<
  Record<string, string | boolean | readonly (string | boolean)[] | undefined>
>

export interface CommandInput {
  readonly options: OptionValues
  readonly operands: readonly string[]
  /** Aborts where nobody waits for the answer any more. */
  readonly signal?: AbortSignal
}

export type OnProgress = (stage: string, ratio: number) => void

/** A plain object: what `--json` prints, key by key. */
export type CommandResult = Readonly<Record<string, unknown>>

export interface CommandFile {
  readonly path: string
  readonly text: string
}

/** `R` is what it answers; a list of commands knows no more of it than that it is an object. */
export interface Command<R extends CommandResult = CommandResult> {
  /** Such as `['consent', 'give']`. */
  readonly words: readonly string[]
  readonly says: string
  readonly options: Readonly<Record<string, Option>>
  /** What follows the words, in the help; none where undefined. */
  readonly operands?: { readonly name: string; readonly min: number; readonly max: number }
  /** Whether it may begin a directory; the others want one that is there. */
  readonly creates?: boolean
  run(app: App, input: CommandInput, onProgress: OnProgress): Promise<R>
  /**
   * What the command does without a data directory, where its input needs none; undefined where it
   * needs one.
   */
  runAlone?(input: CommandInput, onProgress: OnProgress): R | Promise<R> | undefined
  /** Whether it works in a directory where there is one, though it could do without. */
  readonly prefersDirectory?: boolean
  /** Reads, in the caller's process, what the input names: a server stands elsewhere. */
  prepare?(input: CommandInput): CommandInput
  /** Files that the caller's process writes beside the answer. */
  files?(result: R, input: CommandInput): readonly CommandFile[]
  /** The result for people. */
  format?(result: R): string
  /** Whether the command may end as failed though it ran: `doctor`, say. */
  succeeded?(result: R): boolean
}
