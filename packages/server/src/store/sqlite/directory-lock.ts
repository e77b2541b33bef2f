/** The lock of a data directory: an exclusive transaction that ends with its process. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { EquipoiseError } from '../../errors.ts'

/** @throws EquipoiseError `directory_in_use` where another process holds it. */
export function lockDirectory(directory: string): () => void {
  const database = new DatabaseSync(join(directory, 'lock.db'), { timeout: 0 })
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (cause) {
    database.close()
    throw new EquipoiseError(
      'directory_in_use',
      `Cannot open "${directory}": another process has it`,
      {
        cause,
      },
    )
  }
  return () => database.close()
}
