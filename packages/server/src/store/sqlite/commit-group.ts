/**
 * Group commit. Transactions queue; each round takes what waits, runs the transactions one after
 * another in one database transaction, each in a savepoint of its own, signs one checkpoint where
 * the ledger grew, and commits once. A transaction that fails is rolled back alone; one whose
 * commit fails was never acknowledged.
 */
import { EquipoiseError } from '../../errors.ts'
import type { Database } from './database.ts'

const QUEUE_MAX = 10_000
const GROUP_MAX = 512

export interface GroupHooks {
  /** Runs inside the transaction, after the last task and before the commit. */
  readonly beforeCommit: () => void
}

interface Task {
  readonly run: () => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** A transaction that has run: what follows its commit, and how to tell its caller. */
interface Done {
  readonly acts: readonly (() => void)[]
  readonly settle: () => void
  readonly reject: (error: unknown) => void
}

export class CommitGroup {
  readonly #database: Database
  readonly #hooks: GroupHooks
  readonly #waiting: Task[] = []
  #afterCommit: (() => void)[] = []
  #onRollback: (() => void)[] = []
  #running: Promise<void> | undefined
  #whenIdle: (() => void)[] = []
  #commits = 0
  #transactions = 0

  constructor(database: Database, hooks: GroupHooks) {
    this.#database = database
    this.#hooks = hooks
  }

  /** How many wait now, and what was committed since it was made. */
  get load(): {
    readonly waiting: number
    readonly commits: number
    readonly transactions: number
  } {
    return {
      waiting: this.#waiting.length,
      commits: this.#commits,
      transactions: this.#transactions,
    }
  }

  /** Called by the running transaction only. */
  readonly afterCommit = (act: () => void): void => {
    this.#afterCommit.push(act)
  }

  /** Called by the running transaction only. */
  readonly onRollback = (act: () => void): void => {
    this.#onRollback.push(act)
  }

  /**
   * @throws EquipoiseError `busy` where too much waits, `store_unavailable` where it cannot commit.
   */
  run<T>(act: () => Promise<T>): Promise<T> {
    if (this.#waiting.length >= QUEUE_MAX) {
      return Promise.reject(
        new EquipoiseError('busy', 'Cannot write now: too many transactions wait'),
      )
    }
    return new Promise<T>((resolve, reject) => {
      // A task's value goes back to the one who gave the task, so its type is known there.
      const settle = resolve as (value: unknown) => void
      this.#waiting.push({ run: act, resolve: settle, reject })
      this.#running ??= this.#rounds()
    })
  }

  /** Runs an act now, or where transactions are under way, between two rounds of them. */
  readonly whenIdle = (act: () => void): void => {
    if (this.#running) this.#whenIdle.push(act)
    else act()
  }

  /** Resolves when nothing waits any more. */
  async drain(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #rounds(): Promise<void> {
    // One turn of the event loop lets the requests of the same moment share the commit.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#waiting.length > 0) {
      await this.#round(this.#waiting.splice(0, GROUP_MAX))
      for (const act of this.#whenIdle.splice(0)) act()
    }
    // In the same step that found nothing waiting: whoever comes next starts anew.
    this.#running = undefined
  }

  async #round(tasks: readonly Task[]): Promise<void> {
    const done: Done[] = []
    this.#afterCommit = []
    const undoAll: (() => void)[] = []
    try {
      this.#database.run('BEGIN IMMEDIATE')
      for (const task of tasks) {
        done.push(await this.#attempt(task))
        undoAll.push(...this.#onRollback)
      }
      this.#afterCommit = []
      this.#hooks.beforeCommit()
      this.#database.run('COMMIT')
      this.#commits += 1
      this.#transactions += tasks.length
    } catch (cause) {
      this.#database.rollback()
      for (const undo of undoAll.toReversed()) undo()
      const error = cause instanceof EquipoiseError ? cause : unavailable(cause)
      for (const { reject } of tasks) reject(error)
      return
    }
    this.#settle(done)
  }

  /**
   * What follows a commit fails for its own transaction alone: the others are durable as they are.
   */
  #settle(done: readonly Done[]): void {
    const ofGroup = runAll(this.#afterCommit)
    for (const { acts, settle, reject } of done) {
      const failed = runAll(acts) ?? ofGroup
      if (failed === undefined) settle()
      else reject(told(failed))
    }
  }

  /** Runs one task in a savepoint; returns how to tell its caller, once the group has committed. */
  async #attempt({ run, resolve, reject }: Task): Promise<Done> {
    this.#afterCommit = []
    this.#onRollback = []
    this.#database.run('SAVEPOINT task')
    try {
      const value = await run()
      this.#database.run('RELEASE task')
      return { acts: this.#afterCommit.splice(0), settle: () => resolve(value), reject }
    } catch (error) {
      this.#undo()
      return { acts: [], settle: () => reject(told(error)), reject }
    }
  }

  /** Where the engine has rolled back by itself this throws, and the whole group fails. */
  #undo(): void {
    const undos = this.#onRollback.toReversed()
    this.#onRollback = []
    try {
      this.#database.exec('ROLLBACK TO task; RELEASE task')
    } finally {
      for (const undo of undos) undo()
    }
  }
}

/** Runs every act, whatever the ones before it did; returns the first error. */
function runAll(acts: readonly (() => void)[]): unknown {
  let failed: unknown
  for (const act of acts) {
    try {
      act()
    } catch (error) {
      failed ??= error
    }
  }
  return failed
}

/** SQLite's result codes for a disk that is full, read-only, in use, broken or gone. */
const UNAVAILABLE_CODES = new Set([5, 6, 8, 10, 11, 13, 14])

function isUnavailable(error: unknown): boolean {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0
  return UNAVAILABLE_CODES.has(code & 0xff)
}

/** The error as its caller gets it. */
function told(error: unknown): unknown {
  return isUnavailable(error) ? unavailable(error) : error
}

function unavailable(cause: unknown): EquipoiseError {
  return new EquipoiseError('store_unavailable', 'Cannot write to the store', { cause })
}
