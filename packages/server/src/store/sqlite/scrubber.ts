/**
 * Rewrites the database file after something was deleted from it. `secure_delete` zeroes a row
 * where it lies, but a page that SQLite balanced before may still hold a copy of it in its free
 * space (we counted one row in a thousand). `VACUUM` writes what is there and nothing else.
 *
 * That costs 6 ms a megabyte, so a small file is rewritten before the deletion is reported; a
 * larger one soon after, and so seldom that the rewriting takes a hundredth of the time.
 */
import type { Database } from './database.ts'
import { countIn } from './database.ts'

const AT_ONCE_BYTES_MAX = 4_000_000
const AT_CLOSE_BYTES_MAX = 1_000_000_000
/** A hundred times what the rewriting of a byte takes. */
const DELAY_MS_PER_BYTE = 6e-4
const DELAY_MS_MIN = 1_000
const DUE = 'scrub_due'

export interface ScrubberOptions {
  /** Runs an act once no transaction is open. */
  readonly whenIdle: (act: () => void) => void
  /** Runs an act after a delay; returns how to call it off. */
  readonly later?: (act: () => void, delayMs: number) => () => void
  readonly atOnceBytesMax?: number
}

export class Scrubber {
  readonly #database: Database
  readonly #options: Required<ScrubberOptions>
  #due: boolean
  #callOff: (() => void) | undefined

  constructor(
    database: Database,
    { whenIdle, later = laterByTimer, atOnceBytesMax = AT_ONCE_BYTES_MAX }: ScrubberOptions,
  ) {
    this.#database = database
    this.#options = { whenIdle, later, atOnceBytesMax }
    this.#due = database.get('SELECT 1 FROM meta WHERE name = ?', DUE) !== undefined
    this.scrub()
  }

  /** Called in the transaction that deletes: what is due outlives a crash. */
  mark(): void {
    this.#due = true
    this.#database.run(`INSERT OR IGNORE INTO meta (name, value) VALUES ('${DUE}', 'true')`)
  }

  /** Called after its commit. */
  scrub(): void {
    if (!this.#due) return
    if (this.#sizeBytes() <= this.#options.atOnceBytesMax) this.#rewrite()
    if (this.#due) this.#schedule()
  }

  /** Called when no transaction is open any more. */
  close(): void {
    this.#callOff?.()
    if (this.#due && this.#sizeBytes() <= AT_CLOSE_BYTES_MAX) this.#rewrite()
  }

  #schedule(): void {
    const delayMs = Math.max(DELAY_MS_MIN, this.#sizeBytes() * DELAY_MS_PER_BYTE)
    this.#callOff ??= this.#options.later(() => {
      this.#callOff = undefined
      this.#options.whenIdle(() => {
        this.#rewrite()
        if (this.#due) this.#schedule()
      })
    }, delayMs)
  }

  /** Stays due where there is no room for it now. */
  #rewrite(): void {
    try {
      this.#database.exec('VACUUM')
      this.#database.run(`DELETE FROM meta WHERE name = '${DUE}'`)
      const log = this.#database.get('PRAGMA wal_checkpoint(TRUNCATE)')
      this.#due = log === undefined || log['busy'] !== 0
    } catch {
      this.#due = true
    }
  }

  #sizeBytes(): number {
    const size = 'SELECT page_count * page_size AS n FROM pragma_page_count, pragma_page_size'
    return countIn(this.#database.get(size))
  }
}

function laterByTimer(act: () => void, delayMs: number): () => void {
  const timer = setTimeout(act, Math.min(delayMs, 2 ** 31 - 1))
  timer.unref()
  return () => clearTimeout(timer)
}
