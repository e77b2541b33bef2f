import { EquipoiseError } from '../../errors.ts'

/** What is wrong with a whole file; a line that is wrong is a row of its own. */
export function unreadable(path: string, says: string, cause?: unknown): EquipoiseError {
  return new EquipoiseError('file_unreadable', `Cannot import "${path}": ${says}`, { cause })
}
