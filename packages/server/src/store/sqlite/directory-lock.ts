/** The lock of a data directory: an exclusive transaction that ends with its process. */
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { EquipoiseError } from '../../errors.ts'

const SQLITE_BUSY = 5
/** A connection that nobody held would be closed by the next collection of garbage. */
const HELD = new Set<DatabaseSync>()

/**
 * @returns lets it go; else it ends with the process.
 * @throws EquipoiseError `directory_in_use` where another process holds it, `store_unavailable`
 *   where the directory cannot be written.
 */
export function lockDirectory(directory: string): () => void {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(join(directory, 'lock.db'), { timeout: 0 })
    if (process.platform !== 'win32') chmodSync(join(directory, 'lock.db'), 0o600)
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
    const held = database
    HELD.add(held)
    return () => {
      HELD.delete(held)
      held.close()
    }
  } catch (cause) {
    database?.close()
    const busy = cause instanceof Error && 'errcode' in cause && cause.errcode === SQLITE_BUSY
    throw busy
      ? new EquipoiseError('directory_in_use', `Cannot open "${directory}": it is in use`, {
          cause,
        })
      : new EquipoiseError('store_unavailable', `Cannot write to "${directory}"`, { cause })
  }
}
